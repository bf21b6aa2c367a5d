"""From reasons to a probability and a verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.detection.evidence import confidence, match_of, verdict
from mentions.detection.forms import forms_of, slots_of
from mentions.items import Brand, Evidence, Match, Verdict

WEIGHTS = st.floats(-1e6, 1e6)


@given(st.lists(WEIGHTS, max_size=8), WEIGHTS)
def test_confidence_is_a_probability_that_follows_the_weights(weights: list[float], more: float) -> None:
    reasons = [Evidence("x", weight) for weight in weights]
    before, after = confidence(reasons), confidence([*reasons, Evidence("more", abs(more))])
    assert 0 <= before <= after <= 1


def test_no_evidence_is_even() -> None:
    assert confidence([]) == 0.5


@pytest.mark.parametrize(
    ("probability", "decided"),
    [
        (1.0, Verdict.ACCEPTED),
        (0.82, Verdict.ACCEPTED),
        (0.8199, Verdict.DOUBTFUL),
        (0.15, Verdict.DOUBTFUL),
        (0.1499, Verdict.REJECTED),
        (0.0, Verdict.REJECTED),
    ],
)
def test_verdicts(probability: float, decided: Verdict) -> None:
    assert verdict(probability) is decided


def test_match() -> None:
    name, domain = forms_of(Brand(name="Acme", domains=("acme.example",)))
    (slot,) = slots_of(name)
    assert match_of("Acme", name) is Match.EXACT
    assert match_of("ACME", name) is Match.VARIANT
    assert match_of("acme.example", domain) is Match.DOMAIN
    assert match_of("Acmee", slot.filled("acmee")) is Match.FUZZY
