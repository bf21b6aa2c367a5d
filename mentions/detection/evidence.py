"""Is it the brand: readable reasons with weights in logits, summed to a probability.

The weights start from a logistic fit over labelled pages and are rounded; each has the sign its reason has in words.
"""

import math
from collections.abc import Iterable

from mentions.detection.forms import Ambiguity, Form
from mentions.items import Evidence, Match, Verdict

ACCEPT, REJECT = 0.75, 0.20
"""Confidence from which a mention is accepted, and below which it is rejected; between them a person decides."""

PRIOR: dict[Ambiguity, float] = {
    Ambiguity.DISTINCT: 4.0,
    Ambiguity.PHRASE: 2.5,
    Ambiguity.WORD: -0.6,
    Ambiguity.NAME: 0.4,
    Ambiguity.ABBREVIATION: 0.0,
}
PRIOR_REASON: dict[Ambiguity, str] = {
    Ambiguity.DISTINCT: "the name means nothing else",
    Ambiguity.PHRASE: "the name is made of ordinary words",
    Ambiguity.WORD: "the name is also a word",
    Ambiguity.NAME: "others have the same name",
    Ambiguity.ABBREVIATION: "the name is a short abbreviation",
}


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
