"""What a cell of a table says, as expressions of DuckDB: a text or nothing, and a moment."""

from typing import Final

NOTHING: Final = ("", "?", "null", "none", "n/a", "nan", "(null)", "-")
"""What exports write where there is nothing, in small letters."""
_LONGEST: Final = max(map(len, NOTHING))
_WITH_ZONE: Final = (
    "%Y-%m-%dT%H:%M:%S.%g%z",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S %z",
    "%Y-%m-%d %H:%M:%S %z",
    "%a, %d %b %Y %H:%M:%S %z",
)
_WITHOUT: Final = ("%Y-%m-%d %H:%M:%S,%g", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M")
"""Apart from those with a zone: in one list with them, DuckDB gives a row without a zone that of the row before."""
_YEARS: Final = "BETWEEN TIMESTAMP '1980-01-01' AND TIMESTAMP '2199-12-31'"
"""No ticket is older. Exports write 1970 or the year 1 where a time is missing."""


def text(column: str) -> str:
    """The text of a cell without blanks around it, or NULL. Most cells have no blanks, and are longer than a word for
    nothing: they are told first, at half the cost. What sorts before `!` begins with a blank, or nearly."""
    whole = f"{column}::VARCHAR"
    nothing = ", ".join(f"'{one}'" for one in NOTHING)
    return (
        f"CASE WHEN {whole} < '!' OR ends_with({whole}, ' ') "
        f"THEN CASE WHEN lower(trim({whole})) IN ({nothing}) THEN NULL ELSE trim({whole}) END "
        f"WHEN strlen({whole}) <= {_LONGEST} AND lower({whole}) IN ({nothing}) THEN NULL ELSE {whole} END"
    )


def moment(cell: str) -> str:
    """A time in UTC, or NULL. One without a zone is UTC; seconds and milliseconds since 1970 are understood."""
    number = f"try_cast({cell} AS DOUBLE)"
    since = f"to_timestamp(CASE WHEN {number} > 1e11 THEN {number} / 1000 ELSE {number} END)"
    epoch = f"CASE WHEN {number} BETWEEN 1e8 AND 1e13 THEN {since} END"
    zoned, plain = (f"try_strptime({cell}, {list(forms)})::TIMESTAMPTZ" for forms in (_WITH_ZONE, _WITHOUT))
    parsed = f"coalesce(try_cast({cell} AS TIMESTAMPTZ), {zoned}, {plain}, {epoch})"
    in_utc = f"make_timestamp(epoch_us({parsed}))"  # AT TIME ZONE asks a calendar, which takes three times as long
    return f"CASE WHEN {in_utc} {_YEARS} THEN {in_utc} END"
