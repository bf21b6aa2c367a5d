"""Discourse: topics in the order of their last post, and the posts of a topic, twenty a page, by its JSON.

https://docs.discourse.org (OpenAPI) and discourse/discourse 3.1: app/serializers/{topic_list,listable_topic,post,
post_stream}*.rb, app/controllers/list_controller.rb (`more_topics_url` lacks the `.json`). The JSON of a page stands at
its own address with `.json` behind the path.
"""

import re
from collections.abc import Sequence
from math import ceil
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

from mentions import urls
from mentions.pages.composing import Post, compose
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.pages.metadata import moment
from mentions.platforms.answers import asked_for, asking, count, object_of, objects_in, part, text
from mentions.platforms.platform import Front, Platform

_SIGN = re.compile(
    rb"<meta\b[^>]*\bname\s*=\s*[\"']discourse_theme_id|\bid\s*=\s*[\"']data-discourse-setup", re.IGNORECASE
)
_BASE = re.compile(rb"data-base-uri\s*=\s*[\"']([^\"']*)|name=[\"']discourse-base-uri[\"'] content=[\"']([^\"']*)")
_TOPIC = re.compile(r"(?P<root>.*)/t/(?:[^/]+/)?(?P<number>\d+)/?$")
_SCOPE = re.compile(r".*/(?:c|tag)/[^?]*?(?=/l/latest$|/?$)")
_A_PAGE = 20


class Discourse(Platform):
    """A topic is told by its JSON: the page itself is a program that fetches it."""

    name = "Discourse"

    def is_at(self, front: Front) -> bool:
        return front.generator.lower().startswith("discourse") or _SIGN.search(front.body) is not None

    def lists(self, front: Front) -> tuple[str, ...]:
        """The topics of the forum; of a category or tag, those in it."""
        if scope := _SCOPE.match(urlsplit(front.url).path):
            return (urljoin(front.url, f"{scope[0].rstrip('/')}/l/latest.json"),)
        return (f"{_root(front)}/latest.json",)

    def listing(self, body: bytes, url: str) -> Listing | None:
        found = object_of(body)
        topics = found.get("topics") if "grouped_search_result" in found else part(found, "topic_list", "topics")
        if not isinstance(topics, list):
            return None
        root = re.split(r"/(?:latest|search|c/|tag/)", url)[0]
        more = urls.resolve(url, text(part(found, "topic_list", "more_topics_url")))
        return Listing(
            ListingKind.LIST,
            tuple(_offered(one, root) for one in objects_in(topics) if one.get("id")),
            (_as_json(more),) if more and urls.is_web(more) and more != url else (),
        )

    def told_at(self, page: str) -> tuple[str, ...]:
        topic = _TOPIC.match(page.partition("?")[0])
        if topic is None:
            return ()
        number = asked_for(page, "page", 1)
        return (f"{topic['root']}/t/{topic['number']}.json" + (f"?page={number}" if number > 1 else ""),)

    def told(self, answers: Sequence[bytes], page: str) -> bytes | None:
        topic = object_of(answers[0])
        posts = part(topic, "post_stream", "posts")
        if not isinstance(posts, list):
            return None
        address = page.partition("?")[0].rstrip("/")
        told = [_post(one, address) for one in objects_in(posts) if one.get("post_type", 1) == 1]
        stream, number = part(topic, "post_stream", "stream"), asked_for(page, "page", 1)
        size = topic.get("chunk_size") if isinstance(topic.get("chunk_size"), int) else _A_PAGE
        last = ceil(len(stream) / max(1, size or _A_PAGE)) if isinstance(stream, list) else number
        next_page = asking(page, page=number + 1) if number < last else None
        return compose(text(topic.get("title")), told, page, next_page=next_page)

    def search(self, front: Front, phrase: str) -> str | None:
        words = urlencode({"q": f'"{phrase}" order:latest'})
        return f"{_root(front)}/search.json?{words}"


def _root(front: Front) -> str:
    found = _BASE.search(front.body)
    base = next(filter(None, found.groups()), b"") if found else b""
    root: str = urljoin(front.url, base.decode("utf-8", "replace") or "/")
    return root.rstrip("/")


def _offered(topic: dict[str, Any], root: str) -> Offered:
    claim = count(topic.get("posts_count"))
    if topic.get("highest_post_number"):
        claim["last post"] = str(topic["highest_post_number"])
    address = f"{root}/t/{text(topic.get('slug')) or 'topic'}/{topic['id']}"
    return Offered(address, moment(text(topic.get("bumped_at"))), claim)


def _post(post: dict[str, Any], topic: str) -> Post:
    # In place of a name only its readers see: a deleted post says who took it away.
    permalink = f"{topic}/{post['post_number']}" if post.get("post_number") else None
    return Post(
        permalink, text(post.get("username")) or None, moment(text(post.get("created_at"))), text(post.get("cooked"))
    )


def _as_json(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path if parts.path.endswith(".json") else f"{parts.path}.json"))
