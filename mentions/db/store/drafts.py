"""Drafts: what was written, and what a person approved."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, update

from mentions.db import models
from mentions.db.base import storable
from mentions.db.store.rows import DraftRow
from mentions.db.store.selecting import fetch, select_rows
from mentions.db.store.upserts import new_id, table_of
from mentions.exceptions import MoveError


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDraft:
    """A letter as it was written or edited. `findings` is anything JSON can hold."""

    prospect_id: int
    contact_id: int
    subject: str
    body: str
    suggested_url: str
    suggest_rule: str
    template_id: str
    template_sha: str
    language: str
    quote: str
    findings: Sequence[Any]


def fingerprint(subject: str, body: str) -> str:
    """What tells two drafts apart: a hash of all that the reader of the mail will see."""
    return sha256(storable(f"{subject}\n\n{body}").encode()).hexdigest()


def save_draft(connection: Connection, draft: NewDraft, *, at: datetime) -> int:
    """Keep a draft, which nobody approved yet, as the current one of its prospect; its id."""
    row = table_of(models.Draft)
    former = row.c.prospect_id == draft.prospect_id, row.c.is_current
    connection.execute(update(row).where(*former).values(is_current=False))
    values = {"sha256": fingerprint(draft.subject, draft.body), "is_current": True, "created_at": at}
    return new_id(connection, models.Draft, asdict(draft) | values)


def current_draft(connection: Connection, prospect_id: int) -> DraftRow | None:
    """The draft of a prospect that counts."""
    row = models.Draft
    found = fetch(
        connection, DraftRow, select_rows(DraftRow, row).where(row.prospect_id == prospect_id, row.is_current)
    )
    return found[0] if found else None


def drafts_of(connection: Connection, prospect_id: int) -> list[DraftRow]:
    """All drafts of a prospect, the newest first."""
    row = models.Draft
    statement = select_rows(DraftRow, row).where(row.prospect_id == prospect_id)
    return fetch(connection, DraftRow, statement.order_by(row.id.desc()))


def draft(connection: Connection, draft_id: int) -> DraftRow | None:
    """One draft, current or not."""
    found = fetch(connection, DraftRow, select_rows(DraftRow, models.Draft).where(models.Draft.id == draft_id))
    return found[0] if found else None


def approve_draft(connection: Connection, draft_id: int, *, seen: str, actor: str, at: datetime) -> None:
    """Keep that a person approved the words whose `sha256` they saw.

    Raises MoveError where the draft is no longer the current one, or says something else by now.
    """
    row = table_of(models.Draft)
    as_seen = row.c.id == draft_id, row.c.is_current, row.c.sha256 == seen
    values = {"approved_by": actor, "approved_at": at, "approved_sha256": seen}
    if connection.execute(update(row).where(*as_seen).values(values)).rowcount != 1:
        raise MoveError(f"draft {draft_id} was changed or replaced since it was shown; look at it again")


def withdraw_approval(connection: Connection, draft_id: int) -> None:
    """Take an approval back, such as when the page changed under it."""
    row = table_of(models.Draft)
    nobody = {"approved_by": None, "approved_at": None, "approved_sha256": None}
    connection.execute(update(row).where(row.c.id == draft_id).values(nobody))
