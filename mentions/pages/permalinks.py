"""Where a post is found by itself: the link to it, or the name of its place on the page."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from mentions import urls
from mentions.pages.bylines import PROFILE, Block
from mentions.pages.dates import looks_dated

_ELSEWHERE = re.compile(
    r"reply|search|lastactivity|log-?in|sign-?(?:in|up)|redirect|likes?\b|quot|edit|report|delete|remove|react|vote|warn|flag"
    r"|share|print|bookmark|mail|attach|register|ucp\.|privmsg|newreply|posting|moderat|/ip/|thank|karma|rate|/history"
    r"|/revisions|mark|follow|subscribe|infraction|ajax|do=|javascript:|\.(?:jpe?g|png|gif|webp|svg)$",
    re.IGNORECASE,
)
_NUMBERS = "data-pid data-answerid data-post-id data-comment-id data-id".split()
_TOKEN = re.compile(r"t\d_\w+|[A-Z0-9]{20,}|[0-9a-f]{8,}|\d+(?:-\d+)*", re.ASCII)


def permalink(block: Block, url: str, base: str) -> str | None:
    """Where a post is found by itself: a link of its own, else the page's address with the name of its place."""
    for node in block.own(
        'link[itemprop~="url"], a[itemprop~="url"], a.u-url, a[rel~="bookmark"], meta[itemprop~="url"]'
    ):
        said = node.attributes
        if (address := _web(base, said.get("href") or said.get("content") or "")) and not PROFILE.search(address):
            return address
    anchors = list(dict.fromkeys(_anchors(block)))
    tokens = {token for anchor in anchors for token in _TOKEN.findall(anchor)[-1:]} | {block.attribute(_NUMBERS)} - {""}
    ranked = sorted(_links(block, base, anchors, tokens), key=lambda found: found[0])
    if ranked:
        return ranked[0][1]
    return f"{url.partition('#')[0]}#{anchors[0]}" if anchors else None


def _anchors(block: Block) -> Iterator[str]:
    """The names of places on or in a block that hold a number of its own, those of posts first."""
    names = [block.nodes[0].id or ""]
    names += [node.id or node.attributes.get("name") or "" for node in block.own("[id], a[name]")]
    told = (name for name in names if _OF_POSTS.fullmatch(name))
    yield from sorted(told, key=lambda name: name.isdigit() or "div" in name)
    if _TOKEN.search(names[0]) and not any(map(str.isspace, names[0])):
        yield names[0]


_OF_POSTS = re.compile(
    r"(?:[a-z]{1,2}[-_]?\d+|(?:div-|li-|find|js-|el)?(?:post|p|pid|msg|message|comment|c|r|reply|answer|entry|item|discussion|question|m|uid)?[-_]?"
    r"(?:t\d_)?\d+(?:_\d+)?|m[0-9a-f]{8,}|[A-Z0-9]{24,}|t\d_\w+)",
    re.ASCII | re.IGNORECASE,
)


_PERMALINK = re.compile(r"\W*(?:permalink|permanent link)\W*", re.IGNORECASE)


def _links(block: Block, base: str, anchors: Iterable[str], tokens: set[str]) -> Iterator[tuple[int, str]]:
    """The links that may lead to the post itself, the likeliest with the smallest number."""
    places = set(anchors)
    for node in block.own("a[href]"):
        href = node.attributes.get("href") or ""
        address = _web(base, href)
        if not address or _ELSEWHERE.search(href) or PROFILE.search(href):
            continue
        parts, text = urlsplit(address), node.text(separator=" ").strip()
        if urls.host_of(address) != urls.host_of(base):
            continue
        is_dated = looks_dated(text) or _is_timed(node)
        if _PERMALINK.fullmatch(text):
            yield 0, address
        elif parts.fragment in places:
            yield 0 if is_dated else 1, address
        elif tokens.intersection(_TOKEN.findall(f"{parts.path}?{parts.query}#{parts.fragment}")):
            yield 1 if is_dated or re.fullmatch(r"#\s*\d+", text) or "ermalink" in text else 2, address
        elif is_dated and not parts.fragment and not tokens:
            yield 4, address


def _is_timed(node: LexborNode) -> bool:
    around = node.parent
    return node.css_first("time, [datetime]") is not None or (around is not None and around.tag == "time")


def _web(base: str, href: str) -> str | None:
    address = urls.resolve(base, href) if href else None
    return address if address and urls.is_web(address) else None
