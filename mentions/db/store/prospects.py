"""Prospects: what was found worth asking about, and the one way in which a stage changes."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select, tuple_, update

from mentions.db import models
from mentions.db.store.events import add_event
from mentions.db.store.rows import ProspectRow
from mentions.db.store.selecting import fetch, select_rows, where_given
from mentions.db.store.upserts import chunks, table_of, upsert
from mentions.exceptions import MoveError
from mentions.items import Stage

Check = Callable[[Stage, Stage], object]
_KEY = ("page_id", "brand", "campaign")
_JUDGED = ("situation", "score", "parts", "reasons", "mention_id", "updated_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProspect:
    """What qualification found worth asking about. `parts` and `reasons` are anything JSON can hold."""

    page_id: int
    brand: str
    campaign: str
    situation: str
    score: float
    parts: Sequence[Any]
    reasons: Sequence[Any]
    mention_id: int | None


def upsert_prospects(connection: Connection, judged: Iterable[NewProspect], *, at: datetime) -> list[ProspectRow]:
    """Write what was judged; gives back the prospects. A new one is `found`, a known one keeps its stage."""
    rows = [
        {**asdict(one), "stage": Stage.FOUND, "snooze_until": None, "created_at": at, "updated_at": at}
        for one in judged
    ]
    upsert(connection, models.Prospect, rows, key=_KEY, replace=_JUDGED)
    row = models.Prospect
    keys = tuple_(row.page_id, row.brand, row.campaign)
    return [
        prospect
        for some in chunks(tuple(row[name] for name in _KEY) for row in rows)
        for prospect in fetch(connection, ProspectRow, _select().where(keys.in_(some)).order_by(row.id))
    ]


def prospects(
    connection: Connection,
    *,
    brand: str | None = None,
    campaign: str | None = None,
    stages: Collection[Stage] = (),
    site: str | None = None,
    limit: int | None = None,
) -> list[ProspectRow]:
    """Prospects, the best first; `site` is a registered domain."""
    row = models.Prospect
    statement = where_given(
        _select(),
        (row.brand, brand),
        (row.campaign, campaign),
        (row.stage, tuple(stages)),
        (models.Site.domain, site),
    )
    best_first = (row.score.desc(), models.Page.address, row.brand, row.campaign)
    return fetch(connection, ProspectRow, statement.order_by(*best_first).limit(limit))


def prospects_on(connection: Connection, page_ids: Collection[int]) -> list[ProspectRow]:
    """The prospects of these pages."""
    row = models.Prospect
    return [
        prospect
        for some in chunks(page_ids)
        for prospect in fetch(connection, ProspectRow, _select().where(row.page_id.in_(some)).order_by(row.id))
    ]


def prospect(connection: Connection, prospect_id: int) -> ProspectRow | None:
    """One prospect."""
    found = fetch(connection, ProspectRow, _select().where(models.Prospect.id == prospect_id))
    return found[0] if found else None


def due(connection: Connection, *, at: datetime) -> list[ProspectRow]:
    """The snoozed prospects whose time has come."""
    row = models.Prospect
    over = row.stage == Stage.SNOOZED, row.snooze_until <= at
    return fetch(connection, ProspectRow, _select().where(*over).order_by(row.id))


def move(
    connection: Connection,
    prospect_id: int,
    to_stage: Stage,
    *,
    actor: str,
    why: str,
    at: datetime,
    check: Check,
    draft_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
    snooze_until: datetime | None = None,
) -> Stage:
    """Change a stage and write the event; nothing else does. Gives back the stage it was in.

    `check(from, to)` raises MoveError where the move is not allowed; so does a prospect that is not there, or that
    somebody else moved in the meantime.
    """
    row = table_of(models.Prospect)
    one = row.c.id == prospect_id
    before: Stage | None = connection.scalar(select(row.c.stage).where(one).with_for_update())
    if before is None:
        raise MoveError(f"there is no prospect {prospect_id}")
    check(before, to_stage)
    values = {"stage": to_stage, "snooze_until": snooze_until, "updated_at": at}
    if connection.execute(update(row).where(one, row.c.stage == before).values(values)).rowcount != 1:
        raise MoveError(f"prospect {prospect_id} was moved by somebody else in the meantime; look again")
    add_event(
        connection,
        prospect_id,
        "move",
        actor=actor,
        why=why,
        at=at,
        draft_id=draft_id,
        detail=detail,
        stages=(before, to_stage),
    )
    return before


def _select() -> Select[Any]:
    page, site = models.Page, models.Site
    elsewhere = {
        "url": page.url,
        "title": page.title,
        "published": page.published,
        "language": page.language,
        "kind": page.kind,
        "site_id": page.site_id,
        "site": site.domain,
    }
    return select_rows(ProspectRow, models.Prospect, **elsewhere).join(page).join(site, site.id == page.site_id)
