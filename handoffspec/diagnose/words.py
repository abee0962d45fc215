"""Numbers as people read them."""


def span(seconds: float) -> str:
    """A length of time with one unit: `40 min`, `3.5 h`, `1,204 days`."""
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    if seconds < 2 * 86400:
        return f"{seconds / 3600:.1f} h"
    return f"{seconds / 86400:,.0f} days"


def percent(share: float) -> str:
    """A share from 0 to 1."""
    return f"{share:.0%}" if share >= 0.01 or share == 0 else "under 1%"


def amount(number: int, word: str) -> str:
    """`1 ticket`, `3,820 tickets`."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
