"""What happened to prospects: rows are added, never changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from mentions.db import models
from mentions.db.store.rows import EventRow
from mentions.db.store.selecting import fetch, select_rows, where_given
from mentions.db.store.upserts import new_id
from mentions.items import Stage


def mark(
    connection: Connection,
    prospect_id: int,
    action: str,
    *,
    actor: str,
    why: str,
    at: datetime,
    draft_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> int:
    """Write something that leaves the stage as it is: sent, replied, bounced, edited …; the id of the event."""
    return add_event(
        connection,
        prospect_id,
        action,
        actor=actor,
        why=why,
        at=at,
        draft_id=draft_id,
        detail=detail,
        stages=(None, None),
    )


def add_event(
    connection: Connection,
    prospect_id: int,
    action: str,
    *,
    actor: str,
    why: str,
    at: datetime,
    draft_id: int | None,
    detail: Mapping[str, Any] | None,
    stages: tuple[Stage | None, Stage | None],
) -> int:
    """Write an event with the stages before and after it; its id."""
    values = {
        "prospect_id": prospect_id,
        "draft_id": draft_id,
        "at": at,
        "actor": actor,
        "action": action,
        "from_stage": stages[0],
        "to_stage": stages[1],
        "why": why,
        "detail": dict(detail or {}),
    }
    return new_id(connection, models.Event, values)


def events_of(connection: Connection, prospect_id: int) -> list[EventRow]:
    """All that happened to a prospect, the oldest first."""
    row = models.Event
    statement = select_rows(EventRow, row).where(row.prospect_id == prospect_id)
    return fetch(connection, EventRow, statement.order_by(row.id))


def last_event(connection: Connection, prospect_id: int) -> EventRow | None:
    """What happened to a prospect last; as long as it is the same one, nobody had a hand in it."""
    row = models.Event
    statement = select_rows(EventRow, row).where(row.prospect_id == prospect_id).order_by(row.id.desc()).limit(1)
    found = fetch(connection, EventRow, statement)
    return found[0] if found else None


def rejections(connection: Connection, *, site: str | None = None, author: str | None = None) -> list[EventRow]:
    """The rejections that still stand, one a prospect, of the pages of a site or by an author."""
    event, prospect, page = models.Event, models.Prospect, models.Page
    statement = select_rows(EventRow, event).join(prospect).join(page).join(models.Site)
    statement = where_given(statement, (models.Site.domain, site), (page.author, author))
    statement = statement.where(event.to_stage == Stage.REJECTED, prospect.stage == Stage.REJECTED)
    found = fetch(connection, EventRow, statement.order_by(event.id))
    return list({one.prospect_id: one for one in found}.values())
