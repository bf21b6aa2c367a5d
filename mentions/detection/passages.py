"""The stretches of a text worth reading closely, and what reading them gave: sentences and entities."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from mentions.detection.entities import Entity
from mentions.detection.surroundings import NEAR

LONGEST = 1_500
"""Characters of a block that are read; longer blocks are cut round the mention."""
_LAST_WORD = re.compile(r"\S+\Z")
_FIRST_WORD = re.compile(r"\S+")


class Span(NamedTuple):
    """`text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in the passages of one text, in order. `sentences` may reach over the end of a block."""

    sentences: tuple[Span, ...] = ()
    entities: tuple[Entity, ...] = ()

    def sentence(self, text: str, start: int, end: int) -> str:
        """The sentence that holds `text[start:end]`, word for word; never across the end of a block."""
        left, right = block(text, start, end)
        # A name may hold a full stop itself; then its sentence is what looks like two.
        touched = [one for one in self.sentences if one.start < end and start < one.end]
        if touched:
            left, right = max(left, touched[0].start), min(right, touched[-1].end)
        return text[left:right].strip()

    def near(self, start: int, end: int) -> tuple[Entity, ...]:
        """The entities beside a place, those that overlap it included."""
        return tuple(one for one in self.entities if start - NEAR < one.end and one.start < end + NEAR)


def block(text: str, start: int, end: int) -> Span:
    """The block round a place, or as much of it as is read."""
    left, right = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    right = right if right >= 0 else len(text)
    if right - left > LONGEST:
        left, right = max(left, start - LONGEST // 2), min(right, end + LONGEST // 2)
    return Span(left, right)


def passages(text: str, places: Iterable[Span], open_places: Iterable[Span]) -> list[Span]:
    """What to read, in order, merged where it meets: the block of every place, and what is near an open one."""
    merged = list[Span]()
    for span in sorted({*(block(text, *place) for place in places), *(_near(text, *place) for place in open_places)}):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _near(text: str, start: int, end: int) -> Span:
    """What is near a place, with the words whole that begin or end there."""
    left, right = max(0, start - NEAR), min(len(text), end + NEAR)
    before, after = _LAST_WORD.search(text[max(0, left - 40) : left]), _FIRST_WORD.match(text[right : right + 40])
    return Span(left - len(before.group() if before else ""), right + len(after.group() if after else ""))
