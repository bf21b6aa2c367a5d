"""Lists of pages that sites publish: feeds, sitemaps and sitemap indexes, read from the bytes of an answer."""

import re
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from time import struct_time
from typing import Any

import feedparser
from lxml import etree

from mentions import redirectors, urls
from mentions.pages.metadata import moment
from mentions.pages.trimming import trimmed, without_entities

MAX_UNPACKED = 60_000_000
"""Bytes a packed sitemap may grow to; the protocol allows 50 MB."""
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|\w+:feed)[\s>]", re.IGNORECASE)
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
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
    post. `thread` is the first page of what this address continues, None where it stands for itself.
    """

    url: str
    lastmod: datetime | None = None
    claim: Mapping[str, str] = field(default_factory=dict)
    thread: str | None = None


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
    if _FEED.search(head) and not re.search(rb"<html[\s>]", head, re.IGNORECASE):
        return _feed(body, url)
    return None


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
        if len(self._path) == 3:
            self._text.append(text)

    def end(self, _tag: str) -> None:
        if len(self._path) == 3 and self._path[1] in ("url", "sitemap") and self.entries:
            self.entries[-1].setdefault(self._path[2], "".join(self._text).strip())
        del self._path[-1:]

    def close(self) -> None:
        """What was found is kept in `entries`."""


def _entry(said: Mapping[str, str], url: str) -> Offered | None:
    address = urls.resolve(url, said.get("loc", ""))
    if address is None or not urls.is_web(address):
        return None
    return Offered(address, moment(said.get("lastmod", "")))


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
            offered.append(Offered(address, max((at for at in times if at), default=None)))
    return Listing(ListingKind.FEED, tuple(offered), left_out=left_out)


def _utc(at: struct_time | None) -> datetime | None:
    try:
        return moment(datetime(*at[:6], tzinfo=UTC).isoformat()) if at else None
    except ValueError:
        return None
