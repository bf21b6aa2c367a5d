"""Lists of pages that sites publish: feeds, sitemaps and sitemap indexes, read from the bytes of an answer.

Sitemaps: https://www.sitemaps.org/protocol.html, with Google's `news:publication_date`. Feeds: RSS, Atom with further
pages (`rel=next`; RFC 5005 `prev-archive`), and JSON Feed (https://www.jsonfeed.org/version/1.1/).
"""

import json
import re
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from time import struct_time
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import feedparser
from lxml import etree

from mentions import redirectors, urls
from mentions.pages.metadata import moment
from mentions.pages.trimming import parts, trimmed, without_entities

MAX_UNPACKED = 60_000_000
"""Bytes a packed sitemap may grow to; the protocol allows 50 MB."""
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|\w+:feed)[\s>]", re.IGNORECASE)
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_JSON_FEED = re.compile(rb"\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/")
_HEAD = 5_000
_CHUNK = 65_536
_DEEPEST = 100
MOST_ENTRIES = 50_000
"""Of one sitemap: as many as the protocol allows."""
MOST_ELEMENTS = 1_000_000
"""Of one sitemap, whatever they are."""


class ListingKind(StrEnum):
    """What a listing is; the entries of an index are listings themselves."""

    FEED = "feed"
    SITEMAP = "sitemap"
    INDEX = "sitemap index"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Offered:
    """An address that a listing offers, and what it claims of the page there.

    `lastmod` is when it changed. `claim` is what else shows that it did, by what it is: the number of replies, the last
    post. `thread` is the first page of what this address continues, None where it stands for itself. `published` is
    what a feed says of a page that may not say it itself.
    """

    url: str
    lastmod: datetime | None = None
    claim: Mapping[str, str] = field(default_factory=dict)
    thread: str | None = None
    published: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing offers, in its own order.

    `more` are its further pages, the next one first; `left_out` counts, as far as known, what it has more than can be
    read.
    """

    kind: ListingKind
    offered: tuple[Offered, ...]
    more: tuple[str, ...] = ()
    left_out: int = 0


def read_listing(body: bytes, url: str) -> Listing | None:
    """The listing in `body`, fetched from `url`; None where it is none. A broken one gives what can be read of it."""
    body = _unpacked(body)
    head = body[:_HEAD]
    if _SITEMAP.search(head):
        return _sitemap(body, url)
    if body.lstrip().startswith(b"{") and _JSON_FEED.search(head):
        return _json_feed(body, url)
    if _FEED.search(head) and not re.search(rb"<html[\s>]", head, re.IGNORECASE):
        return _feed(body, url)
    return None


def read_whole(body: bytes, url: str) -> Listing | None:
    """As `read_listing`, but with all entries of a feed of many thousands, which takes as many times as long."""
    found, body = read_listing(body, url), _unpacked(body)
    if found is None or not found.left_out or not _FEED.search(body[:_HEAD]):
        return found
    read = filter(None, (_feed(part, url) for part in parts(body)))
    offered = tuple(one for part in read for one in part.offered)
    return replace(found, offered=offered, left_out=max(0, len(found.offered) + found.left_out - len(offered)))


def _unpacked(body: bytes) -> bytes:
    """Sitemaps are often served as `.xml.gz` files; more than MAX_UNPACKED is cut off."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MAX_UNPACKED)
    except zlib.error:
        return b""


def _sitemap(body: bytes, url: str) -> Listing:
    reader = _SitemapReader()
    target: Any = reader
    parser = etree.XMLParser(target=target, recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    body, at = without_entities(body).lstrip(), 0
    with suppress(etree.XMLSyntaxError):
        while at < len(body) and not reader.is_full:
            parser.feed(body[at : at + _CHUNK])
            at += _CHUNK
        parser.close()
    kind = ListingKind.INDEX if reader.root == "sitemapindex" else ListingKind.SITEMAP
    entries = (_entry(said, url) for said in reader.entries)
    return Listing(kind, tuple(entry for entry in entries if entry), left_out=int(reader.is_full))


class _SitemapReader:
    """Takes the entries out of a sitemap while it is read: its tree would take thirty times its size."""

    def __init__(self) -> None:
        self.root = ""
        self.entries: list[dict[str, str]] = []
        self.is_full = False
        self._path: list[str] = []
        self._text: list[str] = []
        self._elements = 0

    def start(self, tag: str, _attributes: object) -> None:
        self._elements += 1
        self._path.append(etree.QName(tag).localname.lower())
        self._text.clear()
        if len(self._path) == 1:
            self.root = self._path[0]
        elif len(self._path) == 2 and self._path[1] in ("url", "sitemap"):
            self.is_full = self.is_full or len(self.entries) >= MOST_ENTRIES
            self.entries += () if self.is_full else ({},)
        self.is_full = self.is_full or self._elements >= MOST_ELEMENTS or len(self._path) > _DEEPEST

    def data(self, text: str) -> None:
        if self._is_said():
            self._text.append(text)

    def _is_said(self) -> bool:
        """Whether the reader stands in something that an entry says; that of news stands one element deeper."""
        return len(self._path) == 3 or (len(self._path) == 4 and self._path[2:] == ["news", "publication_date"])

    def end(self, _tag: str) -> None:
        if self._is_said() and self._path[1] in ("url", "sitemap") and self.entries:
            self.entries[-1].setdefault(self._path[-1], "".join(self._text).strip())
        del self._path[-1:]

    def close(self) -> None:
        """What was found is kept in `entries`."""


def _entry(said: Mapping[str, str], url: str) -> Offered | None:
    address = urls.resolve(url, said.get("loc", ""))
    if address is None or not urls.is_web(address):
        return None
    return Offered(address, moment(said.get("lastmod", "")) or moment(said.get("publication_date", "")))


def _feed(body: bytes, url: str) -> Listing | None:
    body, left_out = trimmed(body)
    parsed = feedparser.parse(body, response_headers={"content-location": url}, sanitize_html=False)
    if not parsed.get("version") and not parsed.entries:
        return None
    offered = []
    for entry in parsed.entries:
        written = urls.resolve(url, entry.get("feedburner_origlink") or entry.get("link") or "")
        if written and urls.is_web(written):
            address = redirectors.unwrapped(written)  # alerts lead through their sender
            # As a plain dict: feedparser would answer for `updated` with `published`, and warn.
            times = [_utc(dict.get(entry, key)) for key in ("published_parsed", "updated_parsed")]
            offered.append(Offered(address, max((at for at in times if at), default=None), published=times[0]))
    return Listing(ListingKind.FEED, tuple(offered), _further(parsed, url), left_out)


def _further(parsed: Any, url: str) -> tuple[str, ...]:  # noqa: ANN401 - feedparser is not typed
    """The page of a feed behind this one: named by the feed, else by the habit of the software that made it."""
    links = {link.get("rel"): link.get("href") for link in reversed(parsed.feed.get("links", []))}
    named = urls.resolve(url, links.get("next") or links.get("prev-archive") or "")
    if named and urls.is_web(named):
        return (named,) if named != url else ()
    maker, parts = str(parsed.feed.get("generator", "")).lower(), urlsplit(url)
    if parsed.entries and "wordpress.org" in maker:
        words = dict(parse_qsl(parts.query))
        words["paged"] = str(_number(words.get("paged")) + 1)
        return (urlunsplit(parts._replace(query=urlencode(words))),)
    if parsed.entries and maker.startswith("ghost"):
        stem, number = re.fullmatch(r"(.*?)(?:/(\d+))?/?", parts.path).groups()  # type: ignore[union-attr] # all fits
        return (urlunsplit(parts._replace(path=f"{stem}/{_number(number) + 1}/")),)
    return ()


def _number(said: str | None) -> int:
    return int(said) if said and re.fullmatch(r"\d{1,6}", said, re.ASCII) else 1


def _json_feed(body: bytes, url: str) -> Listing | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    items = found.get("items")
    items = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    offered = tuple(filter(None, (_of_json(one, url) for one in items[:MOST_ENTRIES])))
    further = urls.resolve(url, str(found.get("next_url") or ""))
    more = (further,) if further and urls.is_web(further) and further != url else ()
    return Listing(ListingKind.FEED, offered, more, len(items) - len(items[:MOST_ENTRIES]))


def _of_json(item: Mapping[str, Any], url: str) -> Offered | None:
    # Where the item is about a page elsewhere, `url` is still the feed's own page of it.
    address = urls.resolve(url, str(item.get("url") or item.get("external_url") or ""))
    times = [moment(str(item.get(name) or "")) for name in ("date_published", "date_modified")]
    if address is None or not urls.is_web(address):
        return None
    lastmod = max((at for at in times if at), default=None)
    return Offered(redirectors.unwrapped(address), lastmod, published=times[0])


def _utc(at: struct_time | None) -> datetime | None:
    try:
        return moment(datetime(*at[:6], tzinfo=UTC).isoformat()) if at else None
    except ValueError:
        return None
