"""The JSON Schema of plans: a schema that plans satisfy and that other JSON does not."""

import json
from collections.abc import Callable

import jsonschema
import pytest

from handoffspec.emit.schema import schema_text
from handoffspec.plan import Plan, dump_plan, plan_schema


@pytest.mark.parametrize("name", ["bare", "escalation", "second_line"])
def test_plans_satisfy_it(name: str, plan_of: Callable[[str], Plan]) -> None:
    schema = json.loads(schema_text(plan_schema()))
    jsonschema.Draft202012Validator.check_schema(schema)
    plan = json.loads(dump_plan(plan_of(f"tests/cases/documents/{name}.handoff")))
    jsonschema.validate(plan, schema, cls=jsonschema.Draft202012Validator)


def test_what_is_no_plan_does_not(plan_of: Callable[[str], Plan]) -> None:
    plan = json.loads(dump_plan(plan_of("tests/cases/documents/bare.handoff")))
    plan["handoff"]["title"] = 7
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plan, json.loads(schema_text(plan_schema())), cls=jsonschema.Draft202012Validator)
