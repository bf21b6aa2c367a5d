"""Reddit by its API alone, on loopback: read with keys, never asked without, and the keys go nowhere else."""

import base64
import json
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

import pytest
from loopback import Folder, LoopbackWeb, source

pytestmark = pytest.mark.slow

API, TOKENS = "https://oauth.reddit.com", "https://www.reddit.com/api/v1/access_token"
SUBREDDIT = "https://www.reddit.com/r/telescopes/"
KEYS = {"REDDIT_CLIENT_ID": "the-id", "REDDIT_CLIENT_SECRET": "the-secret-of-ours"}
NAMED = "<p>I have looked through one made by Acme Optics for a year now, every night, and would buy it again.</p>"
OTHER = "<p>For planets any lens will do that is longer than wide, if only the night is dark and dry enough.</p>"


class Reddit:
    """One subreddit, whose threads are what was `said`: number of the thread → author and text, one reply each."""

    def __init__(self, web: LoopbackWeb) -> None:
        self.web = web
        self.said: dict[str, list[tuple[str, str]]] = {}
        self.tokens = 0
        self.resets = ""
        web.on_request = self._prepare

    def _prepare(self, url: str) -> None:
        parts, asked = urlsplit(url), dict(parse_qsl(urlsplit(url).query))
        if url == TOKENS:
            self.tokens += 1
            said: object = {"access_token": f"token-{self.tokens}", "token_type": "bearer", "expires_in": 3600}
        elif f"{parts.scheme}://{parts.netloc}" != API or parts.path == "/robots.txt":
            return
        elif parts.path.endswith("/new") or parts.path.endswith("/search"):
            said = self._listing([self._thread(number) for number in reversed(self.said)])
        elif parts.path.endswith("/comments"):
            said = self._listing([self._comment(one, len(texts) - 1) for one, texts in self.said.items() if texts[1:]])
        elif parts.path == "/api/morechildren":
            places = [one.partition("x") for one in asked["children"].split(",")]
            said = {"json": {"data": {"things": [self._comment(number, int(place)) for number, _, place in places]}}}
        else:
            number = parts.path.rpartition("/")[2]
            said = [self._listing([self._thread(number)]), self._listing(self._below(number))]
        remaining = "0.0" if self.resets else "99.0"
        self.web.put(
            url, json.dumps(said), ETag="", X_Ratelimit_Remaining=remaining, X_Ratelimit_Reset=self.resets or "60"
        )

    def _listing(self, things: Sequence[object]) -> dict[str, object]:
        return {"kind": "Listing", "data": {"children": things, "after": None}}

    def _below(self, number: str) -> list[object]:
        """The first reply with the second inside; what comes behind is left out, and named."""
        count = len(self.said[number])
        inner = self._listing([self._comment(number, 2)]) if count > 2 else ""
        first = [self._comment(number, 1, replies=inner)] if count > 1 else []
        stubs = [
            {"kind": "more", "data": {"children": [f"{number}x{place}"], "parent_id": f"t3_{number}"}}
            for place in range(3, count)
        ]
        return [*first, *stubs]

    def _thread(self, number: str) -> object:
        author, html = self.said[number][0]
        said = {
            "name": f"t3_{number}",
            "title": f"Thread {number}",
            "permalink": f"/r/telescopes/comments/{number}/thread/",
            "num_comments": len(self.said[number]) - 1,
        }
        return {"kind": "t3", "data": {**said, **self._post(author, html, 0), "selftext_html": html}}

    def _comment(self, number: str, place: int, **more: object) -> object:
        author, html = self.said[number][place]
        said = {
            "name": f"t1_{number}x{place}",
            "permalink": f"/r/telescopes/comments/{number}/thread/{number}x{place}/",
            "body": "[removed]" if author == "[deleted]" else "so",
        }
        return {"kind": "t1", "data": {**said, **self._post(author, html, place), "body_html": html, **more}}

    def _post(self, author: str, html: str, day: int) -> dict[str, object]:
        del html
        return {"author": author, "created_utc": 1_764_547_200.0 + 86_400 * day}

    def threads_asked(self, since: int = 0) -> list[str]:
        """The threads that were asked for."""
        paths = (urlsplit(url).path for url in self.web.pages(since=since))
        return [path.rpartition("/")[2] for path in paths if path.startswith("/comments/")]


@pytest.fixture
def reddit(tunnelled: LoopbackWeb) -> Reddit:
    return Reddit(tunnelled)


def crawl(folder: Folder, spider: str = "forums", *arguments: str, keys: dict[str, str] | None = None) -> str:
    done = folder.crawl(spider, *arguments, environ=KEYS if keys is None else keys, LEAST_DELAYS={})
    assert done.status == 0, done.said
    return done.said


def mentions(folder: Folder) -> set[tuple[str, str | None, str]]:
    found = folder.rows("SELECT permalink, author, published FROM mention WHERE NOT gone")
    return {(permalink.removeprefix(SUBREDDIT), author, str(published)[:10]) for permalink, author, published in found}


def test_every_comment_is_found_and_only_threads_with_news_are_asked_again(reddit: Reddit, folder: Folder) -> None:
    removed = ("[deleted]", NAMED)
    reddit.said = {
        "aa": [("ann", NAMED)],
        "bb": [("ann", OTHER), ("bob", OTHER), ("cleo", NAMED), removed, ("dan", NAMED)],
        "cc": [("bob", OTHER)],
    }
    folder.configure(source(SUBREDDIT, "forum"), '[reddit]\nuser = "acme_bot"\n')
    said = crawl(folder)
    expected = {
        ("comments/aa/thread/", "ann", "2025-12-01"),
        ("comments/bb/thread/bbx2/", "cleo", "2025-12-03"),
        ("comments/bb/thread/bbx4/", "dan", "2025-12-05"),
    }
    assert mentions(folder) == expected, said
    pages = {url for (url,) in folder.rows("SELECT url FROM visit")}
    assert pages == {f"{SUBREDDIT}comments/{number}/thread/" for number in reddit.said}

    before = len(reddit.web.asked)
    reddit.said["cc"].append(("eve", NAMED))
    crawl(folder)
    assert reddit.threads_asked(before) == ["cc"]
    assert mentions(folder) == {*expected, ("comments/cc/thread/ccx1/", "eve", "2025-12-02")}


def test_keys_and_token_go_to_reddit_alone_and_are_kept_nowhere(reddit: Reddit, folder: Folder) -> None:
    reddit.said = {"aa": [("ann", NAMED)], "bb": [("ann", OTHER)]}
    folder.configure(source(SUBREDDIT, "forum"), '[reddit]\nuser = "acme_bot"\n')
    said = crawl(folder, "forums", "-s", "LOG_LEVEL=DEBUG")
    basic = "Basic " + base64.b64encode(":".join(KEYS.values()).encode()).decode()
    sent = [(one.url.partition("?")[0], one.headers["Authorization"]) for one in reddit.web.asked]
    assert sent[0] == (TOKENS, basic)
    assert {authorised for _, authorised in sent[1:]} == {"Bearer token-1"}
    assert all(url.startswith(f"{API}/") for url, _ in sent[1:])
    assert len(sent) == 5
    assert reddit.web.asked[0].form == "grant_type=client_credentials"
    agents = {one.headers["User-Agent"] for one in reddit.web.asked}
    assert len(agents) == 1
    assert agents.pop().endswith(" (by /u/acme_bot)")
    kept = [said.encode(), *(file.read_bytes() for file in folder.path.rglob("mentions.db*"))]
    for secret in ("token-1", KEYS["REDDIT_CLIENT_SECRET"], basic.partition(" ")[2]):
        assert not any(secret.encode() in one for one in kept)


def test_without_keys_it_is_not_asked_and_that_is_said_with_what_to_do(reddit: Reddit, folder: Folder) -> None:
    folder.configure(source(SUBREDDIT, "forum"))
    (folder.path / "mine.txt").write_text(f"{SUBREDDIT}comments/aa/thread/\n")
    said = crawl(folder, keys={"REDDIT_CLIENT_ID": "the-id"})
    assert said.count("could not be read: needs keys") == 1
    assert "REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET hold no keys" in said
    assert "https://www.reddit.com/prefs/apps" in said
    crawl(folder, "urls", "-a", "file=mine.txt", keys={})
    assert folder.visits() == {f"{SUBREDDIT}comments/aa/thread/": "needs keys"}
    assert "reddit is left out" in crawl(folder, "search", "-a", "with=reddit", keys={})
    assert reddit.web.asked == []


def test_its_pages_are_never_asked_for(reddit: Reddit, folder: Folder) -> None:
    reddit.said = {"aa": [("ann", NAMED)]}
    reddit.web.put("http://short.example/aa", status=302, Location=f"{SUBREDDIT}wiki/lenses")
    folder.configure()
    threads = ["https://old.reddit.com/r/telescopes/comments/aa/", "https://redd.it/aa"]
    others = ["https://www.reddit.com/user/ann/", f"{SUBREDDIT}wiki/lenses", "http://short.example/aa"]
    (folder.path / "mine.txt").write_text("\n".join((*threads, *others)))
    crawl(folder, "urls", "-a", "file=mine.txt")
    assert folder.visits() == {**dict.fromkeys(threads), **dict.fromkeys(others, "robots.txt")}
    asked = {url.partition("?")[0] for url in reddit.web.pages()}
    assert asked == {TOKENS, f"{API}/comments/aa", "http://short.example/aa"}


@pytest.mark.parametrize("moved", [TOKENS, f"{API}/comments/aa?sort=old&limit=500&raw_json=1"])
def test_nothing_is_followed_that_leads_away_with_keys(tunnelled: LoopbackWeb, folder: Folder, moved: str) -> None:
    Reddit(tunnelled).said = {"aa": [("ann", NAMED)]}
    answers = tunnelled.on_request
    elsewhere = "http://elsewhere.example/"
    tunnelled.on_request = lambda url: (
        tunnelled.put(url, status=302, Location=elsewhere) if url == moved else answers(url)
    )
    folder.configure()
    (folder.path / "mine.txt").write_text("https://redd.it/aa")
    crawl(folder, "urls", "-a", "file=mine.txt")
    assert list(folder.visits().values()) == ["client error"]
    assert moved in tunnelled.pages()
    assert not [one for one in tunnelled.asked if one.url.startswith(elsewhere)]


def test_a_token_that_is_no_longer_taken_is_replaced_once(tunnelled: LoopbackWeb, folder: Folder) -> None:
    reddit = Reddit(tunnelled)
    reddit.said = {"aa": [("ann", NAMED)]}
    answers, refusals = tunnelled.on_request, iter([True])

    def refusing(url: str) -> None:
        if url.startswith(API) and next(refusals, False):
            tunnelled.put(url, '{"message": "Unauthorized", "error": 401}', status=401)
        else:
            answers(url)

    tunnelled.on_request = refusing
    folder.configure()
    (folder.path / "mine.txt").write_text("https://redd.it/aa")
    crawl(folder, "urls", "-a", "file=mine.txt")
    assert list(folder.visits().values()) == [None]
    assert [one.headers["Authorization"] for one in tunnelled.asked if one.url.startswith(API)] == [
        "Bearer token-1",
        "Bearer token-2",
    ]


def test_keys_that_are_wrong_are_tried_once(tunnelled: LoopbackWeb, folder: Folder) -> None:
    tunnelled.put(TOKENS, '{"message": "Unauthorized", "error": 401}', status=401)
    folder.configure(source(SUBREDDIT, "forum"), source("https://www.reddit.com/r/optics/", "forum"))
    said = crawl(folder)
    assert "Reddit does not take the keys in REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET" in said
    assert tunnelled.pages() == [TOKENS]
    assert KEYS["REDDIT_CLIENT_SECRET"] not in said


def test_a_limit_that_is_used_up_is_waited_for(reddit: Reddit, folder: Folder) -> None:
    reddit.said = {"aa": [("ann", NAMED)]}
    reddit.resets = "2"
    folder.configure()
    (folder.path / "mine.txt").write_text(
        "https://redd.it/aa\nhttps://redd.it/aa#again\nhttps://reddit.com/comments/aa\n"
    )
    crawl(folder, "urls", "-a", "file=mine.txt")
    first, second = (one.at for one in reddit.web.asked if one.url.startswith(API))
    assert second - first > 1.9


def test_threads_are_searched_for_with_the_same_keys(reddit: Reddit, folder: Folder) -> None:
    reddit.said = {"aa": [("ann", OTHER), ("bob", NAMED)]}
    folder.configure('[search]\nsubreddits = ["telescopes"]\n')
    crawl(folder, "search", "-a", "with=reddit")
    assert mentions(folder) == {("comments/aa/thread/aax1/", "bob", "2025-12-02")}
    (question,) = (url for url in reddit.web.pages() if "/search" in url)
    assert question.startswith(f"{API}/r/telescopes/search?q=%22Acme+Optics%22&restrict_sr=1")
    assert folder.rows("SELECT kind FROM visit") == [("forum",)]
    before = len(reddit.web.asked)
    crawl(folder, "search", "-a", "with=reddit")
    assert reddit.threads_asked(before) == []
