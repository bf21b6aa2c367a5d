"""`scrapy crawl search` against engines on loopback, in the shapes of their documentation."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import pytest
from loopback import Folder, LoopbackWeb, page, source

pytestmark = pytest.mark.slow

GDELT = "https://api.gdeltproject.org/api/v2/doc/doc"
HN = "https://hn.algolia.com/api/v1/search_by_date"
EXCERPTS = "https://api.stackexchange.com/2.3/search/excerpts"
BRAVE = "https://api.search.brave.com/res/v1/web/search"
Answer = Callable[[dict[str, str]], object]


@dataclass
class Engines:
    """Engines that answer any question; `asked` holds what each was asked, its address apart."""

    web: LoopbackWeb
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.web.on_request = self._prepare

    def _prepare(self, url: str) -> None:
        address, _, query = url.partition("?")
        if answer := self.answers.get(address):
            question = dict(parse_qsl(query))
            self.asked.append((urlsplit(url).netloc, question))
            said = answer(question)
            self.web.put(url, said if isinstance(said, str) else json.dumps(said), ETag="")


@pytest.fixture
def engines(tunnelled: LoopbackWeb) -> Engines:
    return Engines(tunnelled)


def gdelt(*urls: str, seen: str = "20261101T120000Z") -> Answer:
    return lambda _: {"articles": [{"url": url, "seendate": seen} for url in urls]}


def kinds(folder: Folder) -> dict[str, str]:
    return dict(folder.rows("SELECT url, kind FROM visit"))


def counted(folder: Folder) -> dict[str, object]:
    ((counts,),) = folder.rows("SELECT counts FROM crawl_run ORDER BY id DESC LIMIT 1")
    found = json.loads(counts)
    assert isinstance(found, dict)
    return found


def mentions_at(folder: Folder) -> list[str]:
    return [url for (url,) in folder.rows("SELECT DISTINCT url FROM page JOIN mention ON page_id = page.id ORDER BY 1")]


def item(number: object) -> str:
    """The page of a story."""
    return f"https://news.ycombinator.com/item?id={number}"


NAMED = "<p>On the hill they look at the stars through a telescope by Acme Optics all night long.</p>"


def put_stories(web: LoopbackWeb, numbers: Sequence[int]) -> None:
    """Stories that name the brand in a comment, as the API tells them."""
    for number in numbers:
        comment = {"id": 90 + number, "author": "bob", "created_at": "2026-11-01T10:00:00.000Z", "text": NAMED}
        story = {"id": number, "author": "ann", "title": f"Story {number}", "children": [comment]}
        web.put(f"https://hn.algolia.com/api/v1/items/{number}", json.dumps(story), ETag="")


def put_question(web: LoopbackWeb, number: int) -> None:
    """A question with an answer that names the brand, as the API tells it."""
    path, end = f"https://api.stackexchange.com/2.3/questions/{number}", "&pagesize=100&site=stackoverflow.com"
    said = {"question_id": number, "title": "Which lens?", "body": "<p>For planets, I mean.</p>"}
    web.put(f"{path}?filter=withbody{end}", json.dumps({"items": [said]}))
    answer = {"answer_id": 77, "owner": {"display_name": "cleo"}, "body": NAMED}
    web.put(f"{path}/answers?order=asc&sort=creation&filter=withbody{end}", json.dumps({"items": [answer]}))


def put_pages(web: LoopbackWeb, urls: Sequence[str]) -> None:
    for number, url in enumerate(urls):
        web.put(url, page(number))


def test_what_engines_find_is_read_as_pages_of_their_kind(web: LoopbackWeb, folder: Folder, engines: Engines) -> None:
    found = {
        "http://news.example/1": "news",
        item(7): "forum",
        "https://stackoverflow.com/questions/9": "forum",
        "http://blog.example/1": "blog",
    }
    put_pages(web, ["http://news.example/1", "http://blog.example/1"])
    put_stories(web, [7])
    put_question(web, 9)
    engines.answers = {
        GDELT: gdelt("http://news.example/1"),
        HN: lambda _: {"hits": [{"objectID": "8", "story_id": 7}], "page": 0, "nbPages": 1},
        EXCERPTS: lambda _: {"items": [{"question_id": 9}], "has_more": False},
        BRAVE: lambda _: {"query": {}, "web": {"results": [{"url": "http://blog.example/1"}]}},
    }
    folder.configure()
    folder.crawl("search", environ={"BRAVE_SEARCH_API_KEY": "secret"}, LEAST_DELAYS={})
    assert kinds(folder) == found
    assert mentions_at(folder) == sorted(found)
    assert {question.get("query", question.get("q")) for _, question in engines.asked} == {'"Acme Optics"'}
    tokens = {asked.url.split("/")[2]: asked.headers["X-Subscription-Token"] for asked in web.asked}
    assert {host for host, token in tokens.items() if token} == {"api.search.brave.com"}
    ((state, spider),) = folder.rows("SELECT state, spider FROM crawl_run")
    assert (state, spider) == ("finished", "search")
    assert counted(folder)["listings"] == {"answer": 4}


def test_without_a_key_brave_is_left_out_and_that_is_said_once(folder: Folder, engines: Engines) -> None:
    folder.configure()
    engines.answers = {GDELT: gdelt()}
    said = folder.crawl("search", "-a", "with=gdelt,brave", LEAST_DELAYS={}).said
    assert said.count("brave is left out: the environment variable BRAVE_SEARCH_API_KEY holds no key") == 1
    assert [host for host, _ in engines.asked] == ["api.gdeltproject.org"]


def test_the_next_run_asks_from_where_this_one_ended_and_reads_only_what_is_new(
    web: LoopbackWeb, folder: Folder, engines: Engines
) -> None:
    urls = [f"http://news.example/{number}" for number in range(3)]
    put_pages(web, urls)
    engines.answers = {GDELT: gdelt(*urls[:2])}
    folder.configure()
    folder.crawl("search", "-a", "with=gdelt", LEAST_DELAYS={})
    assert "startdatetime" not in engines.asked[0][1]
    engines.answers = {GDELT: gdelt(*urls)}
    before = len(web.asked)
    folder.crawl("search", "-a", "with=gdelt", LEAST_DELAYS={})
    assert [url for url in web.pages(since=before) if "gdelt" not in url] == urls[2:]
    assert "startdatetime" in engines.asked[1][1]
    folder.crawl("search", "-a", "with=gdelt", "-a", "backfill=yes", LEAST_DELAYS={})
    assert "startdatetime" not in engines.asked[2][1]


def test_a_page_that_fails_is_searched_for_again(web: LoopbackWeb, folder: Folder, engines: Engines) -> None:
    web.put("http://news.example/1", status=500)
    engines.answers = {GDELT: gdelt("http://news.example/1")}
    folder.configure()
    for _ in range(2):
        folder.crawl("search", "-a", "with=gdelt", LEAST_DELAYS={})
    assert ["startdatetime" in question for _, question in engines.asked] == [False, False]


def test_what_is_over_budget_comes_with_the_next_run(web: LoopbackWeb, folder: Folder, engines: Engines) -> None:
    urls = [f"http://news.example/{number}" for number in range(5)]
    put_pages(web, urls)
    engines.answers = {GDELT: gdelt(*urls)}
    folder.configure(crawl="page_budget = 3")
    folder.crawl("search", "-a", "with=gdelt", LEAST_DELAYS={})
    assert len(folder.visits()) == 3
    folder.crawl("search", "-a", "with=gdelt", LEAST_DELAYS={})
    assert folder.visits() == dict.fromkeys(urls)
    assert "startdatetime" not in engines.asked[1][1]


def test_answers_of_several_pages_are_read_to_their_end(web: LoopbackWeb, folder: Folder, engines: Engines) -> None:
    def stories(question: dict[str, str]) -> object:
        number = int(question.get("page", 0))
        return {"hits": [{"objectID": str(number + 1)}], "page": number, "nbPages": 3}

    put_stories(web, range(1, 4))
    engines.answers = {HN: stories}
    folder.configure()
    folder.crawl("search", "-a", "with=hn", LEAST_DELAYS={})
    assert len(mentions_at(folder)) == 3
    assert [question.get("page", "0") for _, question in engines.asked] == ["0", "1", "2"]


def test_an_engine_that_refuses_is_named_and_the_others_go_on(
    web: LoopbackWeb, folder: Folder, engines: Engines
) -> None:
    put_stories(web, [1])
    engines.answers = {
        GDELT: lambda _: "The specified phrase is too short.\n\x1b[2J",
        HN: lambda _: {"hits": [{"objectID": "1"}], "page": 0, "nbPages": 1},
    }
    folder.configure()
    said = folder.crawl("search", "-a", "with=gdelt,hn,stackexchange", LEAST_DELAYS={}).said
    assert mentions_at(folder) == [item(1)]
    assert "could not be read: no answer to a search (it says 'The specified phrase is too short" in said
    assert "\x1b[2J" not in said
    silent = counted(folder)["silent"]
    assert silent == {
        "https://api.gdeltproject.org/api/v2/doc/doc": "no answer to a search",
        "https://api.stackexchange.com/2.3/search/excerpts?site=stackoverflow.com": "gone",
    }


def test_the_robots_txt_of_an_engine_holds_but_for_one_that_gave_us_a_key(
    web: LoopbackWeb, folder: Folder, engines: Engines
) -> None:
    for host in ("api.gdeltproject.org", "api.search.brave.com"):
        web.put(f"https://{host}/robots.txt", "User-agent: *\nDisallow: /", Content_Type="text/plain")
    engines.answers = {
        GDELT: gdelt(),
        BRAVE: lambda _: {"query": {}, "web": {"results": []}},
    }
    folder.configure()
    folder.crawl("search", "-a", "with=gdelt,brave", environ={"BRAVE_SEARCH_API_KEY": "secret"}, LEAST_DELAYS={})
    assert [host for host, _ in engines.asked] == ["api.search.brave.com"]


def test_a_key_follows_no_redirect(tunnelled: LoopbackWeb, folder: Folder) -> None:
    web = tunnelled
    web.on_request = lambda url: (
        web.put(url, status=302, Location="http://elsewhere.example/") if url.startswith(BRAVE) else None
    )
    folder.configure()
    folder.crawl("search", "-a", "with=brave", environ={"BRAVE_SEARCH_API_KEY": "secret"}, LEAST_DELAYS={})
    assert [asked.status for asked in web.asked if asked.headers["X-Subscription-Token"]] == [302]
    assert not [asked for asked in web.asked if "elsewhere" in asked.url]


def test_sources_are_asked_by_their_own_search(web: LoopbackWeb, folder: Folder) -> None:
    generator = '<meta name="generator" content="WordPress 6.1">'
    web.put("http://blog.example/feed/", '<rss version="2.0"><channel><title>x</title></channel></rss>')
    web.put("http://blog.example/", f"<html><head>{generator}</head><body><p>Hello</p></body></html>")
    put_pages(web, ["http://blog.example/2026/lenses/"])
    posts = json.dumps([{"link": "http://blog.example/2026/lenses/", "modified_gmt": "2026-11-01T10:00:00"}])
    web.on_request = lambda url: web.put(url, posts) if "search=Acme%20Optics" in url else None
    web.put("http://plain.example/", "<html><body><p>No search here.</p></body></html>")
    folder.configure(source("http://blog.example/feed/", "blog"), source("http://plain.example/", "forum"))
    said = folder.crawl("search", "-a", "with=sites", LEAST_DELAYS={}).said
    assert mentions_at(folder) == ["http://blog.example/2026/lenses/"]
    assert "http://plain.example/ has no search that we know" in said
    assert folder.rows("SELECT source_url FROM visit") == [("http://blog.example/feed/",)]


def test_a_thread_is_read_again_for_a_new_comment_and_not_for_an_old_one(
    web: LoopbackWeb, folder: Folder, engines: Engines
) -> None:
    put_stories(web, [7])
    folder.configure()
    pages = []
    for second in (1_000, 1_000, 2_000):
        hit = {"objectID": f"{second}", "story_id": 7, "created_at_i": second}
        engines.answers = {HN: lambda _, hit=hit: {"hits": [hit], "page": 0, "nbPages": 1}}  # type: ignore[misc]
        before = len(web.asked)
        folder.crawl("search", "-a", "with=hn", LEAST_DELAYS={})
        pages.append([url for url in web.pages(since=before) if "/items/" in url])
    assert pages == [["https://hn.algolia.com/api/v1/items/7"], [], ["https://hn.algolia.com/api/v1/items/7"]]


def test_a_page_that_an_api_tells_is_asked_there_whoever_finds_it(
    web: LoopbackWeb, folder: Folder, engines: Engines
) -> None:
    put_stories(web, [7])
    put_question(web, 9)
    named = [item(7), "https://stackoverflow.com/q/9"]
    engines.answers = {BRAVE: lambda _: {"query": {}, "web": {"results": [{"url": url} for url in named]}}}
    folder.configure()
    folder.crawl("search", "-a", "with=brave", environ={"BRAVE_SEARCH_API_KEY": "secret"})
    assert kinds(folder) == dict.fromkeys(named, "forum")
    found = folder.rows("SELECT permalink, author, section FROM mention ORDER BY author")
    assert found == [(item(97), "bob", "post"), ("https://stackoverflow.com/a/77", "cleo", "post")]
    assert {urlsplit(url).netloc for url in web.pages()} == {
        "api.search.brave.com",
        "hn.algolia.com",
        "api.stackexchange.com",
    }


def test_a_page_keeps_the_kind_that_its_source_gave_it(web: LoopbackWeb, folder: Folder, engines: Engines) -> None:
    put_pages(web, ["http://news.example/1"])
    (folder.path / "addresses.txt").write_text("http://news.example/1\n")
    folder.configure(crawl="revisit_days = 0")
    folder.crawl("urls", "-a", "file=addresses.txt", "-a", "kind=forum")
    engines.answers = {GDELT: gdelt("http://news.example/1")}
    folder.crawl("search", "-a", "with=gdelt", LEAST_DELAYS={})
    assert kinds(folder) == {"http://news.example/1": "forum"}


def test_an_unknown_engine_is_named_with_those_that_are_known(folder: Folder) -> None:
    folder.configure()
    ended = folder.crawl("search", "-a", "with=gogle")
    assert ended.status == 1
    assert "Error: command line: with=gogle: write some of gdelt, hn, stackexchange, reddit, brave, sites" in ended.said
