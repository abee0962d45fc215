"""The mapping plan: what a spec comes to, and all that is needed to execute it."""

from handoffspec.plan.model import Plan, PlanError, Timer, dump_plan, load_plan, plan_schema

__all__ = ["Plan", "PlanError", "Timer", "dump_plan", "load_plan", "plan_schema"]
