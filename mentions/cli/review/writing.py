"""The keys that change a letter: its words, whom it goes to, what it suggests. Each shows what came of it."""

import os
from string import digits
from tempfile import mkstemp
from typing import TYPE_CHECKING

from mentions.cli.editing import edited
from mentions.cli.review.looking import Words, compared, words_of
from mentions.cli.review.sitting import Sitting
from mentions.exceptions import MentionsError, MoveError

if TYPE_CHECKING:
    from mentions.items import Contact
    from mentions.services.cards import Card
    from mentions.services.dossiers import Candidate

_MOST = 9


def edit(sitting: Sitting, card: "Card") -> None:
    """Hand the letter to the user's editor, and keep what it saves."""
    row = card.letter.row
    sitting.screen.leave()
    try:
        subject, body = edited(*words_of(card), about=(f"To {row.email}, about {row.page_url}",))
    except MentionsError as error:
        raise MentionsError(f"{error}. Another way: mentions draft {card.id} --body-file FILE") from error
    if not (subject and body):
        raise MoveError("a letter needs a subject on its first line, and a body; it is as it was")
    try:
        sitting.dialogue.edit(card, subject, body)
    except MentionsError as error:
        if (subject, body) != words_of(card):
            raise MentionsError(f"{error}. Your words are in {_rescued(card, subject, body)}") from error
        raise
    _show_change(sitting, words_of(card), "Edited")


def readdress(sitting: Sitting, card: "Card") -> None:
    """Let a contact be chosen or entered, and write the letter anew."""
    known = [one for one in sitting.dialogue.dossier(card).contacts if _is_other(one, card)][:_MOST]
    lines = [f"{number}  {_described(one)}" for number, one in enumerate(known, 1)]
    among = [*digits[1 : len(known) + 1], "e"]
    pressed = sitting.choose(card, "Write to whom?", *lines, "e  enter an address", among=among)
    if pressed is None:
        return
    contact = _entered(sitting, card) if pressed == "e" else known[int(pressed) - 1].contact
    if contact:
        sitting.dialogue.readdress(card, contact)
        _show_change(sitting, words_of(card), f"To {contact.email}")


def no_other_page(_sitting: Sitting, card: "Card") -> str:
    """Why no other page can be suggested."""
    return "" if _other_pages(card) else "the brand has no other page: `pages` in mentions.toml names them"


def suggest(sitting: Sitting, card: "Card") -> None:
    """Let another page of the brand be chosen."""
    pages = _other_pages(card)
    lines = [f"{number}  {url}" for number, url in enumerate(pages, 1)]
    pressed = sitting.choose(card, "Suggest which page?", *lines, among=digits[1 : len(pages) + 1])
    if pressed:
        sitting.dialogue.suggest(card, pages[int(pressed) - 1])
        _show_change(sitting, words_of(card), f"Suggests {pages[int(pressed) - 1]}")


def _show_change(sitting: Sitting, before: Words, what: str) -> None:
    if card := sitting.card():
        sitting.read(f"{card.id} {card.prospect.site}: what changed", lambda _: compared(before, words_of(card)))
        sitting.say(f"{what}: {card.id} {card.prospect.site}. u takes it back.")


def _rescued(card: "Card", subject: str, body: str) -> str:
    """Where words lie that could not be kept."""
    handle, path = mkstemp(prefix=f"draft-{card.id}-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{subject}\n\n{body}\n")
    return path


def _is_other(candidate: "Candidate", card: "Card") -> bool:
    return candidate.against is None and candidate.contact.email != card.letter.row.email


def _described(candidate: "Candidate") -> str:
    who = candidate.contact
    named = f"{who.email} ({who.name})" if who.name else who.email
    return f"{named}: {who.kind}, {who.sign} on {who.source_url}"


def _entered(sitting: Sitting, card: "Card") -> "Contact | None":
    from mentions.services.entering import contact

    address = sitting.ask(card, "Which address? Nothing goes back.")
    found_at = sitting.ask(card, f"On which page does {address} stand? Nothing goes back.") if address else ""
    if not found_at:
        return None
    try:
        return contact(address, found_at)
    except ValueError as error:
        raise MoveError(str(error)) from error


def _other_pages(card: "Card") -> list[str]:
    from mentions.outreach.drafting import suggestions

    return [url for url in suggestions(card.letter.facts.brand) if url != card.letter.row.suggested_url][:_MOST]
