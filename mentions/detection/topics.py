"""What a text speaks of: words that seldom stand outside a topic, from `data/topics.toml`."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from mentions.detection.folding import fold_text
from mentions.detection.words import DATA

_WORD = re.compile(r"[^\W_][\w'-]*")
_FEW = 2
"""Words without which a share says little: it grows with their number."""


class Shares(NamedTuple):
    """How far a text speaks of a brand's topics, and of others: 0 to 1 each, and together below 1."""

    own: float
    other: float


def words_of(text: str) -> frozenset[str]:
    """The different words of a folded text."""
    return frozenset(_WORD.findall(text))


def topical(words: frozenset[str]) -> frozenset[str]:
    """Those words that belong to a topic."""
    return words & _topics().keys()


def topics_of(words: Iterable[str]) -> frozenset[str]:
    """The topics that folded words belong to."""
    known = _topics()
    return frozenset[str]().union(*(known.get(word, ()) for word in words))


def shares(words: frozenset[str], topics: frozenset[str]) -> Shares:
    """How much of the topical words of a text belongs to some topics."""
    known = _topics()
    own = sum(not topics.isdisjoint(known[word]) for word in words)
    whole = len(words) + _FEW
    return Shares(own / whole, (len(words) - own) / whole)


@cache
def _topics() -> Mapping[str, frozenset[str]]:
    """By folded word, its topics."""
    lists: dict[str, str] = tomllib.loads((DATA / "topics.toml").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for topic, words in lists.items():
        for word in words.split():
            found.setdefault(fold_text(word), set()).add(topic)
    return MappingProxyType({word: frozenset(topics) for word, topics in found.items()})
