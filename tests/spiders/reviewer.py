"""`python reviewer.py NAME SECONDS`: somebody who decides, and takes back, as fast as the store lets them.

Prints what became of it, as JSON: each event that must be there, what was refused and why, how long each deed took.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from mentions.exceptions import MoveError
from mentions.prospects.rejections import Rejection
from mentions.services import workspaces
from mentions.services.cards import Card
from mentions.services.dialogue import Dialogue

PS = "\n\nClear skies."
UNDOES = 0.48
"""How often the last deed is taken back instead of a next one done: much less, and soon nothing would wait."""
SITTING = 50
"""Keys after which all that waits is looked up anew, with what was drafted meanwhile."""


def _edit(talk: Dialogue, card: Card) -> None:
    text = card.letter.text
    talk.edit(card, text.subject, text.body.removesuffix(PS) if text.body.endswith(PS) else text.body + PS)


DEEDS: Mapping[str, Callable[[Dialogue, Card], object]] = {
    "approved": lambda talk, card: talk.approve(card),
    # Never as "not us": all of these pages say the same, and what is learnt of one would hold for all.
    "rejected": lambda talk, card: talk.reject(card, Rejection.OLD),
    "snoozed": lambda talk, card: talk.snooze(card, _now() + timedelta(days=7)),
    "blocked": lambda talk, card: talk.block(card),
    "edited": _edit,
}


class Hand:
    """One person's keys, and what became of each."""

    def __init__(self, name: str) -> None:
        self._random = Random(name)  # noqa: S311 - to be the same every time
        self.done: list[tuple[int, str]] = []
        self.refused: list[str] = []
        self.seconds: list[float] = []

    def press(self, talk: Dialogue) -> bool:
        """Do something; whether there was anything to do."""
        card, began = talk.card(), time.perf_counter()
        undoes = bool(talk.done) and (card is None or self._random.random() < UNDOES)
        if card is None and not undoes:
            return False
        try:
            self.done += self._undo(talk) if undoes or card is None else self._decide(talk, card)
        except MoveError as error:
            self.refused.append(str(error))
        self.seconds.append(time.perf_counter() - began)
        return True

    def _decide(self, talk: Dialogue, card: Card) -> list[tuple[int, str]]:
        what = self._random.choice(list(DEEDS))
        DEEDS[what](talk, card)
        return [(card.id, what)]

    def _undo(self, talk: Dialogue) -> list[tuple[int, str]]:
        step = talk.undo()
        return [(before.prospect.id, "undone" if step.deed == "edited" else "drafted") for before in step.before]


def main(name: str, seconds: float) -> None:
    """Sit down again and again, for so long."""
    workspace = workspaces.find(Path.cwd(), {})
    engine, hand, ends = workspace.store(), Hand(name), time.monotonic() + seconds
    while time.monotonic() < ends:
        talk = Dialogue(engine, workspace, by=name, clock=_now)
        keys = (hand.press(talk) for _ in range(SITTING))
        if not all(pressed and time.monotonic() < ends for pressed in keys):
            time.sleep(0.05)
    engine.dispose()
    sys.stdout.write(json.dumps({"done": hand.done, "refused": hand.refused, "seconds": hand.seconds}))


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
