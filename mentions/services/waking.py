"""Snoozed prospects come back by themselves when their time has come: whoever looks first wakes them."""

from datetime import datetime
from functools import partial

from mentions import db
from mentions.db import Engine
from mentions.db.store.drafts import current_draft
from mentions.db.store.prospects import due, move
from mentions.items import Stage
from mentions.prospects.stages import Actor, check

_move = partial(move, actor=Actor.PROGRAM, check=partial(check, actor=Actor.PROGRAM))


def wake(engine: Engine, *, now: datetime) -> int:
    """Put those whose time has come back where they were; how many. Where none is due, nothing is written."""
    with db.reading(engine) as connection:
        if not due(connection, at=now):
            return 0
    with db.transaction(engine) as connection:
        woken = due(connection, at=now)
        for one in woken:
            stage = Stage.DRAFTED if current_draft(connection, one.id) else Stage.QUALIFIED
            _move(connection, one.id, stage, why="the time it was put off to has come", at=now)
    return len(woken)
