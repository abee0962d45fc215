"""The variables that hold what no file of ours may: addresses, credentials and what a contract allows."""

from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.spelling import identifier
from handoffspec.schema.systems import Record


def _name(name: str) -> str:
    """Letters of other alphabets are none that a variable's name may have."""
    return identifier(name).upper()


def address(record: Record) -> str:
    """Where the system is reached."""
    return f"{_name(record.system)}_ADDRESS"


def authorization(record: Record) -> str:
    """The value of the header `Authorization`."""
    return f"{_name(record.system)}_AUTHORIZATION"


def requests_per_minute(record: Record) -> str:
    """How many calls a minute the system allows."""
    return f"{_name(record.system)}_REQUESTS_PER_MINUTE"


def webhook(handoff: Handoff) -> str:
    """Where the integration hears of changes."""
    return f"{_name(handoff.name)}_WEBHOOK_URL"
