"""Sources of every shape, crawled for real; and crawled again, which asks for nothing that is known."""

import gzip
import json
from collections.abc import Iterator

import pytest
from loopback import Crawled, Folder, LoopbackWeb, feed, index, page, serve, sitemap, source, workspace

pytestmark = pytest.mark.slow

SOURCES = (
    "http://feed.example/feed.xml",
    "http://map.example/sitemap.xml",
    "http://index.example/sitemap_index.xml",
    "http://front.example/",
    "http://robots.example/",
    "http://well-known.example/",
    "http://plain.example/",
    "http://broken.example/feed.xml",
    "http://moved.example/feed",
)
FEED_LINK = '<link rel=alternate type="application/rss+xml" href="/news.rss">'


def build(web: LoopbackWeb) -> None:
    """Two pages a host, each naming the brand, offered in another way on each."""
    for host in "feed map index front robots well-known plain moved".split():
        for number in (1, 2):
            web.put(f"http://{host}.example/{number}", page(f"{host} {number}"))
    web.put("http://feed.example/feed.xml", feed("http://feed.example/1", "/2"))
    web.put("http://map.example/sitemap.xml", sitemap("http://map.example/1", "http://map.example/2"))
    parts = ("http://index.example/a.xml", "http://index.example/b.xml.gz")
    web.put("http://index.example/sitemap_index.xml", index(*parts))
    web.put(parts[0], sitemap("http://index.example/1"))
    web.put(
        parts[1], gzip.compress(sitemap("http://index.example/2").encode(), mtime=0), Content_Type="application/gzip"
    )
    web.put("http://front.example/", page("front", head=FEED_LINK, body="<a href=/never>link</a>"))
    web.put("http://front.example/news.rss", feed("/1", "/2"))
    web.put("http://robots.example/", page("front", body="<a href=/never>link</a>"))
    web.put(
        "http://robots.example/robots.txt", "User-agent: *\nAllow: /\nSitemap: http://robots.example/of/robots.xml\n"
    )
    web.put("http://robots.example/of/robots.xml", sitemap("http://robots.example/1", "http://robots.example/2"))
    web.put("http://well-known.example/", page("front", body="<a href=/never>link</a>"))
    web.put(
        "http://well-known.example/sitemap.xml", sitemap("http://well-known.example/1", "http://well-known.example/2")
    )
    web.put("http://plain.example/", page("front", body="<a href=/1>one</a> <a href=http://other.example/>other</a>"))
    web.put("http://plain.example/1", page("plain 1", body="<a href=/2#part>two</a> <a href=/film.mp4>film</a>"))
    web.put("http://moved.example/feed", status=301, Location="/new.xml")
    web.put("http://moved.example/new.xml", feed("/1", "/2"))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Folder, LoopbackWeb, Crawled]]:
    with serve() as web:
        folder = workspace(tmp_path_factory.mktemp("sources"), web)
        build(web)
        folder.configure(*map(source, SOURCES))
        yield folder, web, folder.crawl("news")


def counts(folder: Folder) -> dict[str, object]:
    """The counts of the last run."""
    ((found, state),) = folder.rows("SELECT counts, state FROM crawl_run ORDER BY id DESC LIMIT 1")
    assert state == "finished"
    return dict(json.loads(found))


def everything(folder: Folder) -> dict[str, list[tuple[object, ...]]]:
    """All rows but those that say how reading went."""
    tables = "visit page page_text mention site site_link prospect contact event".split()
    return {table: folder.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables}  # noqa: S608


def test_each_source_gives_its_pages(crawled: tuple[Folder, LoopbackWeb, Crawled]) -> None:
    folder, web, done = crawled
    assert done.status == 0
    wanted = {
        f"http://{host}.example/{n}"
        for host in "feed map index front robots well-known plain moved".split()
        for n in (1, 2)
    }
    assert set(folder.visits()) == wanted
    assert set(folder.visits().values()) == {None}
    assert [web.pages().count(url) for url in sorted(wanted)] == [1] * len(wanted)
    assert {url for (url,) in folder.rows("SELECT page.url FROM prospect JOIN page ON page.id = page_id")} == wanted
    assert not any("other.example" in url or "film" in url or "never" in url for url in web.pages())


def test_the_record_says_what_came_of_it(crawled: tuple[Folder, LoopbackWeb, Crawled]) -> None:
    folder, _, _ = crawled
    ((spider, state, reason, found, sources),) = folder.rows(
        "SELECT spider, state, reason, counts, sources FROM crawl_run"
    )
    assert (spider, state, reason, json.loads(sources)) == ("news", "finished", "finished", list(SOURCES))
    counts = json.loads(found)
    heard = counts.pop("heard")
    assert set(heard) <= set(SOURCES)
    assert min(heard.values()) > 0
    assert set(SOURCES) - set(heard) == set(counts.pop("silent"))
    assert counts == {
        "offered": 16,
        "asked": 16,
        "fetched": 16,
        "read": 16,
        "matched": 16,
        "listings": {
            "feed": 3,
            "sitemap": 5,
            "sitemap index": 1,
            "links inside the site": 1,
            "failed: gone": 1,
        },
    }
    assert folder.rows("SELECT DISTINCT run_id FROM visit") == [(1,)]


def test_later_runs_ask_only_for_what_is_new(crawled: tuple[Folder, LoopbackWeb, Crawled]) -> None:
    folder, web, _ = crawled
    before, asked = everything(folder), len(web.asked)
    pages = {asked.url for asked in web.asked if asked.url[-2:] in ("/1", "/2")}

    assert folder.crawl("news").status == 0
    assert pages.isdisjoint(web.pages(since=asked))
    assert everything(folder) == before
    answers = {one.url: one.status for one in web.asked[asked:]}
    assert {url for url, status in answers.items() if status == 304} == {
        "http://feed.example/feed.xml",
        "http://map.example/sitemap.xml",
        "http://index.example/a.xml",
        "http://index.example/b.xml.gz",
        "http://front.example/news.rss",
        "http://robots.example/of/robots.xml",
        "http://well-known.example/sitemap.xml",
        "http://moved.example/new.xml",
    }
    assert "matched" not in counts(folder)

    folder.change("DELETE FROM source_state")
    asked = len(web.asked)
    assert folder.crawl("news").status == 0
    assert pages.isdisjoint(web.pages(since=asked))
    assert everything(folder) == before
    assert counts(folder)["skipped"] == {"visited": 15}

    changed = sitemap("http://map.example/1", "http://map.example/2", **{"2": "2099-01-01"})
    web.put("http://map.example/sitemap.xml", changed)
    web.put(
        "http://map.example/2",
        page("map 2").replace("by Acme Optics", "by <a href=http://acme.example/>Acme Optics</a>"),
    )
    asked = len(web.asked)
    assert folder.crawl("news").status == 0
    assert pages.intersection(web.pages(since=asked)) == {"http://map.example/2"}
    moved = "SELECT stage FROM prospect JOIN page ON page.id = page_id WHERE page.url = 'http://map.example/2'"
    assert folder.rows(moved) == [("stale",)]
    asked = len(web.asked)
    assert folder.crawl("news").status == 0
    assert pages.isdisjoint(web.pages(since=asked))


def test_a_changed_brand_set_looks_at_every_page_again(folder: Folder, web: LoopbackWeb) -> None:
    web.put("http://feed.example/feed.xml", feed("/1"))
    web.put(
        "http://feed.example/1", page(1, body="<p>Borealis Glass makes a telescope, too, and it is a fine one.</p>")
    )
    folder.configure(source("http://feed.example/feed.xml"))
    folder.crawl("news")
    folder.configure(
        '[[brand]]\nname = "Borealis Glass"\ndomains = ["borealis.example"]\n', source("http://feed.example/feed.xml")
    )
    folder.crawl("news")
    assert web.pages().count("http://feed.example/1") == 2
    assert folder.rows("SELECT brand, gone FROM mention ORDER BY brand") == [("acme-optics", 0), ("borealis-glass", 0)]


def test_what_an_answer_asks_of_robots_counts_for_its_links(folder: Folder, web: LoopbackWeb) -> None:
    web.put("http://map.example/sitemap.xml", sitemap("http://map.example/1"))
    there = page("one", body="<a href=http://maker.example/>makers</a>")
    web.put("http://map.example/1", there, X_Robots_Tag="noarchive, nofollow")
    folder.configure(source("http://map.example/sitemap.xml"))
    folder.crawl("news")
    assert folder.rows("SELECT to_site, followed FROM site_link") == [("maker.example", 0)]


def test_a_site_without_a_list_is_read_by_its_budget_run_by_run(folder: Folder, web: LoopbackWeb) -> None:
    web.put("http://plain.example/", page("front", body=" ".join(f"<a href=/{n}>{n}</a>" for n in range(7))))
    for number in range(7):
        web.put(f"http://plain.example/{number}", page(number, body="<a href=/deep>deep</a>"))
    web.put("http://plain.example/deep", page("deep"))
    folder.configure(source("http://plain.example/", "blog"), crawl="page_budget = 5")
    folder.crawl("blogs")
    assert set(folder.visits()) == {f"http://plain.example/{number}" for number in range(5)}
    assert counts(folder)["skipped"] == {"over budget": 2}
    folder.crawl("blogs")
    assert set(folder.visits()) == {
        *(f"http://plain.example/{number}" for number in range(7)),
        "http://plain.example/deep",
    }


def test_a_sitemap_over_budget_is_not_taken_for_read(folder: Folder, web: LoopbackWeb) -> None:
    urls = [f"http://map.example/{number}" for number in range(5)]
    web.put("http://map.example/sitemap.xml", sitemap(*urls))
    for url in urls:
        web.put(url, page(url))
    folder.configure(source("http://map.example/sitemap.xml"), crawl="page_budget = 3")
    folder.crawl("news")
    assert folder.rows("SELECT count(*) FROM visit") == [(3,)]
    assert folder.rows("SELECT count(*) FROM source_state WHERE etag IS NOT NULL") == [(0,)]
    folder.crawl("news")
    assert set(folder.visits()) == set(urls)
    assert folder.rows("SELECT count(*) FROM source_state WHERE etag IS NOT NULL") == [(1,)]
