"""From the parser's reductions to the tree: a function for each rule of the grammar that makes a node."""

from handoffspec.syntax.nodes import files, handoffs, mapping, sync, systems, values
from handoffspec.syntax.nodes.kids import Builder

__all__ = ["Builder", "files", "handoffs", "mapping", "sync", "systems", "values"]
