"""Prospects as they are listed, one line a site, and the mentions behind them."""

from collections.abc import Collection
from dataclasses import dataclass

from mentions import db
from mentions.db import Engine
from mentions.db.store.mentions import mentions
from mentions.db.store.prospects import prospects
from mentions.db.store.rows import MentionRow, ProspectRow
from mentions.items import Stage, Verdict

OPEN = (Stage.QUALIFIED, Stage.DRAFTED, Stage.APPROVED, Stage.MANUAL)
"""Stages in which a person has something left to do."""


@dataclass(frozen=True, slots=True)
class SiteLine:
    """The best prospect of a site, and the others there, best first."""

    best: ProspectRow
    further: tuple[ProspectRow, ...]


def sites(
    engine: Engine, *, brand: str | None = None, stages: Collection[Stage] = OPEN, limit: int | None = None
) -> list[SiteLine]:
    """The sites with prospects of a brand (key) in these stages, the best first."""
    with db.reading(engine) as connection:
        found = prospects(connection, brand=brand, stages=stages)
    by_site: dict[str, list[ProspectRow]] = {}
    for one in found:
        by_site.setdefault(one.site, []).append(one)
    return [SiteLine(first, tuple(further)) for first, *further in list(by_site.values())[:limit]]


def recorded(
    engine: Engine,
    *,
    brand: str | None = None,
    verdicts: Collection[Verdict] = (Verdict.ACCEPTED,),
    with_gone: bool = False,
    limit: int | None = None,
) -> list[MentionRow]:
    """Mentions of a brand (key) with these verdicts, without verdicts all, by page and place."""
    with db.reading(engine) as connection:
        return mentions(connection, brand=brand, verdicts=verdicts, with_gone=with_gone, limit=limit)
