"""The grammar itself: no conflicts, found wherever the package lies, cached where that is possible and safe."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lark import Lark, Token, Tree, logger

from handoffspec.diagnostics import Source
from handoffspec.syntax import token
from handoffspec.syntax.generator import lark_of
from handoffspec.syntax.grammar import grammar_text
from handoffspec.syntax.layout import laid_out
from handoffspec.syntax.nodes import RULES, Builder, Kids
from handoffspec.syntax.parser import parse_source
from handoffspec.syntax.wording import LINES, SAME_LINES

READ = """
import sys
sys.modules["interegular"] = None  # a library of the tests, with which lark takes seconds to look for collisions
from handoffspec.diagnostics import Source
from handoffspec.syntax.parser import parse_source
assert not parse_source(Source("a.handoff", "use zendesk")).diagnostics
"""


def test_the_grammar_has_no_conflict_of_rules_or_words(caplog: pytest.LogCaptureFixture):
    logger.setLevel(logging.DEBUG)
    logger.addHandler(caplog.handler)
    try:
        lark_of(grammar_text(), strict=True, debug=True)
    finally:
        logger.removeHandler(caplog.handler)
        logger.setLevel(logging.CRITICAL)
    assert "conflict" not in caplog.text.lower()
    assert "collision" not in caplog.text.lower()


ROOT = Path(__file__).parents[2]
TEXTS = [*(ROOT / "specs").rglob("*.handoff"), *(ROOT / "handoffspec" / "catalog").iterdir()]
TEXTS += [*(ROOT / "tests" / "execute" / "specs").iterdir()]


def as_lark_reads(lark: Lark, source: Source) -> object:
    """The tree that lark's own lexer and parser make of a text without mistakes."""
    interactive = lark.parse_interactive(source.text)
    state = interactive.parser_state
    stream = (token.Token(t.type, t.value, t.start_pos, t.end_pos, t.line) for t in interactive.lexer_thread.lex(state))
    for one in laid_out(stream):
        state.feed_token(Token(one.type, str(one), one.start, one.line, end_pos=one.end))
    return made(state.feed_token(Token("$END", ""), is_end=True), Builder(source))


def made(node: object, builder: Builder) -> object:
    """The node of a tree of lark's."""
    if isinstance(node, Token):
        return token.Token(node.type, node.value, node.start_pos, node.end_pos, node.line)
    assert isinstance(node, Tree)
    kids = Kids(builder, [made(child, builder) for child in node.children], node.data)
    return RULES[node.data](kids) if node.data in RULES else kids


def test_the_parser_reads_what_lark_reads():
    lark = lark_of(grammar_text())
    for place in TEXTS:
        source = Source(place.name, place.read_text(encoding="utf-8"))
        found = parse_source(source)
        assert found.diagnostics == ()
        assert found.file == as_lark_reads(lark, source), place


def cache_home(folder: Path) -> dict[str, str]:
    return {**os.environ, "XDG_CACHE_HOME": str(folder), "HOME": str(folder)}


def start_reading(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", READ], env=cache_home(folder), text=True, stderr=subprocess.PIPE
    )


def reads(folder: Path) -> bool:
    process = start_reading(folder)
    return process.communicate()[1] == "" and process.returncode == 0


def test_the_table_is_kept_between_runs_where_nobody_else_can_write_it(tmp_path: Path):
    assert reads(tmp_path)
    (kept,) = (tmp_path / "handoffspec").iterdir()
    assert (tmp_path / "handoffspec").stat().st_mode & 0o077 == 0
    written = kept.stat().st_mtime_ns
    assert reads(tmp_path)
    assert kept.stat().st_mtime_ns == written


@pytest.mark.parametrize("content", [b"", b"not a cache"])
def test_a_cache_that_is_damaged_is_made_anew(tmp_path: Path, content: bytes):
    assert reads(tmp_path)
    (kept,) = (tmp_path / "handoffspec").iterdir()
    kept.write_bytes(content)
    assert reads(tmp_path)
    assert kept.read_bytes() != content


def test_a_cache_cut_short_is_made_anew(tmp_path: Path):
    assert reads(tmp_path)
    (kept,) = (tmp_path / "handoffspec").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    assert reads(tmp_path)


def test_many_processes_at_once(tmp_path: Path):
    running = [start_reading(tmp_path) for _ in range(3)]
    assert [(process.communicate()[1], process.returncode) for process in running] == [("", 0)] * 3
    assert reads(tmp_path)


def test_a_home_that_is_a_file_or_does_not_exist_keeps_nothing(tmp_path: Path):
    (tmp_path / "file").write_text("")
    assert reads(tmp_path / "file")
    assert reads(Path(os.devnull) / "nowhere")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written_keeps_nothing(tmp_path: Path):
    tmp_path.chmod(0o500)
    try:
        assert reads(tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_others_may_write_is_not_trusted(tmp_path: Path):
    (tmp_path / "handoffspec").mkdir()
    (tmp_path / "handoffspec").chmod(0o777)
    assert reads(tmp_path)
    assert list((tmp_path / "handoffspec").iterdir()) == []


FRAMES = {
    "": "{}",
    "calendar": "calendar c {{\n{}\n}}",
    "system": "system s {{\n{}\n}}",
    "record": "system s {{\nrecord r {{\n{}\n}}\n}}",
    "values": "system s {{\nrecord r {{\nvalues {{\n{}\n}}\n}}\n}}",
    "fields": "system s {{\nrecord r {{\nfields {{\n{}\n}}\n}}\n}}",
    "extend": "extend z.t {{\n{}\n}}",
    "lifecycle": "extend z.t {{\nlifecycle s {{\n{}\n}}\n}}",
    "automation": 'extend z.t {{\nautomation "a" {{\n{}\n}}\n}}',
    "system comments": "extend z.t {{\ncomments {{\n{}\n}}\n}}",
    "system attachments": "extend z.t {{\nattachments {{\n{}\n}}\n}}",
    "handoff": "handoff h {{\n{}\n}}",
    "linked": "handoff h {{\nlinked by a.b and c.d {{\n{}\n}}\n}}",
    "table": "handoff h {{\nmap {{\na -> b {{\n{}\n}}\n}}\n}}",
    "people": "handoff h {{\npeople match by table {{\n{}\n}}\n}}",
    "sync": "handoff h {{\nsync on change {{\n{}\n}}\n}}",
    "failure": 'handoff h {{\nfailure f "t" {{\n{}\n}}\n}}',
    "scenario": 'scenario "s" for h {{\n{}\n}}',
    **{
        block: f"handoff h {{{{\nsync on change {{{{\n{block} {{{{\n{{}}\n}}}}\n}}}}\n}}}}"
        for block in ("status", "comments", "attachments", "conflict", "audit")
    },
    "on": "handoff h {{\nsync on change {{\non error {{\n{}\n}}\n}}\n}}",
    **{
        block: f'scenario "s" for h {{{{\n{block} {{{{\n{{}}\n}}}}\n}}}}'
        for block in ("given", "expect", "before", "after", "onto")
    },
}


@pytest.mark.parametrize("block", LINES)
def test_every_line_that_help_shows_can_stand_where_it_is_shown(block: str):
    frame = FRAMES.get(block, f"handoff h {{{{\n{block} {{{{\n{{}}\n}}}}\n}}}}")
    before = "subject -> summary\n" if block == "map" else ""
    for line in LINES[block]:
        text = frame.format(before + line + ("\n}" if line.endswith("{") else ""))
        assert parse_source(Source("a.handoff", text)).diagnostics == (), line


def test_blocks_with_the_lines_of_another_name_one_that_is_there():
    assert {*SAME_LINES.values()} <= {*LINES}
