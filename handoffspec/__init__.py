"""handoffspec: a language for the moment a ticket crosses a boundary."""

from typing import Final

__version__: Final = "0.1.0"
