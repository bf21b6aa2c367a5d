"""WordPress: posts and comments by its REST API, in the order in which they changed.

https://developer.wordpress.org/rest-api/reference/posts/ and …/comments/, seen at work in 6.1.
"""

import re
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit, urlunsplit

from mentions import urls
from mentions.items import Kind
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.pages.metadata import moment
from mentions.platforms.answers import json_of
from mentions.platforms.platform import Front, Platform

_API = re.compile(r'<([^>]+)>\s*;[^,]*\brel\s*=\s*"?https://api\.w\.org/', re.IGNORECASE)
_API_LINK = re.compile(
    rb"<link\b(?=[^>]*\brel\s*=\s*[\"']?https://api\.w\.org/)[^>]*\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE
)
_A_PAGE = 100
_ROUTES = ("/wp/v2/posts", "/wp/v2/pages", "/wp/v2/comments")


class WordPress(Platform):
    """Its lists are read by date of change: an edited post comes first again, as does one that was commented on."""

    name = "WordPress"
    kind = Kind.BLOG

    def is_at(self, front: Front) -> bool:
        return front.generator.lower().startswith("wordpress") or self._api(front) is not None

    def lists(self, front: Front) -> tuple[str, ...]:
        api = self._api(front) or urljoin(front.url, "/?rest_route=/")
        posts = {"per_page": _A_PAGE, "orderby": "modified", "_fields": "link,modified_gmt,comment_status"}
        comments = {"per_page": _A_PAGE, "_fields": "link,id,date_gmt"}
        asked = {"/wp/v2/posts": posts, "/wp/v2/pages": posts, "/wp/v2/comments": comments}
        return tuple(_route(api, route, words) for route, words in asked.items())

    def listing(self, body: bytes, url: str) -> Listing | None:
        route = _route_of(url)
        found = json_of(body) if route in _ROUTES else None
        if not isinstance(found, list):
            return None
        objects = [one for one in found if isinstance(one, dict) and urls.is_web(str(one.get("link")))]
        read = _of_comment if route == "/wp/v2/comments" else _of_post
        more = (_next(url),) if len(found) >= _A_PAGE else ()
        return Listing(ListingKind.LIST, tuple(read(one) for one in objects), more)

    def total(self, answer: Front) -> int | None:
        said = answer.headers.get("x-wp-total", "")
        return int(said) if re.fullmatch(r"\d{1,9}", said) else None

    def search(self, front: Front, phrase: str) -> str | None:
        """Its search compares letter by letter: a quick first look, which misses variants and all comments."""
        api = self._api(front) or urljoin(front.url, "/?rest_route=/")
        return _route(api, "/wp/v2/posts", {"search": phrase, "per_page": _A_PAGE, "_fields": "link,modified_gmt"})

    @staticmethod
    def _api(front: Front) -> str | None:
        if said := _API.search(front.headers.get("link", "")):
            return urls.resolve(front.url, said[1])
        found = _API_LINK.search(front.body)
        return urls.resolve(front.url, found[1].decode("utf-8", "replace")) if found else None


def _of_post(post: dict[str, Any]) -> Offered:
    return Offered(post["link"], _utc(post.get("modified_gmt")))


def _of_comment(comment: dict[str, Any]) -> Offered:
    """The post below which it stands; its newest comment comes first in the list."""
    page = post_of(comment["link"])
    return Offered(page, claim={"last comment": str(comment.get("id"))})


def post_of(link: str) -> str:
    """The address of the post that a comment's link leads into: without the comment, and its page of comments."""
    parts = urlsplit(link)
    return urlunsplit(parts._replace(path=re.sub(r"/comment-page-\d+/?$", "/", parts.path), fragment=""))


def _utc(said: object) -> datetime | None:
    return moment(f"{said}Z") if said else None


def _route(api: str, route: str, asked: dict[str, Any]) -> str:
    """An address below the API, which may itself be a parameter (`/?rest_route=/`)."""
    words = urlencode(asked, quote_via=quote, safe=",")
    return f"{api.rstrip('/')}{route}{'&' if '?' in api else '?'}{words}"


def _route_of(url: str) -> str:
    parts = urlsplit(url)
    (route,) = parse_qs(parts.query).get("rest_route", [parts.path])[:1]
    return next((one for one in _ROUTES if route.rstrip("/").endswith(one)), "")


def _next(url: str) -> str:
    """The next page of a list; the one behind the last is answered with status 400."""
    parts = urlsplit(url)
    page = re.search(r"(?:^|&)page=(\d+)", parts.query)
    query = re.sub(r"(?:^|&)page=\d+", "", parts.query)
    return urlunsplit(parts._replace(query=f"{query}&page={int(page[1]) + 1 if page else 2}"))
