"""Addresses that were read for other brands than those that are looked for now."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, or_, select, update

from mentions.db import models
from mentions.db.store.brand_sets import brand_sets
from mentions.db.store.rows import VisitRow
from mentions.db.store.selecting import fetch
from mentions.db.store.upserts import table_of
from mentions.db.store.visits import select_visits
from mentions.items import Unknown

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """What a source ever offered, and the brands looked for there now, as fingerprints by key."""

    source_url: str
    looked_for: Mapping[str, str]


def outdated(connection: Connection, offering: Offering, *, after: str, limit: int) -> list[VisitRow]:
    """So many of the addresses that were read without one of the brands, those that sort behind `after`, sorted."""
    row = models.Visit
    statement = select_visits().where(*_is_outdated(connection, offering), row.address > after)
    return fetch(connection, VisitRow, statement.order_by(row.address).limit(limit))


def to_read_again(
    connection: Connection, offering: Offering, *, passing: Collection[Unknown], tries: int
) -> Iterator[VisitRow]:
    """All of them, those of which a text is kept first, then the newest.

    What fails is among them for a reason in `passing` alone, and until it failed `tries` times in a row.
    """
    row, page = models.Visit, models.Page
    has_text = exists(select(page.id).join(models.PageText).where(page.address == row.page_address))
    statement = select_visits().where(*_is_outdated(connection, offering), _is_worth_it(passing, tries))
    ordered = statement.order_by(has_text.desc(), row.at.desc(), row.address)
    for found in connection.execute(ordered, execution_options={"yield_per": _AT_ONCE}).mappings():
        yield VisitRow(**found)


def count_to_read_again(connection: Connection, offering: Offering, *, passing: Collection[Unknown], tries: int) -> int:
    """How many they are."""
    worth = _is_worth_it(passing, tries)
    statement = select(func.count()).select_from(models.Visit).where(*_is_outdated(connection, offering), worth)
    return connection.scalar(statement) or 0


def settle(connection: Connection, sets: Mapping[str, str]) -> None:
    """Note for these addresses the set of brands (its fingerprint) that counts as looked for from now on."""
    visit = table_of(models.Visit)
    statement = (
        update(visit).where(visit.c.address == bindparam("of")).values(brands_fingerprint=bindparam("looked_for"))
    )
    if sets:
        statement = statement.values(brands_fingerprint=bindparam("looked_for"))
        connection.execute(statement, [{"of": address, "looked_for": one} for address, one in sets.items()])


def _is_outdated(connection: Connection, offering: Offering) -> tuple[Any, ...]:
    row, wanted = models.Visit, offering.looked_for.items()
    enough = [fingerprint for fingerprint, brands in brand_sets(connection).items() if wanted <= brands.items()]
    return row.source_url == offering.source_url, row.brands_fingerprint.not_in(enough)


def _is_worth_it(passing: Collection[Unknown], tries: int) -> Any:  # noqa: ANN401 - a condition
    row = models.Visit
    return or_(row.unknown.is_(None), row.unknown.in_(passing) & (row.failures < tries))
