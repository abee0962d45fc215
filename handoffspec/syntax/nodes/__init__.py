"""From the parser's reductions to the tree: a function for each rule of the grammar that makes a node."""

from handoffspec.syntax.nodes import files, handoffs, mapping, sync, systems, values
from handoffspec.syntax.nodes.kids import RULES, Builder, Kids

__all__ = ["RULES", "Builder", "Kids", "files", "handoffs", "mapping", "sync", "systems", "values"]
