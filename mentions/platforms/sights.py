"""What a look at an address saw: what stands there, which of it a crawl reads, and how much that is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from mentions.items import Kind
from mentions.pages.listings import Listing, ListingKind
from mentions.pages.metadata import moment
from mentions.platforms.platform import Front, Platform
from mentions.platforms.ways import is_enough


class Way(StrEnum):
    """How a source is read."""

    LISTS = "lists"
    ROWS = "rows"
    LINKS = "links"
    NONE = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One address that was looked at: the list there, and how much it holds; or why there is none.

    `entries` are all there are, or, where `is_part`, as many as were seen. `newest` is the latest date in them.
    """

    url: str
    kind: ListingKind | None = None
    entries: int = 0
    is_part: bool = False
    newest: datetime | None = None
    unknown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One address as a source: of `kind`, because of `why`, read by `way`.

    `reads` are the lists that a crawl reads, `beside` what else was found; `entries` how many pages they or the page
    itself name, at least these where `is_part`. `unknown` says why nothing can be read, `detail` what more is known of
    that.
    """

    url: str
    kind: Kind
    why: str = ""
    is_sure: bool = False
    software: str = ""
    way: Way = Way.NONE
    reads: tuple[Sight, ...] = ()
    beside: tuple[Sight, ...] = ()
    entries: int = 0
    is_part: bool = False
    unknown: str = ""
    detail: str = ""

    @property
    def newest(self) -> datetime | None:
        """The latest date that a list claims."""
        return max((one.newest for one in self.reads if one.newest), default=None)


def sight(found: Listing, answer: Front, asked: str, platform: Platform | None = None) -> Sight:
    """What a list that was asked for holds; of an index nothing is known but that it is one."""
    total = platform.total(answer) if platform else None
    return Sight(
        url=asked,
        kind=found.kind,
        entries=len(found.offered) if total is None else total,
        is_part=total is None and bool(found.more or found.left_out),
        newest=max((one.lastmod for one in found.offered if one.lastmod), default=None),
    )


def of_index(index: str, parts: Sequence[Sight], *, of: int) -> Sight:
    """What an index of so many sitemaps holds, as far as its `parts` that were looked at show."""
    read = [one for one in parts if one.kind]
    return Sight(
        url=index,
        kind=ListingKind.INDEX,
        entries=sum(one.entries for one in read),
        is_part=len(read) < of or any(one.is_part for one in read),
        newest=max((one.newest for one in read if one.newest), default=None),
    )


def read_of(steps: Iterable[Sequence[Sight]], kind: Kind) -> tuple[tuple[Sight, ...], bool]:
    """Of what is tried step by step, the lists that a crawl reads; and whether it follows the page's links, too."""
    read: list[Sight] = []
    for step in steps:
        found = [one for one in step if one.kind]
        read += found
        if any(one.kind and is_enough(one.kind, kind) for one in found):
            return tuple(read), False
    return tuple(read), True


def look_from(said: Mapping[str, Any]) -> Look:
    """A look out of the JSON that was made of it."""
    sights = {name: tuple(map(_sight_from, said[name])) for name in ("reads", "beside")}
    return Look(**{**said, **sights, "kind": Kind(said["kind"]), "way": Way(said["way"])})


def _sight_from(said: Mapping[str, Any]) -> Sight:
    kind = ListingKind(said["kind"]) if said["kind"] else None
    return Sight(**{**said, "kind": kind, "newest": moment(said["newest"] or "")})
