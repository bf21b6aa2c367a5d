"""The same text on several sites: by what it is known, and which of the pages is the original.

By its words: the smallest hashes of all runs of four words of the lines that are long enough for running text. Of two
texts they share about as many as the texts share runs, and menus, footers and teasers have no say.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from urllib.parse import urlsplit

from mentions import urls

ALIKE = 0.3
"""Share of common runs from which on two texts are one. Unrelated pages of different sites stay at 0.16 and below."""
FEWEST_RUNS = 60
"""A text with fewer runs says too little: it may be nothing but what a network prints on all its pages."""
_LINE = 8
_RUN = 4
_MOST_WORDS = 20_000
_SIZE = 6
_KEPT = 64
_LOOKED_UP = 16
_LATEST = datetime.max.replace(tzinfo=UTC)
# Where words have no spaces between them, each sign counts as one.
_DENSE = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_DENSE}]|[^\W{_DENSE}]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A page as far as it matters here; `address` is its normal form, `named` that of what it says is its original."""

    address: str
    site: str
    signature: bytes = b""
    named: str | None = None
    published: datetime | None = None


def signature(text: str) -> bytes:
    """What nearly equal texts share nearly all of; empty where a text says too little."""
    runs = sorted(set(_runs(text)))
    return b"".join(runs[:_KEPT]) if len(runs) >= FEWEST_RUNS else b""


def _runs(text: str) -> Iterator[bytes]:
    left = _MOST_WORDS
    for line in text.split("\n"):
        words = _WORD.findall(line.casefold())[:left]
        if len(words) >= _LINE:
            left -= len(words)
            for start in range(len(words) - _RUN + 1):
                yield blake2b(
                    " ".join(words[start : start + _RUN]).encode("utf-8", "replace"), digest_size=_SIZE
                ).digest()


def likeness(one: bytes, other: bytes) -> float:
    """About which share of their runs two texts have in common, by their signatures; 0 to 1."""
    if one == other:
        return float(bool(one))
    ours, theirs = set(_hashes(one)), set(_hashes(other))
    smallest = sorted(ours | theirs)[:_KEPT]
    return sum(each in ours and each in theirs for each in smallest) / len(smallest) if ours and theirs else 0.0


def _hashes(signed: bytes) -> list[bytes]:
    return [signed[start : start + _SIZE] for start in range(0, len(signed), _SIZE)]


def original_named(url: str, canonical: str | None) -> str | None:
    """The address (normal form) on another site that a page names as its original, None where it names none.

    Inside one site the word says too little: pages of a thread, and all pages of some sites, name the first. A front
    page is no original, and what no one else can reach is nobody's.
    """
    if not canonical or not urls.is_web(canonical) or urlsplit(canonical).path in ("", "/"):
        return None
    host = urls.host_of(canonical)
    is_elsewhere = urls.site_of(canonical) != urls.site_of(url)
    return urls.normalise(canonical) if is_elsewhere and "." in host and not urls.is_private_host(host) else None


def marks(page: Copied) -> frozenset[str]:
    """Copies of one text have at least one of these in common; other pages may have, too."""
    addresses = {f"at {urls.likeness(each)}" for each in (page.address, page.named) if each}
    return frozenset(addresses | {each.hex() for each in _hashes(page.signature)[:_LOOKED_UP]})


def groups(pages: Iterable[Copied]) -> list[tuple[Copied, ...]]:
    """The pages by the text they have in common, in an order that does not depend on theirs; also those alone."""
    every = sorted(pages, key=lambda page: page.address)
    group_of = {page.address: [page] for page in every}
    sharing: dict[str, list[Copied]] = {}
    for page in every:
        for mark in marks(page):
            sharing.setdefault(mark, []).append(page)
    for some in sharing.values():
        for one in some:
            others = [page for page in some if group_of[page.address] is not group_of[one.address]]
            if not others:  # mostly after the first: all of them are one
                break
            for other in others:
                ours, theirs = group_of[one.address], group_of[other.address]
                if ours is not theirs and _are_one(one, other):
                    ours.extend(theirs)
                    group_of |= dict.fromkeys((page.address for page in theirs), ours)
    found = {id(group): group for group in group_of.values()}
    return [tuple(sorted(group, key=lambda page: page.address)) for group in found.values()]


def _are_one(one: Copied, other: Copied) -> bool:
    ours, theirs = ({urls.likeness(each) for each in (page.address, page.named) if each} for page in (one, other))
    if ours & theirs and (one.named or other.named):
        return True
    return one.site != other.site and likeness(one.signature, other.signature) >= ALIKE


def original(group: Sequence[Copied], linked: Collection[tuple[str, str]] = ()) -> str:
    """The address of the original of a group, of which it need not be one; `linked` holds pairs of sites, from and to.

    The page that others name as theirs; else that whose site others link to, and not it to theirs; else the earliest.
    """
    known = {urls.likeness(page.address): page for page in group}
    named = [
        known[key].address if (key := urls.likeness(page.named)) in known else page.named
        for page in group
        if page.named
    ]
    votes, sites = Counter(named), {page.site for page in group}
    every = {page.address: page for page in group} | {
        address: Copied(address=address, site=urls.site_of(address)) for address in named if address not in known
    }

    def rank(address: str) -> tuple[bool, int, int, datetime, str]:
        page = every[address]
        credited = sum((site, page.site) in linked and (page.site, site) not in linked for site in sites)
        return page.named is not None, -votes[address], -credited, page.published or _LATEST, address

    return min(every, key=rank)
