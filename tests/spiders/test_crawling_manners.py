"""How a crawl behaves towards the sites it reads: what it says, how often it asks, and what it must not ask for."""

from itertools import pairwise

import pytest
from loopback import Folder, LoopbackWeb, feed, page, source

from mentions import __version__

pytestmark = pytest.mark.slow

FEED = "http://news.example/feed.xml"
CLOSED = "http://closed.example"


def offer(web: LoopbackWeb, folder: Folder, *urls: str) -> None:
    """Pages at these addresses, offered by one feed."""
    for url in urls:
        web.put(url, page(url))
    web.put(FEED, feed(*urls))
    folder.configure(source(FEED), crawl='contact = "https://acme.example/bot"')


def test_a_crawl_says_who_it_is_and_nothing_else(folder: Folder, web: LoopbackWeb) -> None:
    offer(web, folder, "http://news.example/a", "http://news.example/b")
    web.put("http://news.example/a", page("a"), Set_Cookie="id=7; Path=/")
    folder.crawl("news")
    assert {one.headers["User-Agent"] for one in web.asked} == {f"mentions/{__version__} (+https://acme.example/bot)"}
    assert [one.url for one in web.asked][:2] == ["http://news.example/robots.txt", FEED]
    names = {name for one in web.asked for name in one.headers}
    assert names <= {
        "Host",
        "User-Agent",
        "Accept",
        "Accept-Language",
        "Accept-Encoding",
        "Connection",
        "Proxy-Connection",
    }


def asked_of(web: LoopbackWeb, host: str) -> list[float]:
    return [one.at for one in web.asked if one.url.startswith(host)]


def test_a_host_is_left_alone_for_the_configured_time(folder: Folder, web: LoopbackWeb) -> None:
    offer(web, folder, *(f"http://one.example/{number}" for number in range(10)))
    folder.configure(source(FEED), delay=0.4)
    folder.crawl("news")
    times = asked_of(web, "http://one.example")
    assert len(times) == 11
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.38


def test_hosts_do_not_wait_for_each_other(folder: Folder, web: LoopbackWeb) -> None:
    offer(web, folder, *(f"http://host{number}.example/a" for number in range(12)))
    folder.configure(source(FEED), delay=0.5)
    folder.crawl("news")
    times = sorted(time for number in range(12) for time in asked_of(web, f"http://host{number}.example"))
    assert len(times) == 24
    assert times[-1] - times[0] < 6


def test_what_robots_txt_forbids_to_us_is_unknown_and_never_asked_for(folder: Folder, web: LoopbackWeb) -> None:
    web.put(f"{CLOSED}/robots.txt", "User-agent: mentions\nDisallow: /no\n\nUser-agent: *\nAllow: /\n")
    web.put("http://open.example/robots.txt", "User-agent: mentions\nAllow: /\n\nUser-agent: *\nDisallow: /\n")
    web.put("http://moved.example/a", status=301, Location=f"{CLOSED}/no/moved")
    offer(web, folder, f"{CLOSED}/no/1", "http://open.example/a")
    web.put(FEED, feed(f"{CLOSED}/no/1", "http://open.example/a", "http://moved.example/a"))
    folder.crawl("news")
    assert folder.visits() == {
        f"{CLOSED}/no/1": "robots.txt",
        "http://moved.example/a": "robots.txt",
        "http://open.example/a": None,
    }
    assert not [url for url in web.pages() if url.startswith(CLOSED)]


def test_robots_txt_holds_for_pages_that_are_asked_for_at_once(folder: Folder, web: LoopbackWeb) -> None:
    web.put(f"{CLOSED}/robots.txt", "User-agent: *\nDisallow: /\n")
    offer(web, folder, *(f"{CLOSED}/{number}" for number in range(20)))
    folder.crawl("news")
    assert not [url for url in web.pages() if url.startswith(CLOSED)]


@pytest.mark.parametrize("robots", [{"status": 503}, {"wait": 8}], ids=["server error", "timeout"])
def test_where_robots_txt_cannot_be_read_nothing_is_asked_for(
    folder: Folder, web: LoopbackWeb, robots: dict[str, int]
) -> None:
    web.put(f"{CLOSED}/robots.txt", "<h1>Come back later</h1>", **robots)  # type: ignore[arg-type]
    offer(web, folder, f"{CLOSED}/a")
    folder.crawl("news", DOWNLOAD_TIMEOUT=3, RETRY_TIMES=0)
    assert not [url for url in web.pages() if url.startswith(CLOSED)]
    assert folder.visits()[f"{CLOSED}/a"] is not None


def test_where_there_is_no_robots_txt_all_may_be_asked_for(folder: Folder, web: LoopbackWeb) -> None:
    offer(web, folder, "http://news.example/a")
    folder.crawl("news")
    assert folder.visits() == {"http://news.example/a": None}
