"""A person's verdict on a mention: on all that stands at its place, and as a label to learn from.

Within the caller's transaction, so that a deed and its label are kept, or taken back, together.
"""

from dataclasses import dataclass
from datetime import datetime

from mentions import db
from mentions.db import Connection, Engine
from mentions.db.store.labels import bring_back, label_at, save_label, set_aside
from mentions.db.store.labels import labels as labels_of
from mentions.db.store.mentions import mention, review_place
from mentions.db.store.rows import LabelRow, MentionRow, ProspectRow
from mentions.items import Evidence, Label, LabelSource, Verdict


@dataclass(frozen=True, slots=True)
class Opinion:
    """What people have said of a mention: the verdict on it, and the label that counts at its place."""

    reviewed: Verdict | None = None
    label: LabelRow | None = None


def labels(engine: Engine, *, brand: str | None = None) -> list[Label]:
    """What people said of the mentions of a brand (key; default all), the newest last."""
    with db.reading(engine) as connection:
        return labels_of(connection, brand=brand)


def opinion(connection: Connection, seen: MentionRow) -> Opinion:
    """What people have said of a mention by now."""
    now = mention(connection, seen.id)
    return Opinion(now.reviewed if now else None, label_at(connection, seen))


def give(
    connection: Connection,
    seen: MentionRow,
    verdict: Verdict,
    *,
    by: str,
    now: datetime,
    prospect_id: int | None = None,
) -> None:
    """Keep a person's verdict on a mention, accepted or rejected, by itself or with a decision on a prospect."""
    review_place(connection, seen, verdict)
    save_label(connection, _label(seen, verdict, by=by, at=now), prospect_id=prospect_id)


def give_back(connection: Connection, seen: MentionRow, before: Opinion) -> None:
    """Have that count again which was said of a mention before."""
    after = label_at(connection, seen)
    review_place(connection, seen, before.reviewed)
    if after and after != before.label:
        set_aside(connection, after.id)
        if before.label:
            bring_back(connection, before.label.id)


def quoted_opinion(connection: Connection, one: ProspectRow) -> Opinion:
    """What people have said of the mention that a prospect quotes."""
    quoted = _quoted(connection, one)
    return opinion(connection, quoted) if quoted else Opinion()


def give_of_quoted(connection: Connection, one: ProspectRow, verdict: Verdict, *, by: str, now: datetime) -> None:
    """Keep what a decision on a prospect says of the mention that it quotes."""
    if quoted := _quoted(connection, one):
        give(connection, quoted, verdict, by=by, now=now, prospect_id=one.id)


def give_back_of_quoted(connection: Connection, one: ProspectRow, before: Opinion) -> None:
    """Take that back; what a file or a decision elsewhere said since stays."""
    quoted = _quoted(connection, one)
    after = label_at(connection, quoted) if quoted else None
    if quoted and (after is None or after == before.label or after.prospect_id == one.id):
        give_back(connection, quoted, before)


def _quoted(connection: Connection, one: ProspectRow) -> MentionRow | None:
    return mention(connection, one.mention_id) if one.mention_id else None


def _label(seen: MentionRow, verdict: Verdict, *, by: str, at: datetime) -> Label:
    return Label(
        brand=seen.brand,
        url=seen.url,
        surface=seen.surface,
        before=seen.before,
        after=seen.after,
        is_brand=verdict is Verdict.ACCEPTED,
        actor=by,
        at=at,
        source=LabelSource.REVIEW,
        evidence=tuple(Evidence(*each) for each in seen.evidence),
    )
