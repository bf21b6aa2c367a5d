"""Lists of pages that sites publish: feeds, sitemaps and sitemap indexes, read from the bytes of an answer."""

import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from time import struct_time

import feedparser
from lxml import etree

from mentions import redirectors, urls
from mentions.pages.metadata import moment

MAX_UNPACKED = 60_000_000
"""Bytes a packed sitemap may grow to; the protocol allows 50 MB."""
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|\w+:feed)[\s>]", re.IGNORECASE)
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_HEAD = 5_000


class ListingKind(StrEnum):
    """What a listing is; the entries of an index are listings themselves."""

    FEED = "feed"
    SITEMAP = "sitemap"
    INDEX = "sitemap index"


@dataclass(frozen=True, slots=True)
class Offered:
    """An address that a listing offers, and when it claims that the page changed."""

    url: str
    lastmod: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or sitemap offers, in its own order."""

    kind: ListingKind
    offered: tuple[Offered, ...]


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
    # Entities stay unresolved: a sitemap needs none, and a hostile one grows by them.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return Listing(ListingKind.SITEMAP, ())
    kind = ListingKind.INDEX if _name(root) == "sitemapindex" else ListingKind.SITEMAP
    entries = (_entry(node, url) for node in root if _name(node) in ("url", "sitemap"))
    return Listing(kind, tuple(entry for entry in entries if entry))


def _entry(node: etree._Element, url: str) -> Offered | None:
    said = {_name(child): (child.text or "").strip() for child in node}
    address = urls.resolve(url, said.get("loc", ""))
    if address is None or not urls.is_web(address):
        return None
    return Offered(address, moment(said.get("lastmod", "")))


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname.lower() if isinstance(node.tag, str) else ""


def _feed(body: bytes, url: str) -> Listing | None:
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
    return Listing(ListingKind.FEED, tuple(offered))


def _utc(at: struct_time | None) -> datetime | None:
    try:
        return moment(datetime(*at[:6], tzinfo=UTC).isoformat()) if at else None
    except ValueError:
        return None
