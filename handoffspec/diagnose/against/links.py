"""Links that stand in a field, where a spec says in which field each side keeps the other's id."""

from collections.abc import Sequence

from handoffspec.diagnose.against.book import Spec
from handoffspec.diagnose.against.vocabulary import Vocabulary
from handoffspec.diagnose.store import Store


def link_tickets(store: Store, specs: Sequence[Spec]) -> None:
    """Take over, as links, the changes of the fields that specs link records by. Call it before the diagnosis."""
    for handoff in (one.value for spec in specs for one in spec.handoffs):
        if handoff.link is None or handoff.within:
            continue
        ends = ((handoff.source, handoff.link.source_field), (handoff.destination, handoff.link.destination_field))
        for record, name in ends:
            if name == record.key:
                continue
            words = Vocabulary(record)
            kinds = store.rows("SELECT DISTINCT kind FROM events WHERE system = $1", [record.system])
            for kind in sorted(str(row[0]) for row in kinds):
                field = words.field_of(kind)
                if field is not None and field.name == name:
                    store.connection.execute(
                        "UPDATE events SET link = to_ WHERE system = $1 AND kind = $2 AND link IS NULL",
                        [record.system, kind],
                    )
