"""What a person keeps rejecting, by plain counting: a suggestion, and nothing is done by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentions.db import Connection
from mentions.db.store.events import rejections
from mentions.db.store.pages import pages
from mentions.db.store.prospects import prospect
from mentions.db.store.rows import EventRow
from mentions.prospects.rejections import Rejection

ENOUGH = 3
"""Rejections for one reason from which on a habit is seen."""


@dataclass(frozen=True, slots=True)
class Habit:
    """So many pages of one site, or by one author, stand rejected for one reason."""

    times: int
    reason: Rejection
    site: str
    author: str = ""


def habit(connection: Connection, prospect_id: int, reason: Rejection) -> Habit | None:
    """What the rejection of this prospect makes a habit of: of its site, else of its author."""
    one = prospect(connection, prospect_id)
    if one is None:
        return None
    times = _times(rejections(connection, site=one.site), reason)
    if times >= ENOUGH:
        return Habit(times, reason, one.site)
    author = pages(connection, [one.page_id])[0].author
    times = _times(rejections(connection, author=author), reason) if author else 0
    return Habit(times, reason, one.site, author or "") if times >= ENOUGH else None


def _times(found: Sequence[EventRow], reason: Rejection) -> int:
    return sum(one.detail.get("reason") == reason for one in found)
