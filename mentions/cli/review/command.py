"""`mentions review`: who sits where, before what."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from mentions.cli.drafts import BRAND, BY
from mentions.cli.opening import brand_key, brand_name, opened, person
from mentions.cli.terminal import print_json

if TYPE_CHECKING:
    from mentions.services.dialogue import Dialogue
    from mentions.services.workspaces import Workspace

NOTHING = "Nothing waits for review. `mentions draft` writes drafts for what is qualified."
INSTEAD = (
    "a review needs a terminal; without one: mentions review --json prints what waits, then "
    "mentions approve ID --yes-i-read-it, or mentions reject ID --reason CODE"
)


@click.command()
@BRAND
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N sites.")
@BY
@click.option("--json", "as_json", is_flag=True, help="Print what waits, one JSON object a card.")
def review(*, brand: str | None, limit: int | None, by: str | None, as_json: bool) -> None:
    """Decide on drafts, one key each.

    One card a site, the best first: the page, the quote, the contact, the letter. ? lists the keys. What a key does
    is kept at once, u takes it back, and q ends.

    \b
    Example:
      mentions review
      mentions review --brand "Acme Optics" --limit 10
      mentions review --json
    """
    if not as_json and not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo(f"Error: {INSTEAD}", err=True)
        click.get_current_context().exit(2)
    with _dialogue(brand, limit, by="" if as_json else person(by)) as (workspace, dialogue):
        if as_json:
            from mentions.cli.fields import card_fields

            print_json(card_fields(card, brand_name(workspace, card.prospect.brand)) for card in dialogue.cards())
        elif dialogue.card() is None:
            click.echo(NOTHING)
        else:
            _sit(workspace, dialogue)


@contextmanager
def _dialogue(brand: str | None, limit: int | None, *, by: str) -> "Iterator[tuple[Workspace, Dialogue]]":
    from mentions.services.dialogue import Dialogue

    with opened() as (workspace, engine):
        key = brand_key(workspace, brand)
        yield workspace, Dialogue(engine, workspace, by=by, clock=_now, brand=key, sites=limit)


def _sit(workspace: "Workspace", dialogue: "Dialogue") -> None:
    from mentions.cli.review.keys import loop
    from mentions.cli.review.screen import Screen
    from mentions.cli.review.sitting import Sitting
    from mentions.services.undoing import Deed

    with Screen(os.environ) as screen:
        sitting = Sitting(dialogue, workspace, screen)
        with suppress(KeyboardInterrupt, EOFError):
            loop(sitting)
    with suppress(OSError):  # the terminal may be gone; what was done is kept
        export = " `mentions export` writes what is approved." if dialogue.done[Deed.APPROVED] else ""
        click.echo(f"{sitting.summary()}{export}")


def _now() -> datetime:
    return datetime.now(UTC)
