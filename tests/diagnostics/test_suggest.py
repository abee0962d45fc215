"""A suggestion is given when it is close, and only then."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec.diagnostics import closest

FIELDS = """
    id subject description priority status assignee requester tags customer_impact affected_users troubleshooting
    group brand form satisfaction organization external_id created_at updated_at cc labels
""".split()  # noqa: SIM905 - a list of words reads best as words


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("prioritty", "priority"),
        ("statsu", "status"),
        ("asignee", "assignee"),
        ("discription", "description"),
        ("troubleshoting", "troubleshooting"),
        ("Priority", "priority"),
        ("tag", "tags"),
        ("customer-impact", "customer_impact"),
        ("impact_customer", "customer_impact"),
        ("desc", "description"),
        ("impact", "customer_impact"),
        ("group_id", "group"),
        # Guesses that would mislead: nothing is said.
        ("phone", None),
        ("xy", None),
        ("ic", None),
        ("foo", None),
        ("urgency", None),
        ("at", None),
        ("", None),
        ("p" * 100_000, None),
    ],
)
def test_what_somebody_meant(written: str, meant: str | None) -> None:
    assert closest(written, FIELDS) == meant


def test_a_beginning_of_several_fields_is_no_suggestion() -> None:
    assert closest("customer", ["customer_impact", "customer_name"]) is None


@given(st.sampled_from(FIELDS), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_never_matters(word: str, order: random.Random) -> None:
    shuffled = FIELDS.copy()
    order.shuffle(shuffled)
    assert closest(word + "x", shuffled) == closest(word + "x", FIELDS)


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=30))
def test_a_suggestion_is_one_of_the_candidates_and_not_the_word_itself(word: str, candidates: list[str]) -> None:
    found = closest(word, candidates)
    assert found is None or (found in candidates and found != word)


def test_many_long_candidates_take_bounded_time() -> None:
    alike = [f"customer_impact_value_of_the_whole_organisation_{n:05}" for n in range(100_000)]
    began = time.process_time()
    closest("customer_impakt_valeu_of_the_whole_organisatoin_", alike)
    assert time.process_time() - began < 3
