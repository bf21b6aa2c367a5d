"""What is kept is judged again by the weights, verdicts and thresholds of today, from features: no page is read.

mentions ─ other weights ─► confidence, verdict ─► pages whose verdicts changed ─► prospects, drafts
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mentions import db
from mentions.db import Connection, Engine
from mentions.db.store.mentions import Judged, judge_mentions, mentions_on, naming_pages
from mentions.db.store.rows import MentionRow
from mentions.detection.evidence import judged
from mentions.detection.learning import Taught, learnt
from mentions.detection.weights import shipped
from mentions.items import Brand, Evidence, Thresholds, Verdict
from mentions.services.qualifying import qualify_pages
from mentions.services.vocabulary import taught
from mentions.services.withdrawing import withdraw

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Rescored:
    """What came of some pages: how many mentions they hold, and how many verdicts went from one to the other."""

    pages: int
    mentions: int
    moves: Counter[tuple[Verdict, Verdict]]


def rescore(engine: Engine, brands: Sequence[Brand], thresholds: Thresholds, *, now: datetime) -> Iterator[Rescored]:
    """Judge all mentions of these brands anew, some pages at a time, each time in one transaction."""
    keys, after = [brand.key for brand in brands], 0
    with db.reading(engine) as connection:
        lessons = taught(connection)
    while True:
        with db.transaction(engine) as connection:
            page_ids = naming_pages(connection, keys, after=after, limit=_AT_ONCE)
            done = _rescore_pages(connection, page_ids, brands, thresholds, lessons, now=now)
        if not page_ids:
            return
        yield done
        after = page_ids[-1]


def _rescore_pages(
    connection: Connection,
    page_ids: Sequence[int],
    brands: Sequence[Brand],
    thresholds: Thresholds,
    lessons: Mapping[str, Taught],
    *,
    now: datetime,
) -> Rescored:
    keys = {brand.key for brand in brands}
    rows = [row for row in mentions_on(connection, page_ids) if row.brand in keys]
    judged = [(row, _judged(row, thresholds, lessons.get(row.brand))) for row in rows]
    changed = [(row, new) for row, new in judged if (row.confidence, row.verdict) != (new.confidence, new.verdict)]
    judge_mentions(connection, (new for _, new in changed))
    touched = {row.page_id for row, _ in changed}
    qualify_pages(connection, touched, brands, now=now)
    withdraw(connection, touched, brands, now=now)
    moves = Counter((row.verdict, new.verdict) for row, new in changed if row.verdict is not new.verdict)
    return Rescored(len(page_ids), len(rows), moves)


def _judged(row: MentionRow, thresholds: Thresholds, lesson: Taught | None) -> Judged:
    evidence = learnt((Evidence(*each) for each in row.evidence), row, lesson, shipped())
    probability, decided = judged(evidence, thresholds)
    return Judged(
        mention_id=row.id,
        confidence=probability,
        verdict=decided,
        evidence=sorted(evidence, key=lambda reason: -abs(reason.weight)),
    )
