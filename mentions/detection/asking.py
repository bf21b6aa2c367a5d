"""In which order doubtful places are shown to a person, so that verdicts teach most."""

from collections.abc import Hashable, Mapping, Sequence
from itertools import chain
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def in_turn(confidences: Mapping[Key, float], drawn: Sequence[Key]) -> list[Key]:
    """By turns the one in greatest doubt and the next of those `drawn` by lot, which are the same.

    The greatest doubts alone are odd cases, and teach less than they should.
    """
    by_doubt = sorted(confidences, key=lambda one: abs(confidences[one] - 0.5))
    return list(dict.fromkeys(chain.from_iterable(zip(by_doubt, drawn, strict=True))))
