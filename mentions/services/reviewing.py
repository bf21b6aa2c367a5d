"""A person's word on a draft: approved as it stands, or rejected with a reason."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from mentions import db
from mentions.db import Engine
from mentions.db.store.drafts import approve_draft, current_draft, withdraw_approval
from mentions.db.store.mentions import review_mention
from mentions.db.store.prospects import move, prospect
from mentions.exceptions import MoveError
from mentions.items import Stage, Verdict
from mentions.outreach.linting import Severity
from mentions.prospects.rejections import Rejection
from mentions.prospects.stages import Actor, check
from mentions.services.letters import Letter, findings_of, letter_of, obstacles
from mentions.services.workspaces import Workspace

_by_person = partial(check, actor=Actor.PERSON)


@dataclass(frozen=True, slots=True)
class Review:
    """A draft to look at, what stands in the way of its approval, and what a person should think about."""

    letter: Letter
    against: tuple[str, ...]
    warnings: tuple[str, ...]


def review(engine: Engine, workspace: Workspace, prospect_id: int, *, now: datetime) -> Review:
    """The draft of a prospect. Raises MoveError where there is none, or where it is past approval."""
    with db.reading(engine) as connection:
        letter = letter_of(connection, workspace, prospect_id)
        _by_person(letter.row.stage, Stage.APPROVED)
        against = tuple(obstacles(connection, letter, now=now))
    findings = findings_of(letter.facts, letter.text, letter.look, now=now)
    return Review(letter, against, tuple(one.message for one in findings if one.severity is Severity.WARN))


def approve(engine: Engine, workspace: Workspace, seen: Letter, *, by: str, now: datetime) -> None:
    """Keep that a person approved exactly the words they saw.

    Raises MoveError where something stands in the way, or where the draft says something else by now.
    """
    prospect_id = seen.row.prospect_id
    with db.transaction(engine) as connection:
        letter = letter_of(connection, workspace, prospect_id)
        if against := obstacles(connection, letter, now=now):
            raise MoveError(f"prospect {prospect_id} cannot be approved: {'; '.join(against)}")
        draft_id, sha256 = seen.row.draft_id, seen.row.sha256
        approve_draft(connection, draft_id, seen=sha256, actor=by, at=now)
        move(
            connection,
            prospect_id,
            Stage.APPROVED,
            actor=by,
            why="approved as it stands",
            at=now,
            check=_by_person,
            draft_id=draft_id,
            detail={"sha256": sha256},
        )


def reject(engine: Engine, prospect_id: int, reason: Rejection, *, note: str, by: str, now: datetime) -> None:
    """Take a prospect out; `not_us` is also this person's verdict on the mention it quotes. Raises MoveError."""
    with db.transaction(engine) as connection:
        one, draft = prospect(connection, prospect_id), current_draft(connection, prospect_id)
        why = f"{reason}: {note}" if note else str(reason)
        detail = {"reason": reason.value, "note": note}
        move(connection, prospect_id, Stage.REJECTED, actor=by, why=why, at=now, check=_by_person, detail=detail)
        if draft:
            withdraw_approval(connection, draft.id)
        if one and one.mention_id and reason is Rejection.NOT_US:
            review_mention(connection, one.mention_id, Verdict.REJECTED)
