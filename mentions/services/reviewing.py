"""A person's word on one draft by its id: each in a transaction of its own. `dialogue` goes through them all."""

from datetime import datetime

from mentions import db
from mentions.db import Engine
from mentions.db.store.prospects import prospect
from mentions.exceptions import MoveError
from mentions.items import Stage
from mentions.prospects.rejections import Rejection
from mentions.prospects.stages import Actor, check
from mentions.services import deciding
from mentions.services.cards import Card, card_of
from mentions.services.letters import Letter
from mentions.services.workspaces import Workspace


def review(engine: Engine, workspace: Workspace, prospect_id: int, *, now: datetime) -> Card:
    """The draft of a prospect to decide on. Raises MoveError where there is none, or where it is past approval."""
    with db.reading(engine) as connection:
        one = prospect(connection, prospect_id)
        if one is None:
            raise MoveError(f"there is no prospect {prospect_id}; `mentions list` shows them")
        card = card_of(connection, workspace, one, now=now)
    check(one.stage, Stage.APPROVED, actor=Actor.PERSON)
    return card


def approve(engine: Engine, workspace: Workspace, seen: Letter, *, by: str, now: datetime) -> None:
    """Approve exactly the words that were seen. Raises MoveError."""
    with db.transaction(engine) as connection:
        deciding.approve(connection, workspace, seen, by=by, now=now)


def reject(engine: Engine, prospect_id: int, reason: Rejection, *, note: str, by: str, now: datetime) -> None:
    """Take a prospect out, with a reason. Raises MoveError."""
    with db.transaction(engine) as connection:
        deciding.reject(connection, prospect_id, reason, note=note, by=by, now=now)
