"""Slips of the space bar: a name cut in two, `Zolta bren`, or glued to the word beside it, `byZoltabren`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mentions.detection.forms import Form, Slot
from mentions.detection.words import families, is_ordinary

_SHORTEST_CUT = 6
"""Letters that a name needs before its two halves can be told from other words."""
_HALF = 2
"""Letters that either half has at least."""
_SEEN = 4
"""Letters of the longer half, by which the other is looked for."""

_LONGEST_NEIGHBOUR = 6
_SHORT = frozenset("at by is it of on or to we".split())
_ENDINGS = frozenset(("ist",))
"""Words that are endings too: a `Zoltabrenist` is no slip."""


class Cut(NamedTuple):
    """A name in two, folded; one of the halves is no word."""

    slot: Slot
    left: str
    right: str

    @property
    def words(self) -> str:
        return f"{self.left} {self.right}"

    @property
    def form(self) -> Form:
        return self.slot.filled(self.words)


class Spacing:
    """The names that a word may be half of, or hold."""

    def __init__(self, slots: Iterable[Slot]) -> None:
        self._whole: dict[str, list[Slot]] = defaultdict(list)
        self._cuts: dict[str, list[Cut]] = defaultdict(list)
        for slot in slots:
            self._whole[slot.letters].append(slot)
            for cut in _cuts(slot):
                self._cuts[max(cut.left, cut.right, key=len)].append(cut)

    def glued(self, word: str, folded: str) -> Iterator[Form]:
        """The forms with a small word at one end, where the name has its capital: `byZoltabren`, `Zoltabrenand`."""
        if word.islower() or len(word) != len(folded):
            return
        for length in range(_HALF, min(_LONGEST_NEIGHBOUR, len(word) - _SEEN) + 1):
            ends = ((folded[:length], length, len(word)), (folded[-length:], 0, len(word) - length))
            for small, start, end in ends:
                if word[start].isupper() and folded[start:end] in self._whole and _is_neighbour(small):
                    yield from (slot.filled(folded) for slot in self._whole[folded[start:end]])

    def cuts(self, folded: str) -> tuple[Cut, ...]:
        """The names of which a folded word is the longer half."""
        return tuple(self._cuts.get(folded, ()))


def _cuts(slot: Slot) -> Iterator[Cut]:
    letters = slot.letters
    if len(letters) < _SHORTEST_CUT:
        return
    for at in range(_HALF, len(letters) - _HALF + 1):
        left, right = letters[:at], letters[at:]
        if max(at, len(letters) - at) < _SEEN or (is_ordinary(left) and is_ordinary(right)):
            continue
        if not slot.form.pattern.fullmatch(f"{left} {right}"):  # the joint of `DuckDuckGo` may be a space
            yield Cut(slot, left, right)


def _is_neighbour(word: str) -> bool:
    return word in _SHORT or (len(word) > _HALF and word in families("function_words") and word not in _ENDINGS)
