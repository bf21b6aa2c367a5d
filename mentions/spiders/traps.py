"""Parts of a site without an end: calendars, sortings of a list, pages that only differ in their number.

What gives them away is that their addresses have one shape, and that one page after the other says nothing new.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from mentions.pages.document import SEAM

MOST_DULL = 15
"""Pages of one shape in a row that say nothing new, before the others are left alone."""
FEW = 5
"""A page says nothing new with fewer words, and runs of known words, that no page of its shape has said before."""
DEEPEST, MOST_REPEATED = 25, 3
"""Parts of a path, and how often one of them may come again: relative links that are wrong make ever longer ones."""
MOST_RUNS = 50_000
"""Runs of words of a page that are looked at."""
MOST_KEPT = 200_000
"""Words and runs that are remembered twice over, of all shapes together: those of some hundred long pages."""
_LENGTH = 4

# Where words are not parted by spaces, each sign is taken for one.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\d_]{3,}")
_VARYING = re.compile(
    r"\d+|(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}(?![a-z])", re.IGNORECASE
)


class Traps:
    """What was seen of each shape in one run."""

    def __init__(self) -> None:
        self._said, self._before = set[int](), set[int]()
        self._dull: dict[str, int] = {}

    def saw(self, url: str, text: str) -> str | None:
        """Take note of a page that was read; the shape of its address, where this page shows it to be a trap.

        `text` is that of its elements, with a `SEAM` between them.
        """
        shape = shape_of(url)
        if self._is_new(shape, text):
            self._dull.pop(shape, None)
            return None
        self._dull[shape] = self._dull.get(shape, 0) + 1
        return shape if self._dull[shape] == MOST_DULL else None

    def _is_new(self, shape: str, text: str) -> bool:
        """Whether a text says something that no text of this shape has said; it is remembered."""
        runs = {run: hash((shape, run)) for run in islice(_runs(text), MOST_RUNS)}
        words = {word: hash((shape, word)) for run in runs for word in run}
        new = {word for word, key in words.items() if not self._is_known(key)}
        # A page that repeats a word of its address says one thing that is new, however often it does.
        others = (run for run, key in runs.items() if not self._is_known(key) and new.isdisjoint(run))
        is_new = len(new) + sum(1 for _ in others) >= FEW
        self._keep(words.values())
        self._keep(runs.values())
        return is_new

    def _is_known(self, key: int) -> bool:
        return key in self._said or key in self._before

    def _keep(self, keys: Iterable[int]) -> None:
        """Remember what was said; of what is too much, what was not said again for longest is forgotten."""
        self._said.update(keys)
        if len(self._said) > MOST_KEPT:
            self._said, self._before = set(), self._said

    def holds(self, url: str) -> bool:
        """Whether an address leads into a trap."""
        parts = [part for part in urlsplit(url).path.split("/") if part]
        if len(parts) > DEEPEST or (parts and max(Counter(parts).values()) > MOST_REPEATED):
            return True
        return self._dull.get(shape_of(url), 0) >= MOST_DULL


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """Four words in a row, or three and an end of their element; lists are sorted anew without saying anything."""
    for element in text.lower().split(SEAM):
        words = [SEAM, *_WORD.findall(element), SEAM]
        if len(words) > _LENGTH:
            yield from zip(*(words[start:] for start in range(_LENGTH)), strict=False)
        elif len(words) > 2:
            yield tuple(words)


def shape_of(url: str) -> str:
    """An address without its numbers and months, and without the values of its query."""
    parts = urlsplit(url)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    path = _VARYING.sub("#", parts.path)
    return f"{parts.scheme}://{parts.netloc}{path}" + ("?" + "&".join(f"{name}=*" for name in names) if names else "")
