"""What a person sees of a prospect when they decide on its draft."""

from dataclasses import dataclass
from datetime import datetime

from mentions.db import Connection
from mentions.db.store.events import last_event
from mentions.db.store.prospects import prospects
from mentions.db.store.rows import ProspectRow
from mentions.outreach.cleaning import plain
from mentions.outreach.linting import Finding, Severity
from mentions.prospects.qualifying import Situation
from mentions.services.letters import Letter, findings_of, letter_of, obstacles
from mentions.services.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Quote:
    """What the draft quotes, cut where the brand is named; `name` is empty where the quote was cut before it."""

    before: str
    name: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.name}{self.after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A prospect with its letter, what keeps that from approval, and what else to think of.

    `further` are the other prospects of its site, best first. `version` tells whether anything happened since.
    """

    prospect: ProspectRow
    letter: Letter
    quote: Quote
    obstacles: tuple[str, ...]
    warnings: tuple[Finding, ...]
    further: tuple[ProspectRow, ...]
    version: int

    @property
    def id(self) -> int:
        """Of the prospect."""
        return self.prospect.id

    @property
    def template(self) -> tuple[str, str]:
        """Which template the letter comes from, in which state."""
        return self.letter.row.template_id, self.letter.row.template_sha

    @property
    def is_plain(self) -> bool:
        """Whether nothing about it wants a second thought: no obstacle, no warning, no newsroom."""
        is_news = self.prospect.situation == Situation.NEWS_UNLINKED
        return not (self.obstacles or self.warnings or is_news)


def card_of(connection: Connection, workspace: Workspace, one: ProspectRow, *, now: datetime) -> Card:
    """The card of a prospect. Raises MoveError where it has no draft."""
    letter = letter_of(connection, workspace, one.id)
    findings = findings_of(letter.facts, letter.text, letter.look, now=now)
    event = last_event(connection, one.id)
    return Card(
        prospect=one,
        letter=letter,
        quote=_quote(letter),
        obstacles=tuple(obstacles(connection, letter, now=now)),
        warnings=tuple(finding for finding in findings if finding.severity is Severity.WARN),
        further=tuple(each for each in prospects(connection, site=one.site) if each.id != one.id),
        version=event.id if event else 0,
    )


def _quote(letter: Letter) -> Quote:
    surface = plain(letter.row.surface or "")
    before, name, after = letter.facts.quote.partition(surface) if surface else (letter.facts.quote, "", "")
    return Quote(before, name, after)
