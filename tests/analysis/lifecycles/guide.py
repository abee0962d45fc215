"""The guide's status table in the spec of the escalation, in place of the repaired one."""

import shutil
from pathlib import Path
from typing import Final

from handoffspec.pipeline import check
from handoffspec.schema.handoffs import Handoff

SPECS: Final = Path(__file__).parents[3] / "specs"
SPEC: Final = SPECS / "zendesk_to_jira.handoff"

TABLES: Final = {
    "as it stands": """
      new     <-> "To Do"
      open    <-> "In Progress"
      pending <-> "In Review"
      hold    <-> "Blocked"
      solved  <-> "Done"
""",
    "with its hops": """
      new     <-> "To Do"
      open    <-> "In Progress"
      pending <-> "In Review"  through "In Progress"
      hold    <-> "Blocked"    through "In Progress"
      solved  <-> "Done"       through "In Progress" with resolution Done
""",
}


def with_table(rows: str) -> str:
    """The text of the escalation with other rows of the status map."""
    text = SPEC.read_text(encoding="utf-8")
    start = text.index("    status {\n") + len("    status {")
    end = text.index("    }\n", start)
    return text[:start] + rows + text[end:]


def placed(folder: Path, rows: str) -> Path:
    """A file with the escalation with other rows, beside what it uses."""
    shutil.copytree(SPECS / "shared", folder / "shared", dirs_exist_ok=True)
    path = folder / "escalation.handoff"
    path.write_text(with_table(rows), encoding="utf-8")
    return path


def resolved(folder: Path, rows: str) -> Handoff:
    """The handoff with other rows."""
    ((handoff, _),) = check([str(placed(folder, rows))]).handoffs
    return handoff.value
