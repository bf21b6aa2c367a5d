"""The keys that only show something, or choose what is shown."""

import webbrowser
from collections.abc import Iterator
from difflib import unified_diff
from typing import TYPE_CHECKING, Any

from rich.text import Text

from mentions import urls
from mentions.cli import dossier
from mentions.cli.opening import brand_name
from mentions.cli.review.sitting import Seat, Sitting
from mentions.cli.terminal import safe, safe_line

if TYPE_CHECKING:
    from mentions.services.cards import Card

_STYLES = {"+": "green", "-": "red"}
Words = tuple[str, str]
"""Subject and body."""


def evidence(sitting: Sitting, card: "Card") -> None:
    """All that speaks for and against it."""
    known, brand = sitting.dialogue.dossier(card), brand_name(sitting.workspace, card.prospect.brand)
    warned = [f"warn       {one.rule} {one.message}" for one in card.warnings]

    def lines(width: int) -> Iterator[Text]:
        yield from map(Text, dossier.evidence(known, brand, width=width))
        yield from map(Text, map(safe_line, warned))

    sitting.read(f"{card.id} {card.prospect.site}", lines)


def differences(sitting: Sitting, card: "Card") -> None:
    """What a person changed: against the template, and against the version before."""
    made, former, now = sitting.dialogue.rendered(card), sitting.dialogue.former(card), words_of(card)
    lines = [Text("Against the template", style="bold"), *compared((made.subject, made.body), now), Text()]
    if former:
        lines += [Text("Against the version before", style="bold"), *compared((former.subject, former.body), now)]
    sitting.read(f"{card.id} {card.prospect.site}: what differs", lambda _: lines)


def words_of(card: "Card") -> Words:
    """What the letter on a card says."""
    return card.letter.text.subject, card.letter.text.body


def compared(before: Words, after: Words) -> list[Text]:
    """The lines of a letter that went and that came."""
    old, new = (safe(f"Subject: {subject}\n\n{body}").split("\n") for subject, body in (before, after))
    said = list(unified_diff(old, new, n=1, lineterm=""))[2:]
    return [Text(line, style=_STYLES.get(line[:1], "")) for line in said] or [Text("Word for word the same.")]


def no_address(_sitting: Sitting, card: "Card") -> str:
    """Why its page cannot be opened."""
    return not_web(card.prospect.url)


def not_web(url: str) -> str:
    """Why an address is not opened."""
    return "" if urls.is_web(url) else "only web addresses are opened"


def open_page(sitting: Sitting, card: "Card") -> None:
    """Open the page in the user's browser."""
    browse(sitting, card.prospect.url)


def browse(seat: Seat[Any, Any], url: str) -> None:
    """Start the user's browser, or say the address."""
    seat.say(f"Opened {url}" if webbrowser.open(url) else f"No browser could be started; the page is {url}")


def only(sitting: Sitting, card: "Card") -> None:
    """Ask for a text, and show only what holds it."""
    text = sitting.ask(card, "Show only what speaks of (nothing shows all):")
    sitting.dialogue.only(text)
    sitting.say(f"Only what speaks of “{text}”; / and nothing shows all again." if text else "All are shown.")
