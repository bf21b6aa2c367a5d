"""The weights of the features: shipped in one file, and put on reasons so that they become evidence."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from mentions.detection.reasons import Reason
from mentions.items import Evidence

FILE = Path(__file__).parent / "data" / "weights.json"


@cache
def shipped() -> Mapping[str, float]:
    """The weights that come with the package, logits by feature; the file also says how they were fitted."""
    weights: dict[str, float] = json.loads(FILE.read_text(encoding="utf-8"))["weights"]
    return MappingProxyType(weights)


def weigh(reasons: Iterable[Reason], weights: Mapping[str, float]) -> list[Evidence]:
    """Each reason with its weight in logits: that of its feature, times its value."""
    return [Evidence(one.words, round(weights[one.feature] * one.value, 4), one.feature, one.value) for one in reasons]


def reweigh(evidence: Iterable[Evidence], weights: Mapping[str, float]) -> list[Evidence]:
    """The same evidence by other weights; what carries no feature that they know keeps its weight."""
    return [
        replace(one, weight=round(weights[one.feature] * one.value, 4)) if one.feature in weights else one
        for one in evidence
    ]
