"""Substack: all posts newest first, by the JSON that its own archive page asks for.

Not documented; the shape is that which public readers of it use: `/api/v1/archive?sort=new&offset=N&limit=N` answers
with a list, which may be shorter than was asked for before its end.
"""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from mentions import urls
from mentions.items import Kind
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.pages.metadata import moment
from mentions.platforms.answers import asked_for, asking, json_of, objects_in, text
from mentions.platforms.platform import Front, Platform

_SIGN = re.compile(rb"(?:src|href)=[\"']https://substackcdn\.com/")
_A_PAGE = 25


class Substack(Platform):
    """A new comment shows in the list by its number."""

    name = "Substack"
    kind = Kind.BLOG

    def is_at(self, front: Front) -> bool:
        return _SIGN.search(front.body) is not None

    def lists(self, front: Front) -> tuple[str, ...]:
        return (asking(urljoin(front.url, "/api/v1/archive"), sort="new", offset=0, limit=_A_PAGE),)

    def listing(self, body: bytes, url: str) -> Listing | None:
        found = json_of(body)
        if not isinstance(found, list) or urlsplit(url).path != "/api/v1/archive":
            return None
        posts = [one for one in objects_in(found) if urls.is_web(text(one.get("canonical_url")))]
        more = (asking(url, offset=asked_for(url, "offset", 0) + len(found)),) if found else ()
        return Listing(ListingKind.LIST, tuple(map(_offered, posts)), more)

    def search(self, front: Front, phrase: str) -> str | None:
        return asking(urljoin(front.url, "/api/v1/archive"), sort="new", search=phrase, offset=0, limit=_A_PAGE)


def _offered(post: dict[str, Any]) -> Offered:
    comments = post.get("comment_count")
    claim = {"comments": str(comments)} if isinstance(comments, int) else {}
    return Offered(post["canonical_url"], moment(text(post.get("post_date"))), claim)
