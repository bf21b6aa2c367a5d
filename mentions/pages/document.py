"""A document: one tree made from the bytes, and what is read from it on demand."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mentions import urls
from mentions.exceptions import UnknownPageError
from mentions.items import Contact, Outlink, Section, Unknown
from mentions.pages import crediting, links, metadata, nesting, robots, shells, signs, walking
from mentions.pages.charset import as_utf8
from mentions.pages.dates import Calendar, calendar_of
from mentions.pages.metadata import Head, Metadata
from mentions.pages.posts import Marked, Unit, Units
from mentions.pages.rows import Rows, rows_of
from mentions.pages.walking import INVISIBLE, Anchor, VisibleText

MAX_BYTES = 10_000_000
"""Larger documents are not read: no page that people write for people comes near."""

SEAM = "\x01"
"""Stands between pieces of text: a sign that no page shows, and that is no white space."""

_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x00\x00\x00\x18ftyp")
_INVISIBLE = ", ".join(INVISIBLE)
_BEGINNING = 2_000
"""Signs of a text that are looked at first."""


def read(
    body: bytes,
    url: str,
    content_type: str | None = None,
    *,
    robots_tag: str | None = None,
    now: datetime | None = None,
) -> "Document":
    """The document that an answer holds; `robots_tag` is its `X-Robots-Tag` header, `now` when it was fetched.

    Raises UnknownPageError where it is empty, too large, or no HTML.
    """
    if len(body) > MAX_BYTES:
        raise UnknownPageError(Unknown.TOO_LARGE, f"{len(body):,} bytes")
    if content_type and not _may_be_html(content_type):
        raise UnknownPageError(Unknown.NOT_HTML, content_type[:80])
    if not body or body.isspace():
        raise UnknownPageError(Unknown.EMPTY)
    if body.startswith(_BINARY) or (b"\0" in body[:1024] and not body.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise UnknownPageError(Unknown.NOT_HTML, "binary data")
    html = as_utf8(body, content_type)
    if too_much := nesting.excess(html):
        raise UnknownPageError(Unknown.TOO_LARGE, too_much)
    return Document(html, url, robots_tag, now)


def _may_be_html(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind in (
        "",
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "application/xml",
        "text/xml",
        "application/octet-stream",
    )


class Href(NamedTuple):
    """Where a link leads: the address resolved and unwrapped, its host in ASCII, and the rel of the link."""

    address: str
    host: str
    rel: tuple[str, ...]


class Document:
    """One HTML document at `url` (the address it was fetched from). The tree never leaves the callback that made it."""

    def __init__(self, html: str | bytes, url: str, robots_tag: str | None = None, now: datetime | None = None) -> None:
        """`html` in UTF-8, if these are bytes; without `now`, "3 days ago" is no date."""
        self.url = url
        self._robots, self._now = robots_tag, now
        # As bytes, without the signs that UTF-8 cannot hold; scripting: as a browser reads `<noscript>`.
        source = html.encode("utf-8", "replace") if isinstance(html, str) else html
        self._tree = LexborHTMLParser(source, scripting=True)
        json_ld, self._has_scripts, without_scripts = list[str](), False, list[str]()
        for node in self._tree.css(_INVISIBLE):
            if node.tag == "script":
                if (node.attributes.get("type") or "").lower() == "application/ld+json":
                    json_ld.append(node.text(deep=True))
                else:
                    self._has_scripts = True
            elif node.tag == "noscript":
                without_scripts.append(node.text(deep=True))
            node.decompose(recursive=False)
        self._json_ld, self._without_scripts = tuple(json_ld), tuple(without_scripts)

    @property
    def _body(self) -> LexborNode | None:
        return self._tree.body

    @cached_property
    def pieces(self) -> str:
        """All visible text, `SEAM` wherever a tag stands: words are whole here, but for those with tags inside."""
        return self._body.text(separator=SEAM) if self._body is not None else ""

    @cached_property
    def loose_text(self) -> str:
        """The same without seams, blocks glued together: for candidates only, where losing none is what counts."""
        return self.pieces.replace(SEAM, "")

    @cached_property
    def visible(self) -> VisibleText:
        """The text as a reader sees it, with its links and sections."""
        return walking.walk(self._body, self._marked.watched)

    @cached_property
    def _marked(self) -> Marked:
        return Marked(self._tree, self.url)

    @cached_property
    def _units(self) -> Units:
        return self._marked.units(self.visible)

    @cached_property
    def _calendar(self) -> Calendar:
        return calendar_of(self.visible.text, self.language, self._now)

    def _unit(self, number: int) -> Unit:
        return self._units.unit(number, self.url, self.base, self._calendar)

    @cached_property
    def posts(self) -> tuple[Unit, ...]:
        """The posts and comments, in order; a reply may stand inside what it answers."""
        return tuple(map(self._unit, range(len(self._units))))

    @property
    def post_sections(self) -> frozenset[Section]:
        """Whether there are posts, comments or both; a tenth of the work of reading who wrote them, and when."""
        return self._units.sections

    def post_at(self, offset: int) -> Unit | None:
        """The post or comment round an offset of the visible text, the innermost; None outside of all."""
        number = self._units.number_at(offset)
        return self._unit(number) if number >= 0 else None

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether that part of the visible text is what a post repeats of another post."""
        return self._units.is_quoted(start, end)

    @cached_property
    def base(self) -> str:
        """The address that relative links are resolved against."""
        node = self._tree.css_first("base[href]")
        href = (node.attributes.get("href") or "") if node is not None else ""
        return urls.resolve(self.url, href) or self.url

    @cached_property
    def metadata(self) -> Metadata:
        """Title, author, date, language, site name and canonical address, as far as the page says."""
        said = metadata.read(self._tree, self._json_ld, self.base)
        return crediting.completed(said, self._tree, self._marked.others, self._calendar)

    @cached_property
    def language(self) -> str | None:
        """The language of the metadata, by itself: the date, which nobody asks for at once, costs ten times as much."""
        return metadata.language(self._tree)

    @cached_property
    def types(self) -> frozenset[str]:
        """The types of the metadata, by themselves."""
        return metadata.types(self._tree, self._json_ld)

    @cached_property
    def canonical(self) -> str | None:
        """The canonical address of the metadata, by itself."""
        return metadata.canonical(self._tree, self.base)

    @cached_property
    def head(self) -> Head:
        """What stands in its head, in the site's own words."""
        return metadata.head(self._tree, self.base)

    @cached_property
    def objects(self) -> tuple[dict[str, Any], ...]:
        """Every object of its JSON-LD, in the site's own words."""
        return tuple(metadata.objects_of(self._json_ld))

    @cached_property
    def hrefs(self) -> tuple[Href, ...]:
        """Every web address that an `<a>` or `<area>` leads to."""
        found = []
        for node in self._tree.css("a[href], area[href]"):
            anchor = walking.anchor_of(node.attributes)
            if link := links.leads_to(self.base, anchor.href):
                found.append(Href(link.address, link.host, self.rel_of(anchor)))
        return tuple(found)

    def rel_of(self, anchor: Anchor) -> tuple[str, ...]:
        """The rel tokens of a link, with what the page says of all its links."""
        says_it = "nofollow" in anchor.rel or not self._follows_none
        return anchor.rel if says_it else (*anchor.rel, "nofollow")

    @cached_property
    def _follows_none(self) -> bool:
        return robots.follows_none(self._tree, self._robots)

    @cached_property
    def linked_hosts(self) -> frozenset[str]:
        """The hosts this page links to, its own included."""
        return frozenset(href.host for href in self.hrefs)

    @cached_property
    def outlinks(self) -> tuple[Outlink, ...]:
        """The other sites this page links to, sorted."""
        own, sites = urls.site_of(self.url), dict[str, bool]()
        for _, host, rel in self.hrefs:
            site = urls.site_of_host(host)
            if site and site != own:
                sites[site] = sites.get(site, False) or not {"nofollow", "ugc", "sponsored"}.intersection(rel)
        return tuple(Outlink(site=site, followed=followed) for site, followed in sorted(sites.items()))

    @cached_property
    def feeds(self) -> tuple[str, ...]:
        """The feeds this page names, those of comments left out."""
        found = []
        for node in self._tree.css('link[rel~="alternate"][href]'):
            said = node.attributes
            kind = (said.get("type") or "").lower()
            is_comments = "comment" in f"{said.get('title') or ''} {said.get('href') or ''}".lower()
            if re.search(r"rss|atom|feed\+json", kind) and not is_comments:
                found.append(urls.resolve(self.base, said.get("href") or ""))
        return tuple(dict.fromkeys(address for address in found if address and urls.is_web(address)))

    @cached_property
    def links_within(self) -> tuple[str, ...]:
        """The addresses on this page's own host that may be pages, each once, in order."""
        own = urls.host_of(self.url)
        return links.pages(href.address for href in self.hrefs if href.host == own)

    def links_below(self, path: str) -> tuple[str, ...]:
        """Of those the ones whose path begins with `path`, at a small part of the cost."""
        return links.below(self._tree, self.base, urls.host_of(self.url), path)

    @cached_property
    def rows(self) -> Rows:
        """The entries of this page that lead to other pages of its host, where there is more than one of a kind."""
        return rows_of(self._tree, self.base, urls.host_of(self.url))

    @property
    def is_single(self) -> bool:
        """Whether the page calls itself that of a single entry, as all themes of WordPress do."""
        classes = (self._body.attributes.get("class") or "").split() if self._body is not None else ()
        return "single" in classes

    @cached_property
    def next_pages(self) -> tuple[str, ...]:
        """The addresses that this page calls the next one, in its head or its body."""
        nodes = self._tree.css('link[rel~="next"][href], a[rel~="next"][href]')
        found = (urls.resolve(self.base, node.attributes.get("href") or "") for node in nodes)
        return tuple(dict.fromkeys(address for address in found if address and urls.is_web(address)))

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """The addresses printed on this page for readers to see."""
        return signs.contacts(self.visible, self._json_ld, self.url, self.metadata.author)

    @property
    def without_scripts(self) -> str | None:
        """The address at which the page shows all of itself to those without JavaScript, where it names one."""
        return shells.without_scripts(self._without_scripts, self.url)

    @property
    def needs_javascript(self) -> bool:
        """Whether the answer is a shell that a browser fills: its text says nothing about the page."""
        if not self._has_scripts:
            return False
        # Its beginning is nearly always enough to tell.
        if any(shells.words_of(text, shells.MANY_WORDS) >= shells.MANY_WORDS for text in self._loose_texts()):
            return False
        if all(shells.words_of(text, shells.FEW_WORDS) < shells.FEW_WORDS for text in self._loose_texts()):
            return True
        asks = any(map(shells.asks_for_scripts, self._without_scripts))
        return shells.is_shell(self._tree, self.visible, asks=asks)

    def _loose_texts(self) -> Iterator[str]:
        yield self.pieces[:_BEGINNING].replace(SEAM, "")
        yield self.loose_text
