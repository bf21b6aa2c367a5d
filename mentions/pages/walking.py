"""One walk over the tree: text as a reader sees it, with the links round it and the section it stands in.

Inline elements join without a space, block elements break the line, so that `Ac<b>me</b>` is one word and
`<td>One</td><td>Two</td>` are two. The stack is explicit: real pages nest deeper than Python recurses.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from mentions.items import Section
from mentions.pages.sections import Attributes, Sections

INVISIBLE = "script style noscript template iframe object svg math canvas audio video textarea".split()
_SKIPPED = frozenset([*INVISIBLE, "head", "-comment", "-doctype"])
_BLOCKS = frozenset(
    (
        "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol optgroup "
        "option p plaintext pre search section select summary table tbody td tfoot th thead tr ul xmp"
    ).split()
)
_CODE = frozenset(("code", "kbd", "samp", "tt"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "title"))
_PLACING = _CODE | _HEADINGS | {"a"}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NARROW = r" \t\n\r\f\u00a0\u202f\u2009\u200a"
# A wide space that stands alone stays as it is written; a plain one is what all others become.
_SPACES = re.compile(rf"[{_NARROW}\u1680\u2000-\u2008\u205f\u3000]{{2,}}|[{_NARROW.removeprefix(' ')}]")


class Place(NamedTuple):
    """What holds for the text from here to the next place."""

    section: Section
    link: int  # index into VisibleText.links, -1 outside of links
    code: bool
    heading: bool


class Anchor(NamedTuple):
    """A link as written: `href` is not resolved yet."""

    href: str
    rel: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VisibleText:
    """`text` with blocks split by newlines; `starts[i]` is where `places[i]` begins to hold.

    `seams` are the offsets where two elements meet without a space between their words, as in a row of buttons. `spans`
    says where the text of each watched element stands.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[Place, ...]
    links: tuple[Anchor, ...]
    seams: frozenset[int]
    spans: Mapping[int, tuple[int, int]]

    def place(self, offset: int) -> Place:
        """What holds at `offset`."""
        return self.places[bisect_right(self.starts, offset) - 1]

    def links_within(self, start: int, end: int) -> tuple[Anchor, ...]:
        """The links that cover any part of `text[start:end]`, in order."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1)
        numbers = dict.fromkeys(place.link for place in self.places[first:last] if place.link >= 0)
        return tuple(self.links[number] for number in numbers)


def walk(body: LexborNode | None, watched: Mapping[int, Section | None] = MappingProxyType({})) -> VisibleText:
    """The visible text below `body`; `watched` are elements, by `mem_id`, with the section known to open there."""
    return _walk(body, watched) if body is not None else _Writer().finish()


def _walk(body: LexborNode, watched: Mapping[int, Section | None]) -> VisibleText:
    writer, sections = _Writer(), Sections(body)
    stack = list[tuple[LexborNode, Place, bool]]()  # what is open: with the place round it, and whether it is a block
    node = body.first_child
    place = Place(Section.UNCLEAR, -1, code=False, heading=False)
    while node is not None or stack:
        if node is None:
            closed, place, block = stack.pop()
            if block:
                writer.break_block()
            if watched:
                writer.close(closed.mem_id)
            node = closed.next
        elif (tag := node.tag or "") == "-text":
            writer.write(node.text_content or "", place)
            node = node.next
        elif tag in _SKIPPED or ((attributes := node.attributes) and _is_hidden(attributes)):
            node = node.next
        else:
            if block := tag in _BLOCKS:
                writer.break_block()
            stack.append((node, place, block))
            outer = place.section
            # Boilerplate stays what it is, and is half of what most pages hold.
            if outer is not Section.BOILERPLATE or tag in _PLACING:
                place = _inside(place, sections.inside(outer, tag, attributes, node), tag, attributes, writer)
            if watched and (mark := node.mem_id) in watched:
                writer.open(mark)
                place = place._replace(section=_known(watched[mark], outer) or place.section)
            node = node.first_child
    return writer.finish()


def _known(section: Section | None, outer: Section) -> Section | None:
    """The section known to open, unless it stands in boilerplate."""
    return None if outer is Section.BOILERPLATE else section


def _inside(place: Place, section: Section, tag: str, attributes: Attributes, writer: "_Writer") -> Place:
    if tag not in _PLACING:
        return place if section is place.section else place._replace(section=section)
    if tag != "a":
        return Place(section, place.link, code=place.code or tag in _CODE, heading=place.heading or tag in _HEADINGS)
    link = writer.add_link(anchor_of(attributes)) if "href" in attributes else place.link
    return Place(section, link, place.code, place.heading)


def anchor_of(attributes: Attributes) -> Anchor:
    """The link that these attributes make, its rel tokens in lower case."""
    # Commas part them, too, whatever the standard says.
    rel = attributes.get("rel")
    return Anchor(attributes.get("href") or "", tuple(rel.lower().replace(",", " ").split()) if rel else ())


def _is_hidden(attributes: Attributes) -> bool:
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    return "style" in attributes and bool(_HIDDEN_STYLE.search(attributes["style"] or ""))


class _Writer:
    """Collects text, folding white space, and notes where the place changes."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._last = "\n"
        self._starts: list[int] = [0]
        self._places: list[Place] = [Place(Section.UNCLEAR, -1, code=False, heading=False)]
        self._links: list[Anchor] = []
        self._seams: set[int] = set()
        self._spans: dict[int, tuple[int, int]] = {}

    def open(self, mark: int) -> None:
        self._spans[mark] = (self._length, self._length)

    def close(self, mark: int) -> None:
        if mark in self._spans:
            self._spans[mark] = (self._spans[mark][0], self._length)

    def add_link(self, anchor: Anchor) -> int:
        self._links.append(anchor)
        return len(self._links) - 1

    def write(self, raw: str, place: Place) -> None:
        text = _SPACES.sub(" ", raw)
        if self._last in " \n":
            text = text.removeprefix(" ")
            if not text:
                return
        elif self._last.isalnum() and text[:1].isalnum():
            self._seams.add(self._length)
        if place is not self._places[-1] and place != self._places[-1]:
            self._starts.append(self._length)
            self._places.append(place)
        self._append(text)

    def break_block(self) -> None:
        if self._last != "\n":
            self._append("\n")

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self._last = text[-1:]

    def finish(self) -> VisibleText:
        return VisibleText(
            "".join(self._parts),
            tuple(self._starts),
            tuple(self._places),
            tuple(self._links),
            frozenset(self._seams),
            self._spans,
        )
