"""What a person did in one sitting: each deed is one transaction, and the last that stands can be taken back."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from mentions import db
from mentions.db import Connection, Engine
from mentions.db.store.events import last_event
from mentions.db.store.rows import EventRow, ProspectRow
from mentions.exceptions import MoveError
from mentions.services.cards import Card
from mentions.services.deciding import open_at
from mentions.services.undoing import Deed, Step, standings, take_back


class OvertakenError(MoveError):
    """Somebody else had a hand in a prospect since it was seen; nothing was done."""


@dataclass(slots=True)
class Act:
    """The transaction of a deed: when, and on which prospects; what it suppresses is told to it."""

    connection: Connection
    now: datetime
    touched: tuple[int, ...]
    suppressed: str = ""


class Deeds:
    """The deeds of one person, the last on top.

    A prospect's last event is its version: as long as that is the one that was seen here, nobody else did anything.
    """

    def __init__(self, engine: Engine, *, by: str, clock: Callable[[], datetime]) -> None:
        self._engine, self._by, self._clock = engine, by, clock
        self._steps: list[Step] = []
        self._versions: dict[int, int] = {}

    def __bool__(self) -> bool:
        return bool(self._steps)

    @property
    def count(self) -> Counter[Deed]:
        """How many prospects each deed was meant for, without what was taken back."""
        return Counter(step.deed for step in self._steps for _ in step.of)

    @contextmanager
    def doing(self, deed: Deed, cards: Sequence[Card], *, site: str | None = None) -> Iterator[Act]:
        """A transaction on cards that stand as they were seen, or on all that is open at the site of one.

        Raises OvertakenError where one does not. What is done in it is kept whole, and can be undone.
        """
        of = tuple(card.id for card in cards)
        with db.transaction(self._engine) as connection:
            for card in cards:
                _require(connection, card.prospect, card.version, "nothing was done")
            touched = of if site is None else tuple(open_at(connection, site))
            before = standings(connection, touched)
            act = Act(connection, self._clock(), touched)
            yield act
            versions = {prospect_id: _version(last_event(connection, prospect_id)) for prospect_id in touched}
        self._versions |= versions
        self._steps.append(Step(deed=deed, of=of, before=before, suppressed=act.suppressed))

    def undo(self) -> Step:
        """Take the last deed back.

        Raises MoveError where there is none, or where somebody had a hand in it since: that one stays for good.
        """
        if not self._steps:
            raise MoveError("nothing to undo")
        step = self._steps[-1]
        try:
            versions = self._take_back(step)
        except OvertakenError:
            self._steps.pop()
            raise
        self._steps.pop()
        self._versions |= versions
        return step

    def _take_back(self, step: Step) -> dict[int, int]:
        touched = [before.prospect for before in step.before]
        with db.transaction(self._engine) as connection:
            for one in touched:
                _require(connection, one, self._versions[one.id], f"it can no longer be undone ({step.deed})")
            take_back(connection, step, by=self._by, now=self._clock())
            return {one.id: _version(last_event(connection, one.id)) for one in touched}


def meanwhile(one: ProspectRow, event: EventRow | None) -> str:
    """What happened to a prospect last, and by whom."""
    what = f"{event.to_stage or event.action} by {event.actor}" if event else "gone"
    return f"{one.id} {one.site}: {what} meanwhile"


def _require(connection: Connection, one: ProspectRow, version: int, else_: str) -> None:
    event = last_event(connection, one.id)
    if _version(event) != version:
        raise OvertakenError(f"{meanwhile(one, event)}; {else_}")


def _version(event: EventRow | None) -> int:
    return event.id if event else 0
