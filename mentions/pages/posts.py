"""The posts and comments of a page as units: where each stands in the visible text, by whom, from when, found where."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser

from mentions.items import Section
from mentions.pages import blocks, bylines, permalinks, quotes
from mentions.pages.blocks import Found
from mentions.pages.bylines import Block
from mentions.pages.dates import Calendar
from mentions.pages.walking import VisibleText

_MOST_QUOTED = 300
"""Quotations without a name that are looked for elsewhere on the page."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A post or comment at `text[start:end]` of the page; what the page does not say is None.

    Of two units one lies inside the other, or they are apart: a reply may stand inside the comment it answers.
    """

    start: int
    end: int
    section: Section
    permalink: str | None
    author: str | None
    published: datetime | None


class Marked:
    """The elements of a page that its posts, and the quotes in them, stand in: all of these are `others` (`mem_id`)."""

    def __init__(self, tree: LexborHTMLParser, url: str) -> None:
        self._found = blocks.find(tree, url)
        self._quotes = (
            frozenset(node.mem_id for node in quotes.quotes(tree.body)) if self._found and tree.body else frozenset()
        )
        self._pre = {node.mem_id: node for node in tree.css("pre")} if self._found else {}
        # What names no poster is a quotation of one where the same words stand elsewhere on the page.
        self._unnamed = (
            [node.mem_id for node in tree.css("blockquote")[:_MOST_QUOTED] if node.mem_id not in self._quotes]
            if self._found
            else []
        )
        self.others = self._quotes.union(node.mem_id for one in self._found for node in one.nodes)

    @cached_property
    def watched(self) -> Mapping[int, Section | None]:
        """The elements that the walk is to note, and the section of those that are posts."""
        sections = {node.mem_id: one.section for one in self._found for node in one.nodes}
        return {**dict.fromkeys((*self._pre, *self._quotes, *self._unnamed)), **sections}

    def units(self, visible: VisibleText) -> "Units":
        """Where the posts stand in the text that was walked with `watched`."""
        placed = [(span, one) for one in self._found if (span := _span(one, visible))]
        placed.sort(key=lambda one: (one[0][0], -one[0][1]))
        return Units(tuple(placed), self.others, tuple(sorted(self._quoted(visible, placed))))

    def _quoted(self, visible: VisibleText, placed: list[tuple[tuple[int, int], Found]]) -> Iterator[tuple[int, int]]:
        named = [visible.spans[mark] for mark in self._quotes if mark in visible.spans]
        yield from named
        unnamed = (visible.spans[mark] for mark in self._unnamed if mark in visible.spans)
        yield from (span for span in unnamed if quotes.stands_elsewhere(visible.text, span, named))
        for mark, node in self._pre.items():
            if mark in visible.spans:
                yield from quotes.quoted_lines(node.text(), visible.text, visible.spans[mark][0])
        for (start, end), _ in placed:
            yield from quotes.quoted_paragraphs(visible.text, start, end)


def _span(found: Found, visible: VisibleText) -> tuple[int, int] | None:
    """Where the elements of a post stand; None where they show nothing."""
    spans = [visible.spans[node.mem_id] for node in found.nodes if node.mem_id in visible.spans]
    if not spans or not visible.text[spans[0][0] : spans[-1][1]].strip():
        return None
    return spans[0][0], spans[-1][1]


class Units:
    """The posts of a walked page, read one by one as they are asked for."""

    def __init__(
        self,
        placed: tuple[tuple[tuple[int, int], Found], ...],
        others: frozenset[int],
        quoted: tuple[tuple[int, int], ...],
    ) -> None:
        self._placed, self._others, self.quoted = placed, others, quoted
        self._starts = [start for (start, _), _ in placed]
        self._read: dict[int, Unit] = {}

    def __len__(self) -> int:
        return len(self._placed)

    @property
    def sections(self) -> frozenset[Section]:
        """What sorts of units there are, of which none is read for that."""
        return frozenset(found.section for _, found in self._placed)

    def number_at(self, offset: int) -> int:
        """The number of the innermost unit round an offset, -1 outside of all."""
        for number in range(bisect_right(self._starts, offset) - 1, -1, -1):
            if self._placed[number][0][1] > offset:
                return number
        return -1

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` stands in a post, in what it quotes of another one."""
        inside = any(left <= start and end <= right for left, right in self.quoted)
        return inside and self.number_at(start) >= 0

    def _block(self, found: Found) -> Block:
        if found.page is None:
            return Block(found.nodes, self._others)
        return Block((found.page,), self._others - {node.mem_id for node in found.nodes})

    def unit(self, number: int, url: str, base: str, calendar: Calendar) -> Unit:
        """A unit, read at the first question; `base` is what the page's links are resolved against."""
        if number not in self._read:
            (start, end), found = self._placed[number]
            block = self._block(found)
            self._read[number] = Unit(
                start,
                end,
                found.section,
                permalinks.permalink(block, url, base) if found.page is None else url.partition("#")[0],
                bylines.author(block),
                bylines.published(block, calendar),
            )
        return self._read[number]
