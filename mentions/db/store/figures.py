"""How much there is of what, for `status`."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from mentions.db import models
from mentions.items import Stage, Unknown, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Rows by table; mentions and pages as far as they still stand."""

    visits: int
    pages: int
    mentions: int
    contacts: int
    suppressions: int


def totals(connection: Connection) -> Totals:
    """How much is kept."""
    mention = models.Mention
    count = func.count()
    counted = {
        "visits": select(count).select_from(models.Visit),
        "pages": select(func.count(mention.page_id.distinct())).where(~mention.gone),
        "mentions": select(count).select_from(mention).where(~mention.gone),
        "contacts": select(count).select_from(models.Contact),
        "suppressions": select(count).select_from(models.Suppression),
    }
    return Totals(**{name: connection.scalar(statement) or 0 for name, statement in counted.items()})


def stage_counts(connection: Connection, *, brand: str | None = None) -> dict[str, dict[Stage, int]]:
    """How many prospects of each brand (key) are in each stage."""
    row = models.Prospect
    statement = select(row.brand, row.stage, func.count()).group_by(row.brand, row.stage).order_by(row.brand)
    if brand is not None:
        statement = statement.where(row.brand == brand)
    counts: dict[str, dict[Stage, int]] = {}
    for key, stage, number in connection.execute(statement):
        counts.setdefault(key, {})[stage] = number
    return counts


def verdict_counts(connection: Connection, *, brand: str | None = None) -> dict[str, dict[Verdict, int]]:
    """How many standing mentions of each brand (key) have each verdict, a person's above the program's."""
    row = models.Mention
    standing = func.coalesce(row.reviewed, row.verdict)
    statement = select(row.brand, standing, func.count()).where(~row.gone).group_by(row.brand, standing)
    if brand is not None:
        statement = statement.where(row.brand == brand)
    counts: dict[str, dict[Verdict, int]] = {}
    for key, verdict, number in connection.execute(statement.order_by(row.brand)):
        counts.setdefault(key, {})[verdict] = number
    return counts


def unknown_counts(connection: Connection) -> dict[Unknown, int]:
    """How many addresses could not be read at the last visit, by reason, the most frequent first."""
    row = models.Visit
    number = func.count()
    statement = select(row.unknown, number).where(row.unknown.is_not(None)).group_by(row.unknown)
    return {
        reason: times
        for reason, times in connection.execute(statement.order_by(number.desc(), row.unknown))
        if reason is not None
    }
