"""Is it the brand: evidence, with weights in logits, summed to a probability and a verdict."""

import math
from collections.abc import Iterable

from mentions.detection.forms import Form
from mentions.items import Evidence, Match, Verdict

ACCEPT, REJECT = 0.75, 0.20
"""Confidence from which a mention is accepted, and below which it is rejected; between them a person decides."""


def confidence(evidence: Iterable[Evidence]) -> float:
    """The probability, 0 to 1, that the evidence adds up to."""
    logit = sum(reason.weight for reason in evidence)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def verdict(probability: float) -> Verdict:
    """What the program decides by itself."""
    if probability >= ACCEPT:
        return Verdict.ACCEPTED
    return Verdict.REJECTED if probability < REJECT else Verdict.DOUBTFUL


def match_of(surface: str, form: Form) -> Match:
    """How `surface` was found to be a form."""
    if form.is_domain:
        return Match.DOMAIN
    if form.misspelt:
        return Match.FUZZY
    return Match.EXACT if surface == form.name else Match.VARIANT
