"""Feeds, sitemaps and sitemap indexes, whole, packed, broken and hostile."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentions.pages.listings import MAX_UNPACKED, Listing, ListingKind, Offered, read_listing

URL = "https://news.example/dir/list.xml"
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <url><loc> https://news.example/a </loc><lastmod>2026-03-02</lastmod></url>
  <url><loc>/b?x=1&amp;y=2</loc><lastmod>soon</lastmod></url>
  <url><loc>javascript:alert(1)</loc></url><url><lastmod>2026-03-02</lastmod></url><!-- none -->
</urlset>"""
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>https://news.example/</link>
<item><title>A</title><link>/a</link><pubDate>Mon, 02 Mar 2026 10:00:00 +0200</pubDate></item>
<item><title>B</title><link>https://news.example/b</link></item><item><title>No link</title></item>
<item><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<entry><link href="https://news.example/a"/><published>2026-03-01T00:00:00Z</published><updated>2026-03-02T08:00:00Z</updated></entry>
</feed>"""


def listed(text: str | bytes) -> Listing:
    found = read_listing(text if isinstance(text, bytes) else text.encode(), URL)
    assert found is not None
    return found


def test_a_sitemap() -> None:
    assert listed(SITEMAP) == Listing(
        ListingKind.SITEMAP,
        (
            Offered("https://news.example/a", datetime(2026, 3, 2, tzinfo=UTC)),
            Offered("https://news.example/b?x=1&y=2"),
        ),
    )


def test_a_packed_sitemap() -> None:
    assert listed(gzip.compress(SITEMAP.encode())) == listed(SITEMAP)


def test_an_index_of_sitemaps() -> None:
    index = "<sitemapindex><sitemap><loc>https://news.example/1.xml.gz</loc></sitemap></sitemapindex>"
    assert listed(index) == Listing(ListingKind.INDEX, (Offered("https://news.example/1.xml.gz"),))


def test_a_sitemap_that_breaks_off_gives_what_was_read() -> None:
    assert listed(SITEMAP[: SITEMAP.index("soon")]).offered[0].url == "https://news.example/a"


@pytest.mark.parametrize("feed", [RSS, RSS.replace("</channel></rss>", "")])
def test_a_feed(feed: str) -> None:
    assert listed(feed) == Listing(
        ListingKind.FEED,
        (
            Offered("https://news.example/a", datetime(2026, 3, 2, 8, 0, tzinfo=UTC)),
            Offered("https://news.example/b"),
        ),
    )


def test_an_entry_is_as_new_as_its_latest_date() -> None:
    assert listed(ATOM).offered == (Offered("https://news.example/a", datetime(2026, 3, 2, 8, 0, tzinfo=UTC)),)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Acme <feed> the <rss> cat</body></html>",
        b"<!doctype html><p>Acme Optics",
        b'{"version": "https://jsonfeed.example/"}',
        b"\x1f\x8bnot really packed",
        b"%PDF-1.7",
    ],
)
def test_what_is_no_listing(body: bytes) -> None:
    assert read_listing(body, URL) is None


def test_a_sitemap_that_unpacks_without_end_is_cut_off() -> None:
    bomb = gzip.compress(SITEMAP.replace("</urlset>", "").encode() + b" " * (MAX_UNPACKED + 1_000_000))
    assert len(listed(bomb).offered) == 2


def test_entities_are_not_resolved() -> None:
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY f "grown">]>'
    hostile = SITEMAP.replace("<urlset", f"{entity}<urlset", 1).replace("/b?x", "/b&e;&f;?x")
    offered = [offered.url for offered in listed(hostile).offered]
    assert offered[0] == "https://news.example/a"
    assert not any("grown" in url or "host" in url for url in offered)


PIECES = [
    "<urlset>",
    "<url>",
    "<loc>",
    "https://news.example/a",
    "</loc>",
    "<lastmod>",
    "2026",
    "</url>",
    "<rss>",
    "<feed>",
]
PIECES += [
    "<channel>",
    "<item>",
    "<link>",
    "</link>",
    "<pubDate>",
    "99999-99-99",
    "&x;",
    "<![CDATA[",
    "\x1f\x8b",
]


@settings(deadline=None)
@example(b"\0<urlset>")
@given(st.binary(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=20).map(lambda some: "".join(some).encode()))
def test_no_bytes_make_it_fail(body: bytes) -> None:
    found = read_listing(body, URL)
    assert found is None or all(offered.url.startswith("http") for offered in found.offered)
