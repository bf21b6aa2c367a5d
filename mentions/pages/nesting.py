"""Documents that no parser reads in reasonable time: tags nested by the thousand, tags with thousands of attributes.

A browser stops nesting after 512. The parser does not, and takes time by the square of it: minutes for 100 kB.
"""

import re
from collections.abc import Iterator

MOST_NESTED = 5_000
MOST_IN_A_TAG = 60_000
"""Bytes of the names of attributes in one tag; values in quotes do not count, which may be whole pictures."""

_MANY = 3 * MOST_NESTED
_TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/>]*)")
# As far as the first `>` that stands in no quotes.
_WITH_ATTRIBUTES = re.compile(rb"[a-zA-Z][\w:-]*+[\s/](?:\"[^\"]*+\"|'[^']*+'|[^>])*+")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
# What is closed by what follows it, or is never open.
_NEVER_DEEP = frozenset(
    (
        b"area base br col embed hr img input link meta param source track wbr p li dd dt option optgroup tr td th "
        b"tbody thead tfoot colgroup html head body a"
    ).split()
)


def excess(html: bytes) -> str | None:
    """Why a document is not to be parsed, None where it may be."""
    # Few documents have as many tags: the others are not gone through.
    tags = html.count(b"<")
    if tags > _MANY and tags - html.count(b"</") > _MANY and _is_nested_too_deeply(html):
        return f"more than {MOST_NESTED:,} tags inside each other"
    if any(map(_is_overgrown, _long_pieces(html))):
        return "a tag with thousands of attributes"
    return None


def _long_pieces(html: bytes) -> Iterator[bytes]:
    """What stands between a `<` and the next one, where it is long; found in strides as long, not tag by tag."""
    at = html.find(b"<")
    while 0 <= at < len(html) - MOST_IN_A_TAG:
        last = html.rfind(b"<", at + 1, at + 2 + MOST_IN_A_TAG)
        if last < 0:
            last = html.find(b"<", at + 1)
            yield html[at + 1 : last if last > 0 else len(html)]
        at = last


def _is_nested_too_deeply(html: bytes) -> bool:
    depth = 0
    for found in _TAG.finditer(html):
        if found[2].lower() not in _NEVER_DEEP:
            depth = max(0, depth - 1) if found[1] else depth + 1
            if depth > MOST_NESTED:
                return True
    return False


def _is_overgrown(piece: bytes) -> bool:
    """Whether a tag with the text behind it has too much in the tag."""
    tag = _WITH_ATTRIBUTES.match(piece)
    return tag is not None and tag.end() > MOST_IN_A_TAG and len(_QUOTED.sub(b"", tag.group())) > MOST_IN_A_TAG
