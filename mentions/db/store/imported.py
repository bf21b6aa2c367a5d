"""Addresses from files that are to be visited."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, or_, select

from mentions import urls
from mentions.db import models
from mentions.db.store.selecting import fetch, select_rows
from mentions.db.store.upserts import chunks, upsert
from mentions.items import Kind, Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAddress:
    """An address that a file names; `kind` is None where it does not say."""

    url: str
    kind: Kind | None
    source: str
    imported_at: datetime


_NEW = tuple(field.name for field in fields(NewAddress))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRow:
    """An address whose visit is still to come."""

    id: int
    url: str
    kind: Kind | None
    source: str


def add_addresses(connection: Connection, wanted: Iterable[NewAddress]) -> int:
    """Keep addresses to be visited; how many of them no file had named before."""
    rows = {}
    for one in wanted:
        address = urls.normalise(one.url)
        rows[address] = {name: getattr(one, name) for name in _NEW} | {"address": address}
    known = _known(connection, rows)
    upsert(
        connection,
        models.ImportedAddress,
        rows.values(),
        key=("address",),
        merge=lambda old, new: {"kind": func.coalesce(new.kind, old.kind)},
    )
    return len(rows) - known


def _known(connection: Connection, addresses: Iterable[str]) -> int:
    row = models.ImportedAddress
    counted = select(func.count()).select_from(row)
    return sum(connection.scalar(counted.where(row.address.in_(some))) or 0 for some in chunks(addresses))


def unvisited(
    connection: Connection, *, after: int, passing: Collection[Unknown], tries: int, limit: int
) -> list[AddressRow]:
    """The addresses whose visit is still to come, from behind the id `after`, in the order in which they came.

    One that failed for a `passing` reason is still to come until it was tried so often.
    """
    row = models.ImportedAddress
    statement = select_rows(AddressRow, row).outerjoin(*_visit()).where(_open(passing, tries), row.id > after)
    return fetch(connection, AddressRow, statement.order_by(row.id).limit(limit))


def count_unvisited(connection: Connection, *, passing: Collection[Unknown], tries: int) -> int:
    """How many addresses are still to be visited."""
    statement = select(func.count()).select_from(models.ImportedAddress).outerjoin(*_visit())
    return connection.scalar(statement.where(_open(passing, tries))) or 0


def _visit() -> tuple[type[models.Visit], ColumnElement[bool]]:
    return models.Visit, models.Visit.address == models.ImportedAddress.address


def _open(passing: Collection[Unknown], tries: int) -> ColumnElement[bool]:
    visit = models.Visit
    return or_(visit.id.is_(None), visit.unknown.in_(passing) & (visit.failures < tries))
