"""Reddit: threads of a subreddit and all comments below them, newest first, by its API, which wants the user's keys.

https://www.reddit.com/dev/api: /r/NAME/new, /r/NAME/comments, /search, /comments/ID, /api/morechildren, `after`,
`raw_json`. What threads, comments and stubs (`more`) hold is taken from Reddit's own source as it was until 2017,
https://github.com/reddit-archive/reddit (r2/r2/lib/jsontemplates.py), limits and headers from its wiki (API).
"""

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from mentions import urls
from mentions.pages.composing import Post, compose
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.platforms.answers import asked, asking, count, from_seconds, json_of, objects_in, part, text
from mentions.platforms.platform import Front, Platform

HOST = "oauth.reddit.com"
TOKENS = "https://www.reddit.com/api/v1/access_token"
MOST_ANSWERS = 20
"""Answers about one thread: some 2,000 comments."""
_SHORT = "redd.it"
_PART = re.compile(r"/r/[\w+]+", re.ASCII)
_THREAD = re.compile(
    r"https?://(?:(?:[\w-]+\.)?reddit\.com/(?:(?:r|u|user)/[\w-]+/)?comments|redd\.it)/([a-z0-9]+)(?=[/?#]|$)", re.ASCII
)
_GONE = re.compile(r"\[\s*(?:deleted|removed)\b[^\]]*\]", re.IGNORECASE)
_A_BATCH = 100


class Reddit(Platform):
    """The source is a subreddit, several (`/r/a+b/`), or a search; its pages are forbidden to crawlers."""

    name = "Reddit"
    is_open = False

    def is_at(self, front: Front) -> bool:
        return is_of(urls.host_of(front.url))

    def lists(self, front: Front) -> tuple[str, ...]:
        found, words = _PART.match(urlsplit(front.url).path), asked(front.url).get("q")
        where = found[0] if found else ""
        if words:
            return (_search(where, words),)
        if not where or self.told_at(front.url):
            return ()
        return (_asking(f"{where}/new", limit=100), _asking(f"{where}/comments", limit=100))

    def listing(self, body: bytes, url: str) -> Listing | None:
        data = part(json_of(body), "data")
        if part(json_of(body), "kind") != "Listing" or not isinstance(data, dict):
            return None
        offered = tuple(filter(None, map(_offered, objects_in(data.get("children")))))
        after = text(data.get("after"))
        return Listing(ListingKind.LIST, offered, (asking(url, after=after),) if after else ())

    def told_at(self, page: str) -> tuple[str, ...]:
        thread = _THREAD.match(page)
        return (_asking(f"/comments/{thread[1]}", sort="old", limit=500),) if thread else ()

    def left_to_ask(self, answers: Sequence[bytes], page: str) -> str | None:
        addresses = list(self.told_at(page))
        for answer in answers:
            addresses += (one for one in _behind(list(_things(answer)), page) if one not in addresses)
        return addresses[len(answers)] if len(answers) < min(len(addresses), MOST_ANSWERS) else None

    def told(self, answers: Sequence[bytes], page: str) -> bytes | None:
        said = [(thing.get("kind"), _data(thing)) for answer in answers for thing in _things(answer)]
        thread = next((data for kind, data in said if kind == "t3"), None)
        if thread is None:
            return None
        by_name = {text(data.get("name")): data for kind, data in said if kind in ("t1", "t3")}
        link = _page(thread)
        posts = (_post(data, link or page) for data in by_name.values() if not _is_gone(data))
        return compose(text(thread.get("title")) or "Reddit", posts, link or page)

    def search(self, front: Front, phrase: str) -> str:
        found = _PART.match(urlsplit(front.url).path)
        return _search(found[0] if found else "", f'"{phrase}"')


def is_of(host: str) -> bool:
    """Whether a host is one of Reddit's."""
    return host in ("reddit.com", _SHORT) or host.endswith((".reddit.com", f".{_SHORT}"))


def rest(remaining: str | None, reset: str | None) -> float:
    """Seconds for which its API wants to be left alone, by the headers `X-Ratelimit-Remaining` and `-Reset`."""
    try:
        asked_for = float(reset or 0) if remaining is not None and float(remaining) < 1 else 0
    except ValueError:
        return 0
    return max(0, asked_for)


def _asking(path: str, **words: object) -> str:
    return asking(f"https://{HOST}{path}", **words, raw_json=1)


def _search(where: str, words: str) -> str:
    restricted = 1 if where else None
    return _asking(f"{where}/search", q=words, restrict_sr=restricted, type="link", sort="new", limit=100)


def _offered(thing: dict[str, Any]) -> Offered | None:
    """The page of a thread; a comment says that it changed."""
    data = _data(thing)
    page = _page(data)
    if thing.get("kind") == "t1":
        page, _, _ = page.rstrip("/").rpartition("/")
        claim = {"last comment": text(data.get("name"))}
        return Offered(f"{page}/", None, claim) if _THREAD.match(page) else None
    claim = count(data.get("num_comments"))
    if edited := from_seconds(data.get("edited") or None):
        claim["edited"] = edited.isoformat()
    return Offered(page, from_seconds(data.get("created_utc")), claim) if page else None


def _things(answer: bytes) -> Iterator[dict[str, Any]]:
    """The thread, comments and stubs that an answer tells, replies behind what they reply to."""
    found = json_of(answer)
    listings = objects_in(found) if isinstance(found, list) else []
    children = [one for listing in listings for one in objects_in(part(listing, "data", "children"))]
    left = (children or objects_in(part(found, "json", "data", "things")))[::-1]
    while left:
        thing = left.pop()
        yield thing
        left += reversed(objects_in(part(thing, "data", "replies", "data", "children")))


def _behind(things: Sequence[dict[str, Any]], page: str) -> Iterator[str]:
    """Where the comments are told that an answer has only stubs of: by the hundred, or below the one they reply to."""
    thread = _THREAD.match(page)
    number = thread[1] if thread else ""
    stubs = [_data(one) for one in things if one.get("kind") == "more"]
    hidden = [one for stub in stubs for one in _names(stub.get("children"))]
    for start in range(0, len(hidden), _A_BATCH):
        children = ",".join(hidden[start : start + _A_BATCH])
        yield _asking("/api/morechildren", link_id=f"t3_{number}", children=children, api_type="json", sort="old")
    for stub in stubs:
        kind, _, parent = text(stub.get("parent_id")).partition("_")
        if not _names(stub.get("children")) and kind == "t1" and parent.isalnum():
            yield _asking(f"/comments/{number}", comment=parent, sort="old", limit=500)


def _names(children: object) -> list[str]:
    return [one for one in children if text(one).isalnum()] if isinstance(children, list) else []


def _data(thing: dict[str, Any]) -> dict[str, Any]:
    found = thing.get("data")
    return found if isinstance(found, dict) else {}


def _page(data: dict[str, Any]) -> str:
    """Where people find a thread or a comment, "" where it does not say."""
    said = text(data.get("permalink"))
    found = f"https://www.reddit.com{said}"
    return found if said.startswith("/") and urls.is_web(found) else ""


def _is_gone(data: dict[str, Any]) -> bool:
    """Whether its author deleted it, or somebody removed it."""
    said = text(data.get("body")) or text(data.get("selftext"))
    return bool(data.get("removed_by_category")) or _GONE.fullmatch(said.strip()) is not None


def _post(data: dict[str, Any], thread: str) -> Post:
    link = text(data.get("url"))
    leads_away = urls.is_web(link) and not is_of(urls.host_of(link))
    shown = f'<p><a href="{escape(link)}">{escape(urls.host_of(link))}</a></p>' if leads_away else ""
    said = (text(data.get("body_html")) or text(data.get("selftext_html"))).strip()
    html = said if said.startswith("<") else unescape(said)  # escaped where `raw_json` is not heard
    author, at = text(data.get("author")), from_seconds(data.get("created_utc"))
    permalink = _page(data) or f"{thread}{text(data.get('id'))}/"
    return Post(permalink, None if _GONE.fullmatch(author) else author, at, shown + html)
