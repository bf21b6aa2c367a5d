"""A person's verdict on the mention that a prospect quotes: on the mention itself, and as a label to learn from.

Within the caller's transaction, so that a deed and its label are kept, or taken back, together.
"""

from dataclasses import dataclass
from datetime import datetime

from mentions import db
from mentions.db import Connection, Engine
from mentions.db.store.labels import bring_back, label_at, save_label, set_aside
from mentions.db.store.labels import labels as labels_of
from mentions.db.store.mentions import mention, review_mention
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


def opinion(connection: Connection, one: ProspectRow) -> Opinion:
    """What people have said of the mention that a prospect quotes."""
    quoted = _quoted(connection, one)
    return Opinion(quoted.reviewed, label_at(connection, quoted)) if quoted else Opinion()


def give(connection: Connection, one: ProspectRow, verdict: Verdict, *, by: str, now: datetime) -> None:
    """Keep a person's verdict on the mention that a prospect quotes: accepted or rejected."""
    if quoted := _quoted(connection, one):
        review_mention(connection, quoted.id, verdict)
        label = _label(quoted, is_brand=verdict is Verdict.ACCEPTED, by=by, at=now)
        save_label(connection, label, prospect_id=one.id)


def give_back(connection: Connection, one: ProspectRow, before: Opinion) -> None:
    """Have that count again which was said before; what a file or a decision elsewhere said since stays."""
    quoted = _quoted(connection, one)
    after = label_at(connection, quoted) if quoted else None
    if quoted and quoted.reviewed is not before.reviewed:
        review_mention(connection, quoted.id, before.reviewed)
    if after and after != before.label and after.prospect_id == one.id:
        set_aside(connection, after.id)
        if before.label:
            bring_back(connection, before.label.id)


def _quoted(connection: Connection, one: ProspectRow) -> MentionRow | None:
    return mention(connection, one.mention_id) if one.mention_id else None


def _label(quoted: MentionRow, *, is_brand: bool, by: str, at: datetime) -> Label:
    return Label(
        brand=quoted.brand,
        url=quoted.url,
        surface=quoted.surface,
        before=quoted.before,
        after=quoted.after,
        is_brand=is_brand,
        actor=by,
        at=at,
        source=LabelSource.REVIEW,
        evidence=tuple(Evidence(*each) for each in quoted.evidence),
    )
