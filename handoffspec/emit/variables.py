"""The variables that hold what no file of ours may: addresses, credentials and what a contract allows."""

from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.systems import Record


def address(record: Record) -> str:
    """Where the system is reached."""
    return f"{record.system.upper()}_ADDRESS"


def authorization(record: Record) -> str:
    """The value of the header `Authorization`."""
    return f"{record.system.upper()}_AUTHORIZATION"


def requests_per_minute(record: Record) -> str:
    """How many calls a minute the system allows."""
    return f"{record.system.upper()}_REQUESTS_PER_MINUTE"


def webhook(handoff: Handoff) -> str:
    """Where the integration hears of changes."""
    return f"{handoff.name.upper()}_WEBHOOK_URL"
