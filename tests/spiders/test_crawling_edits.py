"""What people edit and delete in a forum: seen at once where a list shows it, else at the next look at the page."""

import pytest
from boards import HOST, Forum, Post, Topic
from loopback import Folder, LoopbackWeb, source

pytestmark = pytest.mark.slow

NAMED = "<p>I have looked through one made by Acme Optics for a year now, every night, and would buy it again.</p>"
OTHER = "<p>For planets any lens will do that is longer than wide, they say, if only the night is dark and dry.</p>"
A_MONTH_LATER = "UPDATE visit SET at = datetime(at, '-31 days') || '.000000'"


@pytest.fixture
def forum(web: LoopbackWeb, folder: Folder) -> Forum:
    """A topic of seven posts on two pages, named in the third and the sixth; one that is named in its only post."""
    folder.configure(source(f"{HOST}/", "forum"))
    forum = Forum(web)
    long, short = Topic(1, "All about mounts"), Topic(2, "Which lens")
    for day in range(1, 8):
        forum.write(long, "bob", NAMED if day in (3, 6) else OTHER, day=day)
    forum.write(short, "ann", NAMED, day=9)
    forum.write(Topic(3, "Hello"), "cleo", OTHER, day=10)
    forum.publish()
    return forum


def crawl(folder: Folder) -> None:
    done = folder.crawl("forums")
    assert done.status == 0, done.said


def stages(folder: Folder) -> dict[str, str]:
    """The stage of each prospect, by the path of its page."""
    found = folder.rows("SELECT p.url, x.stage FROM prospect x JOIN page p ON p.id = page_id")
    return {url.removeprefix(HOST): stage for url, stage in found}


def post(forum: Forum, number: int) -> Post:
    return next(post for topic in forum.topics for post in topic.posts if post.number == number)


def test_a_deleted_post_takes_its_mention_along(forum: Forum, folder: Folder) -> None:
    crawl(folder)
    assert folder.standing() == {"3", "6", "8"}
    long = forum.topics[0]
    long.posts.remove(post(forum, 3))  # the board shows one reply less
    forum.publish()
    crawl(folder)
    assert folder.standing() == {"6", "8"}
    short = forum.topics[1].path
    # The later posts move up: the second page, still there, names nobody any more.
    assert stages(folder) == {long.path: "manual", f"{long.path}?page=2": "stale", short: "manual"}
    assert folder.rows("SELECT count(*) FROM visit WHERE unknown IS NOT NULL") == [(0,)]


def test_an_edit_that_no_list_shows_is_seen_when_its_time_has_come(
    forum: Forum, folder: Folder, web: LoopbackWeb
) -> None:
    crawl(folder)
    post(forum, 6).text, post(forum, 7).text, post(forum, 9).text = OTHER, NAMED, NAMED
    forum.publish()
    asked = len(web.asked)
    crawl(folder)
    assert [url for url in web.pages(since=asked) if "/topic/" in url] == []
    assert folder.standing() == {"3", "6", "8"}

    folder.change(A_MONTH_LATER)
    crawl(folder)
    assert folder.standing() == {"3", "7", "8", "9"}
    crawl(folder)
    assert folder.standing() == {"3", "7", "8", "9"}
    found = folder.rows("SELECT permalink FROM mention")
    assert len(found) == len(set(found))


def test_a_topic_that_is_gone_takes_its_mentions_and_its_prospect_along(
    forum: Forum, folder: Folder, web: LoopbackWeb
) -> None:
    crawl(folder)
    short = forum.topics.pop(1)
    forum.publish()
    for address in (short.path, f"{short.path}?page=1", "/post/8"):
        web.put(f"{HOST}{address}", "<h1>No such topic</h1>", status=404)
    for _ in range(2):
        folder.change(A_MONTH_LATER)
        crawl(folder)
        assert folder.standing() == {"3", "6"}
    long = forum.topics[0].path
    assert stages(folder) == {long: "manual", f"{long}?page=2": "manual", short.path: "stale"}
