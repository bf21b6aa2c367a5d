"""The few names that a word may be a slip of, found without comparing it with each.

One slip leaves one of two pieces of a name as it was, two slips one of three. Between the pieces a letter is left out,
so that two letters that changed places spoil one piece only. Names are kept by their pieces, and a word is looked up by
what would have to be its own.
"""

from collections import defaultdict
from functools import cache
from typing import Generic, TypeVar

_Kept = TypeVar("_Kept")


class Pigeonholes(Generic[_Kept]):
    """What is kept under names, by the words that are at most so many `slips` (1 or 2) away from them."""

    def __init__(self, slips: int) -> None:
        self._slips = slips
        self._lengths = set[int]()
        self._kept: dict[str, list[_Kept]] = defaultdict(list)
        self._places: dict[int, tuple[slice, ...]] = {}

    def keep(self, name: str, kept: _Kept) -> None:
        """Keep something under a name of at least `3 * slips` letters."""
        self._lengths.add(len(name))
        self._places.clear()
        for start, end in _cuts(len(name), self._slips):
            self._kept[name[start:end]].append(kept)

    def near(self, word: str) -> list[_Kept]:
        """All that is kept under names that a word may be a slip of, and more: nothing is compared here."""
        places = self._places.get(len(word))
        if places is None:
            places = self._places[len(word)] = self._places_in(len(word))
        found = [some for place in places if (some := self._kept.get(word[place]))]
        return list(dict.fromkeys(one for some in found for one in some))

    def _places_in(self, length: int) -> tuple[slice, ...]:
        """Where in a word of some letters the pieces of names stand, whatever is missing or added before them."""
        reach, places = range(-self._slips, self._slips + 1), dict[tuple[int, int], None]()
        for more in reach:
            if length - more in self._lengths:
                cuts = _cuts(length - more, self._slips)
                for number, (start, end) in enumerate(cuts):
                    is_inner = 0 < number < len(cuts) - 1
                    for shift in reach if is_inner else (more if number else 0,):
                        places[start + shift, end + shift] = None
        return tuple(slice(*place) for place in places)


@cache
def _cuts(length: int, slips: int) -> tuple[tuple[int, int], ...]:
    """Where the pieces of a name begin and end."""
    ends = [length * number // (slips + 1) for number in range(1, slips + 1)]
    return tuple(zip((0, *(end + 1 for end in ends)), (*ends, length), strict=True))
