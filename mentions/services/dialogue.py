"""The review: one card after the other, and what a person does about each. It knows no keys and no screen.

    waiting ─► card ─► a deed, kept at once ─► undo
       ▲                        │                │
       └── next, previous, only ┴────────────────┘

Whoever shows a card gives it back with the deed: what happened to its prospect since, by whomever, is noticed, and then
nothing is done.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from mentions import db, paths
from mentions.db import Connection, Engine
from mentions.db.store.drafts import drafts_of
from mentions.db.store.events import last_event
from mentions.db.store.prospects import prospect, prospects
from mentions.db.store.rows import DraftRow, ProspectRow
from mentions.exceptions import MoveError
from mentions.items import Contact, Stage
from mentions.outreach.drafting import DraftText, render
from mentions.prospects.rejections import Rejection
from mentions.services import deciding, rewriting
from mentions.services.cards import Card, card_of
from mentions.services.deeds import Act, Deeds, OvertakenError, meanwhile
from mentions.services.dossiers import Dossier, dossier
from mentions.services.habits import Habit, habit
from mentions.services.undoing import Deed, Step
from mentions.services.waiting import Waiting
from mentions.services.waking import wake
from mentions.services.workspaces import Workspace


class Dialogue:
    """A person goes through the drafts that wait, one card a site; each deed is kept at once and can be undone."""

    def __init__(
        self,
        engine: Engine,
        workspace: Workspace,
        *,
        by: str,
        clock: Callable[[], datetime],
        brand: str | None = None,
        sites: int | None = None,
    ) -> None:
        """Line up what is drafted of a brand (key; default all); `sites` is how many sites at most."""
        self._engine, self._workspace, self._by, self._clock = engine, workspace, by, clock
        wake(engine, now=clock())
        known = {one.key for one in workspace.config.brands}
        with db.reading(engine) as connection:
            found = prospects(connection, brand=brand, stages=[Stage.DRAFTED])
        self._rows = {one.id: one for one in found if one.brand in known}
        self._deeds = Deeds(engine, by=by, clock=clock)
        self._notes: list[str] = []
        self.waiting = Waiting({one.id: one.site for one in self._rows.values()}, most=sites)

    @property
    def done(self) -> Counter[Deed]:
        """How many prospects each deed was meant for, without what was undone."""
        return self._deeds.count

    def take_notes(self) -> list[str]:
        """What happened to the waiting by other hands, each said once."""
        notes, self._notes = self._notes, []
        return notes

    def card(self) -> Card | None:
        """The card whose turn it is, as the store knows it now; None where nothing waits any more.

        One that somebody else decided meanwhile is passed over, and noted. Raises ConfigError where nobody signs.
        """
        while (prospect_id := self.waiting.current) is not None:
            with db.reading(self._engine) as connection:
                if card := self._card(connection, prospect_id):
                    return card
                self._notes.append(meanwhile(self._rows[prospect_id], last_event(connection, prospect_id)))
            self.waiting.settle([prospect_id])
        return None

    def cards(self) -> Iterator[Card]:
        """All cards that wait, in their order."""
        for prospect_id in self.waiting.ids:
            with db.reading(self._engine) as connection:
                card = self._card(connection, prospect_id)
            if card:
                yield card

    def alike(self, card: Card) -> list[Card]:
        """The waiting letters of one template that stand word for word as it made them, and want no second thought.

        Raises TemplateError.
        """
        return [one for one in self.cards() if one.is_plain and one.template == card.template and self._is_raw(one)]

    def dossier(self, card: Card) -> Dossier:
        """All that speaks for and against it."""
        return dossier(self._engine, card.prospect)

    def rendered(self, card: Card) -> DraftText:
        """What the template makes of it today. Raises TemplateError."""
        return render(card.letter.facts, paths.templates(self._workspace.folder))

    def former(self, card: Card) -> DraftRow | None:
        """The draft that stood before this one."""
        with db.reading(self._engine) as connection:
            return next((one for one in drafts_of(connection, card.id) if not one.is_current), None)

    def next(self) -> None:
        """Leave this card undecided, and go on; after the last comes the first."""
        self.waiting.step(1)

    def previous(self) -> None:
        """Leave this card undecided, and go back."""
        self.waiting.step(-1)

    def only(self, text: str) -> None:
        """Show those alone whose site, title, address or brand holds a text, all again where it is empty.

        Raises MoveError where there is none.
        """
        sought = text.strip().casefold()
        fitting = [one for one in self.waiting.unsettled if sought in _words(self._rows[one])]
        if not fitting:
            raise MoveError(f"nothing that waits speaks of “{text.strip()}”")
        self.waiting.only(fitting if sought else None)

    def approve(self, *cards: Card) -> None:
        """Approve exactly the words on these cards, all or none. Raises MoveError."""
        with self._doing(Deed.APPROVED, *cards) as act:
            for card in cards:
                deciding.approve(act.connection, self._workspace, card.letter, by=self._by, now=act.now)

    def reject(self, card: Card, reason: Rejection, note: str = "") -> Habit | None:
        """Take it out; what that makes a habit of. Raises MoveError."""
        with self._doing(Deed.REJECTED, card) as act:
            deciding.reject(act.connection, card.id, reason, note=note, by=self._by, now=act.now)
            return habit(act.connection, card.id, reason)

    def snooze(self, card: Card, until: datetime) -> None:
        """Put it off. Raises MoveError."""
        with self._doing(Deed.SNOOZED, card) as act:
            deciding.snooze(act.connection, card.id, until, by=self._by, now=act.now)

    def block(self, card: Card) -> None:
        """Never write to its site again. Raises MoveError."""
        site = card.prospect.site
        with self._doing(Deed.BLOCKED, card, site=site) as act:
            is_new = deciding.block(act.connection, site, act.touched, by=self._by, now=act.now)
            act.suppressed = site if is_new else ""

    def edit(self, card: Card, subject: str, body: str) -> None:
        """Give it other words. Raises MoveError."""
        with self._doing(Deed.EDITED, card) as act:
            words = {"subject": subject, "body": body}
            rewriting.reword(act.connection, self._workspace, card.letter, **words, by=self._by, now=act.now)

    def readdress(self, card: Card, contact: Contact) -> None:
        """Write it anew to another contact. Raises MoveError, TemplateError."""
        with self._doing(Deed.EDITED, card) as act:
            rewriting.readdress(act.connection, self._workspace, card.letter, contact, by=self._by, now=act.now)

    def suggest(self, card: Card, url: str) -> None:
        """Suggest another address in it. Raises MoveError."""
        with self._doing(Deed.EDITED, card) as act:
            rewriting.suggest(act.connection, self._workspace, card.letter, url, by=self._by, now=act.now)

    def undo(self) -> Step:
        """Take the last deed back, and give its card the turn.

        Raises MoveError where there is none, or where somebody had a hand in it since: that one stays as it is.
        """
        step = self._deeds.undo()
        drafted = [before.prospect.id for before in step.before if before.prospect.stage is Stage.DRAFTED]
        self.waiting.reopen([*step.of, *drafted])
        return step

    @contextmanager
    def _doing(self, deed: Deed, *cards: Card, site: str | None = None) -> Iterator[Act]:
        """The transaction of a deed; afterwards what is decided no longer waits."""
        try:
            with self._deeds.doing(deed, cards, site=site) as act:
                yield act
        except OvertakenError:
            self._settle_decided(cards)
            raise
        if deed is not Deed.EDITED:
            self.waiting.settle(act.touched)

    def _settle_decided(self, cards: tuple[Card, ...]) -> None:
        with db.reading(self._engine) as connection:
            now = [prospect(connection, card.id) for card in cards]
        self.waiting.settle(one.id for one in now if one and one.stage is not Stage.DRAFTED)

    def _card(self, connection: Connection, prospect_id: int) -> Card | None:
        one = prospect(connection, prospect_id)
        if one is None or one.stage is not Stage.DRAFTED:
            return None
        return card_of(connection, self._workspace, one, now=self._clock())

    def _is_raw(self, card: Card) -> bool:
        made = self.rendered(card)
        return (made.subject, made.body) == (card.letter.text.subject, card.letter.text.body)


def _words(one: ProspectRow) -> str:
    return " ".join((one.site, one.title or "", one.url, one.brand)).casefold()
