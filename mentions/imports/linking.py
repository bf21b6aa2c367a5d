"""A row of a list of backlinks: what it claims, or why it is left out."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mentions import urls
from mentions.imports.columns import Columns, is_own
from mentions.imports.headers import Role
from mentions.imports.naming import RejectedError, address_in
from mentions.imports.rows import Row
from mentions.imports.values import address, domain, fold, moment, yes
from mentions.items import BacklinkClaim, Brand

_FLAGS = {Role.NOFOLLOW: "nofollow", Role.UGC: "ugc", Role.SPONSORED: "sponsored"}
_LONGEST_ANCHOR = 300


class Left(StrEnum):
    """Why a row that is right is left out."""

    OWN = "own pages"
    MENTION = "mentions without a link"
    ELSEWHERE = "links to other domains"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file of backlinks is read: what it is called, when, and whose links those are that name no target."""

    source: str
    now: datetime
    brands: Sequence[Brand]
    brand: Brand | None = None

    @property
    def own(self) -> Collection[str]:
        """The own domains of the brands that links may lead to."""
        chosen = [self.brand] if self.brand else self.brands
        return {one for brand in chosen for one in brand.domains}


def claim_of(row: Row, columns: Columns, reading: Reading) -> BacklinkClaim | Left:
    """What a row claims. Raises RejectedError."""
    if columns.first(Role.URL) is None:
        url, host = "", _domain_in(row, columns.first(Role.SITE))
    else:
        url = address_in(row, columns.first(Role.URL))
        host = urls.host_of(url)
    if urls.belongs(host, frozenset(one for brand in reading.brands for one in brand.domains)):
        return Left.OWN
    if yes(row.cell(columns.first(Role.MENTION))):
        return Left.MENTION
    target = _target(row, columns, reading)
    if target is None:
        return Left.ELSEWHERE
    return BacklinkClaim(
        url=url,
        site=urls.site_of_host(host),
        target=target,
        to_host=urls.host_of(target),
        anchor=row.cell(columns.first(Role.ANCHOR))[:_LONGEST_ANCHOR],
        rel=_rel(row, columns),
        lost=any(yes(row.cell(number)) for number in columns.of.get(Role.LOST, ())),
        # Nobody can have seen a link later than today.
        seen_at=min(moment(row.cell(columns.first(Role.SEEN))) or reading.now, reading.now),
        source=reading.source,
        imported_at=reading.now,
    )


def _domain_in(row: Row, column: int | None) -> str:
    if row.fault:
        raise RejectedError(row.fault)
    if found := domain(row.cell(column)):
        return found
    raise RejectedError("has no domain where one should be")


def _target(row: Row, columns: Columns, reading: Reading) -> str | None:
    """Where the link leads; the brand's front page where the file does not say. None where that is not ours."""
    column = columns.first(Role.TARGET)
    if column is None:
        return reading.brand.url if reading.brand else None
    found = address(row.cell(column))
    if found is None:
        raise RejectedError("has no web address as the target of the link")
    return found if is_own(found, reading.own) else None


def _rel(row: Row, columns: Columns) -> tuple[str, ...]:
    """What is said of the link: nofollow, ugc, sponsored."""
    said = {word for role, word in _FLAGS.items() if yes(row.cell(columns.first(role)))}
    words = set(map(fold, re.split(r"[\s,;|]+", row.cell(columns.first(Role.REL)))))
    said |= words & set(_FLAGS.values())
    followed = columns.first(Role.FOLLOWED)
    if followed is not None and not _is_followed(row.cell(followed)):
        said.add("nofollow")
    return tuple(sorted(said))


def _is_followed(cell: str) -> bool:
    """Whether a cell of a column `dofollow` says that the link is followed; an empty one says nothing against it."""
    return fold(cell) not in {"false", "no", "0", "nofollow"}
