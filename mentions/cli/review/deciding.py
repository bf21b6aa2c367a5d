"""The keys that decide: approve, reject, put off, block, and take back."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.text import Text

from mentions.cli.review.sitting import Sitting
from mentions.cli.terminal import safe_line
from mentions.exceptions import MentionsError, MoveError
from mentions.prospects.qualifying import Situation
from mentions.prospects.rejections import Rejection

if TYPE_CHECKING:
    from mentions.services.cards import Card
    from mentions.services.habits import Habit

REASONS: Mapping[str, Rejection] = MappingProxyType(
    {
        "p": Rejection.PASSING,
        "g": Rejection.NEGATIVE,
        "u": Rejection.NOT_US,
        "l": Rejection.ALREADY_LINKED,
        "w": Rejection.WRONG_CONTACT,
        "t": Rejection.LOW_QUALITY,
        "d": Rejection.OLD,
        "i": Rejection.POLICY,
        "e": Rejection.LEGAL,
        "r": Rejection.RELATIONSHIP,
        "c": Rejection.COMPETITOR,
        "o": Rejection.OTHER,
    }
)
"""A letter of each code; none that a hand in a hurry presses twice, or to quit."""
_DAYS = {"w": 7, "m": 30}


def obstacles(_sitting: Sitting, card: "Card") -> str:
    """Why it cannot be approved."""
    return f"{card.id} cannot be approved: {'; '.join(card.obstacles)}" if card.obstacles else ""


def approve(sitting: Sitting, card: "Card") -> None:
    """Approve what is on the screen."""
    sitting.dialogue.approve(card)
    _said(sitting, "Approved", card)


def reject(sitting: Sitting, card: "Card") -> None:
    """Ask for a reason, and reject."""
    marked = (reason.replace(sign, f"({sign})", 1) for sign, reason in REASONS.items())
    pressed = sitting.choose(card, f"Why not? {'  '.join(marked)}", among=REASONS)
    if pressed is None:
        return
    reason, note = REASONS[pressed], ""
    if reason is Rejection.OTHER and not (note := sitting.ask(card, "Why not, in your words? Nothing goes back.")):
        return
    habit = sitting.dialogue.reject(card, reason, note)
    _said(sitting, f"Rejected ({note or reason})", card)
    if habit:
        sitting.say(_suggestion(habit))


def snooze(sitting: Sitting, card: "Card") -> None:
    """Ask until when, and put off."""
    pressed = sitting.choose(card, "Put it off: w  a week   m  a month   d  to a date", among="wmd")
    if pressed is None:
        return
    today = datetime.now(UTC).date()
    if pressed in _DAYS:
        day = today + timedelta(days=_DAYS[pressed])
    elif text := sitting.ask(card, "Until which day? Write it like 2027-01-31; nothing goes back."):
        day = _day(text)
    else:
        return
    sitting.dialogue.snooze(card, datetime.combine(day, time(), UTC))
    _said(sitting, f"Put off until {day}", card)


def block(sitting: Sitting, card: "Card") -> None:
    """Ask once more, and block the site."""
    site = safe_line(card.prospect.site)
    if sitting.choose(card, f"Never write to {site} again, for whichever brand or page? y  yes", among="y"):
        sitting.dialogue.block(card)
        sitting.say(f"Blocked: {site}. u takes it back.")


def not_of_many(sitting: Sitting, card: "Card") -> str:
    """Why this card cannot stand for others."""
    if card.prospect.situation == Situation.NEWS_UNLINKED:
        return "news is approved one by one"
    if not card.is_plain:
        return "a letter with a warning is approved by itself"
    return "" if len(sitting.dialogue.waiting.ids) > 1 else "no other card waits"


def approve_alike(sitting: Sitting, card: "Card") -> None:
    """Show what is like this card, ask for their number, and approve them all."""
    alike = sitting.dialogue.alike(card)
    if len(alike) < 2:
        raise MoveError("no other letter stands word for word as the template makes it, without a warning")
    said = [f"{one.id} {one.prospect.site}, {one.letter.row.email}: {one.letter.text.subject}" for one in alike]
    sitting.read(f"{len(alike)} letters from {card.template[0]}", lambda _: map(Text, map(safe_line, said)))
    if sitting.ask(card, f"Type {len(alike)} to approve these {len(alike)} letters:") == str(len(alike)):
        sitting.dialogue.approve(*alike)
        sitting.say(f"Approved {len(alike)} letters. u takes them all back.")


def undo(sitting: Sitting) -> None:
    """Take the last deed back."""
    step = sitting.dialogue.undo()
    sitting.say(f"Taken back: {step.deed} {', '.join(map(str, step.of))}")


def _said(sitting: Sitting, what: str, card: "Card") -> None:
    sitting.say(f"{what}: {card.id} {card.prospect.site}. u takes it back.")


def _suggestion(habit: "Habit") -> str:
    whose = f"by {habit.author}" if habit.author else f"of {habit.site}"
    return f"{habit.times} pages {whose} were rejected as {habit.reason}. To block the site: u, then b."


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise MentionsError(f"{text[:40]} is no date; write it like 2027-01-31") from error
