"""The one layout of `.handoff` files: tokens and comments stay, in order; only the blanks between them change."""

from handoffspec.syntax.format.write import format_text

__all__ = ["format_text"]
