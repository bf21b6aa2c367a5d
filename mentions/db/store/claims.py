"""What files of other tools say of links to own domains."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from mentions import urls
from mentions.db import models
from mentions.db.store.selecting import fetch, select_rows
from mentions.db.store.upserts import Columns, chunks, upsert
from mentions.items import BacklinkClaim

_KEY = ("site", "likeness", "to_host")
_MARKS = frozenset(("nofollow", "ugc", "sponsored"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A page's link to an own domain, by the word of a file."""

    likeness: str
    target: str
    to_host: str
    source: str
    seen_at: datetime
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteClaimRow:
    """How many pages of a site link to a host, by the word of a file; where it is one, `likeness` is that page's."""

    site: str
    to_host: str
    source: str
    pages: int
    likeness: str


_NEW = tuple(field.name for field in fields(BacklinkClaim))


def count_claims(connection: Connection) -> int:
    """How many claims are kept."""
    return connection.scalar(select(func.count()).select_from(models.Claim)) or 0


def save_claims(connection: Connection, claims: Iterable[BacklinkClaim]) -> None:
    """Keep claims. Of two on one link the later look counts; of the same day, that it is there, and followed."""
    rows = [
        {name: getattr(claim, name) for name in _NEW}
        | {
            "likeness": urls.likeness(claim.url) if claim.url else "",
            "rel": list(claim.rel),
            "followed": _MARKS.isdisjoint(claim.rel),
        }
        for claim in claims
    ]
    replace = [name for name in (rows[0] if rows else ()) if name not in _KEY]
    upsert(connection, models.Claim, rows, key=_KEY, replace=replace, only_if=_says_more)


def _says_more(old: Columns, new: Columns) -> ColumnElement[bool]:
    return or_(new.seen_at > old.seen_at, and_(new.seen_at == old.seen_at, _worth(new) >= _worth(old)))


def _worth(row: Columns) -> ColumnElement[int]:
    return case((row.lost, 0), (row.followed, 2), else_=1)


def claims_on(connection: Connection, likenesses: Collection[str]) -> list[ClaimRow]:
    """The claims of links that are there, on pages of these likenesses."""
    row = models.Claim
    statement = select_rows(ClaimRow, row).where(~row.lost).order_by(row.seen_at.desc())
    return [
        found
        for some in chunks(likenesses)
        for found in fetch(connection, ClaimRow, statement.where(row.likeness.in_(some)))
    ]


def claims_of_sites(connection: Connection, sites: Iterable[str]) -> list[SiteClaimRow]:
    """Of each of these registered domains, to which hosts its pages are said to link."""
    row = models.Claim
    columns: list[Any] = [row.site, row.to_host, row.source]
    counted = func.count().label("pages"), func.min(row.likeness).label("likeness")
    statement = select(*columns, *counted).where(~row.lost).group_by(*columns).order_by(*columns)
    return [
        found
        for some in chunks(sites)
        for found in fetch(connection, SiteClaimRow, statement.where(row.site.in_(some)))
    ]
