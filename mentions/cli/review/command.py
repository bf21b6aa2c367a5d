"""`mentions review`: who sits where, before what."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from mentions.cli.drafts import BRAND, BY
from mentions.cli.opening import brand_key, brand_name, opened, person
from mentions.cli.status import waiting
from mentions.cli.terminal import print_json

if TYPE_CHECKING:
    from mentions.cli.review.keys import Key, SeatT
    from mentions.cli.review.screen import Screen
    from mentions.db import Engine
    from mentions.services.dialogue import Dialogue
    from mentions.services.doubts import Doubts
    from mentions.services.workspaces import Workspace

NOTHING = "Nothing waits for review. `mentions draft` writes drafts for what is qualified."
NO_DOUBT = "No mention waits for a yes or no."
INSTEAD = (
    "a review needs a terminal; without one: mentions review --json prints what waits, then "
    "mentions approve ID --yes-i-read-it, or mentions reject ID --reason CODE"
)
INSTEAD_OF_DOUBTS = (
    "a review needs a terminal; without one: mentions review --doubtful --json prints what waits; with "
    "is_brand added to each line, mentions labels import takes the answers"
)


@click.command()
@click.option("--doubtful", is_flag=True, help="Say of mentions in doubt whether they are the brand.")
@BRAND
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N sites; with --doubtful, N pages.")
@BY
@click.option("--json", "as_json", is_flag=True, help="Print what waits, one JSON object a card.")
def review(*, doubtful: bool, brand: str | None, limit: int | None, by: str | None, as_json: bool) -> None:
    """Decide on drafts, one key each; with --doubtful, on mentions that may be the brand.

    One card a site, the best first: the page, the quote, the contact, the letter. ? lists the keys. What a key does
    is kept at once, u takes it back, and q ends.

    --doubtful shows the mentions on which it depends whether their page becomes a prospect, each with its passage and
    the reasons for and against: y yes, n no, s skip. Of pages in turn the one in greatest doubt, and any one.

    \b
    Example:
      mentions review
      mentions review --brand "Acme Optics" --limit 10
      mentions review --doubtful
      mentions review --json
    """
    if not as_json and not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo(f"Error: {INSTEAD_OF_DOUBTS if doubtful else INSTEAD}", err=True)
        click.get_current_context().exit(2)
    with opened() as (workspace, engine):
        key, who = brand_key(workspace, brand), "" if as_json else person(by)
        if doubtful:
            _review_doubts(workspace, _doubts(engine, workspace, who, key, limit), as_json=as_json)
        else:
            _review_drafts(workspace, _dialogue(engine, workspace, who, key, limit), as_json=as_json)
            _point_to_doubts(engine, workspace, key, as_json=as_json)


def _dialogue(engine: "Engine", workspace: "Workspace", by: str, brand: str | None, limit: int | None) -> "Dialogue":
    from mentions.services.dialogue import Dialogue

    return Dialogue(engine, workspace, by=by, clock=_now, brand=brand, sites=limit)


def _doubts(engine: "Engine", workspace: "Workspace", by: str, brand: str | None, limit: int | None) -> "Doubts":
    from mentions.services.doubts import Doubts

    return Doubts(engine, workspace.config.brands, by=by, clock=_now, brand=brand, pages=limit)


def _review_drafts(workspace: "Workspace", dialogue: "Dialogue", *, as_json: bool) -> None:
    from mentions.cli.fields import card_fields

    if as_json:
        print_json(card_fields(card, brand_name(workspace, card.prospect.brand)) for card in dialogue.cards())
    elif dialogue.card() is None:
        click.echo(NOTHING)
    else:
        from mentions.cli.review import deciding
        from mentions.cli.review.keys import ON_CARD
        from mentions.cli.review.sitting import Sitting
        from mentions.services.undoing import Deed

        said = _sit(lambda screen: Sitting(dialogue, workspace, screen), ON_CARD, deciding.undo)
        export = " `mentions export` writes what is approved." if dialogue.done[Deed.APPROVED] else ""
        _say(f"{said}{export}")


def _review_doubts(workspace: "Workspace", doubts: "Doubts", *, as_json: bool) -> None:
    from mentions.cli.fields import doubt_fields

    if as_json:
        print_json(map(doubt_fields, doubts.cards()))
    elif doubts.card() is None:
        click.echo(NO_DOUBT)
    else:
        from mentions.cli.review.doubting import ON_DOUBT, Doubting, undo
        from mentions.services.doubts import Answer

        said = _sit(lambda screen: Doubting(doubts, workspace, screen), ON_DOUBT, undo)
        draft = " `mentions draft` writes for them." if doubts.done[Answer.YES] else ""
        rescore = " `mentions rescore` judges the others by it." if doubts.done else ""
        _say(f"{said}{draft}{rescore}")


def _sit(
    seat_at: "Callable[[Screen], SeatT]", keys: "Sequence[Key[SeatT, Any]]", undo: "Callable[[SeatT], None]"
) -> str:
    """Have a person press keys until they leave; what was decided, in a line."""
    from mentions.cli.review.keys import loop
    from mentions.cli.review.screen import Screen

    with Screen(os.environ) as screen:
        seat = seat_at(screen)
        with suppress(KeyboardInterrupt, EOFError):
            loop(seat, keys, undo)
    return seat.summary()


def _point_to_doubts(engine: "Engine", workspace: "Workspace", brand: str | None, *, as_json: bool) -> None:
    from mentions.services.doubts import doubtful

    if not as_json and (number := doubtful(engine, workspace.config.brands, brand=brand)):
        _say(waiting(number))


def _say(line: str) -> None:
    with suppress(OSError):  # the terminal may be gone; what was done is kept
        click.echo(line)


def _now() -> datetime:
    return datetime.now(UTC)
