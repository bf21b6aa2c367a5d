"""`mentions review --doubtful`: a mention that may be the brand, why it is in doubt, and the keys that answer."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from mentions import urls
from mentions.cli.opening import brand_name
from mentions.cli.review.face import age, between
from mentions.cli.review.keys import Key, other_cards, rest_of_body
from mentions.cli.review.layout import folded, labelled, rule
from mentions.cli.review.looking import browse, not_web
from mentions.cli.review.sitting import SPACE, Seat
from mentions.cli.terminal import safe, safe_line
from mentions.services.doubts import Answer, Doubt, Doubts

if TYPE_CHECKING:
    from mentions.db.store.rows import MentionRow, ProspectRow

_WEIGHED = 14
"""Cells for a weight before its reason."""


class Doubting(Seat[Doubts, Doubt]):
    """Before doubtful mentions."""

    def above(self, card: Doubt, place: str, width: int) -> Iterable[Text]:
        """Which page, where on it, and the words round the name."""
        row, brand = card.mention, brand_name(self.workspace, card.mention.brand)
        yield between(place, f"{brand}, {row.standing} at {row.confidence:.2f}", width)
        yield Text(safe_line(row.page_title or row.url, width=width), style="bold")
        yield from labelled("page", Text(safe_line(_page(row))), width)
        yield from labelled("where", Text(safe_line(_where(card))), width)
        yield rule(width)
        yield from folded(_passage(row, marks=self.screen.marks), width)
        yield Text()

    def body(self, card: Doubt, width: int) -> Sequence[Text]:
        """The reasons, the strongest first."""
        return [line for reason, weight, *_ in card.mention.evidence for line in _reason(reason, weight, width)]


def _reason(reason: str, weight: float, width: int) -> Iterable[Text]:
    label = f"{'for' if weight > 0 else 'against'} {weight:+.1f}"
    return labelled(label, Text(safe_line(reason)), width, indent=_WEIGHED)


def _page(row: "MentionRow") -> str:
    by = [f"by {row.page_author}"] if row.page_author else []
    when = [age(row.page_published)] if row.page_published else []
    return ", ".join((row.url, *by, *when))


def _where(card: Doubt) -> str:
    row = card.mention
    more = [f"{card.others} more in doubt on this page"] if card.others else []
    return ", ".join((row.section, row.link_state.replace("_", " "), row.match, *more))


def _passage(row: "MentionRow", *, marks: bool) -> Text:
    before, name, after = (safe(part).replace("\n", " ") for part in (row.before, row.surface, row.after))
    marked = (name, "bold yellow") if marks else f"[{name}]"
    return Text.assemble("…", before.lstrip(), marked, after.rstrip(), "…")


def yes(seat: Doubting, card: Doubt) -> None:
    """It is the brand."""
    _said(seat, Answer.YES, card, seat.dialogue.answer(card, Answer.YES))


def no(seat: Doubting, card: Doubt) -> None:
    """It is not."""
    _said(seat, Answer.NO, card, seat.dialogue.answer(card, Answer.NO))


def undo(seat: Doubting) -> None:
    """Take the last answer back."""
    step = seat.dialogue.undo()
    seat.say(f"Taken back: {step.answer} to {step.of.surface} on {urls.site_of(step.of.url)}")


def _said(seat: Doubting, answer: Answer, card: Doubt, one: "ProspectRow | None") -> None:
    became = f": prospect {one.id} is {one.stage}" if one and answer is Answer.YES else ""
    seat.say(f"{answer.capitalize()}, {urls.site_of(card.mention.url)}{became}. u takes it back.")


def _no_address(_seat: Doubting, card: Doubt) -> str:
    return not_web(card.mention.url)


def _open(seat: Doubting, card: Doubt) -> None:
    browse(seat, card.mention.url)


ON_DOUBT: tuple[Key[Doubting, Doubt], ...] = (
    Key("y", "it is the brand; its page becomes a prospect", yes, name="it is the brand"),
    Key("n", "it is something else", no, name="it is not"),
    Key("s", "skip: leave undecided, go on", lambda seat, _: seat.dialogue.next(), other_cards, name="skip"),
    Key("j", "as s", lambda seat, _: seat.dialogue.next(), other_cards),
    Key("k", "leave undecided, go back", lambda seat, _: seat.dialogue.previous(), other_cards),
    Key("o", "open the page in the browser", _open, _no_address),
    Key(SPACE, "the rest of the reasons", lambda seat, _: seat.turn_page(), rest_of_body),
)
