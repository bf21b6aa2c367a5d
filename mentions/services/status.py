"""How the last crawls went, how much there is of what, and what a person should know before trusting it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mentions import db
from mentions.config import Config
from mentions.db import Engine
from mentions.db.models import RunState
from mentions.db.store.figures import Totals, stage_counts, totals, unknown_counts, verdict_counts
from mentions.db.store.rows import RunRow
from mentions.db.store.runs import runs
from mentions.items import Kind, Stage, Unknown, Verdict

SPIDERS = {Kind.NEWS: "news", Kind.BLOG: "blogs", Kind.FORUM: "forums"}
"""Which spider takes the sources of a kind."""
_REMEMBERED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The last run of each spider; prospects by brand (key) and stage, mentions by brand and verdict."""

    runs: tuple[RunRow, ...]
    prospects: Mapping[str, Mapping[Stage, int]]
    mentions: Mapping[str, Mapping[Verdict, int]]
    unknown: Mapping[Unknown, int]
    totals: Totals


def status(engine: Engine, *, brand: str | None = None) -> Status:
    """What is kept, and how it came; `brand` (key) narrows prospects and mentions."""
    with db.reading(engine) as connection:
        last: dict[str, RunRow] = {}
        for run in runs(connection):
            last.setdefault(run.spider, run)
        return Status(
            runs=tuple(sorted(last.values(), key=lambda run: run.spider)),
            prospects=stage_counts(connection, brand=brand),
            mentions=verdict_counts(connection, brand=brand),
            unknown=unknown_counts(connection),
            totals=totals(connection),
        )


def problems(engine: Engine, config: Config, *, max_age: timedelta, now: datetime) -> list[str]:
    """What is wrong with the last runs of the spiders that have sources, a line each."""
    wanted = {SPIDERS[source.kind] for source in config.sources}
    with db.reading(engine) as connection:
        history = {spider: runs(connection, spider=spider, limit=_REMEMBERED) for spider in sorted(wanted)}
    return [f"{spider}: {what}" for spider, past in history.items() for what in _problems(past, max_age, now)]


def _problems(past: Sequence[RunRow], max_age: timedelta, now: datetime) -> Iterator[str]:
    """What is wrong with a spider, its runs given newest first."""
    if not past:
        yield "never ran"
        return
    last, earlier = past[0], past[1:]
    if now - last.started_at > max_age:
        hours = (now - last.started_at) // timedelta(hours=1)
        yield f"last ran {hours} hours ago, on {last.started_at:%Y-%m-%d %H:%M}"
    if last.state is RunState.RUNNING:
        yield f"the run of {last.started_at:%Y-%m-%d %H:%M} has not ended: it is at work still, or was killed"
    elif last.state is RunState.FAILED:
        yield f"the last run failed: {last.reason}"
    elif not _heard(last) and (any(map(_heard, earlier)) or _unreadable(last)):
        yield f"its sources offered nothing{_reasons(last, 'listings')}"
    elif number(last, "asked") and not _saw(last) and any(map(_saw, earlier)):
        yield f"asked for {number(last, 'asked')} pages and could read none{_reasons(last, 'failed')}"


def number(run: RunRow, what: str) -> int:
    """How many of `what` a run counted, whatever the reason."""
    count = run.counts.get(what, 0)
    return sum(count.values()) if isinstance(count, Mapping) else int(count)


def reasons(run: RunRow, what: str) -> dict[str, int]:
    """The reasons that a run counted for `what`."""
    count: Any = run.counts.get(what)
    return {str(reason): int(times) for reason, times in count.items()} if isinstance(count, Mapping) else {}


def _heard(run: RunRow) -> bool:
    """Whether a source offered something, or said that it has nothing new."""
    return number(run, "offered") > 0 or reasons(run, "listings").get("unchanged", 0) > 0


def _saw(run: RunRow) -> int:
    """How many pages were read, or found as they were."""
    return number(run, "read") + number(run, "unchanged")


def _unreadable(run: RunRow) -> bool:
    """Whether a source could not be read."""
    return any(reason.startswith("failed") for reason in reasons(run, "listings"))


def _reasons(run: RunRow, what: str) -> str:
    said = ", ".join(f"{reason} {times}" for reason, times in reasons(run, what).items())
    return f" ({said})" if said else ""
