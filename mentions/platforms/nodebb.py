"""NodeBB: topics in the order of their last post; the JSON of a page stands below `/api`.

NodeBB/NodeBB, public/openapi/read/{recent,categories}.yaml (3.x, 4.x); 1.4 as seen running: there numbers are strings.
Its pages are HTML with marked posts, and read as they are.
"""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.pages.metadata import moment
from mentions.platforms.answers import asked_for, asking, count, object_of, objects_in, part, text
from mentions.platforms.platform import Front, Platform

_SIGN = re.compile(rb"/nodebb(?:\.min)?\.js|\bcomponent=[\"']navbar/|RELATIVE_PATH", re.IGNORECASE)
_BASE = re.compile(rb"\"relative_path\":\s*\"([^\"]*)\"|RELATIVE_PATH\s*=\s*[\"']([^\"']*)")
_CATEGORY = re.compile(r"/category/\d+(?:/[^/]+)?")


class NodeBB(Platform):
    """The list of recent topics, or that of a category."""

    name = "NodeBB"

    def is_at(self, front: Front) -> bool:
        return front.headers.get("x-powered-by", "").lower() == "nodebb" or _SIGN.search(front.body) is not None

    def lists(self, front: Front) -> tuple[str, ...]:
        base = _BASE.search(front.body)
        root = next(filter(None, base.groups()), b"").decode("utf-8", "replace") if base else ""
        scope = _CATEGORY.search(urlsplit(front.url).path)
        return (urljoin(front.url, f"{root}/api{scope[0] if scope else '/recent'}"),)

    def listing(self, body: bytes, url: str) -> Listing | None:
        found = object_of(body)
        topics = found.get("topics")
        if not isinstance(topics, list):
            return None
        root, page = url.partition("/api/")[0], asked_for(url, "page", 1)
        offered = [
            _offered(one, root) for one in objects_in(topics) if text(one.get("slug")) and not _is(one.get("deleted"))
        ]
        last = part(found, "pagination", "pageCount")
        goes_on = page < last if isinstance(last, int) else bool(topics)
        return Listing(ListingKind.LIST, tuple(offered), (asking(url, page=page + 1),) if goes_on else ())

    def hides(self, page: str, answered: str) -> bool:
        # Topics that are deleted, but not purged, are asked to log in for, as private ones are (helpers.notAllowed).
        return "/topic/" in urlsplit(page).path and urlsplit(answered).path.endswith("/login")


def _is(said: object) -> bool:
    return str(said).lower() in ("1", "true")


def _offered(topic: dict[str, Any], root: str) -> Offered:
    at = moment(text(topic.get("lastposttimeISO")))
    return Offered(f"{root}/topic/{text(topic['slug'])}", at, count(topic.get("postcount")))
