"""The record of each crawl: when, what for, what came of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mentions import db
from mentions.db import Engine
from mentions.db.models import RunState
from mentions.db.store.runs import finish_run, start_run


def start(engine: Engine, spider: str, sources: Sequence[str], *, now: datetime) -> int:
    """Write that a run began, and give back its id."""
    with db.transaction(engine) as connection:
        return start_run(connection, spider=spider, sources=sources, at=now)


def finish(engine: Engine, run_id: int, *, reason: str, errors: int, counts: Mapping[str, Any], now: datetime) -> None:
    """Write how a run ended: it failed where it was stopped before its end, or logged an error."""
    failed = reason != "finished" or errors > 0
    said = f"{reason}, {errors} errors in the log" if errors else reason
    state = RunState.FAILED if failed else RunState.FINISHED
    with db.transaction(engine) as connection:
        finish_run(connection, run_id, state=state, reason=said, counts=counts, at=now)
