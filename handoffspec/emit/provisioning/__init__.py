"""What has to be set up on both sides for a handoff to be real, one module a system, in one table.

A system that is ours gets the calls that set it up; one that is not, or that no module knows, a request that its
administrator can act on.
"""

from typing import Final

from handoffspec.emit.document import Document
from handoffspec.emit.markdown import ENDING, render
from handoffspec.emit.provisioning import asana, jira, salesforce, servicenow, zendesk
from handoffspec.emit.provisioning.format import (
    Account,
    ByHand,
    Input,
    Provisioning,
    Step,
    provisioning_schema,
    provisioning_text,
)
from handoffspec.emit.provisioning.request import request_page
from handoffspec.emit.provisioning.setup import Maker, Setup
from handoffspec.emit.provisioning.uses import Needed, needed
from handoffspec.emit.variables import address, authorization, webhook
from handoffspec.plan import Plan

SYSTEMS: Final[dict[tuple[str, str], Maker]] = {
    ("zendesk", "ticket"): zendesk.setup,
    ("jira", "issue"): jira.setup,
    ("servicenow", "incident"): servicenow.setup,
    ("asana", "task"): asana.setup,
    ("salesforce", "case"): salesforce.setup,
}
"""What sets a record of a system up."""

__all__ = ["SYSTEMS", "provisioning", "provisioning_schema"]


def provisioning(plan: Plan) -> tuple[Document, ...]:
    """`provisioning.json`, and a request for each system that somebody else administers and that lacks something."""
    calls: list[tuple[Needed, Setup]] = []
    requests: list[Document] = []
    for needs in needed(plan):
        make = SYSTEMS.get((needs.record.system, needs.record.name)) if needs.record.ours else None
        if make is not None:
            calls.append((needs, make(plan, needs)))
        else:
            page = request_page(plan, needs)
            requests.append(Document(page.name + ENDING, render(page)))
    made = _all(plan, calls, tuple(document.name for document in requests))
    return (Document("provisioning.json", provisioning_text(made)), *requests)


def _all(plan: Plan, calls: list[tuple[Needed, Setup]], requests: tuple[str, ...]) -> Provisioning:
    steps = tuple(step for _, setup in calls for step in setup.steps)
    accounts = tuple(_account(needs) for needs, setup in calls if setup.steps)
    return Provisioning(
        handoff=plan.handoff.name,
        environment=plan.environment,
        plan=plan.hash,
        systems=accounts,
        inputs=tuple(_inputs(plan, accounts, steps)),
        steps=steps,
        by_hand=tuple(ByHand(needs.record.system, what) for needs, setup in calls for what in setup.by_hand),
        requests=requests,
    )


def _account(needs: Needed) -> Account:
    record = needs.record
    return Account(record.system, record.system_title, address(record), authorization(record))


def _inputs(plan: Plan, accounts: tuple[Account, ...], steps: tuple[Step, ...]) -> list[Input]:
    made: list[Input] = []
    for account in accounts:
        made.append(Input(account.address, f"Where {account.title} is reached: https://…, without a path."))
        made.append(Input(account.authorization, f"The header `Authorization` of an administrator of {account.title}."))
    hook = webhook(plan.handoff)
    if any(hook in str(step.send.body) for step in steps if step.send):
        made.append(Input(hook, "Where the integration hears of changes: https://…"))
    return made
