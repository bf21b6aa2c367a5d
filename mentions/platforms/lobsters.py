"""Lobsters: stories newest first, and those with the newest comments, as JSON.

lobsters/lobsters: config/routes.rb, app/models/{story,comment}.rb (`as_json`); `/s/ID.json` holds all comments of a
story. People are objects with a `username` in older versions, names in newer ones.
"""

import re
from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import urljoin, urlsplit

from mentions import urls
from mentions.pages.composing import Post, compose
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.pages.metadata import moment
from mentions.platforms.answers import count, json_of, object_of, objects_in, part, text
from mentions.platforms.platform import Front, Platform

_SIGN = re.compile(rb"<a[^>]+href=[\"']/newest[\"']|data-shortid=|class=[\"']story_liner", re.IGNORECASE)
_LISTS = re.compile(r"/(?:newest|active|t/[^/]+?)(?:/page/\d+)?\.json$")
_STORY = re.compile(r"(?P<root>.*)/s/(?P<id>[a-z0-9]{4,12})(?:/[^/?]*)?$")


class Lobsters(Platform):
    """A story is its link, with what people say of it."""

    name = "Lobsters"

    def is_at(self, front: Front) -> bool:
        return urls.host_of(front.url) == "lobste.rs" or len(set(_SIGN.findall(front.body))) > 2

    def lists(self, front: Front) -> tuple[str, ...]:
        if tag := re.match(r"/t/[^/.]+", urlsplit(front.url).path):
            return (urljoin(front.url, f"{tag[0]}.json"),)
        return (urljoin(front.url, "/newest.json"), urljoin(front.url, "/active.json"))

    def listing(self, body: bytes, url: str) -> Listing | None:
        found = json_of(body)
        if not isinstance(found, list) or not _LISTS.search(urlsplit(url).path):
            return None
        offered = [_offered(one) for one in objects_in(found) if urls.is_web(text(one.get("comments_url")))]
        return Listing(ListingKind.LIST, tuple(offered), (_further(url),) if found else ())

    def told_at(self, page: str) -> tuple[str, ...]:
        story = _STORY.match(page.partition("?")[0])
        return (f"{story['root']}/s/{story['id']}.json",) if story else ()

    def told(self, answers: Sequence[bytes], page: str) -> bytes | None:
        story = object_of(answers[0])
        if not story.get("short_id"):
            return None
        posts = [_story(story, page)]
        posts += [_comment(one, page) for one in objects_in(story.get("comments")) if one.get("comment")]
        return compose(text(story.get("title")), posts, page)


def _further(url: str) -> str:
    stem, _, number = url.removesuffix(".json").partition("/page/")
    return f"{stem}/page/{int(number or 1) + 1}.json"


def _offered(story: dict[str, Any]) -> Offered:
    return Offered(story["comments_url"], moment(text(story.get("created_at"))), count(story.get("comment_count")))


def _author(said: object) -> str | None:
    return text(said) or text(part(said, "username")) or None


def _story(story: dict[str, Any], page: str) -> Post:
    link = text(story.get("url"))
    shown = f'<p><a href="{escape(link)}">{escape(urls.host_of(link))}</a></p>' if urls.is_web(link) else ""
    body = shown + text(story.get("description"))
    return Post(page, _author(story.get("submitter_user")), moment(text(story.get("created_at"))), body)


def _comment(comment: dict[str, Any], page: str) -> Post:
    permalink = f"{page}#c_{comment['short_id']}" if comment.get("short_id") else None
    author = _author(comment.get("commenting_user"))
    return Post(permalink, author, moment(text(comment.get("created_at"))), text(comment.get("comment")))
