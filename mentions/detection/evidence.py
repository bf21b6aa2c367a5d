"""Is it the brand: evidence, with weights in logits, summed to a probability and a verdict."""

import math
from collections.abc import Iterable, Sequence

from mentions.detection.forms import Form
from mentions.items import DEFAULT_THRESHOLDS, Evidence, Match, Thresholds, Verdict

REPEATED = "repeat.quote"
"""The feature that is no doubt of the brand, and yet ends the question."""


def confidence(evidence: Iterable[Evidence]) -> float:
    """The probability, 0 to 1, that the evidence adds up to."""
    logit = sum(reason.weight for reason in evidence)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def verdict(probability: float, thresholds: Thresholds = DEFAULT_THRESHOLDS) -> Verdict:
    """What the program decides by itself."""
    if probability >= thresholds.accept:
        return Verdict.ACCEPTED
    return Verdict.REJECTED if probability < thresholds.reject else Verdict.DOUBTFUL


def judged(evidence: Sequence[Evidence], thresholds: Thresholds = DEFAULT_THRESHOLDS) -> tuple[float, Verdict]:
    """The confidence, and what the program decides: what a post quotes of another is no mention of its own."""
    probability = confidence(evidence)
    is_repeated = any(reason.feature == REPEATED for reason in evidence)
    return round(probability, 4), Verdict.REJECTED if is_repeated else verdict(probability, thresholds)


def match_of(surface: str, form: Form) -> Match:
    """How `surface` was found to be a form."""
    if form.is_domain:
        return Match.DOMAIN
    if form.misspelt:
        return Match.FUZZY
    return Match.EXACT if surface == form.name else Match.VARIANT
