"""An import laid over a spec that people have worked on."""

from handoffspec.cli.catalogue import catalogue_of
from handoffspec.diagnostics import Source
from handoffspec.importers.onto import Laid, known_names, lay
from handoffspec.importers.own import Bound
from handoffspec.importers.systems import read_parts, recognised
from handoffspec.importers.write import extension
from handoffspec.syntax.parser import parse_source

ZENDESK = catalogue_of("zendesk")


def fields(*changed, without=()):
    """Ticket fields of an account: two plain ones, with others in their place or beside them."""
    plain = [
        {"id": 11, "type": "tagger", "title": "Tier", "custom_field_options": [
            {"name": "Gold", "value": "gold"}, {"name": "Silver", "value": "silver"}]},
        {"id": 12, "type": "text", "title": "Callback number"},
    ]  # fmt: skip
    by_id = {one["id"]: one for one in (*plain, *changed) if one["id"] not in without}
    return {"ticket_fields": list(by_id.values())}


def text_of(document):
    return extension(read_parts(recognised(document, "zendesk"), ZENDESK, {}), ZENDESK, with_paths=True)


def laid(spec: str, document, bound=None) -> Laid:
    file = parse_source(Source("own.handoff", spec)).file
    parts, names = recognised(document, "zendesk"), Bound(bound or {})
    first = read_parts(parts, ZENDESK, {})
    imported = read_parts(parts, ZENDESK, known_names(file, first, ZENDESK, names))
    result = lay(file, imported, ZENDESK, names, with_paths=bound is None)
    assert not parse_source(Source("own.handoff", result.text)).diagnostics
    return result


def test_the_same_metadata_again_changes_no_byte():
    assert laid(text_of(fields()), fields()) == Laid(text_of(fields()), ())


HAND = """\
use zendesk

# Ours.
extend zendesk.ticket {
  administered by us

  customer_tier "Customer tier" choice [gold "Very good" as "gold",
      silver "Silver"] required seen by desk personal at "custom_fields[id=11].value"
  phone "Phone" text up to 30 characters at "custom_fields[id=12].value" # not the fax
}

team desk in zendesk
"""


def test_what_people_wrote_stays():
    result = laid(HAND, fields({"id": 12, "type": "text", "title": "Phone (renamed)"}))
    assert result.changes == ()
    kept = ("# Ours.", "administered by us", '"Very good"', "required seen by desk personal", "up to 30 characters",
            "# not the fax", "team desk in zendesk")  # fmt: skip
    assert all(words in result.text for words in kept)


def test_new_options_and_fields_come_in_and_gone_options_are_told():
    tier = {"id": 11, "type": "tagger", "title": "Tier", "required": True, "custom_field_options": [
        {"name": "Gold", "value": "gold"}, {"name": "Bronze", "value": "bronze"}]}  # fmt: skip
    result = laid(HAND, fields(tier, {"id": 13, "type": "checkbox", "title": "Phone"}))
    assert 'choice [gold "Very good" as "gold", bronze "Bronze"]' in " ".join(result.text.split())
    assert '"Phone" flag at "custom_fields[id=13].value"' in " ".join(result.text.split())
    assert result.changes == (
        "changed customer_tier: option added: Bronze",
        "changed customer_tier: option gone: Silver",
        'added phone_13: "Phone", 13',
    )


def test_a_field_that_is_gone_keeps_its_line_until_it_is_back():
    gone = laid(HAND, fields(without=(12,)))
    assert "  # No longer on the instance.\n  phone " in gone.text
    assert [change.split(":")[0] for change in gone.changes] == ["gone phone"]
    assert laid(gone.text, fields(without=(12,))).text == gone.text
    assert "No longer" not in laid(gone.text, fields()).text


def test_a_line_that_was_made_a_comment_does_not_come_back():
    spec = HAND.replace("  phone ", "  # phone ")
    result = laid(spec, fields())
    assert result.changes == ("left out Callback number (12): its line is a comment",)
    assert "# phone" in result.text


def test_a_type_that_changed_is_changed_and_one_made_more_exact_stays():
    as_number = laid(HAND, fields({"id": 12, "type": "integer", "title": "Callback number"}))
    assert "changed phone: it was text and is now integer" in as_number.changes
    exact = HAND.replace("text up to 30 characters at", "list of text as json at")
    assert laid(exact, fields()).changes == ()


def test_a_field_to_be_created_is_found_by_its_label():
    spec = 'use zendesk\n\nextend zendesk.ticket {\n  phone "Callback number" optional text to be created\n}\n'
    result = laid(spec, fields())
    assert 'optional text at "custom_fields[id=12].value"' in " ".join(result.text.split())
    assert "to be created" not in result.text


def test_with_an_environment_a_field_is_known_by_its_binding():
    spec = 'use zendesk\n\nextend zendesk.ticket {\n  phone "Phone" text\n  tier choice [gold, silver]\n}\n'
    result = laid(spec, fields(), bound={"phone": "12", "tier": "11"})
    assert result.changes == ()
    assert laid(spec, fields(), bound={"phone": "12"}).changes == ('added tier_11: "Tier", 11',)


def test_a_spec_without_a_block_gets_one():
    result = laid("use zendesk\n\nteam desk in zendesk\n", fields())
    assert result.text.startswith("use zendesk\n\nextend zendesk.ticket {\n  tier ")
    assert "team desk in zendesk" in result.text


def test_options_that_an_environment_binds_keep_their_names():
    spec = 'use zendesk\n\nextend zendesk.ticket {\n  tier "Tier" choice [best, fine]\n}\n'
    bound = Bound({"tier": "11"}, {"tier": {"best": "gold", "fine": "silver"}})
    file = parse_source(Source("own.handoff", spec)).file
    imported = read_parts(recognised(fields(without=(12,)), "zendesk"), ZENDESK, {"11": "tier"}, portable=True)
    assert lay(file, imported, ZENDESK, bound, with_paths=False) == Laid(spec, ())


def test_a_lifecycle_takes_new_statuses_and_keeps_what_people_wrote():
    jira = catalogue_of("jira")
    spec = (
        "use jira\n\nextend jira.issue {\n  lifecycle status {\n"
        "    # Ours.\n    Backlog is todo, initial, clock paused\n    Gone    is doing, clock runs\n\n"
        "    from Backlog to Gone needs assignee\n    from Gone to Backlog\n  }\n}\n"
    )
    statuses = [
        {"id": "1", "name": "Backlog", "statusCategory": {"key": "new"}},
        {"id": "2", "name": "Ready", "statusCategory": {"key": "new"}},
    ]
    leaving = {"fields": {"status": statuses[0]}, "transitions": [{"id": "7", "name": "Pull", "to": statuses[1]}]}
    parts = [*recognised(statuses, "jira"), *recognised(leaving, "jira")]
    file = parse_source(Source("own.handoff", spec)).file
    result = lay(file, read_parts(parts, jira, {}), jira, Bound(), with_paths=True)
    assert result.changes == (
        "changed the lifecycle: status added: Ready",
        'changed the lifecycle: transition added: from Backlog to Ready named "Pull" as "7"',
        "gone from the lifecycle: Gone; its line stays",
    )
    kept = ("# Ours.", "Backlog is todo, initial, clock paused", "from Backlog to Gone needs assignee")
    assert all(words in result.text for words in kept)
    assert lay(parse_source(Source("own.handoff", result.text)).file, read_parts(parts, jira, {}), jira, Bound(),
               with_paths=True).text == result.text  # fmt: skip
