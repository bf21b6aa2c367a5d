"""Slips of the space bar: a name cut in two, `Zolta bren`, or glued to the word beside it, `byZoltabren`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mentions.detection.forms import Form, Slot
from mentions.detection.words import families, is_ordinary

_SHORTEST_CUT = 6
"""Letters that a name needs before its two halves can be told from other words."""
_SHORTEST_WORD = 4
"""The same for a word of a longer name, whose other words tell it."""
LEAST_SEEN = 3
"""Letters of the word by which a name in two halves is found."""
_LEAST_GLUED = 4
"""Letters of a name that something is glued to."""

_SMALLEST, _LONGEST_NEIGHBOUR = 2, 6
_SHORT = frozenset("at by is it of on or to we".split())
_ENDINGS = frozenset(("ist",))
"""Words that are endings too: a `Zoltabrenist` is no slip."""


class Cut(NamedTuple):
    """A name in two, folded, and the word by which it is found: mostly the longer half."""

    slot: Slot
    left: str
    right: str
    seen: str

    @property
    def words(self) -> str:
        return f"{self.left} {self.right}"

    @property
    def form(self) -> Form:
        return self.slot.filled(self.words)


class Spacing:
    """The names that a word may be half of, or hold."""

    def __init__(self, slots: Iterable[Slot], beside_others: Iterable[Slot]) -> None:
        """`slots` whose words alone tell the name, and those `beside_others`, which may be as short as they like."""
        self._whole: dict[str, list[Slot]] = defaultdict(list)
        self._cuts: dict[str, list[Cut]] = defaultdict(list)
        for slot in slots:
            self._whole[slot.letters].append(slot)
        for slot in {id(slot): slot for slot in (*slots, *beside_others)}.values():
            for cut in _cuts(slot):
                self._cuts[cut.seen].append(cut)

    def glued(self, word: str, folded: str) -> Iterator[Form]:
        """The forms with a small word at one end, where the name has its capital: `byZoltabren`, `Zoltabrenand`."""
        if word.islower() or len(word) != len(folded):
            return
        for length in range(_SMALLEST, min(_LONGEST_NEIGHBOUR, len(word) - _LEAST_GLUED) + 1):
            ends = ((folded[:length], length, len(word)), (folded[-length:], 0, len(word) - length))
            for small, start, end in ends:
                if word[start].isupper() and folded[start:end] in self._whole and _is_neighbour(small):
                    yield from (slot.filled(folded) for slot in self._whole[folded[start:end]])

    def cuts(self, folded: str) -> tuple[Cut, ...]:
        """The names in two that are found by a folded word."""
        return tuple(self._cuts.get(folded, ()))


def _cuts(slot: Slot) -> Iterator[Cut]:
    letters = slot.letters
    if len(letters) < (_SHORTEST_WORD if slot.beside else _SHORTEST_CUT):
        return
    for at in range(1, len(letters)):
        left, right = letters[:at], letters[at:]
        seen = _seen(left, right) or slot.beside
        if len(seen) >= LEAST_SEEN and not _is_written_so(slot.form, f"{left} {right}"):
            yield Cut(slot, left, right, seen)


def _is_written_so(form: Form, words: str) -> bool:
    """Whether a name in two is a writing of it that is found anyway: `DuckDuckGo` has joints."""
    return bool(form.pattern.fullmatch(words)) and any(anchor in words for anchor in form.anchors)


def _seen(left: str, right: str) -> str:
    """The half that tells a name from two words that stand side by side, "" where none does."""
    short, long = sorted((left, right), key=lambda half: (len(half), not is_ordinary(half)))
    if len(long) <= LEAST_SEEN:
        return "" if is_ordinary(long) or len(long) < LEAST_SEEN else long
    return "" if is_ordinary(long) and (is_ordinary(short) or len(short) == 1) else long


def _is_neighbour(word: str) -> bool:
    return word in _SHORT or (len(word) > _SMALLEST and word in families("function_words") and word not in _ENDINGS)
