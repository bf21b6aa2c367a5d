"""The rows of pages that list other pages: topics of a board, posts of an archive, news of a section.

A row is the largest element that leads to one page and to no other of its kind. Addresses are of a kind where they
differ in numbers and words of a title alone: `/topic/12-lens` and `/topic/9-mount`, not `/forum/3-optics`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mentions import urls
from mentions.pages.bylines import PROFILE
from mentions.pages.dates import looks_dated
from mentions.pages.metadata import moment

_AROUND = frozenset(("nav", "footer", "aside", "select"))
_TOP = frozenset(("body", "html", "main", "table", "tbody", "thead", "ul", "ol", "dl"))
_POST_ID = re.compile(
    r"#(?:p|pid|post|msg|comment|message)?[-_]?(\d{1,12})$|[?&;](?:p|pid|post|msg)=(\d{1,12})\b|/posts?/(\d{1,12})\b|\.msg(\d{1,12})\b"
)
_REPLIES = re.compile(
    r"\b(?:repl(?:y|ies)|posts?|comments?|answers?|messages|antworten|beiträge|kommentare|réponses|respuestas|risposte|"
    r"svar|odpowiedzi)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f']\d{3})+|\d+")
_BESIDE = re.compile(r"last|latest|recent|node-extra", re.IGNORECASE)
"""Names of what a row of a board says of its newest topic, which has a title, too."""
_NUMBERED = re.compile(
    r"(threads?|topics?|forums?|boards?|users?|members?)-\d+(-(?:lastpost|newpost|page|post))?(?:-\d+)?"
)
_TIMES = "time[datetime], .timeago[title], abbr[title], time[title]"
_TITLE = re.compile(r"[^\W\d_]{2,}(?:[-_][^\W_]+)+|(?<![^\W_])[^\W\d_]-[^\W\d_]{2,}(?:[-_][^\W_]+)*|(?<=\d[-_.]).*")
"""The words of a title in an address; of one letter only the first of several, as in `a-lens-31`, not in `f-3`."""
_TOKEN = re.compile(
    r"(?=.*\d)(?:[A-Z0-9]{16,}|[0-9a-f]{16,}|[0-9a-z]{24,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.ASCII
)
"""Signs that mean nothing, as in the address of a mail that is named by a hash."""
_MOST = 2_000
"""Links of a page that are looked at: no list that people read is longer."""
_PICTURES = frozenset(("i", "span", "svg", "img"))
_SHORT = 24
"""Characters of an element that holds a number, with a word beside it at most."""
_HEADS = 3
"""Rows of a table that may head it."""
_DEEPEST = 12
"""Elements between a link and its row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list: the page it leads to, its words, and what it says of that page.

    `is_headed`: its link is a headline, as that of an article shown on the front of a blog. `link_at` is how many
    characters of its text stand before that link, at most.
    """

    url: str
    text: str
    lastmod: datetime | None = None
    claim: Mapping[str, str] = field(default_factory=dict)
    is_headed: bool = False
    link_at: int = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """The entries of a list, in order, and all that they lead to, their own pages included.

    `permalinks` are other pages that the page calls the place of what it shows; `headlines` are the texts of headings
    that lead to others.
    """

    entries: tuple[Row, ...]
    led_to: frozenset[str]
    permalinks: tuple[str, ...] = ()
    headlines: frozenset[str] = frozenset()


class _Entry(NamedTuple):
    address: str
    anchor: LexborNode
    element: LexborNode


def rows_of(tree: LexborHTMLParser, base: str, own_host: str) -> Rows:
    """The rows of a page; those of menus, footers and sidebars are left out."""
    by_shape: dict[str, dict[str, list[LexborNode]]] = defaultdict(lambda: defaultdict(list))
    for address, anchor in _links(tree, base, own_host):
        by_shape[shape(address)][address].append(anchor)
    entries = [entry for pages in by_shape.values() if len(pages) > 1 for entry in _entries(pages)]
    # What leads to places on this page, as the links of comments do, is no entry of a list.
    entries = [one for one in _outermost(_of_pages(entries)) if one.address != base.partition("#")[0]]
    columns = _Columns()
    inside = (
        urls.resolve(base, node.attributes.get("href") or "") for one in entries for node in one.element.css("a[href]")
    )
    led_to = frozenset(address.partition("#")[0] for address in inside if address)
    others = [link for link in _links(tree, base, own_host) if link[0] != base.partition("#")[0]]
    return Rows(
        tuple(_row(one, columns, base) for one in entries),
        led_to,
        permalinks=tuple(dict.fromkeys(address for address, anchor in others if _is_permalink(anchor))),
        headlines=frozenset(_text(anchor) for _, anchor in others if _is_title(anchor) > 1),
    )


def _is_permalink(anchor: LexborNode) -> bool:
    is_place = "#" in (anchor.attributes.get("href") or "")
    return not is_place and anchor.text(strip=True).lower() == "permalink"


def _text(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def _of_pages(entries: list[_Entry]) -> list[_Entry]:
    """Without those that lead to people, who are named in the rows of others: unless all do, as on a home page."""
    pages = [one for one in entries if not PROFILE.search(one.address)]
    return pages or entries


def _outermost(entries: list[_Entry]) -> list[_Entry]:
    """One entry a row: of several pages that it leads to, each of another kind, the one it is about."""
    by_element: dict[int, list[_Entry]] = defaultdict(list)
    for one in entries:
        by_element[one.element.mem_id].append(one)
    best = [max(some, key=lambda one: _is_title(one.anchor)) for some in by_element.values()]
    return [
        one for one in best if not any(outer.mem_id in by_element for outer in islice(_above(one.element), 1, None))
    ]


def _is_title(anchor: LexborNode) -> int:
    if any(_BESIDE.search(one.attributes.get("class") or "") for one in islice(_above(anchor), 4)):
        return -1
    if any(one.tag in ("h1", "h2", "h3", "h4", "h5") for one in islice(_above(anchor), 3)):
        return 2
    named = " ".join(one.attributes.get("class") or "" for one in islice(_above(anchor), 2))
    return int(re.search(r"title|subject|topic|headline", named, re.IGNORECASE) is not None)


def shape(address: str) -> str:
    """What an address has in common with others of its kind."""
    parts = urlsplit(address)
    segments = [_segment(one) for one in parts.path.split("/")]
    # What follows a number is its title, be it of one word: `/category/5/lenses`, `/2026/06/lenses/`.
    titled = (one and before == "#" and one != "#" for before, one in zip(["", *segments], segments, strict=False))
    segments = ["*" if is_title else one for is_title, one in zip(titled, segments, strict=True)]
    keys = sorted({_asked(key, said) for key, said in parse_qsl(parts.query, keep_blank_values=True)})
    return "/".join(segments) + ("?" + "&".join(keys) if keys else "")


def _asked(key: str, said: str) -> str:
    """A word of a query; of a number with a place behind it (`topic=12.0`, `topic=12.msg345`), the place as well."""
    place = re.fullmatch(r"\d+\.(0|[a-z]*)\d*", said)
    return f"{key}.{place[1] or '#'}" if place else key


def _segment(segment: str) -> str:
    stem, dot, ending = segment.rpartition(".")
    if dot and stem and len(ending) < 6:
        return f"{_segment(stem)}.{ending}"
    if segment.isdigit() or _TOKEN.fullmatch(segment):
        return "#"
    if found := _NUMBERED.fullmatch(segment):
        return f"{found[1]}-#{found[2] or ''}"
    if re.search(r"\d", segment):
        return re.sub(r"\d+", "#", _TITLE.sub("*", segment))
    return "*" if re.search(r"[-_%+]", segment) or len(segment) > 24 else segment


def _links(tree: LexborHTMLParser, base: str, own_host: str) -> Iterator[tuple[str, LexborNode]]:
    for anchor in tree.css("a[href]")[:_MOST]:
        address = urls.resolve(base, anchor.attributes.get("href") or "")
        if address and urls.is_web(address) and urls.host_of(address) == own_host and anchor.text(strip=True):
            yield urls.without_session(address.partition("#")[0]), anchor


def _entries(pages: Mapping[str, list[LexborNode]]) -> Iterator[_Entry]:
    """The row of each of these pages, which are of one kind."""
    led_to: dict[int, set[str]] = defaultdict(set)
    for address, anchors in pages.items():
        for anchor in anchors:
            for element in _above(anchor):
                led_to[element.mem_id].add(address)
    for address, (anchor, *_) in pages.items():
        chain = list(_above(anchor))
        if not any(one.tag in _AROUND for one in chain):
            row = [one for one in chain if len(led_to[one.mem_id]) == 1 and one.tag not in _TOP]
            yield _Entry(address, anchor, row[-1] if row else anchor)


def _above(node: LexborNode) -> Iterator[LexborNode]:
    element: LexborNode | None = node
    for _ in range(_DEEPEST):
        if element is None or element.tag in ("body", "html"):
            return
        yield element
        element = element.parent


def _row(entry: _Entry, columns: "_Columns", base: str) -> Row:
    element, said = entry.element, dict[str, str]()
    if last := _last_post(element, base):
        said["last post"] = last
    if (count := _replies(element) or columns.replies(element)) is not None:
        said["replies"] = count
    times = [
        moment(node.attributes.get("datetime") or node.attributes.get("title") or "") for node in element.css(_TIMES)
    ]
    text, is_headed = _text(element), _is_title(entry.anchor) > 1
    at = max(text.find(_text(entry.anchor)), 0)
    return Row(entry.address, text, max(filter(None, times), default=None), said, is_headed, at)


def _last_post(element: LexborNode, base: str) -> str | None:
    """The newest of the posts that a row leads to, by its number."""
    found = (
        _POST_ID.search(urls.resolve(base, node.attributes.get("href") or "") or "") for node in element.css("a[href]")
    )
    numbers = [int(next(filter(None, match.groups()))) for match in found if match]
    return str(max(numbers)) if numbers else None


def _replies(element: LexborNode) -> str | None:
    """A number beside a word or a picture for replies, or in an element that is named after them."""
    for node in element.css("[class], [title], [aria-label]"):
        named = " ".join(filter(None, map(node.attributes.get, ("class", "title", "aria-label"))))
        text = node.text(separator=" ", strip=True) or (_beside(node) if node.tag in _PICTURES else "")
        said = re.sub(r"[-_]", " ", f"{named} {text}")
        is_of_all = len(text) <= _SHORT and not _BESIDE.search(named)
        if is_of_all and _REPLIES.search(said) and not looks_dated(text) and (count := _COUNT.search(text)):
            return count[0]
    return None


def _beside(picture: LexborNode) -> str:
    return picture.parent.text(separator=" ", strip=True) if picture.parent is not None else ""


class _Columns:
    """The columns of a page's tables that are headed by a word for replies."""

    def __init__(self) -> None:
        self._numbers: dict[int, int | None] = {}

    def replies(self, element: LexborNode) -> str | None:
        """The number in that column of a row, None where there is none."""
        table = next((one for one in _above(element) if one.tag == "table"), None)
        if element.tag != "tr" or table is None:
            return None
        if table.mem_id not in self._numbers:
            self._numbers[table.mem_id] = _column_of_replies(table)
        number, cells = self._numbers[table.mem_id], element.css("td, th")
        if number is None or number >= len(cells):
            return None
        count = _COUNT.search(cells[number].text())
        return count[0] if count else None


def _column_of_replies(table: LexborNode) -> int | None:
    """Which cell of its rows, from 0 on, a table heads with a word for replies; some heads are plain cells."""
    for row in table.css("tr")[:_HEADS]:
        place = 0
        for head in row.css("th, td"):
            said = head.text(strip=True)
            if _REPLIES.search(said) if head.tag == "th" else _REPLIES.fullmatch(said):
                return place
            span = head.attributes.get("colspan") or ""
            place += int(span) if span.isascii() and span.isdigit() and len(span) < 3 else 1
    return None
