"""One person at the keyboard: a card is drawn, a key is awaited, and what it says is done."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from rich.text import Text

from mentions.cli.opening import brand_name
from mentions.cli.review import face
from mentions.cli.review.layout import folded, framed, reading_width, rule
from mentions.cli.review.screen import Screen
from mentions.cli.terminal import safe_line
from mentions.exceptions import MentionsError
from mentions.services.cards import Card
from mentions.services.dialogue import Dialogue

if TYPE_CHECKING:
    from mentions.services.waiting import Waiting
    from mentions.services.workspaces import Workspace

SPACE, ESCAPE = " ", "\x1b"

Lines = Callable[[int], Iterable[Text]]
"""Something to read, set for so many columns."""


class Shown(Protocol):
    """What is decided on; `version` changes when anything happens to it."""

    @property
    def id(self) -> int: ...
    @property
    def version(self) -> int: ...


class Talk(Protocol):
    """Cards that wait, and what was done about them."""

    waiting: "Waiting"

    @property
    def done(self) -> Counter[Any]: ...
    def card(self) -> Any: ...  # noqa: ANN401 - a Shown of its own kind
    def take_notes(self) -> list[str]: ...
    def next(self) -> None: ...
    def previous(self) -> None: ...


TalkT = TypeVar("TalkT", bound=Talk)
CardT = TypeVar("CardT", bound=Shown)


class Seat(ABC, Generic[TalkT, CardT]):
    """What the keys work on: the dialogue, the screen, and the lines that say what came of the last key."""

    def __init__(self, dialogue: TalkT, workspace: "Workspace", screen: Screen) -> None:
        self.dialogue, self.workspace, self.screen = dialogue, workspace, screen
        self._said: list[str] = []
        self._shown: tuple[int, int] | None = None
        self._start = self._following = 0

    @abstractmethod
    def above(self, card: CardT, place: str, width: int) -> Iterable[Text]:
        """What of a card is always shown; `place` says where it stands among those that wait."""

    @abstractmethod
    def body(self, card: CardT, width: int) -> Sequence[Text]:
        """What of it may be longer than the screen."""

    @property
    def has_more(self) -> bool:
        """Whether the body is longer than what is shown of it."""
        return bool(self._start or self._following)

    def card(self) -> CardT | None:
        """The card whose turn it is; one that was not shown before begins with its first line."""
        card: CardT | None = self.dialogue.card()
        version = (card.id, card.version) if card else None
        if version != self._shown:
            self._shown, self._start = version, 0
        self._said += self.dialogue.take_notes()
        return card

    def key(self, card: CardT | None, hints: str) -> str:
        """A key in answer to the card, with what there is to say below it."""
        said, self._said = self._said, []
        return self.screen.key(partial(self._frame, card, [*said, hints]))

    def say(self, line: str) -> None:
        """Have a line shown below the next card."""
        self._said.append(safe_line(line))

    def attempt(self, act: Callable[[], None]) -> None:
        """Do something; where it is refused, say why, and all stays as it is."""
        try:
            act()
        except MentionsError as error:
            self.say(str(error))

    def choose(self, card: CardT, *lines: str, among: Collection[str]) -> str | None:
        """One of these keys in answer to a question below the card; None where any other goes back."""
        pressed = self.screen.key(partial(self._frame, card, [*lines, "Any other key goes back."]))
        return pressed if pressed in among else None

    def ask(self, card: CardT, *lines: str) -> str:
        """A line in answer to a question below the card, "" where nothing was said."""
        return safe_line(self.screen.line(partial(self._frame, card, lines)))

    def read(self, title: str, lines: Lines) -> None:
        """Show something as long as it may be, screen by screen."""
        pages = _Pages(title, lines)
        while self.screen.key(pages) == SPACE and pages.following:
            pages.start = pages.following

    def turn_page(self) -> None:
        """Show the rest of the body, after its end the beginning."""
        self._start = self._following

    def summary(self) -> str:
        """What was decided, in a line."""
        done = ", ".join(f"{count} {deed}" for deed, count in self.dialogue.done.items()) or "Nothing decided"
        return f"{done}; {len(self.dialogue.waiting.ids)} left."

    def _frame(self, card: CardT | None, foot: Sequence[str], width: int, height: int) -> list[Text]:
        wide = reading_width(width)
        below = [rule(wide), *(part for line in foot for part in folded(Text(line), wide))]
        if card is None:
            nothing = folded(Text(f"Nothing waits any more. {self.summary()}"), wide)
            return framed(nothing, [], below, height=height, start=0)[0]
        ids = self.dialogue.waiting.ids
        place = f"{ids.index(card.id) + 1} of {len(ids)} waiting" if card.id in ids else ""
        above = list(self.above(card, place, wide))
        lines, self._following = framed(above, self.body(card, wide), below, height=height, start=self._start)
        return lines


class Sitting(Seat[Dialogue, Card]):
    """Before drafts."""

    def above(self, card: Card, place: str, width: int) -> Iterable[Text]:
        """The page, why, whom, for what, and what the rules say."""
        brand = brand_name(self.workspace, card.prospect.brand)
        return face.head(card, brand, place, width=width, marks=self.screen.marks)

    def body(self, card: Card, width: int) -> Sequence[Text]:
        """The letter."""
        return face.letter(card, width)


class _Pages:
    """A frame that shows lines from one on, and knows with which the next screen begins."""

    def __init__(self, title: str, lines: Lines) -> None:
        self._title, self._lines = safe_line(title), lines
        self.start = self.following = 0

    def __call__(self, width: int, height: int) -> list[Text]:
        wide = reading_width(width)
        body = [part for line in self._lines(wide) for part in folded(line, wide)]
        head = [Text(safe_line(self._title, width=wide), style="bold"), Text()]
        foot = [rule(wide), Text("space goes on, any other key goes back")]
        frame, self.following = framed(head, body, foot, height=height, start=self.start)
        return frame
