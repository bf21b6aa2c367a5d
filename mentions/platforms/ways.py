"""What a source whose address is an ordinary page may be read by, and in which order that is tried.

Crawls go by it, and so does a look at an address before it becomes a source.
"""

import re
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from mentions import urls
from mentions.items import Kind
from mentions.pages.document import Document
from mentions.pages.indexes import leads_of, listing_of
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.platforms import Front, Platform, platform_at

MOST_SITEMAPS = 200
"""Sitemaps of one index, or one robots.txt, that are read in a run, the newest first."""
_A_SECTION = 5
"""Rows of a page below a site's front from which on it is taken for a section."""
_ROBOTS, _SITEMAP = "/robots.txt", "/sitemap.xml"
WELL_KNOWN = (_ROBOTS, _SITEMAP)
"""Addresses that are tried at every site; that nothing is there is no news."""
_NAMES_SITEMAP = re.compile(rb"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_FRONT = re.compile(r"/(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ways:
    """`lists` belong together, and all of them are read; where none can be, the first of `others` that can be.

    At last the `rows` and `links` of the page itself; of a section of a site its rows alone, the rest is not what is
    meant.
    """

    platform: Platform | None = None
    lists: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    rows: tuple[Offered, ...] = ()
    links: tuple[str, ...] = ()
    is_section: bool = False

    def next(self) -> "tuple[tuple[str, ...], Ways]":
        """The lists that are tried now, and what is left to try where they give nothing; () where no list is left."""
        if self.lists:
            return self.lists, replace(self, lists=())
        return self.others[:1], replace(self, others=self.others[1:])

    def behind(self, address: str, body: bytes, url: str) -> "Ways":
        """The same after an answer that was no list (asked for at `address`, it came from `url`): it may name some."""
        return replace(self, lists=_sitemaps_in(body, url) if address.endswith(_ROBOTS) else ())


def ways_of(document: Document, front: Front, kind: Kind, *, source: str) -> Ways:
    """What the source at this address may be read by; `front` is the answer it gave, `document` the page in it."""
    known = (*document.feeds[:1], *(urljoin(front.url, path) for path in WELL_KNOWN))
    platform = platform_at(front)
    found = listing_of(document, kind)
    rows = found.offered if found else ()
    is_section = kind is not Kind.FORUM and len(rows) >= _A_SECTION and not is_front(source)
    return Ways(
        platform=platform,
        lists=platform.lists(front) if platform else (),
        others=document.feeds[:1] if is_section else known,
        rows=rows,
        links=(*leads_of(document), *(found.more if found else ())),
        is_section=is_section,
    )


def is_enough(found: ListingKind, kind: Kind, *, whole_archive: bool = False) -> bool:
    """Whether a source is read with this list: a feed shows the last posts of an archive alone.

    Forums make their sitemaps once a day or less; what was said since then their own lists of topics tell.
    """
    if kind is Kind.FORUM:
        return found is ListingKind.LIST
    return found is not ListingKind.FEED or not whole_archive


def newest(index: Listing) -> list[Offered]:
    """The sitemaps of an index that are read."""
    dated = sorted((one for one in index.offered if one.lastmod), key=lambda one: str(one.lastmod), reverse=True)
    return [*dated, *(one for one in index.offered if not one.lastmod)][:MOST_SITEMAPS]


def is_front(url: str) -> bool:
    """Whether an address is that of a site's front page."""
    parts = urlsplit(url)
    return not parts.query and _FRONT.fullmatch(parts.path or "/") is not None


def _sitemaps_in(robots: bytes, url: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names."""
    named = (urls.resolve(url, one.decode("latin-1")) for one in _NAMES_SITEMAP.findall(robots))
    return tuple(dict.fromkeys(address for address in named if address and urls.is_web(address)))[:MOST_SITEMAPS]
