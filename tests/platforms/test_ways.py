"""What a source may be read by, and the order in which that is tried."""

from datetime import UTC, datetime

from mentions import pages
from mentions.items import Kind
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.platforms import Front
from mentions.platforms.ways import MOST_SITEMAPS, Ways, is_enough, newest, ways_of
from mentions.urls import resolve

HOST = "https://news.example"
ROBOTS, SITEMAP = f"{HOST}/robots.txt", f"{HOST}/sitemap.xml"
FEED = '<link rel=alternate type="application/rss+xml" href="/feed">'
WORDPRESS = "<meta name=generator content='WordPress 6.1'>"
ROWS = "".join(f"<li><a href='/{n}-of-the-news'>One of the news, number {n}</a></li>" for n in range(8))


def found(url: str, head: str = "", body: str = "", kind: Kind = Kind.NEWS) -> Ways:
    html = f"<html><head>{head}</head><body><ul>{body}</ul></body></html>".encode()
    return ways_of(pages.read(html, url), Front(url=url, body=html), kind, source=url)


def steps(ways: Ways) -> list[tuple[str, ...]]:
    tried = []
    while (step := ways.next())[0]:
        tried.append(step[0])
        ways = step[1]
    return tried


def test_an_ordinary_site_is_tried_by_feed_robots_and_sitemap() -> None:
    assert steps(found(f"{HOST}/", FEED)) == [(f"{HOST}/feed",), (ROBOTS,), (SITEMAP,)]
    assert steps(found(f"{HOST}/")) == [(ROBOTS,), (SITEMAP,)]


def test_software_that_is_known_tells_first_and_its_lists_belong_together() -> None:
    first, *rest = steps(found(f"{HOST}/", WORDPRESS + FEED))
    assert len(first) == 3
    assert rest == [(f"{HOST}/feed",), (ROBOTS,), (SITEMAP,)]


def test_of_a_section_only_its_own_feed_and_rows_are_read() -> None:
    section = found(f"{HOST}/optics/", FEED, ROWS)
    assert section.is_section
    assert steps(section) == [(f"{HOST}/feed",)]
    assert len(section.rows) == 8
    assert not found(f"{HOST}/", FEED, ROWS).is_section
    assert not found(f"{HOST}/optics/", FEED, ROWS, Kind.FORUM).is_section


def test_a_robots_txt_names_the_sitemaps_that_are_tried_next() -> None:
    named = b"User-agent: *\n sitemap : /a.xml\nSitemap: https://b.example/b.xml\nSitemap: javascript:x\nSitemap: a.xml"
    ways = Ways(others=(SITEMAP,)).behind(ROBOTS, named, ROBOTS)
    assert steps(ways) == [(resolve(HOST, "/a.xml"), "https://b.example/b.xml"), (SITEMAP,)]
    assert steps(ways.behind(f"{HOST}/feed", named, f"{HOST}/feed")) == [(SITEMAP,)]


def test_the_feed_of_a_forum_or_an_archive_is_not_all_of_it() -> None:
    assert is_enough(ListingKind.FEED, Kind.BLOG)
    assert not is_enough(ListingKind.FEED, Kind.FORUM)
    assert not is_enough(ListingKind.FEED, Kind.BLOG, whole_archive=True)
    assert is_enough(ListingKind.SITEMAP, Kind.BLOG, whole_archive=True)
    assert not is_enough(ListingKind.SITEMAP, Kind.FORUM), "it may be a day old"
    assert is_enough(ListingKind.LIST, Kind.FORUM, whole_archive=True)


def test_an_index_is_read_from_its_newest_sitemap_on() -> None:
    offered = [Offered(f"{HOST}/{n}.xml", datetime(2026, 1, n, tzinfo=UTC) if n % 2 else None) for n in range(1, 6)]
    ordered = newest(Listing(ListingKind.INDEX, tuple(offered)))
    assert [one.url[-5] for one in ordered] == ["5", "3", "1", "2", "4"]
    assert len(newest(Listing(ListingKind.INDEX, tuple(offered) * 100))) == MOST_SITEMAPS
