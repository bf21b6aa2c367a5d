"""Runs of spiders."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from mentions.db import models
from mentions.db.models import RunState
from mentions.db.store.rows import RunRow
from mentions.db.store.selecting import fetch, select_rows, where_given
from mentions.db.store.upserts import new_id, table_of


def start_run(connection: Connection, *, spider: str, sources: Sequence[Any], at: datetime) -> int:
    """Write that a spider started; its id goes with the visits."""
    values = {"spider": spider, "started_at": at, "state": RunState.RUNNING, "reason": "", "counts": {}}
    return new_id(connection, models.CrawlRun, {**values, "sources": list(sources)})


def finish_run(
    connection: Connection, run_id: int, *, state: RunState, reason: str, counts: Mapping[str, Any], at: datetime
) -> None:
    """Write how a run ended."""
    run = table_of(models.CrawlRun)
    values = {"state": state, "reason": reason, "counts": dict(counts), "finished_at": at}
    connection.execute(update(run).where(run.c.id == run_id).values(values))


def end_killed(connection: Connection, spider: str, *, reason: str) -> None:
    """Write of the runs of a spider that never ended that they failed; nobody knows when."""
    run = table_of(models.CrawlRun)
    unended = (run.c.spider == spider) & (run.c.state == RunState.RUNNING)
    connection.execute(update(run).where(unended).values(state=RunState.FAILED, reason=reason))


def spiders(connection: Connection) -> list[str]:
    """The names of all spiders that ever ran, sorted."""
    name = table_of(models.CrawlRun).c.spider
    return list(connection.scalars(select(name).distinct().order_by(name)))


def runs(connection: Connection, *, spider: str | None = None, limit: int | None = None) -> list[RunRow]:
    """Runs, the newest first."""
    statement = where_given(select_rows(RunRow, models.CrawlRun), (models.CrawlRun.spider, spider))
    return fetch(connection, RunRow, statement.order_by(models.CrawlRun.id.desc()).limit(limit))
