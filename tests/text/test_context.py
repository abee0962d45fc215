"""The context block: what a person sees, and what comes back from it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec.text.context import (
    ContextEntry,
    ContextError,
    Kind,
    join_context,
    label_problem,
    read_value,
    split_context,
    write_context,
)
from handoffspec.text.convert import FORMATS
from handoffspec.text.cut import text_length
from handoffspec.text.document import Document
from handoffspec.text.plain import visible_text

TITLE = "Service desk escalates to engineering"
STEPS = Kind("record", many=True, members=(("step", Kind("text")), ("outcome", Kind("text"))))
IMPACT = Kind(
    "choice",
    options=(("several_users", "Multiple users affected"), ("system_down", "Business-critical system down")),
)


def carried(document: Document, form: str) -> Document:
    """The document as the other system gives it back."""
    value = FORMATS[form].write(document).value
    return FORMATS[form].read(value).document


def plain(text: str) -> Document:
    return FORMATS["plain"].read(text).document


def as_plain(document: Document) -> str:
    return str(FORMATS["plain"].write(document).value)


ENTRIES = (
    ContextEntry("Customer impact", IMPACT, "system_down"),
    ContextEntry("Affected users", Kind("text", many=True), ["ana@shop.example", "bo@shop.example"]),
    ContextEntry("Troubleshooting", STEPS, [{"step": "Restarted", "outcome": "Still down"}, {"step": "Waited"}]),
    ContextEntry("Internal note", Kind("text"), "First line\n\nThird line"),
    ContextEntry("Since", Kind("moment"), "2024-03-01T08:00:00Z"),
    ContextEntry("Reopened", Kind("number"), 2),
    ContextEntry("Paying", Kind("flag"), True),
    ContextEntry("Brand", Kind("text"), None),
    ContextEntry("Remark", Kind("text"), ""),
    ContextEntry("Regions", IMPACT, None),
    ContextEntry("Watchers", Kind("person", many=True), []),
    ContextEntry("Code", Kind("text"), "  (none) "),
    ContextEntry("Odd", Kind("text"), "(none)"),
)


def test_the_block_reads_well() -> None:
    whole, cut = join_context(plain("Checkout is down."), write_context(TITLE, "escalation", ENTRIES))
    assert not cut
    assert visible_text(whole).replace("\n\n", "\n").split("\n") == [
        "Checkout is down.",
        "---",
        "Handoff context · escalation · Service desk escalates to engineering",
        "Customer impact: Business-critical system down",
        "Affected users:",
        "- ana@shop.example",
        "- bo@shop.example",
        "Troubleshooting:",
        "1. step: Restarted",
        "   outcome: Still down",
        "2. step: Waited",
        "Internal note:",
        "> First line",
        "> ",
        "> Third line",
        "Since: 2024-03-01T08:00:00Z",
        "Reopened: 2",
        "Paying: yes",
        "Brand: (none)",
        "Remark: (empty text)",
        "Regions: (none)",
        "Watchers: (empty list)",
        'Code: "  (none) "',
        'Odd: "(none)"',
        "End of handoff context · escalation (13 entries)",
    ]


texts = st.one_of(
    st.text(
        st.one_of(st.sampled_from(" \t\r\n\x00\x1b\x85\xa0\u2060\"'\\:>-|()1. ␍␊␛·x"), st.characters()), max_size=12
    ),
    st.sampled_from(
        [
            "",
            "(none)",
            "(empty list)",
            "(empty text)",
            '"quoted"',
            '"',
            "- item",
            "1. item",
            "> said",
            "Label: value",
            "a\r\nb\r\n",
            "\n",
            "---",
            "Handoff context · escalation",
            "a\n\nEnd of handoff context · escalation (1 entry)\nb",
            "step: x\noutcome: y",
        ]
    ),
)
options = st.dictionaries(st.sampled_from(["a", "b", "c"]), texts | st.sampled_from(["A", "A [b]"]), min_size=1)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def scalar(draw: st.DrawFn) -> tuple[Kind, st.SearchStrategy[Any]]:
    base = draw(st.sampled_from(["text", "number", "flag", "moment", "person", "choice"]))
    match base:
        case "number":
            return Kind("number"), numbers
        case "flag":
            return Kind("flag"), st.booleans()
        case "choice":
            chosen = draw(options)
            return Kind("choice", options=tuple(chosen.items())), st.sampled_from(list(chosen))
        case _:
            return Kind(base), texts


@st.composite
def kinds_and_values(draw: st.DrawFn) -> tuple[Kind, Any]:
    kind, values = draw(scalar())
    shape = draw(st.sampled_from(["one", "many", "record", "records"]))
    if shape == "one":
        return kind, draw(st.none() | values)
    if shape == "many":
        many = Kind(kind.base, many=True, options=kind.options)
        return many, draw(st.none() | st.lists(st.none() | values, max_size=4))
    other, other_values = draw(scalar())
    nested = Kind("text", many=True)
    members = (("step", kind), ("outcome", other), ("tags", nested))
    record = st.fixed_dictionaries(
        {},
        optional={
            "step": st.none() | values,
            "outcome": st.none() | other_values,
            "tags": st.none() | st.lists(texts, max_size=3),
        },
    )
    if shape == "record":
        return Kind("record", members=members), draw(st.none() | record)
    return Kind("record", many=True, members=members), draw(st.none() | st.lists(st.none() | record, max_size=3))


labels = st.one_of(
    st.sampled_from(["Impact", "Impact: customer", "Time (hh:mm)", "a\\", "a:", "a\\:", "::", "a \\: b", "x  y"]),
    st.text(max_size=8),
).filter(lambda label: label_problem(label) is None)
entries = st.lists(st.tuples(labels, kinds_and_values()), max_size=5, unique_by=lambda pair: pair[0]).map(
    lambda pairs: tuple(ContextEntry(label, kind, value) for label, (kind, value) in pairs)
)
prose_texts = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "\n",
                "\r\n",
                "---",
                "\n---\n",
                "\nHandoff context · escalation · x\n",
                "\nEnd of handoff context · escalation (0 entries)\n",
                "\n\\Handoff context · escalation\n",
                "Handoff context · other",
                "words ",
            ]
        ),
        texts,
    ),
    max_size=6,
).map("".join)


def assert_comes_back(read: Any, written: tuple[ContextEntry, ...]) -> None:
    assert read.damage is None
    assert list(read.entries) == [entry.label for entry in written]
    for entry in written:
        value = read_value(entry.kind, read.entries[entry.label])
        assert repr(value) == repr(entry.value) or value == entry.value
        assert type(value) is type(entry.value)


@pytest.mark.parametrize("form", list(FORMATS))
@given(text=prose_texts, title=st.text(max_size=10), written=entries)
def test_every_value_and_the_prose_come_back(
    form: str, text: str, title: str, written: tuple[ContextEntry, ...]
) -> None:
    whole, cut = join_context(plain(text), write_context(title, "escalation", written))
    assert not cut
    read = split_context(carried(whole, form), "escalation", [entry.label for entry in written])
    assert_comes_back(read, written)
    assert as_plain(read.prose) == text


RICH = [
    "<p>Hello <b>all</b></p><p></p><hr>",
    "<p>Handoff context · escalation</p><pre>x\nEnd of handoff context · escalation (0 entries)\n\n</pre>",
    "<h1><i>Handoff</i> context · escalation</h1><blockquote><p>Handoff context · a</p></blockquote>",
    "<ul><li>Handoff context · escalation</li></ul><table><tr><td>Handoff context · escalation</td></tr></table>",
    "<p>\\\\Handoff context · escalation<br><strong>End of handoff context · x</strong></p>",
]


@pytest.mark.parametrize("form", ["adf", "html"])
@pytest.mark.parametrize("source", RICH)
def test_rich_prose_comes_back_unchanged(form: str, source: str) -> None:
    prose = FORMATS["html"].read(source).document
    whole, _ = join_context(prose, write_context(TITLE, "escalation", ENTRIES))
    read = split_context(carried(whole, form), "escalation")
    assert read.prose == prose
    assert_comes_back(read, ENTRIES)


@pytest.mark.parametrize("source", RICH)
def test_rich_prose_never_passes_for_a_block_in_plain_text(source: str) -> None:
    prose = FORMATS["html"].read(source).document
    whole, _ = join_context(prose, write_context(TITLE, "escalation", ENTRIES))
    assert_comes_back(split_context(carried(whole, "plain"), "escalation"), ENTRIES)


def test_a_description_without_a_block_is_all_prose() -> None:
    read = split_context(plain("\\Handoff context · escalation"), "escalation")
    assert (as_plain(read.prose), read.entries, read.damage) == ("\\Handoff context · escalation", None, None)


def test_what_people_add_around_the_block_is_prose() -> None:
    text = as_plain(join_context(plain("before"), write_context(TITLE, "escalation", ENTRIES[:1]))[0])
    read = split_context(plain(f"more {text}\n\nafter\nit"), "escalation")
    assert as_plain(read.prose) == "more before\n\nafter\nit"
    assert_comes_back(read, ENTRIES[:1])


def test_an_edited_value_is_read_as_edited() -> None:
    text = as_plain(join_context(plain("x"), write_context(TITLE, "escalation", ENTRIES[:2]))[0])
    read = split_context(plain(text.replace("bo@", "bob@")), "escalation")
    assert read.entries is not None
    assert read_value(Kind("text", many=True), read.entries["Affected users"]) == [
        "ana@shop.example",
        "bob@shop.example",
    ]


def test_a_block_survives_a_system_that_writes_windows_line_ends() -> None:
    text = as_plain(join_context(plain("x\ny"), write_context(TITLE, "escalation", ENTRIES))[0])
    assert_comes_back(split_context(plain(text.replace("\n", "\r\n")), "escalation"), ENTRIES)


DAMAGE = [
    ("End of handoff context · escalation (3 entries)", "", "the block's last line is missing"),
    ("(3 entries)", "(some)", "the block's last line was changed"),
    ("Handoff context · escalation · Service desk escalates to engineering\n", "", "the block's first line is missing"),
    ("Customer impact: Business-critical system down\n", "", "speaks of 3 entries, and there are 2"),
    ("Customer impact:", "Customer", "belongs to no entry"),
    ("Customer impact:", "Impact:", "the label 'Impact' is not one of this handoff's"),
    ("Customer impact:", "Affected users:", "the label 'Affected users' stands there twice"),
    ("- ana@shop.example\n- bo@shop.example\n", "", "the label 'Affected users' has no value"),
    ("Affected users:", "someone wrote here\nAffected users:", "belongs to no entry"),
    ("Affected users:", "End of handoff context · escalation (1 entry)\nAffected users:", "stands there twice"),
    ("Affected users:", "Handoff context · escalation\nAffected users:", "stands there twice"),
]


@pytest.mark.parametrize(("old", "new", "damage"), DAMAGE)
@pytest.mark.parametrize("form", list(FORMATS))
def test_a_damaged_block_is_reported_and_nothing_is_guessed(form: str, old: str, new: str, damage: str) -> None:
    text = as_plain(join_context(plain("x"), write_context(TITLE, "escalation", ENTRIES[:3]))[0])
    assert old in text
    document = carried(plain(text.replace(old, new, 1)), form)
    read = split_context(document, "escalation", [entry.label for entry in ENTRIES[:3]])
    assert read.entries is None
    assert read.prose == document
    assert damage in str(read.damage)


UNREADABLE = [
    (Kind("number"), "two", "a number is expected"),
    (Kind("number"), "nan", "a number is expected"),
    (Kind("flag"), "maybe", "yes or no is expected"),
    (IMPACT, "Something else", "none of the choices"),
    (Kind("text"), '"open', 'the closing " is missing'),
    (Kind("text", many=True), "one", "a list is expected"),
    (STEPS, "(empty text)", "a list is expected"),
]


@pytest.mark.parametrize(("kind", "words", "problem"), UNREADABLE)
def test_a_value_that_does_not_fit_is_an_error_in_words(kind: Kind, words: str, problem: str) -> None:
    block = write_context(TITLE, "k", [ContextEntry("Label", Kind("text"), "here")])
    text = as_plain(join_context(Document(), block)[0]).replace("here", words)
    read = split_context(plain(text), "k")
    assert read.entries is not None
    with pytest.raises(ContextError, match=problem):
        read_value(kind, read.entries["Label"])


@pytest.mark.parametrize("label", ["", " a", "a\nb", "> a", "- a", "1. a", "Handoff context · x", "␍"])
def test_a_label_that_would_break_the_block_is_refused(label: str) -> None:
    assert label_problem(label)
    with pytest.raises(ContextError, match="a label"):
        write_context(TITLE, "k", [ContextEntry(label, Kind("text"), "x")])


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind("number"), True),
        (Kind("number"), float("nan")),
        (Kind("text"), 1),
        (Kind("flag"), "yes"),
        (IMPACT, "other"),
        (Kind("text", many=True), "text"),
        (STEPS, [{"other": 1}]),
        (STEPS, ["text"]),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: Kind, value: Any) -> None:
    with pytest.raises(ContextError, match="'Label': "):
        write_context(TITLE, "k", [ContextEntry("Label", kind, value)])


@given(
    text=prose_texts,
    written=entries,
    extra=st.integers(-5, 60),
    unit=st.sampled_from(["characters", "bytes"]),
    form=st.sampled_from(list(FORMATS)),
)
def test_room_for_the_block_comes_first_and_prose_is_cut(
    text: str, written: tuple[ContextEntry, ...], extra: int, unit: Any, form: str
) -> None:
    block = write_context(TITLE, "escalation", written)
    limit = text_length(Document(block), unit) + extra
    if extra < 0:
        with pytest.raises(ContextError, match="the context block needs"):
            join_context(plain(text or "x" * 100), block, limit, unit)
        return
    whole, cut = join_context(plain(text), block, limit, unit)
    assert text_length(whole, unit) <= limit
    read = split_context(carried(whole, form), "escalation")
    assert_comes_back(read, written)
    if not cut:
        assert as_plain(read.prose) == text
