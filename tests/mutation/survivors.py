"""Damage that `check` does not notice although the plan then does something else, with the reason why it cannot.

A spec says each thing once, so a decision that is changed into another sound decision contradicts nothing. What holds a
decision are the scenarios of its spec and `handoff breaking`, which tells of it in review.
"""

from typing import Final

KNOWN: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    (
        "What an API offers is known from the tool alone: the spec uses no part of it that is gone. `handoff "
        "import` reads it from the live system."
    ): {
        "clean": (
            "dropped: up to 10 MB",
            'dropped: name at "name"',
            'dropped: call create "POST /tickets"',
            'dropped: call transition "PUT /tickets/{id}" status at "status"',
            "one less: from doing to todo, review",
        ),
    },
    ("Whether a clock runs in a status is a fact about the tool, and neither side of the map contradicts it."): {
        "clean": (
            "clock runs to clock stopped: open is todo, initial, clock runs",
            "clock paused to clock runs: waiting is waiting, clock paused",
            "is waiting to is doing: waiting is waiting, clock paused",
            "clock runs to clock stopped: todo is todo, initial, clock runs",
            "clock runs to clock stopped: doing is doing, clock runs",
            "clock paused to clock runs: review is waiting, clock paused",
            "is waiting to is doing: review is waiting, clock paused",
        ),
    },
    (
        "The field still holds all that the rules put into it, or the loss is accepted in the same words. Its "
        "length is a fact about the tool."
    ): {
        "clean": (
            'smaller: story "Story" rich_text up to 20000 characters at "story" as html',
            'smaller: phone "Phone" text up to 40 characters personal at "phone"',
            'smaller: pin "Pin" text up to 8 characters secret at "pin"',
            'smaller: tracker_id "Tracker id" text up to 100 characters at "tracker_id"',
            "smaller: up to 10 MB",
            'smaller: text "Text" rich_text up to 30000 characters at "text" as plain',
            'smaller: finding "Finding" text up to 500 characters at "finding"',
            'smaller: notes "Notes" text up to 500 characters at "notes"',
        ),
        "first_to_second_line": (
            'smaller: workaround "Workaround given" optional text up to 2000 characters seen by servic',
            'smaller: last_change "Last change" optional text up to 500 characters seen by service_des',
            'smaller: callback_number "Callback number" optional text up to 40 characters personal see',
            'smaller: expected_action "Expected next action" optional text up to 2000 characters',
            'smaller: reason_for_return "Why it comes back" optional text up to 2000 characters',
        ),
    },
    (
        "What the tool demands and who may know a value is said here and nowhere else, and the rules fit "
        "both. Where a rule would leak or leave a field empty, check does say so."
    ): {
        "clean": (
            'required to nothing: status "Status" choice required at "status"',
            'personal to nothing: phone "Phone" text up to 40 characters personal at "phone"',
            'personal to secret: phone "Phone" text up to 40 characters personal at "phone"',
            'secret to nothing: pin "Pin" text up to 8 characters secret at "pin"',
            'read only to nothing: state "State" choice required read only at "state"',
            'required to nothing: state "State" choice required read only at "state"',
            'required to nothing: project "Project" choice [CORE, SHOP] required at "project"',
        ),
        "first_to_second_line": (
            'optional to required: steps_tried "Steps tried" optional list of record { step text, outcome text } se',
            'optional to required: workaround "Workaround given" optional text up to 2000 characters seen by servic',
            'optional to required: last_change "Last change" optional text up to 500 characters seen by service_des',
            'optional to required: callback_number "Callback number" optional text up to 40 characters personal see',
            'personal to nothing: callback_number "Callback number" optional text up to 40 characters personal see',
            'personal to secret: callback_number "Callback number" optional text up to 40 characters personal see',
            'optional to required: expected_action "Expected next action" optional text up to 2000 characters',
            'optional to required: reason_for_return "Why it comes back" optional text up to 2000 characters',
        ),
    },
    (
        "When a ticket crosses and what it has to bring is the decision that a spec is written for. Its "
        "scenarios hold it."
    ): {
        "clean": (
            "dropped: when priority becomes urgent",
            'dropped: attachments of "text/plain"',
            "dropped: conversation internal",
            "becomes to is: when priority becomes urgent",
            "otherwise ask to otherwise stop: otherwise ask",
            "becomes to is: when tracker.outcome becomes rejected",
        ),
        "first_to_second_line": (
            "dropped: when group becomes second_line_group",
            'dropped: when someone presses "Hand over to second line"',
            'dropped: attachments of "text/*", "image/*"',
            "dropped: conversation internal",
            "one less: from status new, open held by service_desk",
            'smaller: steps_tried at least 1 items because "else second line repeats them" otherwise h',
            'smaller: expected_action at least 10 characters refuse "n/a", "tbd",',
            "becomes to is: when group becomes second_line_group",
            "otherwise ask to otherwise stop: otherwise ask",
        ),
        "customer_replied": (
            "dropped: conversation public",
            "becomes to is: when customer replies and status becomes open",
            "otherwise ask to otherwise stop: otherwise ask",
        ),
    },
    (
        "The table is complete and can be undone either way round. That urgent means A and not B is known to "
        "people only."
    ): {
        "clean": (
            "other way round: urgent <-> A",
            "other way round: high <-> B",
        ),
    },
    "To let one side lead is a decision; both fields are still accounted for.": {
        "clean": (
            "<-> to ->: title <-> name",
            "<-> to ->: priority <-> rank {",
            "<-> to ->: tags <-> labels",
            "<-> to <-: tags <-> labels",
        ),
    },
    (
        "How stubborn, how wide and in whose favour a synchronisation works is a decision within the laws: "
        "there is still an end, an owner and a winner."
    ): {
        "clean": (
            "dropped: only when brand is filled otherwise hold for front",
            "dropped: desk decides priority",
            "dropped: retry 5 times",
            "smaller: retry 5 times",
            "latest wins to hold for front: otherwise latest wins",
        ),
    },
    "Whether and how often a ticket may come back is a decision; fewer rounds are as safe as more.": {
        "clean": ("smaller: rollback at most 2 times {",),
        "first_to_second_line": (
            'dropped: carry reason_for_return -> comment internal "Back from second line"',
            "dropped block: rollback at most 2 times {",
            "smaller: rollback at most 2 times {",
        ),
        "customer_replied": (
            "dropped block: rollback at most 5 times {",
            "smaller: rollback at most 5 times {",
        ),
    },
    "A promise to customers or colleagues that nothing else in the spec rests on.": {
        "first_to_second_line": (
            'dropped: service_desk keeps "talking to the customer"',
            "dropped: until done",
            "dropped: respond within 4h",
            "dropped: tell customer when delayed past 1d",
            "dropped: hours office_hours",
            "dropped block: sla {",
        ),
        "customer_replied": (
            "dropped: until done",
            "dropped: respond within 4h",
            "dropped: tell customer when delayed past 1d",
            "dropped: hours office_hours",
            "dropped block: sla {",
        ),
    },
}
"""By reason, then by spec."""


def argument(spec: str, what: str) -> str | None:
    """Why a mutant of a spec is not noticed; None where it must be."""
    return next((why for why, survivors in KNOWN.items() if what in survivors.get(spec, ())), None)
