"""Prospects as they are listed, one line a site, and the mentions behind them."""

from collections.abc import Collection
from dataclasses import dataclass

from mentions import db, urls
from mentions.db import Engine
from mentions.db.store.copies import copies_of
from mentions.db.store.mentions import mentions
from mentions.db.store.prospects import prospects
from mentions.db.store.rows import MentionRow, ProspectRow
from mentions.items import Stage, Verdict

OPEN = (Stage.QUALIFIED, Stage.DRAFTED, Stage.APPROVED, Stage.MANUAL)
"""Stages in which a person has something left to do."""


@dataclass(frozen=True, slots=True)
class SiteLine:
    """The best prospect of a site, the others there, best first, and where the text of the best one stands too."""

    best: ProspectRow
    further: tuple[ProspectRow, ...]
    copies: tuple[str, ...] = ()

    @property
    def copied_to(self) -> int:
        """How many other sites have that text."""
        return len({urls.site_of(url) for url in self.copies} - {self.best.site})


def sites(
    engine: Engine, *, brand: str | None = None, stages: Collection[Stage] = OPEN, limit: int | None = None
) -> list[SiteLine]:
    """The sites with prospects of a brand (key) in these stages, the best first."""
    with db.reading(engine) as connection:
        by_site: dict[str, list[ProspectRow]] = {}
        for one in prospects(connection, brand=brand, stages=stages):
            by_site.setdefault(one.site, []).append(one)
        lines = list(by_site.values())[:limit]
        copies = copies_of(connection, (urls.normalise(first.url) for first, *_ in lines))
    return [
        SiteLine(first, tuple(further), tuple(copies.get(urls.normalise(first.url), ()))) for first, *further in lines
    ]


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
