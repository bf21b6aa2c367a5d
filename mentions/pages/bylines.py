"""Who wrote a post, and when: read from the elements of its block.

What the markup says goes before what a class is called, and that before the bare text. `Block.own` leaves out the posts
inside a post, and the quotes: their names and dates are those of others.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from selectolax.lexbor import LexborNode

from mentions.pages.dates import Calendar, date_in, looks_dated, without_date
from mentions.pages.metadata import moment

_LONGEST_NAME, _EARLY = 60, 120
_FIRST, _WORDS = 3, 4
_CLOCK = re.compile(r"\d[:.h]\d\d")
_PIECES, _SHORT = 120, 100
"""How many pieces of text are looked at for a date, and how long one may be, in characters."""
_NAMED = "data-author data-username data-user-name data-author-name data-displayname author".split()
_AUTHORS = (
    '[itemprop~="author"]',
    '[itemprop~="creator"]',
    ".p-author",
    '.fn, .hnuser, .bigusername, .poster_name, .comment__author, [class*="author-name"], [class*="author__name"]',
    '[rel~="author"]',
    '[class*="username" i], [class*="user-name" i]',
)
_BY_CLASS = (
    '[class*="author" i], [class*="poster"], [class*="user"], [class*="member"], [class*="nick"], [class*="from"],'
    ' [class*="byline"], [class*="autor"], [class*="name" i]'
)
_ABOUT = re.compile(
    r"title|rank|group|avatar|level|status|role|badge|count|info|stat|online|reputation|joined", re.IGNORECASE
)
_HEADS = "cite, b, strong, dt, h3, h4, h5, h6, th"
PROFILE = re.compile(
    r"(?:^|/)(?:users?|u|members?|profiles?|people|person|author|usuarios?|utilisateurs?|mitglied(?:er)?|benutzer"
    r"|@[\w.-]+|~[\w.-]+)(?:[/._,-]|$)|member(?:list)?\.php\?|profile\.(?:php|jsp|asp)|userinfo|action=profile"
    r"|mode=viewprofile|[?&;](?:u|uid|userid|user|member)=|/(?:user|member|profile)[-_]?\w+\.html?|^/?user\?id=",
    re.IGNORECASE,
)
_AROUND_NAME = re.compile(
    r"^(?:(?:originally\s+)?(?:posted|written|submitted|started|answered|asked|by|from|author|von|par|por|di|door|af|av"
    r"|от|autor|auteur)\b\s*:?\s*)+"
    r"|\s*(?:says|said|wrote|schrieb|sagte?|meint|dit|a\s+dit|dice|dijo|scrive|zegt|disse)?\s*[:,]?\s*$",
    re.IGNORECASE,
)
BY = re.compile(
    r"(?:(?:^|(?:\d{4}|\d:\d\d|\bago)\W+)(?:by|von|par|por|di|door|от)|(?:posted|submitted|written|started|geschrieben|publié)\s+(?:by|von|par|por))"
    r"\s*:?\s+([^\s,»|<>()][^,»|<>()\n]{0,39}?)\s*(?:$|[,»|<>()\n]|\b(?:on|am|at|in|le|el)\b)",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bFrom:?\s+\"?([^<>\"\n(]{2,60}?)\"?\s*(?:[<(\[]|@ \d)")
_NO_NAME = re.compile(
    r"^(?:log ?in|sign ?(?:in|up)|register|members?|guests?|admin(?:istrator)?s?|moderators?|user|author|reply|quote"
    r"|report|edit|share|link|permalink|like|delete|top|guest book|profile|pm|email|www|website|parent|antworten"
    r"|zitieren|melden|répondre|responder|citar|rispondi|\W*)$|^#?\d+$|https?://|\S@\S+\.\w",
    re.IGNORECASE,
)
_TIMES = (
    '[itemprop~="datePublished"], [itemprop~="dateCreated"], .dt-published, time[datetime], relative-time[datetime]'
)
_STAMPS = "data-timestamp data-time data-utime data-epoch data-date data-created created-timestamp".split()
_HINTS = "title data-original-title data-tippy-content data-tooltip aria-label".split()
_DATED = '[class*="date" i], [class*="time" i], [class*="posted"], [class*="when"], [class*="age"]'


@dataclass(frozen=True, slots=True)
class Block:
    """The elements of one post; `others` are the elements (by `mem_id`) inside them that are not its own."""

    nodes: tuple[LexborNode, ...]
    others: frozenset[int]

    def own(self, selector: str) -> Iterator[LexborNode]:
        """The elements of a selector, in order."""
        # Each once: the parser gives one for every part of the selector that fits.
        found = {one.mem_id: one for node in self.nodes for one in node.css(selector)}
        ends = {node.mem_id for node in self.nodes}
        return (one for one in found.values() if not self._is_of_others(one, ends))

    def _is_of_others(self, node: LexborNode, ends: set[int]) -> bool:
        here: LexborNode | None = node
        while here is not None and here.mem_id not in ends:
            if here.mem_id in self.others:
                return True
            here = here.parent
        return False

    def pieces(self) -> Iterator[str]:
        """Its own text, piece by piece as tags part it."""
        stack = [node.first_child for node in reversed(self.nodes)]
        while stack:
            node = stack.pop()
            if node is None:
                continue
            stack.append(node.next)
            if node.is_text_node:
                yield from _lines(node)
            elif node.mem_id not in self.others:
                stack.append(node.first_child)

    def text(self, most: int) -> str:
        """The start of its own text, its pieces parted by spaces."""
        pieces, length = list[str](), 0
        for piece in self.pieces():
            pieces.append(piece)
            length += len(piece) + 1
            if length > most:
                break
        return " ".join(pieces)[:most]

    def attribute(self, names: Iterable[str]) -> str:
        """The first of these attributes that the block itself has."""
        said = self.nodes[0].attributes
        return next((value.strip() for name in names if (value := said.get(name))), "")


def _lines(node: LexborNode) -> Iterator[str]:
    """The lines of a text, where these are as they were written."""
    text, around = node.text_content or "", node.parent
    lines = text.splitlines() if around is not None and around.tag == "pre" else [text]
    yield from filter(None, (" ".join(line.split()) for line in lines))


def author(block: Block) -> str | None:
    """The name that a post goes by, as its page writes it."""
    return next(filter(None, map(name_of, _authors(block))), None)


def _authors(block: Block) -> Iterator[str]:
    yield block.attribute(_NAMED)
    for selector in _AUTHORS:
        for node in block.own(selector):
            yield from said_by(node)
    yield from _called_authors(block)
    yield from _written_authors(block)


def _called_authors(block: Block) -> Iterator[str]:
    """By where a link leads, and by what a class is called after."""
    for node in block.own("a[href]"):
        if PROFILE.search(node.attributes.get("href") or ""):
            yield from said_by(node)
    for node in islice(block.own(_BY_CLASS), 12):
        if not _ABOUT.search(node.attributes.get("class") or ""):
            yield node.text(separator=" ")


def _written_authors(block: Block) -> Iterator[str]:
    """By the words: "Posted by Jane", "From: Jane"; else what stands out where the block begins."""
    head = block.text(400)
    for found in (BY.search(head), _FROM.search(head)):
        if found:
            yield found[1]
    for node in islice(block.own(_HEADS), 3):
        text = " ".join(node.text(separator=" ").split())
        if text and head.find(text[:_LONGEST_NAME]) in range(_EARLY):
            # A date may stand in the same line, in an element of its own.
            yield text
            yield from islice(Block((node,), frozenset()).pieces(), 1)
    yield from _beside_the_date(block)


def _beside_the_date(block: Block) -> Iterator[str]:
    """What stands beside the date that a post begins with: "2 May 2026 - Jane", or right before that line."""
    pieces = list(islice(block.pieces(), _FIRST))
    for last, piece, later in zip(["", *pieces], pieces, [*pieces[1:], ""], strict=False):
        if (rest := without_date(piece)) is not None:
            is_begun = piece.endswith(("-", "–", "—", "|", "·")) or later.endswith(("said:", "wrote:", "says:"))
            yield from (text for text in (rest, later if is_begun else last) if len(text.split()) < _WORDS)
            return


def said_by(node: LexborNode) -> Iterator[str]:
    """What an element that stands for a person says of its name."""
    said = node.attributes
    yield said.get("content") or ""
    for inner in node.css('[itemprop~="name"]'):
        yield inner.attributes.get("content") or inner.text(separator=" ")
    if node.tag != "a":
        yield from (inner.text(separator=" ") for inner in node.css("a[href]"))
    yield node.text(separator=" ")


def name_of(text: str) -> str | None:
    """A text as a name, without "Posted by" and "says"; None where it can be none."""
    clean = _AROUND_NAME.sub("", " ".join(text.split())).strip(" \u200e\u200f»«|·•-–:,")
    if not 0 < len(clean) <= _LONGEST_NAME or _NO_NAME.search(clean) or looks_dated(clean):
        return None
    return clean if any(map(str.isalnum, clean)) and len(clean.split()) <= 6 else None


def published(block: Block, calendar: Calendar) -> datetime | None:
    """When a post was written, as UTC."""
    return next((at for at in _moments(block, calendar) if at), None)


def _moments(block: Block, calendar: Calendar) -> Iterator[datetime | None]:
    for node in block.own(_TIMES):
        said = node.attributes
        if "modified" not in (said.get("itemprop") or "").lower() and not _is_of_an_edit(node):
            written = said.get("datetime") or said.get("content") or node.text(separator=" ")
            yield moment(written) or date_in(written, calendar)
    yield _stamp(block.attribute(_STAMPS))
    for node in block.own(", ".join(f"[{name}]" for name in _STAMPS)):
        yield _stamp(next((value for name in _STAMPS if (value := node.attributes.get(name))), ""))
    for node in block.own(", ".join(f"[{name}]" for name in _HINTS)):
        for hint in filter(None, map(node.attributes.get, _HINTS)):
            yield moment(hint.split(" ")[0]) if "T" in hint[:12] else None
            yield date_in(hint, calendar)
    for node in islice(block.own(f"time, {_DATED}"), 12):
        yield date_in(node.text(separator=" "), calendar)
    pieces = list(islice(block.pieces(), _PIECES))
    # Longer ones are what the post is about; the day that somebody joined has seldom a time.
    short = [(piece, last[-60:]) for last, piece in zip(["", *pieces], pieces, strict=False) if len(piece) <= _SHORT]
    yield from (date_in(piece, calendar, before) for piece, before in short if _CLOCK.search(piece))
    yield from (date_in(piece, calendar, before) for piece, before in short)


def _is_of_an_edit(node: LexborNode) -> bool:
    around = node.parent
    return around is not None and bool(_EDITED.search(f"{around.attributes.get('class') or ''} {around.text()[:40]}"))


_EDITED = re.compile(r"edit|modif|bearbeitet|join|regist|last[\s-](?:seen|visit|active)", re.IGNORECASE)


def _stamp(written: str) -> datetime | None:
    """Seconds or milliseconds since 1970, or ISO 8601."""
    if not written.isascii() or not written.isdigit():
        return moment(written)
    if len(written) not in (9, 10, 12, 13):
        return None
    return moment(datetime.fromtimestamp(int(written) / (1000 if len(written) > 10 else 1), UTC).isoformat())
