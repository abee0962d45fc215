"""Whatever stands in a history is shown by its diagnosis and never obeyed."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from itertools import cycle
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoffspec.diagnose.against import Against, Contradiction, Judged, Prevention, Unjudged
from handoffspec.diagnose.diagnosis import Diagnosis
from handoffspec.diagnose.paths import Paths
from handoffspec.emit.diagnosis import diagnosis_page, interviews
from tests.emit.ours import assert_ours
from tests.emit.test_hostile import assert_shows
from tests.site.history import diagnosis_of, history
from tests.site.reading import read
from tests.strategies.hostile import TEXTS

TICKET = "<script>**`|"
AT = datetime.fromisoformat("2026-01-05T08:00")
OURS = {"kind", "means", "pattern", "verdict"}
"""Words that no history decides. Tickets keep a name of their own, by which their interviews are found."""


@pytest.fixture(scope="module")
def diagnosis(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], tuple[Diagnosis, Paths]]:
    """Called, since hypothesis would write out a value whenever a test fails."""
    found = diagnosis_of(history(40), tmp_path_factory.mktemp("history"))
    return lambda: found


def with_texts(value: Any, texts: Iterator[str], name: str = "") -> Any:
    """The same value with other words wherever a history decides them."""
    match value:
        case str():
            return value if name in OURS else next(texts)
        case tuple() if name == "delayed":
            return tuple(replace(with_texts(one, texts), ticket=f"{n}{TICKET}") for n, one in enumerate(value))
        case tuple() if name == "interviews":
            return tuple(replace(with_texts(one, texts), ticket=f"{n % 2}{TICKET}") for n, one in enumerate(value))
        case tuple() if name == "signs" and value and isinstance(value[0], tuple):
            return tuple((pattern, next(texts)) for pattern, _ in value)
        case tuple():
            return tuple(with_texts(one, texts) for one in value)
        case _ if is_dataclass(value):
            new = {f.name: with_texts(getattr(value, f.name), texts, f.name) for f in fields(value)}
            return replace(value, **new)
        case _:
            return value


@given(words=st.lists(TEXTS, min_size=5, max_size=20))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_text_breaks_the_page_or_the_sheet(
    diagnosis: Callable[[], tuple[Diagnosis, Paths]], words: list[str]
) -> None:
    texts = cycle(words)
    told: Diagnosis
    told, paths = with_texts(diagnosis(), texts)
    against = with_texts(
        Against(
            (
                Prevention("black_hole", "", (), into="", clause=""),
                Prevention("context_loss", "", ("",), broken=("",)),
                Prevention("context_loss", "", (), has=("",)),
            ),
            (Contradiction("status", "", "", "", "", 1, 1, ("",), AT, AT, ""),),
            (Judged("status", "", "", "", 1, 1),),
            (Unjudged("", "", ""),),
            ("",),
        ),
        texts,
    )
    page = diagnosis_page(told, paths, next(texts), against)
    assert len(page) < 1_000_000
    assert_ours(read(page), scripts=0)
    assert_shows(interviews(told))
