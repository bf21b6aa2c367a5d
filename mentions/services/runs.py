"""The record of each crawl: when, what for, what came of it; and that a spider of cron is never at work twice."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from mentions import db
from mentions.db import Engine
from mentions.db.locks import lock
from mentions.db.models import RunState
from mentions.db.store.rows import RunRow
from mentions.db.store.runs import end_killed, finish_run, runs, start_run
from mentions.exceptions import MentionsError
from mentions.items import Kind

SPIDERS = {Kind.NEWS: "news", Kind.BLOG: "blogs", Kind.FORUM: "forums"}
"""Which spider takes the sources of a kind."""
SEARCH = "search"
IMPORTED = "imported"
"""What `urls` is at without a file: two runs would ask for the same addresses."""
LONE = frozenset((*SPIDERS.values(), SEARCH, IMPORTED))
"""Spiders, and work of theirs, of which one run at a time is at work on a database."""
_SAID = {IMPORTED: "urls over imported addresses"}
KILLED = "killed"
"""The reason of a run that had no time to give one."""
LIMITS = frozenset(("closespider_timeout", "closespider_pagecount", "closespider_itemcount"))
"""The reasons of runs that ended where their user wanted them to."""
_TRIES, _PAUSE = 5, 0.2  # who only looks whether a lock is held holds it for a moment


class AtWorkError(MentionsError):
    """Another run of the spider is at work on the same database."""


@contextmanager
def alone(engine: Engine, work: str) -> Iterator[None]:
    """Keeps further runs of lone work off the database while the block lasts; of other work there may be many at once.

    Raises AtWorkError where one is at work, StoreError.
    """
    if work not in LONE:
        yield
        return
    for _ in range(_TRIES):
        with lock(engine, work) as is_ours:
            if is_ours:
                yield
                return
        time.sleep(_PAUSE)
    raise AtWorkError(_at_work(engine, work))


def start(engine: Engine, spider: str, sources: Sequence[str], *, now: datetime) -> int:
    """Write that a run began, and give back its id; to be called inside of `alone`.

    What is still said to be running was killed, where only one may be.
    """
    with db.transaction(engine) as connection:
        if spider in LONE:
            end_killed(connection, spider, reason=KILLED)
        return start_run(connection, spider=spider, sources=sources, at=now)


def finish(engine: Engine, run_id: int, *, reason: str, errors: int, counts: Mapping[str, Any], now: datetime) -> None:
    """Write how a run ended: it failed where something stopped it before its end, or where it logged an error."""
    failed = errors > 0 or reason not in {"finished", *LIMITS}
    said = f"{reason}, {errors} errors in the log" if errors else reason
    state = RunState.FAILED if failed else RunState.FINISHED
    with db.transaction(engine) as connection:
        finish_run(connection, run_id, state=state, reason=said, counts=counts, at=now)


def history(engine: Engine, spider: str, *, limit: int) -> list[RunRow]:
    """The runs of a spider, newest first; one that was killed has failed, also where no later run has noted it yet."""
    before = _runs(engine, spider, limit)
    begun = {run.id for run in before if run.state is RunState.RUNNING}
    if not begun or spider not in LONE or _is_held(engine, spider):
        return before
    # Whoever began before the lock was free, and has not ended by now, never will.
    return [
        replace(run, state=RunState.FAILED, reason=KILLED) if run.id in begun and run.state is RunState.RUNNING else run
        for run in _runs(engine, spider, limit)
    ]


def _runs(engine: Engine, spider: str, limit: int) -> list[RunRow]:
    with db.reading(engine) as connection:
        return runs(connection, spider=spider, limit=limit)


def _is_held(engine: Engine, spider: str) -> bool:
    with lock(engine, spider) as is_free:
        return not is_free


def _at_work(engine: Engine, work: str) -> str:
    newest = next(iter(_runs(engine, work, 1)), None)
    since = f" since {newest.started_at:%Y-%m-%d %H:%M} UTC" if newest and newest.state is RunState.RUNNING else ""
    return f"another run of {_SAID.get(work, work)} is at work on this database{since}; this one leaves it alone"
