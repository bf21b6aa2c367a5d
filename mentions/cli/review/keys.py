"""The keys: what each does, and why it is of no use now. One loop reads them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from rich.text import Text

from mentions.cli.review import deciding, looking, writing
from mentions.cli.review.sitting import ESCAPE, SPACE, CardT, Seat, Sitting
from mentions.cli.terminal import safe_line

if TYPE_CHECKING:
    from mentions.services.cards import Card

QUIT = "q"
_SAME = {"\x1b[A": "k", "\x1b[B": "j", "\x1b[6~": SPACE}
"""Up, down and page down."""


SeatT = TypeVar("SeatT", bound=Seat[Any, Any])


@dataclass(frozen=True, slots=True)
class Key(Generic[SeatT, CardT]):
    """A key that works on the card; `against` says why it cannot now, "" where it can. Some are named at the foot."""

    sign: str
    does: str
    act: Callable[[SeatT, CardT], None]
    against: Callable[[SeatT, CardT], str] = lambda _seat, _card: ""
    name: str = ""

    @property
    def shown(self) -> str:
        """How the key is called."""
        return "space" if self.sign == SPACE else self.sign


def other_cards(seat: Seat[Any, Any], _card: object) -> str:
    """Why there is nowhere to go."""
    return "" if len(seat.dialogue.waiting.ids) > 1 else "no other card waits"


def rest_of_body(seat: Seat[Any, Any], _card: object) -> str:
    """Why there is nothing more to show."""
    return "" if seat.has_more else "all of it is shown"


ON_CARD: tuple[Key[Sitting, "Card"], ...] = (
    Key("y", "approve exactly these words", deciding.approve, deciding.obstacles, name="approve"),
    Key("n", "reject; one more key says why", deciding.reject, name="reject"),
    Key("e", "write other words, in $VISUAL or $EDITOR", writing.edit, name="edit"),
    Key("s", "put off, for a week, a month or to a date", deciding.snooze, name="snooze"),
    Key("b", "never write to this site again", deciding.block, name="block"),
    Key("j", "leave undecided, go on", lambda sitting, _: sitting.dialogue.next(), other_cards),
    Key("k", "leave undecided, go back", lambda sitting, _: sitting.dialogue.previous(), other_cards),
    Key("v", "why: reasons and their weights, the page, its site, its history", looking.evidence, name="why"),
    Key("d", "what differs from the template, and from the version before", looking.differences),
    Key("o", "open the page in the browser", looking.open_page, looking.no_address),
    Key("c", "write to another contact", writing.readdress),
    Key("l", "suggest another page of the brand", writing.suggest, writing.no_other_page),
    Key("a", "approve all that are word for word from this template", deciding.approve_alike, deciding.not_of_many),
    Key("/", "show only what speaks of something", looking.only),
    Key(SPACE, "the rest of the letter", lambda sitting, _: sitting.turn_page(), rest_of_body),
)
ALWAYS = {"u": "take the last thing back; again, the one before", "?": "the keys that work now", QUIT: "quit"}


def loop(seat: SeatT, keys: Sequence[Key[SeatT, Any]], undo: Callable[[SeatT], None]) -> None:
    """Card after card, until q, Ctrl-C, Ctrl-D or the end of the terminal."""
    while True:
        card = seat.card()
        able = [key for key in keys if card and not key.against(seat, card)]
        pressed = seat.key(card, _foot(seat, able))
        pressed = _SAME.get(pressed, pressed)
        if pressed == QUIT:
            return
        if pressed == "u":
            seat.attempt(partial(undo, seat))
        elif pressed == "?":
            seat.read("Keys", partial(_explained, _now(seat, able)))
        elif pressed != ESCAPE:
            seat.attempt(partial(_press, seat, keys, card, pressed))


def _press(seat: SeatT, keys: Sequence[Key[SeatT, CardT]], card: CardT | None, pressed: str) -> None:
    key = next((key for key in keys if card and key.sign == pressed), None)
    if key is None or card is None:
        what = safe_line(pressed) if len(pressed) == 1 and pressed.isprintable() else "That"
        seat.say(f"{what} is no key here; ? lists those that are.")
    elif reason := key.against(seat, card):
        seat.say(f"{key.shown}: {reason}")
    else:
        key.act(seat, card)


def _now(seat: Seat[Any, Any], able: Sequence[Key[Any, Any]]) -> list[tuple[str, str]]:
    """The keys that work now, each with what it does."""
    of_card = [(key.shown, key.does) for key in able]
    return of_card + [(sign, does) for sign, does in ALWAYS.items() if sign != "u" or seat.dialogue.done]


def _explained(keys: list[tuple[str, str]], _width: int) -> list[Text]:
    return [Text(f"{sign:<7}{does}") for sign, does in keys]


def _foot(seat: Seat[Any, Any], able: Sequence[Key[Any, Any]]) -> str:
    named = [f"{key.sign} {key.name}" for key in able if key.name]
    undo = ["u undo"] if seat.dialogue.done else []
    return "  ".join((*named, *undo, "? keys", "q quit"))
