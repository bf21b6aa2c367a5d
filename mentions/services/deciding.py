"""What a person decides about a prospect: each a move with its event, within the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from mentions.db import Connection
from mentions.db.store.contacts import suppress
from mentions.db.store.drafts import approve_draft, current_draft, withdraw_approval
from mentions.db.store.prospects import move, prospect, prospects
from mentions.exceptions import MoveError
from mentions.items import Stage, Verdict
from mentions.prospects.rejections import Rejection
from mentions.prospects.stages import Actor, check
from mentions.services.judging import give_of_quoted
from mentions.services.letters import Letter, letter_of, obstacles
from mentions.services.workspaces import Workspace

_move = partial(move, check=partial(check, actor=Actor.PERSON))
_OPEN = (Stage.FOUND, Stage.QUALIFIED, Stage.DRAFTED, Stage.MANUAL, Stage.SNOOZED)


def approve(connection: Connection, workspace: Workspace, seen: Letter, *, by: str, now: datetime) -> None:
    """Keep that a person approved exactly the words they saw, and so that the mention it quotes is the brand.

    Raises MoveError where something stands in the way, or where the draft says something else by now.
    """
    prospect_id, draft_id, sha256 = seen.row.prospect_id, seen.row.draft_id, seen.row.sha256
    letter = letter_of(connection, workspace, prospect_id)
    if against := obstacles(connection, letter, now=now):
        raise MoveError(f"prospect {prospect_id} cannot be approved: {'; '.join(against)}")
    approve_draft(connection, draft_id, seen=sha256, actor=by, at=now)
    why, detail = "approved as it stands", {"sha256": sha256}
    _move(connection, prospect_id, Stage.APPROVED, actor=by, why=why, at=now, draft_id=draft_id, detail=detail)
    if one := prospect(connection, prospect_id):
        give_of_quoted(connection, one, Verdict.ACCEPTED, by=by, now=now)


def reject(
    connection: Connection, prospect_id: int, reason: Rejection, *, note: str = "", by: str, now: datetime
) -> None:
    """Take a prospect out; `not_us` is also this person's verdict on the mention it quotes. Raises MoveError."""
    one, draft = prospect(connection, prospect_id), current_draft(connection, prospect_id)
    why = f"{reason}: {note}" if note else str(reason)
    detail = {"reason": reason.value, "note": note}
    _move(connection, prospect_id, Stage.REJECTED, actor=by, why=why, at=now, detail=detail)
    if draft:
        withdraw_approval(connection, draft.id)
    if one and reason is Rejection.NOT_US:
        give_of_quoted(connection, one, Verdict.REJECTED, by=by, now=now)


def snooze(connection: Connection, prospect_id: int, until: datetime, *, by: str, now: datetime) -> None:
    """Put a prospect off until a time to come. Raises MoveError."""
    if until <= now:
        raise MoveError(f"{until:%Y-%m-%d} is not to come; prospect {prospect_id} stays as it is")
    why = f"until {until:%Y-%m-%d}"
    _move(connection, prospect_id, Stage.SNOOZED, actor=by, why=why, at=now, snooze_until=until)


def open_at(connection: Connection, site: str) -> list[int]:
    """The prospects of a site, for whichever brand, that could still be written for."""
    return [one.id for one in prospects(connection, site=site, stages=_OPEN)]


def block(connection: Connection, site: str, prospect_ids: Iterable[int], *, by: str, now: datetime) -> bool:
    """Never write to a site again, and set these of its prospects aside; whether that is new of the site."""
    why = f"{site} was blocked at review"
    is_new = suppress(connection, site, reason=f"blocked by {by} at review", at=now)
    for prospect_id in prospect_ids:
        _move(connection, prospect_id, Stage.BLOCKED, actor=by, why=why, at=now)
    return is_new
