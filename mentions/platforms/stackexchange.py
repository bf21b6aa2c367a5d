"""Stack Exchange: questions in the order of their last activity, a question with its answers, by API 2.3.

https://api.stackexchange.com/docs: /questions, /search/advanced, /questions/{ids}, /questions/{ids}/answers, the filter
`withbody`, throttling (`backoff`, `quota_remaining`; 300 requests a day without a key).
"""

import math
import re
from collections.abc import Sequence
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from mentions import urls
from mentions.pages.composing import Post, compose
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.platforms.answers import asked_for, asking, count, from_seconds, object_of, objects_in, part, text
from mentions.platforms.platform import Front, Platform

HOST = "api.stackexchange.com"
_SITES = ("stackoverflow.com", "superuser.com", "serverfault.com", "askubuntu.com", "mathoverflow.net", "stackapps.com")
_QUESTION = re.compile(r"https?://[^/]+/questions/(\d+)")
_TAGGED = re.compile(r"/questions/tagged/([^/]+)")
_A_PAGE = 100


class StackExchange(Platform):
    """The source is a site, or a tag of it; a question is told by two answers: itself, and those below it."""

    name = "Stack Exchange"

    def is_at(self, front: Front) -> bool:
        return _site(front.url) is not None

    def lists(self, front: Front) -> tuple[str, ...]:
        tagged = _TAGGED.match(urlsplit(front.url).path)
        words = {"tagged": re.sub(r"[+ ]", ";", unquote(tagged[1]))} if tagged else {}
        return (_asking("/questions", front.url, order="desc", sort="activity", **words),)

    def listing(self, body: bytes, url: str) -> Listing | None:
        found = object_of(body)
        if not isinstance(found.get("items"), list):
            return None
        questions = (one for one in objects_in(found["items"]) if urls.is_web(text(one.get("link"))))
        more = (asking(url, page=asked_for(url, "page", 1) + 1),) if found.get("has_more") is True else ()
        return Listing(ListingKind.LIST, tuple(map(_offered, questions)), more)

    def told_at(self, page: str) -> tuple[str, ...]:
        question = _QUESTION.match(page)
        if question is None or _site(page) is None:
            return ()
        path = f"/questions/{question[1]}"
        return (
            _asking(path, page, filter="withbody"),
            _asking(f"{path}/answers", page, order="asc", sort="creation", filter="withbody"),
        )

    def told(self, answers: Sequence[bytes], page: str) -> bytes | None:
        questions, below = (objects_in(object_of(answer).get("items")) for answer in answers)
        if not questions:
            return None
        posts = [_post(one, f"{urlsplit(page).scheme}://{urlsplit(page).netloc}") for one in (*questions[:1], *below)]
        return compose(unescape(text(questions[0].get("title"))), posts, page)

    def search(self, front: Front, phrase: str) -> str | None:
        return _asking("/search/advanced", front.url, order="desc", sort="activity", q=f'"{phrase}"')


def rest(body: bytes) -> float:
    """Seconds that an answer of the API asks to be left alone for; without end once the day's quota is used up."""
    said = object_of(body)
    if said.get("quota_remaining") == 0:
        return math.inf
    backoff = said.get("backoff")
    return float(backoff) if isinstance(backoff, int | float) and backoff > 0 else 0


def _site(url: str) -> str | None:
    """The name that the API has for the site at an address."""
    host = urls.host_of(url).removeprefix("www.")
    if host in _SITES:
        return host.removesuffix(".com")
    name = host.removesuffix(".stackexchange.com")
    return name if name != host and name not in ("api", "chat", "data") else None


def _asking(path: str, url: str, **words: object) -> str:
    return asking(f"{urlsplit(url).scheme}://{HOST}/2.3{path}", **words, pagesize=_A_PAGE, site=_site(url))


def _offered(question: dict[str, Any]) -> Offered:
    at = from_seconds(question.get("last_activity_date"))
    return Offered(question["link"], at, count(question.get("answer_count")))


def _post(post: dict[str, Any], site: str) -> Post:
    answer, question = post.get("answer_id"), post.get("question_id")
    permalink = f"{site}/a/{answer}" if answer else f"{site}/q/{question}"
    # Names and titles are escaped once more than JSON needs it.
    author = unescape(text(part(post, "owner", "display_name")))
    return Post(permalink, author or None, from_seconds(post.get("creation_date")), text(post.get("body")))
