"""Feeds cut down to what can be read in a moment: some of thousands of entries, or all in parts; none of too many tags.

The reader of feeds takes about a tenth of a millisecond a tag, and far longer for what is nested or broken on purpose.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

MOST_ENTRIES = 2_000
MOST_PARTS = 25
MOST_TAGS = 100_000
MOST_TAGS_IN_ONE = 5_000
MOST_IN_A_TAG = 10_000

_ENTRY = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s/>]", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY[^>]*>")
_LONG_TAG = re.compile(rb"<[^<>]{%d,}" % MOST_IN_A_TAG)


class Trimmed(NamedTuple):
    """A feed that can be read, and how many of its entries were left out."""

    feed: bytes
    left_out: int


def without_entities(xml: bytes) -> bytes:
    """XML that declares no entity: they are of no use in a list of addresses, and grow, or read files, on purpose."""
    return _ENTITY.sub(b"", xml)


def trimmed(feed: bytes) -> Trimmed:
    """The feed without its entities, and with its first and its last entries only: one of the two are the newest."""
    head, entries = _cut(feed)
    some = entries if len(entries) <= MOST_ENTRIES else entries[: MOST_ENTRIES // 2] + entries[-MOST_ENTRIES // 2 :]
    kept = list(_readable([head, *some]))
    return Trimmed(b"".join(kept), len(entries) + 1 - len(kept))


def parts(feed: bytes) -> Iterator[bytes]:
    """A long feed in parts that can be read one by one, its first entries first; at most MOST_PARTS."""
    head, entries = _cut(feed)
    for start in range(0, min(len(entries), MOST_PARTS * MOST_ENTRIES), MOST_ENTRIES):
        yield b"".join(_readable([head, *entries[start : start + MOST_ENTRIES]]))


def _cut(feed: bytes) -> tuple[bytes, list[bytes]]:
    """What stands before the entries of a feed, and these."""
    feed = without_entities(feed)
    starts = [found.start() for found in _ENTRY.finditer(feed)] or [len(feed)]
    entries = (feed[start:end] for start, end in pairwise((*starts, len(feed))))
    return feed[: starts[0]], [entry for entry in entries if entry]


def _readable(pieces: list[bytes]) -> Iterator[bytes]:
    tags_left = MOST_TAGS
    for number, piece in enumerate(pieces):
        tags = piece.count(b"<")
        tags_left -= tags
        if tags_left >= 0 and tags <= MOST_TAGS_IN_ONE and not _LONG_TAG.search(piece):
            yield piece
        elif number == 0:
            yield b"<rss version='2.0'><channel>"
