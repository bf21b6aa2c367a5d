"""How often a crawl asks, measured by the server that is asked: delays, rests, connections, and who waits for whom."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from loopback import Folder, LoopbackWeb, feed, page, source

pytestmark = pytest.mark.slow

FEED = "http://news.example/feed.xml"
SLOW = "http://slow.example"


def offer(web: LoopbackWeb, folder: Folder, *urls: str, delay: float = 0) -> None:
    """Pages at these addresses, offered by one feed."""
    for url in urls:
        web.put(url, page(url))
    web.put(FEED, feed(*urls))
    folder.configure(source(FEED), delay=delay)


def times(web: LoopbackWeb, host: str) -> list[float]:
    return [one.at for one in web.asked if one.url.startswith(f"{host}/")]


def shortest_gap(web: LoopbackWeb, host: str) -> float:
    return min(later - earlier for earlier, later in pairwise(times(web, host)))


def skipped(folder: Folder) -> dict[str, int]:
    ((counts,),) = folder.rows("SELECT counts FROM crawl_run ORDER BY id DESC LIMIT 1")
    return dict(json.loads(counts).get("skipped", {}))


def test_the_crawl_delay_of_robots_txt_is_kept_to(folder: Folder, web: LoopbackWeb) -> None:
    web.put(f"{SLOW}/robots.txt", "User-agent: *\nCrawl-delay: 1\n")
    offer(web, folder, *(f"{SLOW}/{number}" for number in range(4)))
    folder.crawl("news")
    assert len(times(web, SLOW)) == 5
    assert shortest_gap(web, SLOW) > 0.9


def test_the_longer_of_crawl_delay_and_our_own_holds(folder: Folder, web: LoopbackWeb) -> None:
    web.put(f"{SLOW}/robots.txt", "User-agent: *\nCrawl-delay: 0.1\n")
    offer(web, folder, *(f"{SLOW}/{number}" for number in range(4)), delay=0.5)
    folder.crawl("news")
    assert shortest_gap(web, SLOW) > 0.4


def test_a_crawl_delay_for_others_is_not_ours(folder: Folder, web: LoopbackWeb) -> None:
    web.put(f"{SLOW}/robots.txt", "User-agent: bingbot\nCrawl-delay: 9\n")
    offer(web, folder, *(f"{SLOW}/{number}" for number in range(6)))
    folder.crawl("news")
    assert times(web, SLOW)[-1] - times(web, SLOW)[0] < 9


def test_a_site_that_asks_for_days_is_given_the_longest_delay_and_told_of(folder: Folder, web: LoopbackWeb) -> None:
    web.put(f"{SLOW}/robots.txt", "User-agent: *\nCrawl-delay: 86400\n")
    offer(web, folder, *(f"{SLOW}/{number}" for number in range(3)))
    said = folder.crawl("news", AUTOTHROTTLE_MAX_DELAY=0.7).said
    assert 0.65 < shortest_gap(web, SLOW) < 3
    assert "slow.example asks for 86400 seconds between two requests, and is given 0.7" in said


def refuse_once(web: LoopbackWeb, url: str, status: int, retry_after: str) -> None:
    """Answer `status` the first time, and the page from then on."""
    web.put(url, "<h1>Slow down</h1>", status=status, Retry_After=retry_after)

    def forgive(asked: str) -> None:
        if asked == url and url in web.pages():
            web.put(url, page(url))

    web.on_request = forgive


@pytest.mark.parametrize(("status", "wait"), [(429, 3), (503, 3), (429, 13)])
def test_a_host_that_has_had_enough_is_left_alone_as_long_as_it_says(
    folder: Folder, web: LoopbackWeb, status: int, wait: int
) -> None:
    urls = [f"{SLOW}/{number}" for number in range(4)]
    offer(web, folder, *urls, *(f"http://fast{number}.example/a" for number in range(8)))
    refuse_once(web, urls[0], status, str(wait))
    folder.crawl("news")
    refused = next(one.at for one in web.asked if one.status == status)
    later = [at for at in times(web, SLOW) if at > refused]
    assert wait - 0.2 < min(later) - refused < wait + 8
    assert set(folder.visits().values()) == {None}
    assert len(folder.visits()) == 12
    assert max(at for number in range(8) for at in times(web, f"http://fast{number}.example")) < refused + wait


def test_until_a_date(folder: Folder, web: LoopbackWeb) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    offer(web, folder, f"{SLOW}/0", f"{SLOW}/1")
    refuse_once(web, f"{SLOW}/0", 429, until)
    folder.crawl("news")
    gaps = [later - earlier for earlier, later in pairwise(times(web, SLOW))]
    assert max(gaps) > 3
    assert set(folder.visits().values()) == {None}


@pytest.mark.parametrize("retry_after", ["301", "Fri, 31 Dec 2199 23:59:59 GMT"])
def test_a_host_that_wants_a_long_rest_waits_for_the_next_run(
    folder: Folder, web: LoopbackWeb, retry_after: str
) -> None:
    urls = [f"{SLOW}/{number}" for number in range(4)]
    offer(web, folder, *urls, "http://fast.example/a")
    for url in urls:
        web.put(url, status=429, Retry_After=retry_after)
    said = folder.crawl("news").said
    asked = [url for url in web.pages() if url.startswith(SLOW)]
    assert len(asked) == 1
    assert folder.visits() == {asked[0]: "blocked", "http://fast.example/a": None}
    assert skipped(folder) == {"host had enough": 3}
    assert "slow.example asks to be left alone for" in said
    for url in urls:
        web.put(url, page(url))
    folder.crawl("news")
    assert folder.visits() == {**dict.fromkeys(urls), "http://fast.example/a": None}


def test_a_host_that_never_stops_refusing_is_asked_three_times_a_run(folder: Folder, web: LoopbackWeb) -> None:
    urls = [f"{SLOW}/{number}" for number in range(6)]
    offer(web, folder, *urls)
    for url in urls:
        web.put(url, status=429)
    folder.crawl("news", REFUSAL_PAUSE=0.5)
    gaps = [later - earlier for earlier, later in pairwise(times(web, SLOW)[1:])]
    assert len(gaps) == 2
    assert gaps[0] > 0.4
    assert gaps[1] > 0.9
    assert set(folder.visits().values()) == {"blocked"}
    assert skipped(folder)["host had enough"] == 6 - len(folder.visits())


def test_a_robots_txt_that_is_refused_forbids(folder: Folder, web: LoopbackWeb) -> None:
    offer(web, folder, f"{SLOW}/a")
    web.put(f"{SLOW}/robots.txt", status=429, Retry_After="900")
    folder.crawl("news")
    assert not [url for url in web.pages() if url.startswith(SLOW)]
    assert folder.visits() in ({f"{SLOW}/a": "server error"}, {})


def test_a_host_that_is_reached_by_redirects_is_asked_no_faster(folder: Folder, web: LoopbackWeb) -> None:
    direct = [f"{SLOW}/{number}" for number in range(4)]
    moved = [f"http://old{number}.example/{number}" for number in range(4)]
    offer(web, folder, *direct, *moved, delay=0.5)
    for number, url in enumerate(moved):
        web.put(url, status=301, Location=f"{SLOW}/moved{number}")
        web.put(f"{SLOW}/moved{number}", page(url))
    folder.crawl("news")
    assert len(times(web, SLOW)) == 9
    assert shortest_gap(web, SLOW) > 0.4


def test_many_pages_of_a_slow_host_do_not_hold_up_the_others(folder: Folder, web: LoopbackWeb) -> None:
    web.put(f"{SLOW}/robots.txt", "User-agent: *\nCrawl-delay: 30\n")
    others = [f"http://fast{number}.example/{path}" for number in range(20) for path in "ab"]
    offer(web, folder, *(f"{SLOW}/{number}" for number in range(40)), *others)
    folder.crawl("news", CLOSESPIDER_TIMEOUT=10)
    found = folder.visits()
    assert {url for url in others if url in found} == set(others)


def test_one_connection_a_host(folder: Folder, web: LoopbackWeb) -> None:
    here = f"http://127.0.0.1:{web.port}"
    for number in range(12):
        web.put(f"{here}/{number}", page(number), wait=0.05)
    web.put(f"{here}/feed.xml", feed(*(f"{here}/{number}" for number in range(12))))
    direct = Folder(folder.path)
    direct.configure(source(f"{here}/feed.xml"), crawl=f'allow_private = ["127.0.0.1:{web.port}"]')
    direct.crawl("news")
    assert len(direct.visits()) == 12
    assert web.most_connections == 1
