"""The tree that a text is read into: frozen nodes, each with the span it stands at."""

from handoffspec.syntax.ast.conditions import *  # noqa: F403
from handoffspec.syntax.ast.files import *  # noqa: F403
from handoffspec.syntax.ast.handoffs import *  # noqa: F403
from handoffspec.syntax.ast.mapping import *  # noqa: F403
from handoffspec.syntax.ast.parts import *  # noqa: F403
from handoffspec.syntax.ast.sync import *  # noqa: F403
from handoffspec.syntax.ast.systems import *  # noqa: F403
from handoffspec.syntax.ast.words import *  # noqa: F403
