"""Stack Exchange: questions in the order of their last activity, a question with its answers, by API 2.3.

https://api.stackexchange.com/docs: /questions, /search/excerpts, /questions/{ids}, /questions/{ids}/answers, the filter
`withbody`, `site` by its domain, throttling (`backoff`, `quota_remaining`; 300 requests a day without a key).
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
from mentions.platforms.answers import asked, asked_for, asking, count, from_seconds, object_of, objects_in, part, text
from mentions.platforms.platform import Front, Platform

HOST = "api.stackexchange.com"
API = f"{HOST}/2.3"
_SITE = re.compile(
    r"(?:(?:meta|es|ja|pt|ru)\.)?(?:stackoverflow\.com|superuser\.com|serverfault\.com|askubuntu\.com|mathoverflow\.net)"
    r"|stackapps\.com|(?!(?:api|chat|data)\.)[\w.-]+\.stackexchange\.com"
)
_QUESTION = re.compile(r"https?://[^/]+/(?:questions|q)/(\d+)")
_TAGGED = re.compile(r"/questions/tagged/([^/]+)")
_A_PAGE = 100


class StackExchange(Platform):
    """The source is a site, or a tag of it; a question is told by two answers: itself, and those below it."""

    name = "Stack Exchange"

    def is_at(self, front: Front) -> bool:
        return _SITE.fullmatch(_site(front.url)) is not None

    def lists(self, front: Front) -> tuple[str, ...]:
        tagged = _TAGGED.match(urlsplit(front.url).path)
        words = {"tagged": re.sub(r"[+ ]", ";", unquote(tagged[1]))} if tagged else {}
        return (_asking("/questions", front.url, order="desc", sort="activity", **words),)

    def listing(self, body: bytes, url: str) -> Listing | None:
        found = object_of(body)
        if not isinstance(found.get("items"), list):
            return None
        offered = tuple(filter(None, (_offered(one, url) for one in objects_in(found["items"]))))
        more = (asking(url, page=asked_for(url, "page", 1) + 1),) if found.get("has_more") is True else ()
        return Listing(ListingKind.LIST, offered, more)

    def told_at(self, page: str) -> tuple[str, ...]:
        question = _QUESTION.match(page)
        if question is None or not self.is_at(Front(url=page)):
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
        link = text(questions[0].get("link"))
        return compose(unescape(text(questions[0].get("title"))), posts, link if urls.is_web(link) else page)

    def search(self, front: Front, phrase: str) -> str:
        return _asking("/search/excerpts", front.url, order="desc", sort="activity", q=f'"{phrase}"')


def rest(body: bytes) -> float:
    """Seconds that an answer of the API asks to be left alone for; without end once the day's quota is used up."""
    said = object_of(body)
    if said.get("quota_remaining") == 0:
        return math.inf
    backoff = said.get("backoff")
    return float(backoff) if isinstance(backoff, int | float) and backoff > 0 else 0


def _site(url: str) -> str:
    return urls.host_of(url).removeprefix("www.")


def _asking(path: str, url: str, **words: object) -> str:
    return asking(f"{urlsplit(url).scheme}://{API}{path}", **words, pagesize=_A_PAGE, site=_site(url))


def _offered(found: dict[str, Any], url: str) -> Offered | None:
    """The page of a question; of what a search finds, question or answer, no more than that number is told."""
    link, number = text(found.get("link")), found.get("question_id")
    if not link and isinstance(number, int):
        link = f"{urlsplit(url).scheme}://{asked(url).get('site')}/questions/{number}"
    at = from_seconds(found.get("last_activity_date"))
    return Offered(link, at, count(found.get("answer_count"))) if urls.is_web(link) else None


def _post(post: dict[str, Any], site: str) -> Post:
    answer, question = post.get("answer_id"), post.get("question_id")
    permalink = f"{site}/a/{answer}" if answer else f"{site}/q/{question}"
    # Names and titles are escaped once more than JSON needs it.
    author = unescape(text(part(post, "owner", "display_name")))
    return Post(permalink, author or None, from_seconds(post.get("creation_date")), text(post.get("body")))
