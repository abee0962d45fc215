"""The configuration of the synchronisation: YAML that satisfies its schema and says only what the spec says."""

import io
import json
import re
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from handoffspec.emit import TARGETS
from tests.specs.bound import all_plans, plan

PLANS = all_plans()
SCHEMA = json.loads(TARGETS["synchronisation schema"].make(PLANS["escalation"])[0].text)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def written(made):
    return TARGETS["synchronisation"].make(made)[0].text


def read(text):
    return YAML(typ="safe", pure=True).load(io.StringIO(text))


def test_its_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", PLANS)
def test_it_satisfies_its_schema(name):
    text = written(PLANS[name])
    VALIDATOR.validate(read(text))
    assert written(PLANS[name]) == text


def test_what_the_escalation_says():
    config = read(written(plan("escalation", "sandbox")))
    VALIDATOR.validate(config)
    assert config["plan"]["hash"] == plan("escalation", "sandbox").hash
    assert config["source"]["address"] == "https://shop-example.zendesk.com"
    assert config["source"]["authorization"] == "${ZENDESK_AUTHORIZATION}"
    assert config["direction"] == "both ways"
    assert config["on_error"]["pauses"] == [30, 60, 120, 240, 480]
    assert config["on_error"]["then"] == {
        "do": "hold", "queue": "service_desk", "at_most": 86400, "tell": ["#sync-alerts"],
    }  # fmt: skip
    assert config["audit"]["alerts"][0]["when"][1] == {
        "kind": "failures", "operator": ">", "number": 3.0, "seconds": 3600,
    }  # fmt: skip
    urgent, others = (timer for timer in config["timers"] if timer["id"] == "sla.respond")
    assert urgent["when"] == "Customer impact (Zendesk Support) is “Business-critical system down”"
    assert urgent["hours"] == others["hours"] == "Office hours, Europe/Berlin"
    assert others["when"] is None
    assert config["unbound"] == []
    assert read(written(PLANS["escalation"]))["unbound"] != []


@pytest.mark.parametrize(
    "change",
    [
        lambda config: config["source"].update(authorization="Basic YTpi"),
        lambda config: config["source"].update(address="http://example.com"),
        lambda config: config.update(title="${HOME}"),
        lambda config: config.update(password="hunter2"),  # noqa: S106
        lambda config: config["on_error"].update(pauses=[-1]),
    ],
)
def test_what_does_not_fit_is_refused(change):
    config = read(written(PLANS["escalation"]))
    change(config)
    assert not VALIDATOR.is_valid(config)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(TEXTS)
@settings(max_examples=25)
@example("${ZENDESK_AUTHORIZATION}")
@example("$${HOME} $$$${A} $")
@example('a"\ninjected: yes\n---\n!!python/object/apply:os.system ["true"]')
@example("\u202eover \u2028 \x00 \x1b[31m \ufeff")
@example("yes")
@example("0o17: &a *a %TAG")
def test_a_text_stays_a_text(text):
    made = PLANS["customer_replied"]
    plain = read(written(made))
    hostile = read(written(made.model_copy(update={"handoff": replace(made.handoff, title=text)})))
    VALIDATOR.validate(hostile)
    assert isinstance(hostile["title"], str)
    assert not re.search(r"(?<!\$)\$\{", hostile["title"])
    assert {**hostile, "title": ""} == {**plain, "title": ""}
    if text.isascii() and text.isprintable() and text == " ".join(text.split()):
        assert hostile["title"].replace("$${", "${") == text


_SECRET = re.compile(r"(?i)\b(basic|bearer) [a-z0-9+/=._-]{6,}|(password|token|secret|api_?key)\W{1,4}[a-z0-9+/_-]{8,}")


def test_no_output_holds_a_secret():
    for one in all_plans("sandbox").values():
        for target in TARGETS.values():
            for document in target.make(one):
                if not document.name.endswith(".schema.json"):
                    assert not _SECRET.findall(document.text), document.name
        config = read(written(one))
        assert {config[side]["authorization"][:2] for side in ("source", "destination")} == {"${"}
    assert _SECRET.search("Authorization: Basic YTpiYTpi")
    assert _SECRET.search('"api_token": "abcdefgh12345678"')
