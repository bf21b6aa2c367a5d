"""Which words of a text are misspelt names.

The scheme: edits counted as optimal string alignment (a swap is one edit), one edit for names of five letters and more,
two for nine and more that begin alike, and never a word that a dictionary or another name explains. Ratios of likeness
are of no use here: they take hundreds of ordinary words for names.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from mentions.detection.boundaries import has_no_spaces
from mentions.detection.folding import fold_text
from mentions.detection.forms import SINGLE, Ambiguity, Form, Slot, slots_of
from mentions.detection.words import is_ordinary, words

SHORTEST = 5
"""Letters that a name needs before a slip can be told from another word."""
_LONG = 9
"""Letters from which on two slips are forgiven, in a name that begins alike."""
_SMALL = 7
"""Letters from which on a word in lower case is looked at, too."""
_REMEMBERED = 200_000
"""Words whose answer is kept; texts repeat themselves."""

_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST - 1},}}")


class Spelling:
    """The names that a word may have been meant for; answers are remembered, and depend on nothing but the word."""

    def __init__(self, forms: Iterable[Form]) -> None:
        slots = [slot for form in forms for slot in slots_of(form)]
        self._names = frozenset(slot.letters for slot in slots)
        self._by_length: dict[int, list[Slot]] = defaultdict(list)
        for slot in slots:
            if _is_telling(slot):
                self._by_length[len(slot.letters)].append(slot)
        self._others: set[str] = set()
        self._slips: dict[str, tuple[Form, ...]] = {}

    def slips(self, text: str) -> Mapping[str, tuple[Form, ...]]:
        """The words of a text, folded, that look like a name and are none, with the forms they may stand for."""
        if not self._by_length:
            return {}
        found = set(_WORD.findall(text)) - self._others
        if new := found - self._slips.keys():
            self._look_at(new)
        return {fold_text(word): self._slips[word] for word in sorted(found & self._slips.keys())}

    def _look_at(self, new: set[str]) -> None:
        if len(self._others) > _REMEMBERED:
            self._others.clear()
        by_length: dict[int, list[str]] = defaultdict(list)
        spelled = {word: fold_text(word) for word in sorted(new)}
        for word, folded in spelled.items():
            if (len(folded) >= _SMALL or word[0].isupper()) and not self._is_known(folded):
                by_length[len(folded)].append(folded)
        near: dict[str, list[Form]] = defaultdict(list)
        for length, slots in self._by_length.items():
            edits = 2 if length >= _LONG else 1
            within = range(length - edits, length + edits + 1)
            for folded, slot in _near([word for other in within for word in by_length[other]], slots, edits):
                near[folded].append(slot.filled(folded))
        self._slips.update({word: tuple(near[folded]) for word, folded in spelled.items() if folded in near})
        self._others.update(new - self._slips.keys())

    def _is_known(self, word: str) -> bool:
        """Whether a folded word is itself a name, or anything else that needs no explanation."""
        return has_no_spaces(word) or any(
            one in self._names or is_ordinary(one) or one in words("companies")
            for one in (word, word.removesuffix("s"))
        )


def _is_telling(slot: Slot) -> bool:
    """Whether a slip in this name can be told from a slip in another word."""
    shortest = SHORTEST
    if slot.form.ambiguity in SINGLE:
        shortest += 1
    return slot.form.ambiguity is not Ambiguity.ABBREVIATION and len(slot.letters) >= shortest


def _near(some: Sequence[str], slots: Sequence[Slot], edits: int) -> Iterator[tuple[str, Slot]]:
    """The pairs of a folded word and a slot that are so many edits apart, at most."""
    if not some:
        return
    distances = cdist(some, [slot.letters for slot in slots], scorer=OSA.distance, score_cutoff=edits)
    for row, column in zip(*(distances <= edits).nonzero(), strict=True):
        word, slot = some[row], slots[column]
        is_likely = distances[row, column] == 1 or word[0] == slot.letters[0]
        if is_likely and not _is_built_on(word, slot.letters):
            yield word, slot


def _is_built_on(word: str, name: str) -> bool:
    """Whether a word is the name with something before or behind: a `Spotifyer` is no slip, a `Spotifyy` is."""
    before, found, behind = word.partition(name)
    return bool(found) and not {before, behind} & {name[0], name[-1]}
