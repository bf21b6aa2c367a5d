"""Blogger: all posts and all comments as Atom feeds with pages, the posts in the order in which they changed.

https://developers.google.com/blogger/docs/2.0/developers_guide_protocol (`max-results`, `start-index`, `orderby`,
projection `summary`).
"""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urljoin, urlsplit

from mentions.items import Kind
from mentions.pages.listings import Listing, ListingKind, Offered, read_listing
from mentions.platforms.answers import asked_for, asking
from mentions.platforms.platform import Front, Platform

_A_PAGE = 150
_COMMENT = re.compile(r"c(\d+)$")


class Blogger(Platform):
    """A comment says that its post changed."""

    name = "Blogger"
    kind = Kind.BLOG

    def is_at(self, front: Front) -> bool:
        return front.generator.lower() == "blogger"

    def lists(self, front: Front) -> tuple[str, ...]:
        words = {"max-results": _A_PAGE, "start-index": 1}
        posts = asking(urljoin(front.url, "/feeds/posts/summary"), orderby="updated", **words)
        return (posts, asking(urljoin(front.url, "/feeds/comments/summary"), **words))

    def listing(self, body: bytes, url: str) -> Listing | None:
        found = read_listing(body, url) if "/feeds/" in url else None
        if found is None or found.kind is not ListingKind.FEED:
            return None
        start = asked_for(url, "start-index", 1)
        more = (asking(url, **{"start-index": start + len(found.offered)}),) if found.offered else ()
        offered = map(_of_comment, found.offered) if "/feeds/comments/" in url else found.offered
        return replace(found, kind=ListingKind.LIST, offered=tuple(offered), more=more)

    def search(self, front: Front, phrase: str) -> str | None:
        return asking(urljoin(front.url, "/feeds/posts/summary"), q=f'"{phrase}"', **{"max-results": _A_PAGE})


def _of_comment(comment: Offered) -> Offered:
    """The post below which it stands: the entry leads to `…?showComment=TIME#cID`."""
    parts = urlsplit(comment.url)
    number = _COMMENT.match(parts.fragment)
    said = number[1] if number else "".join(parse_qs(parts.query).get("showComment", []))
    return Offered(parts._replace(query="", fragment="").geturl(), None, {"last comment": said} if said else {})
