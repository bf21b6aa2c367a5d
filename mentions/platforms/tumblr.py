"""Tumblr: all posts newest first, fifty at a time, by the first version of its API, which asks for no key.

https://www.tumblr.com/docs/en/api/v1 (`/api/read/json?num=50&start=N`: a variable of JavaScript).
"""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from mentions import urls
from mentions.items import Kind
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.platforms.answers import asked_for, asking, from_seconds, object_of, objects_in, text
from mentions.platforms.platform import Front, Platform

_SIGN = re.compile(rb"https?://(?:assets|static|px\.srvcs)\.tumblr\.com/")
_VARIABLE = re.compile(rb"^\s*var\s+tumblr_api_read\s*=\s*|\s*;\s*$")
_A_PAGE = 50


class Tumblr(Platform):
    """A post stands at its address with the words of its title behind the number."""

    name = "Tumblr"
    kind = Kind.BLOG

    def is_at(self, front: Front) -> bool:
        return "x-tumblr-user" in front.headers or _SIGN.search(front.body) is not None

    def lists(self, front: Front) -> tuple[str, ...]:
        return (asking(urljoin(front.url, "/api/read/json"), num=_A_PAGE, start=0),)

    def listing(self, body: bytes, url: str) -> Listing | None:
        found = object_of(_VARIABLE.sub(b"", body)) if urlsplit(url).path == "/api/read/json" else {}
        if not isinstance(found.get("posts"), list):
            return None
        posts = objects_in(found["posts"])
        more = (asking(url, start=asked_for(url, "start", 0) + len(posts)),) if posts else ()
        return Listing(ListingKind.LIST, tuple(filter(None, map(_offered, posts))), more)


def _offered(post: dict[str, Any]) -> Offered | None:
    address = text(post.get("url-with-slug")) or text(post.get("url"))
    return Offered(address, from_seconds(post.get("unix-timestamp"))) if urls.is_web(address) else None
