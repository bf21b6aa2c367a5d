"""Doubtful mentions, one after the other, and a person's yes or no to each. It knows no keys and no screen.

    waiting ─► doubt ─► yes or no, kept at once ─► its page qualified ─► undo

What waits are the mentions on which it depends whether their page is worth asking: a page that links to the brand, or
names it for sure, needs nobody's word.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import Random

from mentions import db
from mentions.db import Connection, Engine
from mentions.db.store.events import last_event
from mentions.db.store.mentions import doubtful_pages
from mentions.db.store.mentions import doubts as doubts_of
from mentions.db.store.prospects import prospects_on
from mentions.db.store.rows import EventRow, MentionRow, ProspectRow
from mentions.detection.asking import in_turn
from mentions.exceptions import MoveError
from mentions.items import Brand, Stage, Verdict
from mentions.services.deeds import OvertakenError, meanwhile
from mentions.services.judging import Opinion, give, give_back, opinion
from mentions.services.qualifying import qualify_pages
from mentions.services.waiting import Waiting
from mentions.services.withdrawing import withdraw

_OVER = (Stage.REJECTED, Stage.BLOCKED, Stage.EXPORTED, Stage.WON, Stage.DECLINED, Stage.NO_ANSWER, Stage.LOST)
"""Stages in which it no longer matters."""


class Answer(StrEnum):
    """What a person said of a doubtful mention."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A mention that waits for a person's word, and how many `others` of the brand do on its page."""

    mention: MentionRow
    others: int

    @property
    def id(self) -> int:
        """Of the mention."""
        return self.mention.id

    @property
    def version(self) -> int:
        """It is shown only as long as nothing happened to it."""
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One answer: what was settled by it, and what people had said before and said after."""

    answer: Answer
    of: MentionRow
    settled: tuple[int, ...]
    before: Opinion
    after: Opinion


def doubtful(engine: Engine, brands: Sequence[Brand], *, brand: str | None = None) -> int:
    """How many pages wait for a person's word on a brand (key; default all), each counted for each brand."""
    with db.reading(engine) as connection:
        return doubtful_pages(connection, brands=_keys(brands, brand), but=_OVER)


class Doubts:
    """A person goes through the doubtful mentions, page by page; each answer is kept at once and can be undone."""

    def __init__(
        self,
        engine: Engine,
        brands: Sequence[Brand],
        *,
        by: str,
        clock: Callable[[], datetime],
        brand: str | None = None,
        pages: int | None = None,
    ) -> None:
        """Line up what is in doubt of a brand (key; default all); `pages` is how many pages at most."""
        self._engine, self._brands, self._by, self._clock = engine, brands, by, clock
        with db.reading(engine) as connection:
            found = doubts_of(connection, brands=_keys(brands, brand), but=_OVER)
        self._rows = {one.id: one for one in _ordered(found)}
        self._steps: list[Step] = []
        self._events: dict[tuple[int, str], EventRow | None] = {}
        self._notes: list[str] = []
        self.waiting = Waiting({one.id: _page_of(one) for one in self._rows.values()}, most=pages)

    @property
    def done(self) -> Counter[Answer]:
        """How many answers stand."""
        return Counter(step.answer for step in self._steps)

    def take_notes(self) -> list[str]:
        """What happened to the waiting by other hands, each said once."""
        notes, self._notes = self._notes, []
        return notes

    def card(self) -> Doubt | None:
        """The doubt whose turn it is, as the store knows it now; None where nothing waits any more."""
        while (mention_id := self.waiting.current) is not None:
            with db.reading(self._engine) as connection:
                if found := self._still(connection, mention_id):
                    return self._doubt(found)
            self._notes.append(f"{_place(self._rows[mention_id])}: settled meanwhile")
            self.waiting.settle([mention_id])
        return None

    def cards(self) -> Iterator[Doubt]:
        """All that wait, in their order."""
        yield from (self._doubt(self._rows[mention_id]) for mention_id in self.waiting.unsettled)

    def next(self) -> None:
        """Leave this one undecided, and go on; after the last comes the first."""
        self.waiting.step(1)

    def previous(self) -> None:
        """Leave this one undecided, and go back."""
        self.waiting.step(-1)

    def answer(self, doubt: Doubt, answer: Answer) -> ProspectRow | None:
        """Keep that it is the brand or that it is not, and qualify its page; the prospect that its page is.

        Raises OvertakenError where it is no longer in doubt.
        """
        verdict = Verdict.ACCEPTED if answer is Answer.YES else Verdict.REJECTED
        with db.transaction(self._engine) as connection:
            seen = self._still(connection, doubt.id)
            if seen is None:
                raise OvertakenError(f"{_place(doubt.mention)}: settled meanwhile; nothing was done")
            before = opinion(connection, seen)
            give(connection, seen, verdict, by=self._by, now=self._clock())
            self._qualify(connection, seen)
            after, settled = opinion(connection, seen), self._settled(connection, seen)
            one, event = _prospect(connection, seen)
        self._events[_page_of(seen)] = event
        self._steps.append(Step(answer=answer, of=seen, settled=settled, before=before, after=after))
        self.waiting.settle(settled)
        return one

    def undo(self) -> Step:
        """Take the last answer back, and give it the turn.

        Raises MoveError where there is none, or where somebody had a hand in it since: that one stays for good.
        """
        if not self._steps:
            raise MoveError("nothing to undo")
        step = self._steps.pop()
        with db.transaction(self._engine) as connection:
            self._require_untouched(connection, step)
            give_back(connection, step.of, step.before)
            self._qualify(connection, step.of)
            _, event = _prospect(connection, step.of)
        self._events[_page_of(step.of)] = event
        self.waiting.reopen([step.of.id, *step.settled])
        return step

    def _still(self, connection: Connection, mention_id: int) -> MentionRow | None:
        found = doubts_of(connection, brands=_keys(self._brands, None), but=_OVER, among=[mention_id])
        return found[0] if found else None

    def _qualify(self, connection: Connection, seen: MentionRow) -> None:
        now = self._clock()
        qualify_pages(connection, [seen.page_id], self._brands, now=now)
        withdraw(connection, [seen.page_id], self._brands, now=now)

    def _require_untouched(self, connection: Connection, step: Step) -> None:
        one, event = _prospect(connection, step.of)
        if one and event != self._events[_page_of(step.of)]:
            raise OvertakenError(f"{meanwhile(one, event)}; it can no longer be undone ({step.answer})")
        if opinion(connection, step.of) != step.after:
            raise OvertakenError(f"{_place(step.of)}: judged meanwhile; it can no longer be undone ({step.answer})")

    def _settled(self, connection: Connection, seen: MentionRow) -> tuple[int, ...]:
        """Of the same page and brand, what an answer left nobody to ask about."""
        alike = [one.id for one in self._rows.values() if _page_of(one) == _page_of(seen)]
        left = doubts_of(connection, brands=[seen.brand], but=_OVER, among=alike)
        return tuple(set(alike) - {one.id for one in left})

    def _doubt(self, row: MentionRow) -> Doubt:
        others = (one for one in self.waiting.unsettled if _page_of(self._rows[one]) == _page_of(row))
        return Doubt(row, sum(one != row.id for one in others))


def _keys(brands: Sequence[Brand], brand: str | None) -> list[str]:
    return [one.key for one in brands if brand in (None, one.key)]


def _ordered(found: Sequence[MentionRow]) -> Iterator[MentionRow]:
    """By page and brand, each with its surest mention first."""
    by_page: dict[tuple[int, str], list[MentionRow]] = {}
    for one in sorted(found, key=lambda one: -one.confidence):
        by_page.setdefault(_page_of(one), []).append(one)
    # The same lot each time: who comes back finds the order they left.
    drawn = Random(0).sample(list(by_page), len(by_page))  # noqa: S311
    for page in in_turn({page: some[0].confidence for page, some in by_page.items()}, drawn):
        yield from by_page[page]


def _page_of(one: MentionRow) -> tuple[int, str]:
    return one.page_id, one.brand


def _place(one: MentionRow) -> str:
    return f"{one.surface} on {one.url}"


def _prospect(connection: Connection, seen: MentionRow) -> tuple[ProspectRow | None, EventRow | None]:
    """What its page is for the brand, and what happened to that last."""
    one = next((one for one in prospects_on(connection, [seen.page_id]) if one.brand == seen.brand), None)
    return one, last_event(connection, one.id) if one else None
