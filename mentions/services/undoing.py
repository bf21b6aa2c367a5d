"""Taking back what was decided: by moves that are themselves kept, never by forgetting."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from functools import partial

from mentions.db import Connection
from mentions.db.store.contacts import unsuppress
from mentions.db.store.drafts import NewDraft, current_draft, save_draft, withdraw_approval
from mentions.db.store.events import mark
from mentions.db.store.prospects import move, prospect
from mentions.db.store.rows import DraftRow, ProspectRow
from mentions.exceptions import MoveError
from mentions.prospects.stages import Actor, check
from mentions.services.judging import Opinion, give_back_of_quoted, quoted_opinion

_move = partial(move, check=partial(check, actor=Actor.PERSON))


class Deed(StrEnum):
    """What a person did to a prospect at review."""

    APPROVED = "approved"
    REJECTED = "rejected"
    SNOOZED = "snoozed"
    BLOCKED = "blocked"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a prospect stood: its stage, its draft, and what people said of the mention it quotes."""

    prospect: ProspectRow
    draft: DraftRow | None
    opinion: Opinion


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One deed: the prospects it was meant for, how all it touched stood before, and the site it suppressed."""

    deed: Deed
    of: tuple[int, ...]
    before: tuple[Standing, ...]
    suppressed: str = ""


def standings(connection: Connection, prospect_ids: Iterable[int]) -> tuple[Standing, ...]:
    """How these prospects stand now."""
    return tuple(_standing(connection, prospect_id) for prospect_id in prospect_ids)


def take_back(connection: Connection, step: Step, *, by: str, now: datetime) -> None:
    """Put all that a step touched back as it stood, with an event for each. Raises MoveError."""
    if step.suppressed:
        unsuppress(connection, step.suppressed)
    for before in step.before:
        _restore(connection, before, why=f"{step.deed}: taken back", by=by, now=now)


def _standing(connection: Connection, prospect_id: int) -> Standing:
    one = prospect(connection, prospect_id)
    if one is None:
        raise MoveError(f"there is no prospect {prospect_id}; `mentions list` shows them")
    return Standing(one, current_draft(connection, prospect_id), quoted_opinion(connection, one))


def _restore(connection: Connection, before: Standing, *, why: str, by: str, now: datetime) -> None:
    one, after = before.prospect, _standing(connection, before.prospect.id)
    draft_id = _restore_draft(connection, before.draft, after.draft, now=now)
    give_back_of_quoted(connection, one, before.opinion)
    if after.prospect.stage is one.stage:
        mark(connection, one.id, "undone", actor=by, why=why, at=now, draft_id=draft_id)
    else:
        until = one.snooze_until
        _move(connection, one.id, one.stage, actor=by, why=why, at=now, draft_id=draft_id, snooze_until=until)


def _restore_draft(
    connection: Connection, before: DraftRow | None, after: DraftRow | None, *, now: datetime
) -> int | None:
    """The id of the draft that counts again: of former words a new row, so that none is ever changed."""
    if before is None or after is None:
        return after.id if after else None
    if before.id != after.id:
        kept = {field.name: getattr(before, field.name) for field in fields(NewDraft)}
        return save_draft(connection, NewDraft(**kept), at=now)
    if after.approved_by and not before.approved_by:
        withdraw_approval(connection, after.id)
    return after.id
