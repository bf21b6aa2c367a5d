"""Which part of a page an element opens: judged from its tag, role, class and id, and from the text it holds.

What HTML and ARIA call a part of the page is one. Classes and ids are evidence only: a wrapper called `has-sidebar`
that holds most of what is read is no sidebar. The outer section holds on inside an element that says nothing.
Boilerplate is sticky: what stands in a footer stays there.
"""

import re
from collections import Counter
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from mentions.items import Section

Attributes = dict[str, str | None]

_BOILERPLATE_TAGS = frozenset(("nav", "footer", "aside", "select", "menu", "dialog"))
_BOILERPLATE_ROLES = frozenset(
    (
        "navigation",
        "contentinfo",
        "complementary",
        "banner",
        "search",
        "menu",
        "menubar",
        "dialog",
        "toolbar",
    )
)
_BOILERPLATE_WORDS = frozenset(
    (
        "nav navbar navigation subnav menu submenu footer foot sidebar sidebars sidebox aside share sharing shares "
        "sharebar sharedaddy social socials follow related breadcrumb breadcrumbs crumbs tagcloud cookie cookies "
        "consent newsletter subscribe signup promo promotion advert advertisement ads ad recommended recommendations "
        "recirculation recirc popular trending copyright colophon toolbar pagination pager masthead topbar blogroll "
        "archives meta-links syndication skip login modal popup outbrain taboola addtoany addthis jp mostread teaser "
        "teasers readmore similar partners sponsor sponsors sponsored imprint disclaimer"
    ).split()
)
_BOILERPLATE_NAMES = frozenset(["widget", "widget-area", "widgets", "meta-links", "more-stories", "jp-relatedposts"])
_COMMENT_WORDS = frozenset(
    (
        "comment comments commentlist commentary disqus responses respond reactions kommentare kommentar commentaires "
        "comentarios usercomments"
    ).split()
)
_FORUM_WORDS = frozenset(
    (
        "bbwrapper message-usercontent messagetext messagebody usercontent forumpost forum-post bbp-reply-content "
        "bbp-topic-content wpforo-post-content cpost_contentwrap js-post-body lia-message-body-content cooked"
    ).split()
)
"""Only forums speak so, also inside an `<article>` and where they call their posts comments."""
_POST_WORDS = frozenset(
    (
        "postbody postcontent post-content message-body message-content messagecontent post-message postmessage "
        "post-text posttext msgbody postrow posts topic-body postbit post-body-inner post_body"
    ).split()
)
_ARTICLE_WORDS = frozenset(
    (
        "entry-content article-body articlebody article-content articlecontent story-body storybody story-content "
        "post-body postbody-content post-entry blog-post blogpost body-copy article__body article__content entry-body "
        "hentry article-text articletext content-body main-content maincontent"
    ).split()
)
_NEVER_BOILERPLATE = frozenset(("html", "body", "main", "article", "figure", "figcaption", "a", "span", "p"))
_HOLDING = frozenset(("has", "with", "no", "without"))
"""A name with one of these tells what is inside or beside an element (`with-sidebar`), not what it is."""
_PARTS_OF_A_POST = frozenset(("aside", "footer"))
"""Quotes and signatures."""
_NEVER_COMMENT = frozenset(("html", "body", "main", "a", "span"))
_SAYING = frozenset(("class", "id", "role", "itemprop"))
_SAYING_TAGS = _BOILERPLATE_TAGS | {"header", "main", "article"}
_MUCH = 0.2
"""Share of the page's whole text; an element with so much running text of its own is what the page is read for."""
_SHORT = 200
"""Characters; a text no longer than this does not make an article by itself."""
_WRAPPERS = 30
"""No honest page has more of them in one another, and each costs a reading of the whole."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Sections:
    """Judges the elements of one page."""

    def __init__(self, body: LexborNode) -> None:
        self._body = body
        self._wrappers = 0

    def inside(self, outer: Section, tag: str, attributes: Attributes, node: LexborNode) -> Section:
        """The section that holds inside an element, `outer` being the one round it."""
        if outer is Section.BOILERPLATE:
            return outer
        is_silent = tag not in _SAYING_TAGS and _SAYING.isdisjoint(attributes)
        section = outer if is_silent else self._said(outer, tag, attributes, node)
        return Section.ARTICLE if section is Section.UNCLEAR and node.mem_id == self._reading else section

    def _said(self, outer: Section, tag: str, attributes: Attributes, node: LexborNode) -> Section:
        if tag in _BOILERPLATE_TAGS or attributes.get("role") in _BOILERPLATE_ROLES:
            return outer if outer is Section.POST and tag in _PARTS_OF_A_POST else Section.BOILERPLATE
        named = _named(attributes.get("class") or "", attributes.get("id") or "")
        if outer is Section.UNCLEAR and (tag == "header" or named.header) and self._is_mere_header(node):
            return Section.BOILERPLATE
        is_box = named.section is Section.BOILERPLATE and tag not in _NEVER_BOILERPLATE
        if is_box and not self._holds_the_page(node):
            return Section.BOILERPLATE
        return _content(outer, tag, attributes, named)

    def _is_mere_header(self, node: LexborNode) -> bool:
        """Without a headline, and no wrapper of all that stands below it."""
        return not self._holds_the_page(node) and node.css_first("h1") is None

    def _holds_the_page(self, node: LexborNode) -> bool:
        if self._wrappers == _WRAPPERS:
            return False
        text = _length(node)
        holds = text > self._much and text - sum(_length(link) for link in node.css("a")) > self._much
        self._wrappers += holds
        return holds

    @cached_property
    def _much(self) -> float:
        return _MUCH * _length(self._body)

    @cached_property
    def _reading(self) -> int | None:
        """The element with most text in paragraphs of its own: where nothing names the article, this is it."""
        held = Counter[int]()
        for paragraph in self._body.css("p"):
            if paragraph.parent is not None:
                held[paragraph.parent.mem_id] += _length(paragraph)
        holder, length = max(held.items(), key=itemgetter(1), default=(None, 0))
        return holder if length > max(self._much, _SHORT) else None


def _length(node: LexborNode) -> int:
    return len(node.text(strip=True))


def _content(outer: Section, tag: str, attributes: Attributes, named: "_Named") -> Section:
    if outer is Section.POST or (named.section is Section.POST and (named.forum or outer is Section.UNCLEAR)):
        return Section.POST
    if outer is Section.COMMENT or (named.section is Section.COMMENT and tag not in _NEVER_COMMENT):
        return Section.COMMENT
    is_article = tag in ("article", "main") or attributes.get("role") in ("main", "article")
    if is_article or named.section is Section.ARTICLE or attributes.get("itemprop") == "articleBody":
        return Section.ARTICLE
    return outer


class _Named(NamedTuple):
    """What the classes and the id of an element say."""

    section: Section | None
    forum: bool
    header: bool


@lru_cache(maxsize=16_384)
def _named(classes: str, identifier: str) -> _Named:
    names = f"{classes} {identifier}".split()
    whole = {name.lower() for name in names}
    forum = not _FORUM_WORDS.isdisjoint(whole)
    return _Named(Section.POST if forum else _said(whole, [_parts(name) for name in names]), forum, "header" in whole)


def _said(whole: set[str], parts: list[list[str]]) -> Section | None:
    every = set().union(*(some for some in parts if _HOLDING.isdisjoint(some)))
    if any("author" in some and "bio" in some for some in parts):
        return Section.BOILERPLATE
    if every & _COMMENT_WORDS:
        return Section.COMMENT
    if every & _BOILERPLATE_WORDS or whole & _BOILERPLATE_NAMES:
        return Section.BOILERPLATE
    if whole & _POST_WORDS:
        return Section.POST
    if whole & _ARTICLE_WORDS:
        return Section.ARTICLE
    return None


def _parts(name: str) -> list[str]:
    """`siteFooter-nav_main` → site, footer, nav, main."""
    return _CAMEL.sub(" ", name).replace("-", " ").replace("_", " ").lower().split()
