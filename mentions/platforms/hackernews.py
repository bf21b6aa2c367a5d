"""Hacker News: stories and comments newest first, and an item with all below it, by the search API of Algolia.

HN Search API v1, https://hn.algolia.com/api: /search_by_date (numericFilters, advancedSyntax for phrases in quotes;
1,000 entries at most), /items/ID.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from mentions import urls
from mentions.pages.composing import Post, compose
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.pages.metadata import moment
from mentions.platforms.answers import asked, asked_for, asking, count, from_seconds, object_of, objects_in, text
from mentions.platforms.platform import Front, Platform

_SITE, _SEARCH = "news.ycombinator.com", "hn.algolia.com"
API = f"{_SEARCH}/api/v1"
_ITEM = re.compile(r"/item\?(?:[^#]*&)?id=(\d+)")
_A_PAGE = 100
_EVERYTHING = "(story,comment)"


class HackerNews(Platform):
    """The source is the site, or a search on hn.algolia.com: whatever is said in a story is a post of its page."""

    name = "Hacker News"

    def is_at(self, front: Front) -> bool:
        return urls.host_of(front.url) in (_SITE, _SEARCH)

    def lists(self, front: Front) -> tuple[str, ...]:
        asked = parse_qs(urlsplit(front.url).query)
        if words := (asked.get("q") or asked.get("query") or [""])[0]:
            return (_list(front.url, _EVERYTHING, words),)
        return (_list(front.url, "story"), _list(front.url, "comment"))

    def listing(self, body: bytes, url: str) -> Listing | None:
        found = object_of(body)
        if not isinstance(found.get("hits"), list):
            return None
        offered = tuple(filter(None, (_offered(one, url) for one in objects_in(found["hits"]))))
        page, last = asked_for(url, "page", 0), found.get("nbPages")
        goes_on = isinstance(last, int) and page + 1 < last
        return Listing(ListingKind.LIST, offered, (asking(url, page=page + 1),) if goes_on else ())

    def told_at(self, page: str) -> tuple[str, ...]:
        item = _ITEM.search(page)
        return (_api(page, f"/items/{item[1]}"),) if item else ()

    def told(self, answers: Sequence[bytes], page: str) -> bytes | None:
        story = object_of(answers[0])
        if not story.get("id"):
            return None
        title = text(story.get("title")) or "Comment"
        return compose(title, (_post(one, page) for one in _items(story)), page)

    def search(self, front: Front, phrase: str) -> str:
        return asking(_list(front.url, _EVERYTHING, f'"{phrase}"'), advancedSyntax="true", typoTolerance="false")


def _api(url: str, path: str) -> str:
    return f"{urlsplit(url).scheme}://{API}{path}"


def _item(url: str, number: object) -> str:
    return f"{urlsplit(url).scheme}://{_SITE}/item?id={number}"


def _list(url: str, tags: str, words: str = "") -> str:
    asked = {"query": words} if words else {}
    return asking(_api(url, "/search_by_date"), tags=tags, hitsPerPage=_A_PAGE, **asked)


def _offered(hit: dict[str, Any], url: str) -> Offered | None:
    """The page of the story; a comment says that it changed.

    What a search finds is not the last that was said there: it claims no more than when it was said.
    """
    number = str(hit.get("objectID") or "")
    story = str(hit.get("story_id") or number)
    if not (story.isdecimal() and number.isdecimal()):
        return None
    if "query" in asked(url):
        return Offered(_item(url, story), from_seconds(hit.get("created_at_i")))
    claim = count(hit.get("num_comments")) if story == number else {"last comment": number}
    return Offered(_item(url, story), None, claim)


def _items(story: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """An item, and all below it in their order on the page; what was deleted has no author."""
    left = [story]
    while left:
        item = left.pop()
        if item.get("author"):
            yield item
        left += reversed(objects_in(item.get("children")))


def _post(item: dict[str, Any], page: str) -> Post:
    link = text(item.get("url"))
    shown = f'<p><a href="{escape(link)}">{escape(urls.host_of(link))}</a></p>' if urls.is_web(link) else ""
    at, author = moment(text(item.get("created_at"))), text(item.get("author"))
    return Post(_item(page, item.get("id")), author, at, shown + text(item.get("text")))
