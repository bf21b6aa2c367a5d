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


def test_a_feed_of_alerts_leads_to_the_pages() -> None:
    alert = "https://www.google.com/url?rct=j&amp;sa=t&amp;url=https://blog.example/a%3Fb%3D1&amp;ct=ga&amp;usg=x"
    feed = ATOM.replace("https://news.example/a", alert)
    assert [offered.url for offered in listed(feed).offered] == ["https://blog.example/a?b=1"]


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


A, B = "https://news.example/a", "https://news.example/dir/b"
RDF = """<?xml version="1.0" encoding="ISO-8859-1"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://news.example/"><title>Ähnlich</title></channel>
<item rdf:about="https://news.example/a"><title>A</title><link>https://news.example/a</link><dc:date>2026-03-02T09:00:00+01:00</dc:date></item>
<item rdf:about="https://news.example/dir/b"><title>B</title><link>b</link></item></rdf:RDF>"""
PREFIXED_ATOM = """<?xml version="1.0"?><a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>News</a:title>
<a:entry><a:link rel="alternate" href="/a"/><a:updated>2026-03-02T08:00:00Z</a:updated></a:entry>
<a:entry><a:link href="b"/></a:entry></a:feed>"""
PREFIXED_SITEMAP = """<?xml version="1.0"?><!-- made by hand -->
<sm:urlset xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<sm:url><sm:loc>/a</sm:loc><sm:lastmod>2026-03-02T08:00:00Z</sm:lastmod><news:news><news:title>A</news:title>
<news:publication_date>2026-02-01</news:publication_date></news:news><image:image><image:loc>/a.png</image:loc></image:image></sm:url>
<sm:url><sm:loc>b</sm:loc></sm:url></sm:urlset>"""


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(RDF.encode("latin-1"), ListingKind.FEED, id="RSS 1.0, not in UTF-8"),
        pytest.param(PREFIXED_ATOM.encode(), ListingKind.FEED, id="Atom, prefixed"),
        pytest.param(PREFIXED_SITEMAP.encode(), ListingKind.SITEMAP, id="news sitemap, prefixed, with pictures"),
        pytest.param(PREFIXED_SITEMAP.encode("utf-8-sig"), ListingKind.SITEMAP, id="byte order mark"),
        pytest.param(b"\n\n" + PREFIXED_SITEMAP.encode(), ListingKind.SITEMAP, id="empty lines before all"),
        pytest.param(b"\n\n" + PREFIXED_ATOM.encode(), ListingKind.FEED, id="empty lines before a feed"),
        pytest.param(
            PREFIXED_SITEMAP.encode().replace(b"b</sm:loc>", b"\x0bb</sm:loc>"), ListingKind.SITEMAP, id="wrong sign"
        ),
    ],
)
def test_forms_that_are_met(body: bytes, kind: ListingKind) -> None:
    at = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    assert listed(body) == Listing(kind, (Offered(A, at), Offered(B)))


@pytest.mark.parametrize(
    ("lastmod", "at"),
    [
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
        ("2026-03-02T10:00:00+02:00", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("2099-12-31", datetime(2099, 12, 31, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("1970-01-01", None),
        ("2026-02-30", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_of_a_sitemap(lastmod: str, at: datetime | None) -> None:
    found = listed(f"<urlset><url><loc>{A}</loc><lastmod> {lastmod} </lastmod></url></urlset>")
    assert found.offered == (Offered(A, at),)


@pytest.mark.parametrize(
    "said",
    [
        "Mon, 99 Foo 2026",
        "0000-00-00",
        "Mon, 02 Mar 99999 10:00:00 GMT",
        "soon",
        "1970-01-01T00:00:00Z",
    ],
)
def test_a_feed_with_an_absurd_date_still_offers_its_pages(said: str) -> None:
    found = listed(
        f"<rss version='2.0'><channel><item><link>{A}</link><pubDate>{said}</pubDate></item></channel></rss>"
    )
    assert found.offered == (Offered(A),)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "body",
    [
        f"<urlset><url><loc>{A}</loc></url><url><loc>{A}?&l11;</loc></url></urlset>",
        f"<rss version='2.0'><item><link>{A}</link></item><item><title>&l11;</title><link>{A}?&l11;</link></item>",
    ],
    ids=["sitemap", "feed"],
)
def test_entities_that_grow_without_end_do_not(body: str) -> None:
    found = listed(f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>{body}')
    assert sum(len(offered.url) for offered in found.offered) < 1_000


def test_a_very_small_file_that_unpacks_without_end() -> None:
    bomb = gzip.compress(b" " * (MAX_UNPACKED * 3))
    assert len(bomb) < 200_000
    assert read_listing(bomb, URL) is None


def test_a_listing_without_entries_is_one() -> None:
    assert listed("<urlset></urlset>") == Listing(ListingKind.SITEMAP, ())
    assert listed("<rss version='2.0'><channel><title>News</title></channel></rss>") == Listing(ListingKind.FEED, ())


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


NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example/a</loc><news:news><news:publication><news:name>The News</news:name></news:publication>
<news:publication_date>2026-03-02T10:00:00+02:00</news:publication_date><news:title>A</news:title></news:news></url>
<url><loc>https://news.example/b</loc><lastmod>2026-03-04</lastmod>
<news:news><news:publication_date>2026-03-01</news:publication_date></news:news></url></urlset>"""


def test_a_news_sitemap_has_the_dates_of_its_news() -> None:
    assert listed(NEWS).offered == (
        Offered("https://news.example/a", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        Offered("https://news.example/b", datetime(2026, 3, 4, tzinfo=UTC)),
    )


JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "next_url": "list.xml?page=2", "items": [
{"id": "1", "url": "/a", "date_published": "2026-03-01T00:00:00Z", "date_modified": "2026-03-02T10:00:00+02:00"},
{"id": "2", "url": "https://news.example/b", "external_url": "https://other.example/"},
{"id": "3", "external_url": "https://other.example/c"}, {"id": "4", "url": "javascript:alert(1)"}, 5]}"""


@pytest.mark.parametrize("feed", [JSON_FEED, JSON_FEED.replace("https://", "https:\\/\\/")])
def test_a_json_feed(feed: str) -> None:
    assert listed(feed) == Listing(
        ListingKind.FEED,
        (
            Offered("https://news.example/a", datetime(2026, 3, 2, 8, tzinfo=UTC)),
            Offered("https://news.example/b"),
            Offered("https://other.example/c"),
        ),
        ("https://news.example/dir/list.xml?page=2",),
    )


@pytest.mark.parametrize("items", ["5", '{"url": "https://news.example/a"}', "null"])
def test_a_json_feed_without_a_list_offers_nothing(items: str) -> None:
    assert listed(f'{{"version": "https://jsonfeed.org/version/1", "items": {items}}}').offered == ()


def paged(head: str, url: str = URL) -> tuple[str, ...]:
    feed = ATOM.replace("<title>", f"{head}<title>", 1)
    found = read_listing(feed.encode(), url)
    assert found is not None
    return found.more


@pytest.mark.parametrize(
    ("head", "url", "more"),
    [
        ('<link rel="self" href="/x"/><link rel="next" href="?start=2"/>', URL, f"{URL}?start=2"),
        ('<link rel="prev-archive" href="/2025.atom"/>', URL, "https://news.example/2025.atom"),
        ("<generator>https://wordpress.org/?v=6.1</generator>", "https://b.example/feed/", "https://b.example/feed/?paged=2"),
        ("<generator>https://wordpress.org/?v=6.1</generator>", "https://b.example/?feed=rss2&paged=9", "https://b.example/?feed=rss2&paged=10"),
        ("<generator>Ghost 5.8</generator>", "https://b.example/rss/", "https://b.example/rss/2/"),
        ("<generator>Ghost 5.8</generator>", "https://b.example/rss/2/", "https://b.example/rss/3/"),
    ],
)  # fmt: skip
def test_a_feed_names_its_next_page(head: str, url: str, more: str) -> None:
    assert paged(head, url) == (more,)


@pytest.mark.parametrize("head", ["", f'<link rel="next" href="{URL}"/>', '<link rel="next" href="javascript:x"/>'])
def test_a_feed_that_has_no_further_page(head: str) -> None:
    assert paged(head) == ()
