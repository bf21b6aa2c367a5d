"""Weights from labels, on made-up data whose truth is known."""

import math
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.detection.fitting import Row, fit

TRUTH = {"prior": -0.5, "for": 2.0, "against": -1.5, "idle": 0.0}
START = dict.fromkeys(TRUTH, 0.0)
SIGNS = {"prior": 0, "for": 1, "against": -1, "idle": 1}


def made_up(count: int, seed: int = 1) -> list[Row]:
    """Places that are the brand with the probability that TRUTH gives them."""
    random = Random(seed)  # noqa: S311 – nothing secret
    rows = []
    for _ in range(count):
        values = {"prior": 1.0, **{name: random.choice([0.0, 1.0, 2.0]) for name in ("for", "against", "idle")}}
        logit = sum(TRUTH[name] * value for name, value in values.items())
        rows.append(Row(values, random.random() < 1 / (1 + math.exp(-logit))))
    return rows


def test_the_weights_behind_the_labels_are_found() -> None:
    found = fit(made_up(6000), START, SIGNS)
    assert found == pytest.approx(TRUTH, abs=0.15)


def test_no_weight_turns_its_sign() -> None:
    against_the_words = {"prior": 0, "for": -1, "against": 1, "idle": 1}
    found = fit(made_up(2000), START, against_the_words)
    assert (found["for"], found["against"]) == (0.0, 0.0)
    assert found["prior"] != 0.0


def test_without_labels_every_weight_stays_where_it_starts() -> None:
    start = {"prior": 0.3, "for": 1.0, "against": -2.0, "idle": 0.0}
    assert fit([], start, SIGNS) == pytest.approx(start)


def test_what_is_fixed_stays_and_counts() -> None:
    start = {**START, "for": 2.0}
    found = fit(made_up(6000), start, SIGNS, fixed=frozenset({"for"}))
    assert found["for"] == 2.0
    assert found == pytest.approx(TRUTH, abs=0.15)


def test_the_firmer_the_hold_the_nearer_the_start() -> None:
    rows = made_up(300)
    distances = [abs(fit(rows, START, SIGNS, hold=hold)["for"]) for hold in (0.1, 10.0, 1000.0)]
    assert distances == sorted(distances, reverse=True)
    assert distances[-1] < 0.3


def test_a_row_that_counts_twice_is_as_good_as_two() -> None:
    rows = made_up(200)
    twice = fit([row._replace(counts=2.0) for row in rows], START, SIGNS)
    assert twice == pytest.approx(fit([*rows, *rows], START, SIGNS), abs=1e-5)


def test_a_feature_that_nobody_knows_is_named() -> None:
    with pytest.raises(ValueError, match=r"no start for form\.new"):
        fit([Row({"form.new": 1.0}, is_brand=True)], START, SIGNS)


ROWS = st.lists(
    st.builds(
        Row,
        st.dictionaries(st.sampled_from(sorted(TRUTH)), st.floats(0, 4)),
        st.booleans(),
        st.floats(0.01, 5),
    ),
    max_size=12,
)


@given(ROWS)
@settings(deadline=None)
def test_the_answer_is_the_best_of_its_neighbours(rows: list[Row]) -> None:
    found = fit(rows, START, SIGNS)
    best = cost(rows, found)
    for name, sign in SIGNS.items():
        assert found[name] * sign >= 0
        for step in (-0.01, 0.01):
            other = {**found, name: found[name] + step}
            assert other[name] * sign < 0 or cost(rows, other) >= best - 1e-9


def cost(rows: list[Row], weights: dict[str, float], hold: float = 2.0) -> float:
    logits = [sum(weights[name] * value for name, value in row.values.items()) for row in rows]
    losses = [
        row.counts * (float(np.logaddexp(0, logit)) - row.is_brand * logit)
        for row, logit in zip(rows, logits, strict=True)
    ]
    return sum(losses) + hold / 2 * sum(weight**2 for weight in weights.values())
