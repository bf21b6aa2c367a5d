"""Forums that are read by what their engine tells: every post once, nothing unchanged again, a new reply at once."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from blog_engines import BLOGS, address
from boards import Post, Topic
from engines import ENGINES, Discourse, Engine, HackerNews, NodeBB, StackExchange, at
from loopback import Folder, LoopbackWeb, page, sitemap, source

pytestmark = pytest.mark.slow

NAMED = "<p>I have looked through one made by Acme Optics for a year now, every night, and would buy it again.</p>"
LINKED = '<p>Of course Acme Optics make them, and the whole list is <a href="https://acme.example/list">here</a>.</p>'
OTHER = "<p>For planets any lens will do that is longer than wide, they say, if only the night is dark and dry.</p>"
STATES = {True: "page_links", False: "unlinked"}
NAMES = ("ann", "bob", "cleo")


class Talk:
    """Topics that people write in, one post a day."""

    def __init__(self) -> None:
        self.topics: list[Topic] = []
        self._days = 0

    def write(self, number: int, text: str) -> Post:
        """The next post, in a topic that may be new."""
        topic = next((one for one in self.topics if one.number == number), None)
        if topic is None:
            topic = Topic(number, f"Which mount & lens {number}?")
            self.topics.append(topic)
        self._days += 1
        topic.posts.append(Post(5000 + self._days, NAMES[self._days % 3], text, self._days))
        return topic.posts[-1]

    def naming(self) -> Iterator[tuple[Topic, Post]]:
        return ((topic, post) for topic in self.topics for post in topic.posts if "Acme" in post.text)


@pytest.fixture
def talk() -> Talk:
    """Four topics, one of three pages where pages have twenty posts; the brand stands on the first and the last one."""
    talk = Talk()
    for number in (11, 12, 13, 14):
        talk.write(number, NAMED if number % 2 else OTHER)
    for number in range(45):
        talk.write(12, NAMED if number == 43 else OTHER)
    talk.write(14, LINKED)
    return talk


@pytest.fixture(params=ENGINES, ids=lambda engine: engine.__name__)
def engine(request: pytest.FixtureRequest, web: LoopbackWeb, folder: Folder) -> Engine:
    kind: type[Engine] = request.param
    folder.configure(source(kind.source, "forum"))
    return kind(web)


def mentions(folder: Folder) -> set[tuple[str, str, str, str]]:
    """Permalink, author, day and link state of each mention that stands; none is there twice."""
    found = folder.rows("SELECT permalink, author, published, link_state, section FROM mention WHERE NOT gone")
    assert len(found) == len({permalink for permalink, *_ in found})
    assert {section for *_, section in found} <= {"post", "comment"}
    return {(permalink, author, str(published)[:10], state) for permalink, author, published, state, _ in found}


def expected(engine: Engine, talk: Talk) -> set[tuple[str, str, str, str]]:
    return {
        (engine.permalink(topic, post), post.author, f"{at(post):%Y-%m-%d}", STATES["href" in post.text])
        for topic, post in talk.naming()
    }


def pages_asked(engine: Engine, talk: Talk, since: int = 0) -> list[str]:
    """What was asked for to read topics."""
    known = {url for topic in talk.topics for url in engine.pages_of(topic)}
    spelt = (url.replace("%5B", "[").replace("%5D", "]").replace("%2C", ",") for url in engine.web.pages(since=since))
    return [url for url in spelt if url in known]


def crawl(folder: Folder, *arguments: str) -> str:
    done = folder.crawl("forums", *arguments)
    assert done.status == 0, done.said
    return done.said


def test_every_post_is_found_once_and_only_what_is_new_is_asked_again(
    engine: Engine, folder: Folder, talk: Talk
) -> None:
    engine.publish(talk.topics)
    said = crawl(folder, "-a", "backfill=yes")
    assert mentions(folder) == expected(engine, talk), said
    asked = pages_asked(engine, talk)
    assert sorted(asked) == sorted(url for topic in talk.topics for url in engine.pages_of(topic))

    before = len(engine.web.asked)
    for arguments in ((), ("-a", "backfill=yes")):
        crawl(folder, *arguments)
    assert pages_asked(engine, talk, before) == []
    assert mentions(folder) == expected(engine, talk)

    talk.write(12, NAMED)
    talk.write(15, NAMED)
    engine.publish(talk.topics)
    crawl(folder)
    assert mentions(folder) == expected(engine, talk)
    changed = [url for topic in talk.topics for url in engine.pages_of(topic) if topic.number in (12, 15)]
    assert set(pages_asked(engine, talk, before)) == set(changed)


@pytest.mark.parametrize("publish", BLOGS)
def test_a_whole_blog_is_read_once_and_its_new_post_at_once(
    publish: Callable[[LoopbackWeb, Sequence[int]], None], web: LoopbackWeb, folder: Folder
) -> None:
    folder.configure(source("http://blog.example/", "blog"))
    numbers = [5, 4, 3, 2, 1]
    for number in (6, *numbers):
        web.put(address(number), page(number), ETag="")
    publish(web, numbers)
    done = folder.crawl("blogs", "-a", "backfill=yes")
    found = {url for (url,) in folder.rows("SELECT url FROM page")}
    assert found == {address(number) for number in numbers}, done.said

    before = len(web.asked)
    publish(web, [6, *numbers])
    folder.crawl("blogs")
    assert [url for url in web.pages(since=before) if "/post-" in url] == [address(6)]


def test_a_forum_that_rests_is_still_known_by_what_it_runs(web: LoopbackWeb, folder: Folder, talk: Talk) -> None:
    forum = Discourse(web)
    forum.publish(talk.topics)
    folder.configure(source(forum.source, "forum"))
    crawl(folder, "-a", "backfill=yes")
    folder.change("UPDATE source_pace SET news_at = '2020-01-01 00:00:00.000000'")
    folder.change("UPDATE visit SET at = datetime(at, '-31 days') || '.000000'")
    before = len(web.asked)
    assert "gave nothing new lately" in crawl(folder)
    named = {url for topic, _ in talk.naming() for url in forum.pages_of(topic)}
    assert set(pages_asked(forum, talk, before)) & named == set(web.pages(since=before))
    assert web.pages(since=before)
    assert mentions(folder) == expected(forum, talk)
    assert folder.rows("SELECT software, is_told FROM source_pace") == [("Discourse", 1)]


@pytest.mark.parametrize(("is_open", "reason"), [(True, "gone"), (False, "blocked")])
def test_a_topic_that_its_forum_hides_is_gone_as_long_as_the_forum_is_open(
    web: LoopbackWeb, folder: Folder, talk: Talk, *, is_open: bool, reason: str
) -> None:
    forum = NodeBB(web)
    forum.publish(talk.topics)
    folder.configure(source(forum.source, "forum"))
    crawl(folder, "-a", "backfill=yes")
    assert mentions(folder) == expected(forum, talk)
    (address,) = forum.pages_of(talk.topics.pop(0))
    forum.publish(talk.topics)
    web.put(address, status=302, Location="/login")
    web.put("http://forum.example/login", "<title>Login</title><h1>Login</h1><p>Name and password", ETag="")
    if not is_open:
        for number in ("", "?page=2"):
            web.put(f"http://forum.example/api/recent{number}", '"not-authorized"', status=401)
    folder.change("UPDATE visit SET at = datetime(at, '-31 days') || '.000000'")
    crawl(folder)
    assert folder.visits()[address] == reason
    assert ("5001" not in folder.standing()) is is_open
    assert {one.rpartition("/")[2] for one, *_ in expected(forum, talk)} <= folder.standing()


def test_where_the_api_is_forbidden_pages_are_read_as_they_are(web: LoopbackWeb, folder: Folder, talk: Talk) -> None:
    forum = Discourse(web)
    forum.publish(talk.topics)
    folder.configure(source(forum.source, "forum"))
    topic = "http://forum.example/t/topic-11/11"
    web.put("http://forum.example/robots.txt", "User-agent: *\nDisallow: /latest.json\nSitemap: /sitemap.xml")
    web.put("http://forum.example/sitemap.xml", sitemap(topic))
    web.put(topic, f"<html><body><h1>Of mounts</h1><article><p>{NAMED}</p></article></body></html>")
    crawl(folder)
    assert folder.rows("SELECT url FROM page") == [(topic,)]
    assert pages_asked(forum, talk) == []


@pytest.mark.parametrize("said", ["not found", "no list"])
def test_where_an_api_known_by_its_address_says_nothing_the_site_itself_is_read(
    web: LoopbackWeb, folder: Folder, said: str
) -> None:
    folder.configure(source(f"{StackExchange.source}sitemap.xml", "forum"))
    first = f"{StackExchange.api}/questions?order=desc&sort=activity&pagesize=100&site=optics.stackexchange.com"
    if said == "no list":
        web.put(first, '{"error_id": 502}', Content_Type="application/json")
    question = f"{StackExchange.source}questions/11/which-mount"
    web.put(f"{StackExchange.source}sitemap.xml", sitemap(question))
    web.put(question, f"<html><body><h1>Of mounts</h1><div class=question id=question><p>{NAMED}</div></body></html>")
    crawl(folder)
    assert folder.rows("SELECT url FROM page") == [(question,)]
    before = len(web.asked)
    crawl(folder)
    assert question not in web.pages(since=before)


def test_an_api_that_asks_for_a_rest_is_given_it(web: LoopbackWeb, folder: Folder, talk: Talk) -> None:
    site = StackExchange(web)
    site.publish(talk.topics)
    folder.configure(source(site.source, "forum"))
    first = f"{site.api}/questions?order=desc&sort=activity&pagesize=100&site=optics.stackexchange.com"
    site.json(first, {"items": [], "has_more": True, "backoff": 3, "quota_remaining": 9})
    site.json(f"{first}&page=2", {"items": [site.question(talk.topics[0])], "quota_remaining": 0})
    said = crawl(folder, "-a", "backfill=yes")
    asked = [one for one in web.asked if "/2.3/" in one.url]
    assert [one.url.partition("?")[0] for one in asked] == [f"{site.api}/questions"] * 2
    assert asked[1].at - asked[0].at > 2.9
    assert "waits for the next run" in said


def test_a_page_of_a_list_of_addresses_is_told_by_its_api(web: LoopbackWeb, folder: Folder, talk: Talk) -> None:
    forum = HackerNews(web)
    forum.publish(talk.topics)
    folder.configure()
    (folder.path / "mine.txt").write_text("\n".join(forum.permalink(topic, topic.posts[0]) for topic in talk.topics))
    folder.crawl("urls", "-a", "file=mine.txt")
    assert mentions(folder) == expected(forum, talk)
    assert sorted(web.pages()) == sorted(url for topic in talk.topics for url in forum.pages_of(topic))
    assert folder.rows("SELECT DISTINCT kind FROM visit") == [("forum",)]
