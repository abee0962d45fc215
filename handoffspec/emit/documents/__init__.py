"""The documents of a handoff: the guide's templates, filled with what the plan says.

`pages` is what they say, `documents` what they look like in Markdown. Another format renders the same pages.
"""

from handoffspec.emit import markdown
from handoffspec.emit.content import Page
from handoffspec.emit.document import Document
from handoffspec.emit.documents.audit import audit
from handoffspec.emit.documents.checklist import checklist
from handoffspec.emit.documents.integration import integration
from handoffspec.emit.documents.specification import specification
from handoffspec.plan import Plan


def pages(plan: Plan) -> tuple[Page, ...]:
    """The four pages of a handoff, in the order in which people read them."""
    return (specification(plan), integration(plan), checklist(plan), audit(plan))


def documents(plan: Plan) -> tuple[Document, ...]:
    """The four pages as Markdown: the same plan gives the same bytes."""
    return tuple(Document(page.name + markdown.ENDING, markdown.render(page)) for page in pages(plan))
