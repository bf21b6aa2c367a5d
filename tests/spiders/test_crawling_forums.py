"""A forum without any list for programs: read by its own lists, topic by topic, post by post."""

import json
from typing import Any

import pytest
from boards import HOST, Forum, Post, Topic
from loopback import Folder, LoopbackWeb, source

pytestmark = pytest.mark.slow

NAMED = "<p>I have looked through one made by Acme Optics for a year now, every night, and would buy it again.</p>"
OTHER = "<p>For planets any lens will do that is longer than wide, they say, if only the night is dark and dry.</p>"


@pytest.fixture
def forum(web: LoopbackWeb, folder: Folder) -> Forum:
    """Eight topics of a post each, one of seven posts; some name the brand."""
    folder.configure(source(f"{HOST}/", "forum"))
    forum = Forum(web)
    for number in range(1, 9):
        forum.write(Topic(number, f"Which lens {number}"), "ann", NAMED if number % 3 == 1 else OTHER, day=number)
    long = Topic(9, "All about mounts")
    for day in range(10, 17):
        forum.write(long, "bob" if day % 2 else "cleo", NAMED if day == 15 else OTHER, day=day)
    forum.publish()
    return forum


def crawl(folder: Folder, *arguments: str) -> None:
    done = folder.crawl("forums", *arguments)
    assert done.status == 0, done.said


def mentions(folder: Folder) -> dict[str, tuple[str, str, str]]:
    """Author, date and page of each mention that stands, by its permalink."""
    found = folder.rows(
        "SELECT m.permalink, m.author, m.published, p.url FROM mention m JOIN page p ON p.id = m.page_id"
        " WHERE NOT m.gone AND m.verdict = 'accepted'"
    )
    assert len(found) == len({permalink for permalink, *_ in found})
    return {permalink: (author, str(published)[:10], url) for permalink, author, published, url in found}


def expected(forum: Forum) -> set[tuple[str, str]]:
    """Author and day of each post that names the brand."""
    posts = (post for topic in forum.topics for post in topic.posts)
    return {(post.author, f"2026-06-{post.day:02}") for post in posts if "Acme" in post.text}


def topics_asked(web: LoopbackWeb, since: int) -> list[str]:
    return [url.removeprefix(HOST) for url in web.pages(since=since) if "/topic/" in url or "/post/" in url]


def test_every_post_is_found_once_with_author_and_date(forum: Forum, folder: Folder, web: LoopbackWeb) -> None:
    crawl(folder, "-a", "backfill=yes")
    found = mentions(folder)
    assert {(author, day) for author, day, _ in found.values()} == expected(forum)
    assert all("/topic/" in url for _, _, url in found.values())  # none at a list, none at a person
    assert len(topics_asked(web, 0)) == 10  # nine topics, one of them of two pages


def test_a_second_run_asks_for_no_topic_and_adds_nothing(forum: Forum, folder: Folder, web: LoopbackWeb) -> None:
    crawl(folder, "-a", "backfill=yes")
    before, asked = mentions(folder), len(web.asked)
    forum.publish()
    for arguments in ((), ("-a", "backfill=yes")):
        crawl(folder, *arguments)
        assert topics_asked(web, asked) == []
        assert mentions(folder) == before


def edited(post: Post) -> None:
    post.text = NAMED


def test_news_edits_and_deletions_that_a_list_shows_are_seen_at_once(
    forum: Forum, folder: Folder, web: LoopbackWeb
) -> None:
    crawl(folder, "-a", "backfill=yes")
    asked = len(web.asked)
    forum.write(forum.topics[8], "ann", NAMED, day=20)
    forum.write(forum.topics[1], "cleo", NAMED, day=21)
    forum.write(Topic(10, "A new one"), "bob", NAMED, day=22)
    forum.topics[3].posts.append(forum.topics[3].posts[0])
    forum.topics[3].posts = [forum.write(forum.topics[3], "ann", OTHER, day=23)]  # the first one is deleted
    forum.publish()
    crawl(folder)
    assert {(author, day) for author, day, _ in mentions(folder).values()} == expected(forum)
    paths = {url.partition("?")[0] for url in topics_asked(web, asked)}
    assert paths == {forum.topics[index].path for index in (1, 3, 8, 9)}


def test_a_forum_over_budget_is_read_on_by_later_runs(forum: Forum, folder: Folder, web: LoopbackWeb) -> None:
    folder.configure(source(f"{HOST}/", "forum"), crawl="page_budget = 4")
    for _ in range(6):
        crawl(folder, "-a", "backfill=yes")
    assert {(author, day) for author, day, _ in mentions(folder).values()} == expected(forum)
    asked = topics_asked(web, 0)
    assert len(asked) == len(set(asked)) == 10


@pytest.mark.usefixtures("forum")
def test_the_record_counts_lists_and_pages(folder: Folder) -> None:
    crawl(folder, "-a", "backfill=yes")
    ((counts,),) = folder.rows("SELECT counts FROM crawl_run")
    found: dict[str, Any] = json.loads(counts)
    assert found["read"] == 10
    assert found["listings"]["list"] == 2
