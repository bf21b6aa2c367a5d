"""Whether a site is news, a blog or a forum, as far as its own words show: a proposal, which a person confirms."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from mentions import urls
from mentions.items import Kind, Section
from mentions.pages.document import Document
from mentions.platforms.platform import Front, Platform

_TYPES = {
    "newsmediaorganization": Kind.NEWS,
    "newsarticle": Kind.NEWS,
    "reportagenewsarticle": Kind.NEWS,
    "discussionforumposting": Kind.FORUM,
    "qapage": Kind.FORUM,
    "blog": Kind.BLOG,
    "blogposting": Kind.BLOG,
}
_FORUMS = (
    r"phpbb|vbulletin|xenforo|simple machines|smf|mybb|discourse|flarum|nodebb|flaskbb|vanilla|bbpress|punbb|fluxbb|"
    r"invision community|ip\.board|woltlab|yabb|burning board|lemmy|misago|asmbb|esotalk"
)
_MAKERS = {
    Kind.FORUM: re.compile(_FORUMS, re.IGNORECASE),
    Kind.BLOG: re.compile(
        r"wordpress|ghost|blogger|hugo|jekyll|pelican|hexo|eleventy|gatsby|zola|nikola|octopress|movable ?type|"
        r"serendipity|typepad|substack|medium|tumblr|micro\.blog|write\.as|bear ?blog|lektor|publii",
        re.IGNORECASE,
    ),
}
_POWERED = re.compile(rf"\bpowered by\W{{1,9}}(?:{_FORUMS})\b", re.IGNORECASE)
_NEWS_SITEMAP = b"schemas/sitemap-news/"
_FEED_MAKER = re.compile(rb"<generator[^>]*>\s*([^<]{1,200})", re.IGNORECASE)
_TOPIC = re.compile(
    r"/(?:topics?|threads?|t|d|tid|questions)[/.-]|/(?:viewtopic|showthread|viewforum|forumdisplay)\b|[?&;]topic=",
    re.IGNORECASE,
)
_BOARD = re.compile(r"/(?:forums?|boards?)/[^/?]|/(?:viewforum|forumdisplay)\b|[?&;]board=", re.IGNORECASE)
_HEADS = (
    frozenset(("topics", "threads", "themen", "sujets", "temas", "discussions", "argomenti")),
    frozenset(
        ("posts", "replies", "messages", "beiträge", "antworten", "réponses", "respuestas", "mensajes", "risposte")
    ),
    frozenset(("last post", "latest post", "last message", "letzter beitrag", "dernier message", "último mensaje")),
)
"""What boards write over their columns, a word of each."""
_ORDERS = re.compile(r"\W*(?:by )?(?:thread|date|author|subject)(?: index)?\W*", re.IGNORECASE)
_FROM = re.compile(r"\bFrom\s?:", re.IGNORECASE)
_FOOT = 2_000
"""Characters at the end of a page in which software names itself."""
_TOPICS = 5
"""Links to topics from which on a page is taken for a board."""
_WORDS = {
    Kind.FORUM: r"forums?|community|boards?|discuss|discourse|lists|answers|questions",
    Kind.BLOG: r"blogs?|weblog|journal|diary|notes",
    Kind.NEWS: r"news|newspaper|press|times|post|herald|tribune|gazette|zeitung|nachrichten|magazine?|daily",
}


class Guess(NamedTuple):
    """The kind that is proposed, and why; `is_sure` where the site itself says it."""

    kind: Kind
    why: str
    is_sure: bool = True


def kind_of(front: Front, document: Document | None, platform: Platform | None) -> Guess:
    """What kind of source stands at an address; `document` is the page there, None where it is a list."""
    guesses = _guesses(front, document, platform)
    return next(guesses, Guess(Kind.BLOG, "nothing there says what it is", is_sure=False))


def _guesses(front: Front, document: Document | None, platform: Platform | None) -> Iterator[Guess]:
    """The surest first."""
    if platform and platform.kind is Kind.FORUM:
        yield Guess(platform.kind, f"it runs {platform.name}")
    if _NEWS_SITEMAP in front.body[:5_000]:
        yield Guess(Kind.NEWS, "it is a news sitemap")
    if document:
        yield from _by_types(document)
        yield from _by_posts(document)
    if platform:
        yield Guess(platform.kind, f"it runs {platform.name}")
    if document:
        yield from _by_lists(document)
    yield from _by_maker(front.generator or _feed_maker(front.body))
    yield from _by_address(front.url)


def _by_maker(maker: str) -> Iterator[Guess]:
    for kind, makers in _MAKERS.items():
        if found := makers.search(maker):
            yield Guess(kind, f"it is made with {found[0]}")


def _by_types(document: Document) -> Iterator[Guess]:
    said = {str(kind) for found in document.objects for kind in _listed(found.get("@type"))}
    by_name = {kind.lower(): kind for kind in said}
    for name, kind in _TYPES.items():
        if name in by_name:
            yield Guess(kind, f"its JSON-LD says {by_name[name]}")


def _by_posts(document: Document) -> Iterator[Guess]:
    if found := _POWERED.search(document.visible.text[-_FOOT:]):
        yield Guess(Kind.FORUM, f"it says “{' '.join(found[0].split())}”")
    if sum(post.section is Section.POST for post in document.posts) > 1:
        yield Guess(Kind.FORUM, "it shows posts of several people")
    topics = {one for one in document.links_within if _TOPIC.search(one)}
    if len(topics) >= _TOPICS:
        yield Guess(Kind.FORUM, f"it leads to {len(topics)} topics")


def _by_lists(document: Document) -> Iterator[Guess]:
    """By what the lists of forums and archives look like, whatever software makes them."""
    if len({one for one in document.links_within if _BOARD.search(one)}) > 1:
        yield Guess(Kind.FORUM, "it leads to boards")
    lines = {line.strip().lower() for line in document.visible.text.split("\n")}
    if all(not words.isdisjoint(lines) for words in _HEADS):
        yield Guess(Kind.FORUM, "it counts topics and posts")
    rows = document.rows.entries
    # A year in the address of an article is the same in many.
    if len({row.claim["last post"] for row in rows if "last post" in row.claim}) > 2:
        yield Guess(Kind.FORUM, "it names the last post of each topic")
    mails = sum(_FROM.search(row.text) is not None for row in rows)
    if mails >= _TOPICS and mails * 2 > len(rows):
        yield Guess(Kind.FORUM, f"it lists {mails} mails")
    if len({line for line in lines if _ORDERS.fullmatch(line)}) > 2:
        yield Guess(Kind.FORUM, "it sorts mails by thread, date and author")


def _by_address(url: str) -> Iterator[Guess]:
    for said in (unquote(urlsplit(url).path), urls.host_of(url)):
        for kind, words in _WORDS.items():
            if found := re.search(rf"(?<![^\W_])(?:{words})(?![^\W_])", said, re.IGNORECASE):
                yield Guess(kind, f"its address says “{found[0].lower()}”", is_sure=False)


def _feed_maker(body: bytes) -> str:
    found = _FEED_MAKER.search(body[:5_000])
    return found[1].decode("utf-8", "replace") if found else ""


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
