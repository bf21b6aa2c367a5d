"""How often a source is asked: in every run while it gives news, more and more rarely while it gives none.

A source rests for a tenth of the time in which it gave nothing new, a news source never more than a day.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from mentions import db
from mentions.config.spans import span
from mentions.db import Engine
from mentions.db.store.pace import PaceRow, paces, save_paces
from mentions.db.store.rows import RunRow
from mentions.items import Kind, Source

LONGEST = {Kind.NEWS: timedelta(days=1), Kind.BLOG: timedelta(weeks=1), Kind.FORUM: timedelta(weeks=1)}
"""The longest rest of a source, however long it gave nothing new."""
_SHARE, _SHORTEST = 10, timedelta(minutes=30)
_PUNCTUAL = 0.9  # of a rest: the next cron job comes some minutes early as often as late


@dataclass(frozen=True, slots=True)
class Pacing:
    """The rule of one run: `now`, and whether sources that give nothing new may rest (`[crawl] adapt`)."""

    now: datetime
    adapts: bool = True

    def next_look(self, source: Source, pace: PaceRow | None) -> datetime | None:
        """From when on a source is asked again, None where that is now."""
        if pace is None or not (rest := self._rest(source, pace)):
            return None
        at = pace.looked_at + _PUNCTUAL * rest
        # A clock that was set back must not make a source rest for ever.
        return at if pace.looked_at <= self.now < at else None

    def _rest(self, source: Source, pace: PaceRow) -> timedelta:
        if source.every:
            return span(source.every)
        rest = min((pace.looked_at - pace.news_at) / _SHARE, LONGEST[source.kind])
        return rest if self.adapts and rest >= _SHORTEST else timedelta(0)


def resting(engine: Engine, sources: Iterable[Source], rule: Pacing) -> dict[str, datetime]:
    """The sources, by address, that are left alone for now, and from when on each is asked again."""
    every = list(sources)
    with db.reading(engine) as connection:
        known = paces(connection, (source.url for source in every))
    looks = ((source.url, rule.next_look(source, known.get(source.url))) for source in every)
    return {url: at for url, at in looks if at}


def software(engine: Engine, sources: Iterable[str], *, telling: bool = False) -> dict[str, str]:
    """What these sources run, by address, as far as a crawl recognised it.

    With `telling` where they are read by what it tells programs.
    """
    with db.reading(engine) as connection:
        rows = paces(connection, sources)
    return {url: row.software for url, row in rows.items() if row.software and (row.is_told or not telling)}


def note(
    engine: Engine,
    looked: Collection[str],
    *,
    with_news: Collection[str],
    at: datetime,
    software: Mapping[str, str] = MappingProxyType({}),
    told: Collection[str] = (),
) -> None:
    """Keep when sources were looked at, and which of them gave news; only when all they gave is recorded.

    `software` is what each runs, "" where nothing was recognised, and `told` are those that it tells; of the others
    the last word holds.
    """
    rows = [PaceRow(url, at, at, software.get(url), url in told if url in software else None) for url in looked]
    with db.transaction(engine) as connection:
        save_paces(connection, [row for row in rows if row.source_url in with_news])
        save_paces(connection, [row for row in rows if row.source_url not in with_news], with_news=False)


def rested(run: RunRow, source_url: str) -> bool:
    """Whether a run left a source alone: what it did not hear says nothing of it."""
    return source_url in run.counts.get("resting", {})
