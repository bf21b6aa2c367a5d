"""Which words of a text are misspelt names.

The scheme: edits counted as optimal string alignment (a swap is one edit), one edit for names of five letters and more,
two for nine and more that begin alike, and never a word that a dictionary or another name explains. Ratios of likeness
are of no use here: they take hundreds of ordinary words for names.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from mentions.detection.boundaries import has_no_spaces
from mentions.detection.folding import fold_text
from mentions.detection.forms import SINGLE, Ambiguity, Form, Slot, slots_of
from mentions.detection.pigeonholes import Pigeonholes
from mentions.detection.spacing import LEAST_SEEN, Cut, Spacing
from mentions.detection.words import is_ordinary, words

SHORTEST = 5
"""Letters that a name needs before a slip can be told from another word."""
_LONG = 9
"""Letters from which on two slips are forgiven, in a name that begins alike."""
_SMALL = 7
"""Letters from which on a word in lower case is looked at, too."""
_REMEMBERED = 200_000
"""Words whose answer is kept; texts repeat themselves."""

_WORD = re.compile(rf"[^\W\d_]{{{LEAST_SEEN},}}")


class Spelling:
    """The names that a word may have been meant for; answers are remembered, and depend on nothing but the word."""

    def __init__(self, forms: Iterable[Form]) -> None:
        slots = [slot for form in forms for slot in slots_of(form)]
        telling = list(filter(_is_telling, slots))
        self._names = frozenset(slot.letters for slot in slots)
        self._spacing = Spacing(telling, [slot for slot in slots if slot.beside])
        self._one_slip, self._two_slips = Pigeonholes[Slot](1), Pigeonholes[Slot](2)
        self._lengths = set[int]()
        for slot in telling:
            length, edits = len(slot.letters), _forgiven(slot)
            self._lengths.update(range(length - edits, length + edits + 1))
            (self._two_slips if edits > 1 else self._one_slip).keep(slot.letters, slot)
        self._others: set[str] = set()
        self._slips: dict[str, tuple[Form, ...]] = {}
        self._halves: dict[str, tuple[Cut, ...]] = {}

    def slips(self, text: str, words: str | None = None) -> Mapping[str, tuple[Form, ...]]:
        """The words of a text, folded, that look like a name and are none, with the forms they may stand for.

        `words` are those of its words that `tells` something, where this is known.
        """
        found = self._looked_at(text if words is None else words)
        slips = {fold_text(word): self._slips[word] for word in sorted(found & self._slips.keys())}
        return slips | self._cut(text, found & self._halves.keys())

    def tells(self, words: str) -> bool:
        """Whether one of these words is a slip, or half of a name."""
        found = self._looked_at(words)
        return not (found.isdisjoint(self._slips) and found.isdisjoint(self._halves))

    def _looked_at(self, text: str) -> set[str]:
        """The words of a text that may be more than others, each answered for."""
        if not self._lengths:
            return set()
        if len(self._others) + len(self._slips) + len(self._halves) > _REMEMBERED:
            for answers in (self._others, self._slips, self._halves):
                answers.clear()
        found = set(_WORD.findall(" ".join(set(text.split())))) - self._others  # most pieces stand there many times
        if new := found - self._slips.keys() - self._halves.keys():
            self._look_at(new)
        return found

    def _cut(self, text: str, halves: Iterable[str]) -> dict[str, tuple[Form, ...]]:
        """The names that stand in a text in two words, of which these are one."""
        found = defaultdict[str, list[Form]](list)
        if cuts := [cut for word in sorted(halves) for cut in self._halves[word]]:
            folded = fold_text(text)
            for cut in cuts:
                if cut.words in folded:
                    found[cut.words].append(cut.form)
        return {words: tuple(forms) for words, forms in found.items()}

    def _look_at(self, new: set[str]) -> None:
        for word in new:
            folded = word.lower() if word.isascii() else fold_text(word)
            if self._is_odd(word, folded) and (meant := (*self._near(folded), *self._spacing.glued(word, folded))):
                self._slips[word] = meant
            if cuts := self._spacing.cuts(folded):
                self._halves[word] = cuts
            elif word not in self._slips:
                self._others.add(word)

    def _is_odd(self, word: str, folded: str) -> bool:
        """Whether a word, as it stands and folded, is none that needs no explanation."""
        if len(folded) < _SMALL and not word[0].isupper():
            return False
        return not (self._is_known(folded) or self._is_known(folded.removesuffix("s")) or has_no_spaces(folded))

    def _is_known(self, word: str) -> bool:
        return word in self._names or is_ordinary(word) or word in words("companies")

    def _near(self, word: str) -> tuple[Form, ...]:
        """The forms that a folded word may stand for, filled with it: of two slips the name's first letter is none."""
        if len(word) not in self._lengths:
            return ()
        near = (*self._one_slip.near(word), *self._two_slips.near(word))
        alike = ((slot, _forgiven(slot) if slot.letters[0] == word[0] else 1) for slot in near)
        return tuple(
            slot.filled(word)
            for slot, edits in alike
            if OSA.distance(word, slot.letters, score_cutoff=edits) <= edits and not _is_built_on(word, slot.letters)
        )


def _forgiven(slot: Slot) -> int:
    return 2 if len(slot.letters) >= _LONG else 1


def _is_telling(slot: Slot) -> bool:
    """Whether a slip in this name can be told from a slip in another word."""
    shortest = SHORTEST
    if slot.form.ambiguity in SINGLE:
        shortest += 1
    return slot.form.ambiguity is not Ambiguity.ABBREVIATION and len(slot.letters) >= shortest


def _is_built_on(word: str, name: str) -> bool:
    """Whether a word is the name with something before or behind: a `Spotifyer` is no slip, a `Spotifyy` is."""
    before, found, behind = word.partition(name)
    return bool(found) and not {before, behind} & {name[0], name[-1]}
