"""How the last crawls went, how much there is of what, and what a person should know before trusting it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentions import db
from mentions.config import Config
from mentions.db import Engine
from mentions.db.store.figures import Totals, stage_counts, totals, unknown_counts, verdict_counts
from mentions.db.store.rows import RunRow
from mentions.db.store.runs import spiders
from mentions.items import Stage, Unknown, Verdict
from mentions.services.doubts import doubtful
from mentions.services.importing import still_to_visit
from mentions.services.outdated import left
from mentions.services.runs import history

COUNTS = ("offered", "skipped", "fetched", "unchanged", "read", "matched", "failed")
"""What is told of each run, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The last run of each spider; prospects by brand (key) and stage, mentions by brand and verdict.

    `doubtful` is the number of pages that wait for a person's word whether they mean the brand, for each brand.
    `outdated` is the number of addresses to be read again for brands that are new or changed, `imported` that of those
    from lists of other tools that are to be visited.
    """

    runs: tuple[RunRow, ...]
    prospects: Mapping[str, Mapping[Stage, int]]
    mentions: Mapping[str, Mapping[Verdict, int]]
    unknown: Mapping[Unknown, int]
    totals: Totals
    doubtful: int
    outdated: int
    imported: int


def status(engine: Engine, config: Config, *, brand: str | None = None) -> Status:
    """What is kept, and how it came; `brand` (key) narrows prospects and mentions."""
    with db.reading(engine) as connection:
        names = spiders(connection)
    last = tuple(run for name in names for run in history(engine, name, limit=1))
    with db.reading(engine) as connection:
        return Status(
            runs=last,
            prospects=stage_counts(connection, brand=brand),
            mentions=verdict_counts(connection, brand=brand),
            unknown=unknown_counts(connection),
            totals=totals(connection),
            doubtful=doubtful(engine, config.brands, brand=brand),
            outdated=left(engine, config),
            imported=still_to_visit(engine),
        )


def number(run: RunRow, what: str) -> int:
    """How many of `what` a run counted, whatever the reason."""
    return total(run.counts, what)


def total(counts: Mapping[str, Any], what: str) -> int:
    """The same of counts that are no row yet."""
    count = counts.get(what, 0)
    return sum(count.values()) if isinstance(count, Mapping) else int(count)


def reasons(run: RunRow, what: str) -> dict[str, int]:
    """The reasons that a run counted for `what`."""
    count: Any = run.counts.get(what)
    return {str(reason): int(times) for reason, times in count.items()} if isinstance(count, Mapping) else {}
