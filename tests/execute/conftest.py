"""Plans of specs, compiled once."""

from pathlib import Path

import pytest

from handoffspec.pipeline import check, plans
from handoffspec.plan import Plan

ROOT = Path(__file__).parents[2]


def plan_of(path: Path, name: str, environment: str | None = None) -> Plan:
    return plans(check([str(path)], environment=environment), environment)[name]


@pytest.fixture(scope="session")
def every_type() -> Plan:
    return plan_of(Path(__file__).parent / "specs" / "all_types.handoff", "every_type")


@pytest.fixture(scope="session")
def every_context() -> Plan:
    return plan_of(Path(__file__).parent / "specs" / "all_types.handoff", "every_context")


@pytest.fixture(scope="session")
def escalation() -> Plan:
    return plan_of(ROOT / "specs" / "zendesk_to_jira.handoff", "escalation")


@pytest.fixture(scope="session")
def defect() -> Plan:
    return plan_of(ROOT / "specs" / "salesforce_to_jira.handoff", "defect")


@pytest.fixture(scope="session")
def to_operations() -> Plan:
    return plan_of(ROOT / "specs" / "zendesk_to_asana.handoff", "to_operations")


@pytest.fixture(scope="session")
def customer_replied() -> Plan:
    return plan_of(ROOT / "specs" / "customer_replied.handoff", "customer_replied")
