"""handoffspec: a language for the moment a ticket crosses a boundary."""

__version__ = "0.1.0"
