"""Parts of a site without an end: calendars, sortings of a list, pages that only differ in their number.

What gives them away is that their addresses have one shape, and that one page after the other says nothing new.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

MOST_DULL = 15
"""Pages of one shape in a row that say nothing new, before the others are left alone."""
FEW_WORDS = 5
"""A page with fewer words that no page of its shape has said before says nothing new."""
DEEPEST, MOST_REPEATED = 25, 3
"""Parts of a path, and how often one of them may come again: relative links that are wrong make ever longer ones."""
_MOST_WORDS = 50_000

_WORD = re.compile(r"[^\W\d_]{3,}")
_VARYING = re.compile(
    r"\d+|(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}(?![a-z])", re.IGNORECASE
)


@dataclass(slots=True)
class _Shape:
    words: set[str] = field(default_factory=set)
    dull: int = 0


class Traps:
    """What was seen of each shape in one run."""

    def __init__(self) -> None:
        self._shapes: dict[str, _Shape] = {}

    def saw(self, url: str, text: str) -> str | None:
        """Take note of a page that was read; the shape of its address, where this page shows it to be a trap."""
        shape = self._shapes.setdefault(shape_of(url), _Shape())
        new = {word.lower() for word in _WORD.findall(text)} - shape.words
        shape.dull = shape.dull + 1 if len(new) < FEW_WORDS else 0
        if len(shape.words) < _MOST_WORDS:
            shape.words |= new
        return shape_of(url) if shape.dull == MOST_DULL else None

    def holds(self, url: str) -> bool:
        """Whether an address leads into a trap."""
        parts = [part for part in urlsplit(url).path.split("/") if part]
        if len(parts) > DEEPEST or (parts and max(Counter(parts).values()) > MOST_REPEATED):
            return True
        shape = self._shapes.get(shape_of(url))
        return shape is not None and shape.dull >= MOST_DULL


def shape_of(url: str) -> str:
    """An address without its numbers and months, and without the values of its query."""
    parts = urlsplit(url)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    path = _VARYING.sub("#", parts.path)
    return f"{parts.scheme}://{parts.netloc}{path}" + ("?" + "&".join(f"{name}=*" for name in names) if names else "")
