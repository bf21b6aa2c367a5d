"""Whether elements hold a post whole: a name, a date, and more than these."""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from mentions.pages.bylines import PROFILE, Block, author
from mentions.pages.dates import looks_dated

_NAMES = (
    '[itemprop~="author"], [itemprop~="creator"], [rel~="author"], [class*="author"], [class*="Author"],'
    ' [class*="user"], [class*="User"], [class*="poster"], [class*="member"], [class*="nick"], [class*="person"],'
    ' .fn, cite, [data-author], [data-username], a[href*="/u/"], a[href*="/user"], a[href*="member"],'
    ' a[href*="profile"], a[href*="/~"], a[href*="/@"]'
)
_DATES = (
    'time, [datetime], [itemprop^="date"], abbr[title], [data-timestamp], [data-time], [data-utime], [class*="date"],'
    ' [class*="Date"], [class*="time"], [class*="Time"], .age'
)
_OF_A_COMMENT = re.compile(r"(?:comment|reply|c)[-_]?\d+", re.IGNORECASE)
_HEAD = re.compile(r"(?:^|[-_])head(?:er)?$", re.IGNORECASE)
_ENDLESS, _NEAR, _LINKS, _LEVELS = 30_000, 1_000, 6, 10
_CHARACTERS, _WORD = 30, 12
"""A block with less text is the head of a post at most, if it does not call itself a comment."""


def whole(chain: Sequence[LexborNode]) -> LexborNode | None:
    """The first of nested elements that holds a name, a date, and more."""
    named = dated = False
    for node in chain[:_LEVELS]:
        named = named or has_name(node)
        text = node.text(separator=" ")
        dated = dated or _has_date(node, text)
        if len(text) > _ENDLESS:
            return None
        fewest = _WORD if is_a_comment(node) else _CHARACTERS
        if named and dated and len(text) >= fewest and not is_head(node):
            return node
    return None


def is_head(node: LexborNode) -> bool:
    """Whether an element calls itself the head of a post."""
    return node.tag == "header" or any(map(_HEAD.search, (node.attributes.get("class") or "").split()))


def has_name(node: LexborNode) -> bool:
    """Whether an element holds what may be somebody's name."""
    said = node.attributes
    if {"data-author", "data-username", "author"} & said.keys() or node.css_first(_NAMES) is not None:
        return True
    if any(PROFILE.search(link.attributes.get("href") or "") for link in node.css("a[href]")[:_LINKS]):
        return True
    # Whoever marks comments well may call the name nothing.
    return is_a_comment(node) and author(Block((node,), frozenset())) is not None


def is_a_comment(node: LexborNode) -> bool:
    """Whether an element says that it is a comment, whole, and no part of one."""
    if node.tag not in ("li", "div", "article", "section", "tr") or is_head(node):
        return False
    classes = (node.attributes.get("class") or "").lower().split()
    return "comment" in classes or _OF_A_COMMENT.fullmatch(node.id or "") is not None


def _has_date(node: LexborNode, text: str) -> bool:
    return (
        "data-timestamp" in node.attributes
        or node.css_first(_DATES) is not None
        or looks_dated(text[:_NEAR])
        or looks_dated(text[_NEAR:][-_NEAR:])
    )


def is_whole(row: Sequence[LexborNode]) -> bool:
    """Whether elements side by side, or one, hold a post."""
    texts = [node.text(separator=" ") for node in row]
    dated = any(_has_date(node, text) for node, text in zip(row, texts, strict=True))
    if not dated or len("".join(texts)) < (_WORD if len(row) > 1 and texts[-1].strip() else _CHARACTERS):
        return False
    return any(map(has_name, row)) or (len(row) > 1 and author(Block(tuple(row), frozenset())) is not None)


def is_dated(node: LexborNode) -> bool:
    """Whether an element holds one that is for a date."""
    return node.css_first(_DATES) is not None
