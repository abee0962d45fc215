"""Plans as Python of their own: what the interpreter gives, at the cost of a function written for the one mapping."""

from handoffspec.execute.compiled.program import Compiled, compile_plan, source_of

__all__ = ["Compiled", "compile_plan", "source_of"]
