"""Sources that give nothing new rest, and budgets that all sources share."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from loopback import Folder, LoopbackWeb, feed, page, source

pytestmark = pytest.mark.slow

QUIET, BUSY = "http://quiet.example", "http://busy.example"
LONG_AGO = "UPDATE source_pace SET news_at = '2020-01-01 00:00:00.000000', looked_at = '2025-01-01 00:00:00.000000'"


@pytest.fixture
def folder(folder: Folder, web: LoopbackWeb) -> Folder:
    folder.configure(source(f"{QUIET}/feed.xml", "blog"), source(f"{BUSY}/feed.xml", "blog"))
    for host in (QUIET, BUSY):
        post(web, host, 1)
    return folder


def post(web: LoopbackWeb, host: str, number: int) -> None:
    """The blog has so many posts from now on."""
    web.put(f"{host}/{number}", page(number))
    web.put(f"{host}/feed.xml", feed(*(f"{host}/{one}" for one in range(number, 0, -1))))


def crawl(folder: Folder, *arguments: str) -> Mapping[str, Any]:
    done = folder.crawl("blogs", *arguments)
    assert done.status == 0
    assert " ERROR: " not in done.said, done.said
    ((counts,),) = folder.rows("SELECT counts FROM crawl_run ORDER BY id DESC LIMIT 1")
    return dict(json.loads(counts))


def feeds(web: LoopbackWeb, since: int) -> list[str]:
    return sorted(url.removesuffix("/feed.xml") for url in web.pages(since=since) if url.endswith("feed.xml"))


def test_a_source_without_news_is_left_alone_and_told(folder: Folder, web: LoopbackWeb) -> None:
    crawl(folder)
    folder.change(LONG_AGO)
    post(web, BUSY, 2)
    assert "resting" not in crawl(folder)  # both were due; one of them gave news
    asked = len(web.asked)
    post(web, BUSY, 3)
    post(web, QUIET, 2)
    assert crawl(folder)["resting"] == {f"{QUIET}/feed.xml": 1}
    assert feeds(web, asked) == [BUSY]
    assert f"{BUSY}/3" in web.pages(since=asked)

    asked = len(web.asked)
    crawl(folder, "-a", f"source={QUIET}/feed.xml")  # by hand it is asked always, and gives news
    assert web.pages(since=asked) == [f"{QUIET}/feed.xml", f"{QUIET}/2"]
    asked = len(web.asked)
    crawl(folder)
    assert feeds(web, asked) == [BUSY, QUIET]


def test_a_page_is_looked_at_again_where_its_source_rests(folder: Folder, web: LoopbackWeb) -> None:
    crawl(folder)
    folder.change(LONG_AGO)
    crawl(folder)
    folder.change("UPDATE visit SET at = '2020-01-01 00:00:00.000000'")
    asked = len(web.asked)
    assert len(crawl(folder)["resting"]) == 2
    assert sorted(web.pages(since=asked)) == [f"{BUSY}/1", f"{QUIET}/1"]


def test_a_source_that_fails_and_a_run_that_is_killed_do_not_rest(folder: Folder, web: LoopbackWeb) -> None:
    crawl(folder)
    folder.change(LONG_AGO)
    before = folder.rows("SELECT * FROM source_pace ORDER BY source_url")
    web.put(f"{QUIET}/feed.xml", status=500)
    web.put(f"{BUSY}/feed.xml", feed())
    crawl(folder)
    assert folder.rows("SELECT * FROM source_pace ORDER BY source_url") == before

    post(web, QUIET, 1)
    post(web, BUSY, 2)
    process = folder.start("blogs")
    web.on_request = lambda url: process.kill() if url == f"{BUSY}/2" else None
    process.communicate(timeout=60)
    assert folder.rows("SELECT * FROM source_pace ORDER BY source_url") == before
    web.on_request = lambda _: None
    asked = len(web.asked)
    crawl(folder)
    assert feeds(web, asked) == [BUSY, QUIET]
    assert f"{BUSY}/2" in web.pages(since=asked)


def test_the_word_of_the_user_holds(folder: Folder, web: LoopbackWeb) -> None:
    folder.configure(source(f"{QUIET}/feed.xml", "blog"), source(f"{BUSY}/feed.xml", "blog") + 'every = "6h"\n')
    crawl(folder)
    asked = len(web.asked)
    crawl(folder)
    assert feeds(web, asked) == [QUIET]
    folder.configure(source(f"{QUIET}/feed.xml", "blog"), source(f"{BUSY}/feed.xml", "blog"), crawl="adapt = false")
    folder.change(LONG_AGO)
    asked = len(web.asked)
    crawl(folder)
    crawl(folder)
    assert feeds(web, asked) == [BUSY, BUSY, QUIET, QUIET]


def test_a_budget_of_the_run_is_shared_newest_first_and_used_whole(folder: Folder, web: LoopbackWeb) -> None:
    post(web, QUIET, 2)
    for number in range(1, 13):
        post(web, BUSY, number)
    web.put(f"{QUIET}/1", page(1))
    folder.configure(source(f"{BUSY}/feed.xml", "blog"), source(f"{QUIET}/feed.xml", "blog"), crawl="run_budget = 8\n")
    counts = crawl(folder)
    pages = [url for url in web.pages() if not url.endswith("feed.xml")]
    # Six are left of the busy one: its share of four, and what the other did not use of its own.
    assert sorted(pages) == sorted([f"{QUIET}/1", f"{QUIET}/2", *(f"{BUSY}/{number}" for number in range(7, 13))])
    assert counts["skipped"] == {"over budget": 6}
    crawl(folder)
    assert {f"{BUSY}/{number}" for number in range(1, 13)} <= set(web.pages())


def test_a_budget_of_one_source(folder: Folder, web: LoopbackWeb) -> None:
    for host in (BUSY, QUIET):
        for number in range(1, 5):
            post(web, host, number)
    folder.configure(
        source(f"{BUSY}/feed.xml", "blog") + "budget = 2\n",
        source(f"{QUIET}/feed.xml", "blog") + "budget = 4\n",
        crawl="page_budget = 3",
    )
    assert crawl(folder)["skipped"] == {"over budget": 2}
    pages = [url for url in web.pages() if not url.endswith("feed.xml")]
    assert sorted(pages) == [f"{BUSY}/3", f"{BUSY}/4", *(f"{QUIET}/{number}" for number in range(1, 5))]
