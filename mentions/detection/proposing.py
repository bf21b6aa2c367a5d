"""What repeated verdicts propose for a brand's profile: an alias, a phrase that it is not, a word of its context."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mentions.detection.folding import fold_text
from mentions.detection.learning import near
from mentions.detection.surroundings import Surroundings
from mentions.detection.words import families
from mentions.items import Brand, Label

ENOUGH = 3
"""Pages on which the same must have been said, and the contrary nowhere."""
_MOST = 5
"""Proposals for one key at a time."""


class Key(StrEnum):
    """The key of a brand in `mentions.toml` that a proposal adds to."""

    ALIASES = "aliases"
    NOT_CONTEXT = "not_context"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Proposal:
    """To add a text to a key of a brand, because so many places, `times`, were all judged alike."""

    brand: str
    key: Key
    text: str
    times: int


def proposals(brand: Brand, labels: Sequence[Label]) -> list[Proposal]:
    """What the labels of a brand propose and its profile lacks, the surest of each key first."""
    found = {
        Key.ALIASES: _agreed(labels, _spellings, is_brand=True),
        Key.NOT_CONTEXT: _agreed(labels, _phrases, is_brand=False),
        Key.CONTEXT: _agreed(labels, near, is_brand=True),
    }
    return [
        Proposal(brand.key, key, text, times)
        for key, counted in found.items()
        for text, times in counted
        if fold_text(text) not in _known(brand, key)
    ]


def _agreed(
    labels: Iterable[Label], texts_of: Callable[[Label], Iterable[str]], *, is_brand: bool
) -> list[tuple[str, int]]:
    """What stands on enough pages that were all judged so, and on none that was judged otherwise, most often first."""
    pages: dict[bool, dict[str, set[str]]] = {True: defaultdict(set), False: defaultdict(set)}
    for label in labels:
        for text in texts_of(label):
            pages[label.is_brand][text].add(label.url)
    agreed = {text: len(urls) for text, urls in pages[is_brand].items() if text not in pages[not is_brand]}
    enough = [(text, times) for text, times in agreed.items() if times >= ENOUGH]
    return sorted(enough, key=lambda one: (-one[1], one[0]))[:_MOST]


def _spellings(label: Label) -> Iterator[str]:
    """The name where it is misspelt."""
    if any(one.feature == "spelling.slip" for one in label.evidence):
        yield " ".join(label.surface.split())


def _phrases(label: Label) -> Iterator[str]:
    """The name with the one word right before it, and right behind."""
    around = Surroundings(
        label.before + label.surface + label.after, len(label.before), len(label.before + label.surface)
    )
    for word, between, phrase in (
        (*around.before, "{word} {name}"),
        (*around.after, "{name} {word}"),
    ):
        if between == " " and fold_text(word) not in families("function_words"):
            yield fold_text(phrase.format(word=word, name=label.surface))


def _known(brand: Brand, key: Key) -> set[str]:
    return {fold_text(text) for text in (*getattr(brand, key), brand.name)}
