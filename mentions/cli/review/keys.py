"""The keys: what each does, and why it is of no use now. One loop reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from mentions.cli.review import deciding, looking, writing
from mentions.cli.review.sitting import ESCAPE, SPACE, Sitting
from mentions.cli.terminal import safe_line

if TYPE_CHECKING:
    from mentions.services.cards import Card

QUIT = "q"
_SAME = {"\x1b[A": "k", "\x1b[B": "j", "\x1b[6~": SPACE}
"""Up, down and page down."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that works on the card; `against` says why it cannot now, "" where it can. Some are named at the foot."""

    sign: str
    does: str
    act: Callable[[Sitting, "Card"], None]
    against: Callable[[Sitting, "Card"], str] = lambda _sitting, _card: ""
    name: str = ""

    @property
    def shown(self) -> str:
        """How the key is called."""
        return "space" if self.sign == SPACE else self.sign


def _other_cards(sitting: Sitting, _card: "Card") -> str:
    return "" if len(sitting.dialogue.waiting.ids) > 1 else "no other card waits"


def _rest_of_letter(sitting: Sitting, _card: "Card") -> str:
    return "" if sitting.has_more else "all of the letter is shown"


ON_CARD = (
    Key("y", "approve exactly these words", deciding.approve, deciding.obstacles, name="approve"),
    Key("n", "reject; one more key says why", deciding.reject, name="reject"),
    Key("e", "write other words, in $VISUAL or $EDITOR", writing.edit, name="edit"),
    Key("s", "put off, for a week, a month or to a date", deciding.snooze, name="snooze"),
    Key("b", "never write to this site again", deciding.block, name="block"),
    Key("j", "leave undecided, go on", lambda sitting, _: sitting.dialogue.next(), _other_cards),
    Key("k", "leave undecided, go back", lambda sitting, _: sitting.dialogue.previous(), _other_cards),
    Key("v", "why: reasons and their weights, the page, its site, its history", looking.evidence, name="why"),
    Key("d", "what differs from the template, and from the version before", looking.differences),
    Key("o", "open the page in the browser", looking.open_page, looking.no_address),
    Key("c", "write to another contact", writing.readdress),
    Key("l", "suggest another page of the brand", writing.suggest, writing.no_other_page),
    Key("a", "approve all that are word for word from this template", deciding.approve_alike, deciding.not_of_many),
    Key("/", "show only what speaks of something", looking.only),
    Key(SPACE, "the rest of the letter", lambda sitting, _: sitting.turn_page(), _rest_of_letter),
)
ALWAYS = {"u": "take the last thing back; again, the one before", "?": "the keys that work now", QUIT: "quit"}


def loop(sitting: Sitting) -> None:
    """Card after card, until q, Ctrl-C, Ctrl-D or the end of the terminal."""
    while True:
        card = sitting.card()
        pressed = sitting.key(card, _foot(sitting, card))
        pressed = _SAME.get(pressed, pressed)
        if pressed == QUIT:
            return
        if pressed == "u":
            sitting.attempt(partial(deciding.undo, sitting))
        elif pressed == "?":
            sitting.read("Keys", partial(_explained, _now(sitting, card)))
        elif pressed != ESCAPE:
            sitting.attempt(partial(_press, sitting, card, pressed))


def _press(sitting: Sitting, card: "Card | None", pressed: str) -> None:
    key = next((key for key in ON_CARD if card and key.sign == pressed), None)
    if key is None or card is None:
        what = safe_line(pressed) if len(pressed) == 1 and pressed.isprintable() else "That"
        sitting.say(f"{what} is no key here; ? lists those that are.")
    elif reason := key.against(sitting, card):
        sitting.say(f"{key.shown}: {reason}")
    else:
        key.act(sitting, card)


def _now(sitting: Sitting, card: "Card | None") -> list[tuple[str, str]]:
    """The keys that work now, each with what it does."""
    of_card = [(key.shown, key.does) for key in ON_CARD if card and not key.against(sitting, card)]
    return of_card + [(sign, does) for sign, does in ALWAYS.items() if sign != "u" or sitting.dialogue.done]


def _explained(keys: list[tuple[str, str]], _width: int) -> list[Text]:
    return [Text(f"{sign:<7}{does}") for sign, does in keys]


def _foot(sitting: Sitting, card: "Card | None") -> str:
    named = [f"{key.sign} {key.name}" for key in ON_CARD if key.name and card and not key.against(sitting, card)]
    undo = ["u undo"] if sitting.dialogue.done else []
    return "  ".join((*named, *undo, "? keys", "q quit"))
