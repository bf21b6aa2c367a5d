"""A small HTML page made of what an API tells, for the one reader of pages to read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape

from selectolax.lexbor import LexborHTMLParser

from mentions.items import Section

_DROPPED = (
    "script style template iframe object svg math canvas audio video textarea noscript plaintext xmp noembed noframes "
    "select frameset frame base link meta title form input button"
).split()
_MARKUP = frozenset("id name role itemid itemprop itemref itemscope itemtype".split())
_PASSES = 4
"""A fragment is parsed and written until it stays as it is; what does not by then is kept as text."""
_OPENING_NEWLINES = re.compile(r"(<(?:pre|listing)(?:\s[^>]*)?>)\n+")
_TYPES = {Section.POST: "DiscussionForumPosting", Section.COMMENT: "Comment"}


@dataclass(frozen=True, slots=True)
class Post:
    """A post as an API tells it: `permalink` absolute, `author` as text, `html` as its readers see it."""

    permalink: str | None
    author: str | None
    published: datetime | None
    html: str


def compose(
    title: str,
    posts: Iterable[Post],
    url: str,
    *,
    language: str | None = None,
    section: Section = Section.POST,
    next_page: str | None = None,
) -> bytes:
    """The page that people see at `url`, as UTF-8; `section` is what its posts are, `post` or `comment`.

    `next_page` is the address at which the thread goes on.

    The authors and dates stand where no reader sees them, so that they name no brand.
    """
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><link rel="canonical" href="{escape(url)}">'
    if next_page:
        head += f'<link rel="next" href="{escape(next_page)}">'
    lang = f' lang="{escape(language)}"' if language else ""
    articles = "\n".join(_article(post, _TYPES[section]) for post in posts)
    page = (
        f"<!DOCTYPE html>\n<html{lang}><head>{head}</head><body>\n<h1>{escape(title)}</h1>\n{articles}\n</body></html>"
    )
    return page.encode("utf-8", "replace")


def _article(post: Post, kind: str) -> str:
    said = []
    if post.permalink:
        said.append(f'<link itemprop="url" href="{escape(post.permalink)}">')
    if post.author:
        said.append(f'<meta itemprop="author" content="{escape(post.author)}">')
    if post.published:
        said.append(f'<meta itemprop="datePublished" content="{post.published.isoformat()}">')
    body = f'<div itemprop="text">{fragment(post.html)}</div>'
    return f'<article itemscope itemtype="https://schema.org/{kind}">{"".join(said)}{body}</article>'


def fragment(html: str) -> str:
    """HTML that stays inside the element it is put into, and says nothing of the page round it."""
    for _ in range(_PASSES):
        html, before = _written(html), html
        if html == before:
            return html
    return escape(LexborHTMLParser(f"<body>{html}").text())


def _written(html: str) -> str:
    # Parsed as the content of a page, where a stray end tag closes nothing; written again, every element is closed.
    tree = LexborHTMLParser(html.encode("utf-8", "replace").decode("utf-8"))
    body = tree.body
    if body is None:
        return ""
    for node in body.css(", ".join(_DROPPED)):
        node.decompose()
    for node in body.css(", ".join(f"[{name}]" for name in _MARKUP)):
        for name in _MARKUP & node.attributes.keys():
            del node.attrs[name]
    # A newline right behind `<pre>` is dropped each time it is read.
    return _OPENING_NEWLINES.sub(r"\1", body.inner_html or "")
