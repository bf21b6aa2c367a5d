"""Which part of a page an element opens: judged from its tag, role, class and id.

The outer section holds on inside an element that says nothing. Boilerplate is sticky: what stands in a footer stays
there.
"""

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from mentions.items import Section

_BOILERPLATE_TAGS = frozenset(("nav", "footer", "aside", "select", "menu", "button", "dialog"))
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
        "tablist",
    )
)
_BOILERPLATE_WORDS = frozenset(
    (
        "nav navbar navigation menu submenu footer foot sidebar sidebars sidebox aside share sharing shares sharebar "
        "sharedaddy social socials follow related breadcrumb breadcrumbs crumbs tagcloud cookie cookies consent "
        "newsletter subscribe signup promo promotion advert advertisement ads ad banner recommended recommendations "
        "recirculation recirc popular trending copyright colophon toolbar pagination pager masthead topbar blogroll "
        "archives meta-links syndication skip login modal popup outbrain taboola addtoany jp mostread teaser teasers "
        "readmore similar partners sponsor sponsors sponsored imprint disclaimer"
    ).split()
)
_BOILERPLATE_NAMES = frozenset(["widget", "widget-area", "widgets", "meta-links", "more-stories", "jp-relatedposts"])
_COMMENT_WORDS = frozenset(
    (
        "comment comments commentlist commentary disqus responses respond reactions kommentare kommentar commentaires "
        "comentarios usercomments"
    ).split()
)
_POST_WORDS = frozenset(
    (
        "postbody postcontent post-content message-body messagebody message-content messagecontent messagetext "
        "post-message postmessage forumpost forum-post post-text posttext msgbody bbwrapper postrow posts topic-body "
        "cooked message-usercontent postbit post-body-inner"
    ).split()
)
_ARTICLE_WORDS = frozenset(
    (
        "entry-content article-body articlebody article-content articlecontent story-body storybody story-content "
        "post-body postbody-content post-entry blog-post blogpost body-copy article__body article__content entry-body "
        "hentry article-text articletext content-body main-content maincontent"
    ).split()
)
_NEVER_BOILERPLATE = frozenset(("html", "body", "main", "article", "a", "span", "p"))
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def section_of(outer: Section, tag: str, attributes: dict[str, str | None], node: LexborNode) -> Section:
    """The section that holds inside an element, `outer` being the one round it."""
    if outer is Section.BOILERPLATE:
        return outer
    if tag in _BOILERPLATE_TAGS or attributes.get("role") in _BOILERPLATE_ROLES:
        return Section.BOILERPLATE if not (tag == "footer" and outer is Section.POST) else outer
    if tag == "header" and outer is Section.UNCLEAR:
        return Section.BOILERPLATE if node.css_first("h1") is None else outer
    said = _said_by_name(attributes.get("class") or "", attributes.get("id") or "")
    if said is Section.BOILERPLATE and tag not in _NEVER_BOILERPLATE and not _holds_the_page(node):
        return said
    return _content(outer, tag, attributes, said)


def _content(outer: Section, tag: str, attributes: dict[str, str | None], said: Section | None) -> Section:
    if outer is Section.COMMENT or said is Section.COMMENT:
        return (
            Section.COMMENT if outer is not Section.POST and tag not in ("html", "body", "main", "a", "span") else outer
        )
    if said is Section.POST and outer is Section.UNCLEAR:
        return Section.POST
    is_article = tag in ("article", "main") or attributes.get("role") in ("main", "article")
    if is_article or said is Section.ARTICLE or attributes.get("itemprop") == "articleBody":
        return Section.ARTICLE if outer is not Section.POST else outer
    return outer


def _holds_the_page(node: LexborNode) -> bool:
    """A wrapper named after a sidebar it also holds (`has-sidebar`) is no sidebar: running text stands in it."""
    if node.css_first("h1, main, [itemprop=articleBody]") is not None:
        return True
    paragraphs = (len(paragraph.text()) for paragraph in node.css("p"))
    return sum(length >= _RUNNING for length in paragraphs) >= 3


_RUNNING = 80
"""Characters of a paragraph that is read and not glanced at."""


@lru_cache(maxsize=16_384)
def _said_by_name(classes: str, identifier: str) -> Section | None:
    whole = f"{classes} {identifier}".lower().split()
    parts = {part for name in f"{classes} {identifier}".split() for part in _parts(name)}
    if parts & _COMMENT_WORDS:
        return Section.COMMENT
    if parts & _BOILERPLATE_WORDS or _BOILERPLATE_NAMES.intersection(whole):
        return Section.BOILERPLATE
    if _POST_WORDS.intersection(whole):
        return Section.POST
    if _ARTICLE_WORDS.intersection(whole):
        return Section.ARTICLE
    return None


def _parts(name: str) -> list[str]:
    """`siteFooter-nav_main` → site, footer, nav, main."""
    return _CAMEL.sub(" ", name).replace("-", " ").replace("_", " ").lower().split()
