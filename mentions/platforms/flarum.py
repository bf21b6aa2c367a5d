"""Flarum: discussions in the order of their last post, and their posts, twenty a page, by its JSON:API.

flarum/framework 1.8, framework/core: src/Api/Controller/{ListDiscussions,ListPosts,AbstractSerialize}Controller.php
(limits, order, what is included), src/Api/Serializer/{Discussion,BasicPost}Serializer.php, src/Forum/Content/
Discussion.php (what `/d/SLUG?page=N` shows), js/src/forum/routes.ts (`/d/SLUG/NUMBER` is a post).
"""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from mentions.pages.composing import Post, compose
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.pages.metadata import moment
from mentions.platforms.answers import asked_for, asking, count, object_of, objects_in, part, text
from mentions.platforms.platform import Front, Platform

_SIGN = re.compile(rb"flarum-json-payload|flarum\.core\.app|id=[\"']flarum-(?:loading|content)")
_BASE = re.compile(rb'"baseUrl":\s*"([^"]+)"')
_DISCUSSION = re.compile(r"(?P<root>.*)/d/(?P<number>\d+)(?:-[^/?]*)?$")
_TAG = re.compile(r"/t/([^/]+)/?$")
_A_LIST, _A_PAGE = 50, 20
_Beside = dict[tuple[str, str], dict[str, Any]]


class Flarum(Platform):
    """A discussion is told by its posts: the page shows them without authors' marks and dates."""

    name = "Flarum"

    def is_at(self, front: Front) -> bool:
        return _SIGN.search(front.body) is not None

    def lists(self, front: Front) -> tuple[str, ...]:
        words = {"sort": "-lastPostedAt", "page[limit]": _A_LIST}
        if tag := _TAG.search(urlsplit(front.url).path):
            words["filter[tag]"] = tag[1]
        return (asking(f"{_root(front)}/api/discussions", **words),)

    def listing(self, body: bytes, url: str) -> Listing | None:
        found = object_of(body)
        if "/api/discussions" not in url or not isinstance(found.get("data"), list):
            return None
        root, discussions = url.partition("/api/")[0], objects_in(found["data"])
        more: tuple[str, ...] = ()
        if part(found, "links", "next") or len(discussions) >= _A_LIST:
            more = (asking(url, **{"page[offset]": asked_for(url, "page[offset]", 0) + len(discussions)}),)
        return Listing(ListingKind.LIST, tuple(_offered(one, root) for one in discussions if one.get("id")), more)

    def told_at(self, page: str) -> tuple[str, ...]:
        found = _DISCUSSION.match(page.partition("?")[0])
        if found is None:
            return ()
        words = {
            "filter[discussion]": found["number"],
            "filter[type]": "comment",
            "sort": "number",
            "include": "user,discussion",
            "page[limit]": _A_PAGE,
            "page[offset]": _A_PAGE * (asked_for(page, "page", 1) - 1),
        }
        return (asking(f"{found['root']}/api/posts", **words),)

    def told(self, answers: Sequence[bytes], page: str) -> bytes | None:
        found = object_of(answers[0])
        if not isinstance(found.get("data"), list):
            return None
        posts = objects_in(found["data"])
        beside = {(text(one.get("type")), text(one.get("id"))): one for one in objects_in(found.get("included"))}
        discussion = _related(posts[0], "discussion", beside) if posts else {}
        told = [_post(one, page.partition("?")[0], beside) for one in posts if part(one, "attributes", "contentHtml")]
        goes_on = part(found, "links", "next") or len(posts) >= _A_PAGE
        next_page = asking(page, page=asked_for(page, "page", 1) + 1) if goes_on else None
        return compose(text(part(discussion, "attributes", "title")), told, page, next_page=next_page)

    def search(self, front: Front, phrase: str) -> str | None:
        return asking(f"{_root(front)}/api/discussions", **{"filter[q]": phrase, "page[limit]": _A_LIST})


def _root(front: Front) -> str:
    found = _BASE.search(front.body)
    said = found[1].decode("utf-8", "replace").replace("\\/", "/") if found else ""
    parts = urlsplit(front.url)
    own = f"{parts.scheme}://{parts.netloc}"
    return said.rstrip("/") if said.startswith(own) else own


def _offered(discussion: dict[str, Any], root: str) -> Offered:
    said = discussion.get("attributes")
    number, slug = text(discussion["id"]), text(part(said, "slug"))
    last = part(said, "lastPostNumber")
    claim = {**count(part(said, "commentCount")), **({"last post": str(last)} if last else {})}
    # Before 1.0 the number stood beside the slug, now it begins it.
    address = slug if re.match(rf"{re.escape(number)}(?:-|$)", slug) else f"{number}-{slug}".rstrip("-")
    return Offered(f"{root}/d/{address}", moment(text(part(said, "lastPostedAt"))), claim)


def _related(one: dict[str, Any], what: str, beside: _Beside) -> dict[str, Any]:
    said = part(one, "relationships", what, "data")
    return beside.get((text(part(said, "type")), text(part(said, "id"))), {})


def _post(post: dict[str, Any], page: str, beside: _Beside) -> Post:
    said, user = post["attributes"], _related(post, "user", beside)
    author = text(part(user, "attributes", "displayName")) or text(part(user, "attributes", "username"))
    permalink = f"{page}/{said['number']}" if said.get("number") else None
    return Post(permalink, author or None, moment(text(said.get("createdAt"))), text(said.get("contentHtml")))
