"""Texts that try to break whatever they are put into, and plans that hold nothing else."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter

from handoffspec.plan import Plan
from handoffspec.plan.lower import lower
from handoffspec.schema.handoffs import Handoff

_FREE = {
    "adds", "administrator", "by", "cause", "closed_on", "costs", "heading", "label", "name", "reached_at", "reason",
    "refuse", "seen", "system_title", "text", "title", "types", "value", "values", "what", "zone",
}  # fmt: skip
"""Where a spec can put any text. Kinds and sides are words of ours."""

NASTY = [
    "|", "a|b|c", "\n", "a\n\nb", "\r\n- x", "`", "``|``", "<script>alert(1)</script>", "[x](javascript:alert(1))",
    "![x](http://a.example/b.png)", "# heading", "## a ##", "- item", "- [ ] task", "1. one", "1) one", "> quote",
    "---", "===", "***", "___", "~~~", "```", "    code", "\tcode", "*bold*", "**bold**", "_em_", "__a__", "a_b_c",
    "~~gone~~", "&lt;b&gt;", "&#60;", "\\", "\\|", "a\\", "$x$", "$$x$$", "<br>", "<!-- x -->", "[^1]: note",
    "[a]: http://x.example",
    "https://x.example", "www.x.example", "\u202egnp.exe", "\u200b", "\ufeff", "\x00\x1b[31m", "\u2028", "x" * 10_000,
    "👩‍💻 ok", "مرحبا", "e\u0301", "|---|---|", ":---:", "+", "=", "#", "x #", "", " ", "*", "“”", "a** b", "**",
]  # fmt: skip

TEXTS = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=40), st.lists(st.sampled_from(NASTY), max_size=4).map("".join)
)


def _replaced(value: Any, texts: Iterator[str], key: str = "") -> Any:
    """The plan's JSON with other words wherever a spec can put any."""
    if isinstance(value, dict):
        keep = {"kind", "side", "field"}
        return {k: v if k in keep and isinstance(v, str) else _replaced(v, texts, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_replaced(one, texts, key) for one in value]
    return next(texts) if isinstance(value, str) and key in _FREE and not _ours(key, value) else value


def _ours(key: str, value: str) -> bool:
    """Words of the schema that stand under a key that is free elsewhere."""
    return (key == "by" and value in ("status", "comment", "change", "email", "table")) or (
        key == "what" and value in ("missing", "loses")
    )


@st.composite
def hostile(draw: st.DrawFn, plan: Plan) -> Plan:
    """The plan with other texts wherever a spec can put any."""
    few = draw(st.lists(TEXTS, min_size=1, max_size=8))
    dumped = json.loads(plan.model_dump_json())["handoff"]
    texts = (few[at % len(few)] for at in range(10**6))
    # Its own name is a folder's: `cli.output` refuses any that is no plain one.
    handoff = TypeAdapter(Handoff).validate_python({**_replaced(dumped, texts), "name": dumped["name"]})
    return lower(handoff, plan.verdicts)
