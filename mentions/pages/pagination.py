"""Which address goes on with a document that is split over pages, and which is a copy of its first one.

A topic or a long article stands at one address with a number in it: `?page=2`, `&start=20`, `/page/2`, `/2/`,
`/page-2`, `-2.html`, `topic=5.20`. The rest of two such addresses must be the same: on blogs `rel=next` is the next
article, and lists have pages, too, that are no document.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from mentions.pages.document import Document

_PAGES = frozenset("page pg paged pageno pagenumber page_no pagina seite cpage".split())
_OFFSETS = frozenset("start st offset from".split())
_BESIDE = frozenset("s sid phpsessid sessionid highlight hilit pp f styleid langid".split())
"""What an address may hold beside its document: sessions, looks, and the forum of a topic."""
_END = r"(?P<end>\.html?)$"


def _shapes(*shapes: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.ASCII | re.IGNORECASE) for one in shapes)


_IN_PATH = _shapes(
    r"^(?P<rest>.*?)/(?:page|seite|pagina|comment-page)[/-]?(?P<number>\d{1,5})/?$",
    rf"^(?P<rest>.*)[-,]page-(?P<number>\d{{1,5}}){_END}",
    rf"^(?P<rest>.*/[^/]*(?:topic|thread)[-_]?\d[^/]*)-(?P<number>\d{{1,5}}){_END}",
    rf"^(?P<rest>.*topic,\d+)\.(?P<offset>\d{{1,7}}){_END}",
)
_OF_ARTICLES = _shapes(
    rf"^(?P<rest>.*/[^/]*[^/\d])[-_](?P<number>\d{{1,2}}){_END}",
    r"^(?P<rest>.*/[^/]*[^/\d][^/]*)/(?P<number>\d{1,2})/?$",
)
_HTML = re.compile(r"\.html?$", re.IGNORECASE)
_TEXTS = ("article", "posting", "report", "review")
_OF_A_LIST = re.compile(
    r"/(?:category|categories|tags?|author|archives?|search|label|topics|forums?|board|index|latest|recent|members?|users?)"
    r"(?:[/.?]|$)|viewforum|forumdisplay|[?&;]board=|/(?:c|f)/",
    re.IGNORECASE,
)
_OF_A_TOPIC = re.compile(
    r"viewtopic|showthread|/threads?/.|/topics?/[^/?]|/t/|/d/|topic[=,]|thread-?\d|/discussion/|/questions/\d",
    re.IGNORECASE,
)


class Numbered(NamedTuple):
    """An address taken apart: its document, and the number of its page, or of posts before it (`counts_posts`)."""

    document: str
    number: int
    counts_posts: bool = False


def shown_whole(document: Document) -> str | None:
    """Where a page shows all of itself to those without JavaScript; what it leads them to may also be its next part."""
    whole = document.without_scripts
    return whole if whole and numbered(whole).document != numbered(document.url).document else None


def numbered(url: str) -> Numbered:
    """An address as a page of a document; the number is 0 where there is none."""
    parts = urlsplit(url)
    kept, number, counts_posts = list[tuple[str, str]](), None, False
    for name, value in parse_qsl(parts.query.replace(";", "&"), keep_blank_values=True):
        dotted = re.fullmatch(r"(\d{1,9})\.(\d{1,7})", value, re.ASCII) if name == "topic" else None
        if dotted:
            kept.append((name, dotted[1]))
            number, counts_posts = int(dotted[2]), True
        elif name.lower() in _PAGES | _OFFSETS and re.fullmatch(r"\d{1,7}", value, re.ASCII):
            number, counts_posts = int(value), name.lower() in _OFFSETS
        elif name.lower() not in _BESIDE:
            kept.append((name, value))
    path = parts.path
    if number is None:
        path, number, counts_posts = _in_path(path)
    rest = urlunsplit((parts.scheme, parts.netloc.lower(), path.rstrip("/"), urlencode(sorted(kept)), ""))
    return Numbered(rest, number, counts_posts)


def _in_path(path: str) -> tuple[str, int, bool]:
    for shape in _IN_PATH if _OF_A_TOPIC.search(path) else (*_IN_PATH, *_OF_ARTICLES):
        if found := shape.match(path):
            said = found.groupdict()
            return said["rest"] + (said.get("end") or ""), int(said.get("number") or said["offset"]), "offset" in said
    return path, 0, False


def without_first(url: str) -> str:
    """The address without the number of a first page: `?page=1` and `/page/1/` are copies of the bare one."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _is_first(name.lower(), value)]
    query = urlencode(kept) if len(kept) < len(pairs) else parts.query
    path = re.sub(r"/(?:page|seite|comment-page)[/-]?1(/?)$", r"\1", parts.path)
    return urlunsplit((parts.scheme, parts.netloc, path, query, parts.fragment))


def _is_first(name: str, value: str) -> bool:
    return (name in _PAGES and value in ("1", "")) or (name in _OFFSETS and value in ("0", ""))


def continued(document: Document) -> str | None:
    """The address of the next page of the same document; None where it ends here, or is a list."""
    is_document = _is_document(document.url)
    if is_document is False:
        return None
    here = numbered(document.url)
    later = {one.number: address for address, one in _pages(document, here) if one.number > here.number}
    if not later or not (is_document or _is_one_text(document)):
        return None
    if any(numbered(address).counts_posts for address in later.values()):
        return later[min(later)]
    # Pages are numbered from 1, whether the first one says so or not; the next one is always linked to.
    return later.get(max(here.number, 1) + 1)


def _pages(document: Document, here: Numbered) -> Iterator[tuple[str, Numbered]]:
    path = _HTML.sub("", urlsplit(here.document).path)  # numbers stand before the ending, too
    for address in (*document.next_pages, *document.links_below(path)):
        one = numbered(address)
        if one.document == here.document and one.number and (one.number > 1 or one.counts_posts):
            yield address.partition("#")[0], one


def _is_document(url: str) -> bool | None:
    """Whether an address is that of part of a topic, and of no list; None where it may be an article."""
    parts = urlsplit(url)
    if not parts.path.strip("/") and not parts.query:
        return False
    if _OF_A_TOPIC.search(url):
        return True
    return False if _OF_A_LIST.search(url) else None


def _is_one_text(document: Document) -> bool:
    """Whether a page says that it is one, and no list."""
    is_named = document.is_single or any(kind.endswith(_TEXTS) for kind in document.types)
    return is_named or bool(document.post_sections)
