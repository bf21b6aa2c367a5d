"""Lemmy: the posts of an instance in the order of their last comment, a post with its comments, by API v3.

LemmyNet/lemmy 0.18, 0.19: crates/api_common/src/{post,comment}.rs, crates/db_views/src/structs.rs and comment_view.rs
(a tree of comments is cut at 300). Text is Markdown, shown by markdown-it.
"""

import re
from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import urljoin, urlsplit

from markdown_it import MarkdownIt

from mentions import urls
from mentions.pages.composing import Post, compose
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.pages.metadata import moment
from mentions.platforms.answers import asked_for, asking, count, object_of, objects_in, part, text
from mentions.platforms.platform import Front, Platform

_SIGN = re.compile(rb"window\.isoData\s*=[\s\S]*?\"?site_res\"?\s*:|<meta[^>]+name=[\"']?generator[\"']?[^>]+lemmy")
_POST = re.compile(r"(?P<root>https?://[^/]+)/post/(?P<number>\d+)/?$")
_COMMUNITY = re.compile(r"/c/([^/?]+)")
_BARE_LINK = re.compile(r"(?<![\w(<\[\"'=/`])https?://[^\s<>()\[\]\"'`]+[^\s<>()\[\]\"'`.,;:!?*_]")
_A_PAGE, _DEEPEST = 50, 8


class Lemmy(Platform):
    """The source is an instance, whose own posts are read, or a community."""

    name = "Lemmy"

    def is_at(self, front: Front) -> bool:
        return _SIGN.search(front.body) is not None

    def lists(self, front: Front) -> tuple[str, ...]:
        community = _COMMUNITY.match(urlsplit(front.url).path)
        scope = {"community_name": community[1]} if community else {"type_": "Local"}
        return (asking(urljoin(front.url, "/api/v3/post/list"), **scope, sort="NewComments", limit=_A_PAGE),)

    def listing(self, body: bytes, url: str) -> Listing | None:
        found = object_of(body)
        if not isinstance(found.get("posts"), list):
            return None
        posts = [one for one in objects_in(found["posts"]) if part(one, "post", "id")]
        more: tuple[str, ...] = ()
        if cursor := text(found.get("next_page")):  # since 0.19; a page by its number is on its way out
            more = (asking(url, page_cursor=cursor),) if posts else ()
        elif len(posts) >= _A_PAGE:
            more = (asking(url, page=asked_for(url, "page", 1) + 1),)
        return Listing(ListingKind.LIST, tuple(_offered(one, url) for one in posts), more)

    def told_at(self, page: str) -> tuple[str, ...]:
        post = _POST.match(page)
        if post is None:
            return ()
        api = f"{post['root']}/api/v3"
        comments = asking(f"{api}/comment/list", post_id=post["number"], type_="All", sort="Old", max_depth=_DEEPEST)
        return (asking(f"{api}/post", id=post["number"]), comments)

    def told(self, answers: Sequence[bytes], page: str) -> bytes | None:
        view, below = object_of(answers[0]).get("post_view"), object_of(answers[1]).get("comments")
        post = part(view, "post")
        if not isinstance(post, dict) or not isinstance(below, list):
            return None
        posts = [Post(page, _author(view), moment(text(post.get("published"))), _shown(post))]
        posts += [_comment(one, page) for one in objects_in(below) if not _is_gone(one)]
        return compose(text(post.get("name")), posts, page)

    def search(self, front: Front, phrase: str) -> str | None:
        return asking(urljoin(front.url, "/api/v3/search"), q=phrase, type_="Posts", sort="New", limit=_A_PAGE)


def _offered(view: dict[str, Any], url: str) -> Offered:
    said = view.get("counts")
    at = moment(text(part(said, "newest_comment_time"))) or moment(text(part(view, "post", "published")))
    return Offered(urljoin(url, f"/post/{view['post']['id']}"), at, count(part(said, "comments")))


def _author(view: object) -> str | None:
    return text(part(view, "creator", "display_name")) or text(part(view, "creator", "name")) or None


def _is_gone(view: dict[str, Any]) -> bool:
    return part(view, "comment", "deleted") is True or part(view, "comment", "removed") is True


def _shown(post: dict[str, Any]) -> str:
    link = text(post.get("url"))
    shown = f'<p><a href="{escape(link)}">{escape(urls.host_of(link))}</a></p>' if urls.is_web(link) else ""
    return shown + _html(text(post.get("body")))


def _comment(view: dict[str, Any], page: str) -> Post:
    comment = view.get("comment")
    permalink = urljoin(page, f"/comment/{part(comment, 'id')}")
    return Post(
        permalink, _author(view), moment(text(part(comment, "published"))), _html(text(part(comment, "content")))
    )


def _html(markdown: str) -> str:
    """Markdown as its readers see it: addresses that stand there bare are links."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
    return str(reader.render(_BARE_LINK.sub(r"<\g<0>>", markdown)))
