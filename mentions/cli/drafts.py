"""`mentions draft`, `approve` and `reject`: letters, and a person's word on them."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, TextIO

import click

from mentions.cli.completing import brands, prospects
from mentions.cli.opening import opened, person
from mentions.cli.tables import room
from mentions.cli.terminal import print_json, print_table, progress, safe_line
from mentions.exceptions import MoveError
from mentions.prospects.rejections import Rejection

if TYPE_CHECKING:
    from mentions.db import Engine
    from mentions.items import Contact
    from mentions.services.cards import Card
    from mentions.services.drafting import Drafted
    from mentions.services.workspaces import Workspace

BRAND = click.option("--brand", metavar="NAME", shell_complete=brands, help="Of one brand only: its name or key.")
BY = click.option("--by", metavar="NAME", help="Who decides. Default: your user name.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object a prospect.")
ID = click.IntRange(1, 2**31 - 1)
IDS = click.argument("ids", metavar="ID...", nargs=-1, required=True, type=ID, shell_complete=prospects)
TO_DO = {
    "no contact": "Found one? mentions draft ID --to ADDRESS --found-at URL",
    "no template": "No mail for these: reply in the thread, or write by hand.",
}


_SHOWN = 8
"""Brands that a hint names; an agency has more."""


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1, type=ID, shell_complete=prospects)
@BRAND
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N drafts.")
@click.option("--to", metavar="ADDRESS", help="Write to this address, which you found yourself.")
@click.option("--found-at", metavar="URL", help="The page on which you found it.")
@click.option("--edit", "in_editor", is_flag=True, help="Open the draft in $VISUAL or $EDITOR, its subject first.")
@click.option("--subject", metavar="TEXT", help="Give the draft this subject.")
@click.option(
    "--body-file", type=click.File(encoding="utf-8"), metavar="FILE", help="Give it the body in a file, or -."
)
@BY
@JSON
def draft(
    *,
    ids: tuple[int, ...],
    brand: str | None,
    limit: int | None,
    to: str | None,
    found_at: str | None,
    in_editor: bool,
    subject: str | None,
    body_file: TextIO | None,
    by: str | None,
    as_json: bool,
) -> None:
    """Write drafts for qualified prospects, or edit one.

    Without ID: for the best page of each site. With ID, a draft that nobody approved is written anew. A site or
    a person that was asked before, or that another draft is for, gets none. What is edited must be approved again.

    \b
    Example:
      mentions draft --limit 10
      mentions draft 12 --to "Jane Doe <jane@blog.example>" --found-at https://blog.example/about
      mentions draft 12 --edit
    """
    if in_editor or subject is not None or body_file:
        from mentions.cli.editing import edit, read_body

        body = read_body(body_file) if body_file else None
        done = [edit(ids, subject=subject, body=body, in_editor=in_editor, by=person(by))]
    else:
        entered = _entered(to, found_at, ids)
        with opened() as (workspace, engine):
            drafted = _drafts(workspace, engine, ids, brand, entered)
            done = list(_at_most(limit, progress(drafted, "Drafts")))
    if as_json:
        print_json(map(_fields, done))
    else:
        _report(done)


@click.command()
@IDS
@BY
@click.option("--yes-i-read-it", "was_read", is_flag=True, help="Ask nothing: you have read each draft.")
@JSON
def approve(*, ids: tuple[int, ...], by: str | None, was_read: bool, as_json: bool) -> None:
    """Approve drafts for export: each is shown, then asked for.

    Refused where a lint rule stands against the draft, where its page has changed, or where its reader is not
    to be written to.

    \b
    Example:
      mentions approve 12
      mentions approve 12 13 --yes-i-read-it --by "Jane Doe"
    """
    if not was_read and not sys.stdin.isatty():
        raise click.UsageError("There is nobody to ask: read the drafts (`mentions show ID`), say --yes-i-read-it.")
    who = person(by)
    with opened() as (workspace, engine):
        done = [_approve(workspace, engine, one, by=who, ask=not was_read, quiet=as_json) for one in ids]
    if as_json:
        print_json(done)
    if any(one["refused"] for one in done):
        click.get_current_context().exit(1)


@click.command()
@IDS
@click.option("--reason", type=click.Choice([one.value for one in Rejection]), required=True, help="Why not.")
@click.option("--note", default="", metavar="TEXT", help="More about it, in your words.")
@BY
@JSON
def reject(*, ids: tuple[int, ...], reason: str, note: str, by: str | None, as_json: bool) -> None:
    """Reject prospects, with a reason. `not_us` also teaches that the mention is not the brand.

    \b
    Example:
      mentions reject 12 --reason old
      mentions reject 13 14 --reason other --note "they asked us to stop"
    """
    from mentions.services import reviewing

    who = person(by)
    with opened() as (_, engine):
        for one in ids:
            reviewing.reject(engine, one, Rejection(reason), note=note, by=who, now=datetime.now(UTC))
            if as_json:
                print_json([{"id": one, "rejected": reason, "by": who}])
            else:
                click.echo(f"Rejected {one}: {reason}.")


def _entered(to: str | None, found_at: str | None, ids: tuple[int, ...]) -> "Contact | None":
    """The contact of --to and --found-at."""
    from mentions.services.entering import contact

    if to is None and found_at is None:
        return None
    if not to or not found_at:
        raise click.UsageError("--to and --found-at go together: an address without its page is never written to.")
    if len(ids) != 1:
        raise click.UsageError("--to is for one prospect: say its ID.")
    try:
        return contact(to, found_at)
    except ValueError as error:
        raise click.UsageError(safe_line(str(error))) from error


def _drafts(
    workspace: "Workspace", engine: "Engine", ids: tuple[int, ...], brand: str | None, entered: "Contact | None"
) -> "Iterator[Drafted]":
    from mentions.services import drafting
    from mentions.services.waking import wake

    now = datetime.now(UTC)
    wake(engine, now=now)
    if ids:
        return (drafting.draft(engine, workspace, one, entered=entered, now=now) for one in ids)
    brands = workspace.config.require_brands()
    if brand is None and len(brands) > 1:
        known = " | ".join(one.key for one in brands[:_SHOWN])
        more = f" and {len(brands) - _SHOWN} more" if len(brands) > _SHOWN else ""
        raise click.UsageError(f"For which brand? --brand {known}{more}")
    chosen = workspace.config.brand(brand) if brand else brands[0]
    return drafting.draft_sites(engine, workspace, chosen, now=now)


def _at_most(limit: int | None, drafts: "Iterable[Drafted]") -> "Iterator[Drafted]":
    """As many drafts as are wanted, with all that was skipped before."""
    written = 0
    for one in drafts:
        yield one
        written += one.skip is None
        if written == limit:
            return


def _fields(one: "Drafted") -> dict[str, object]:
    prospect, text = one.prospect, one.text
    return {
        "id": prospect.id,
        "site": prospect.site,
        "url": prospect.url,
        "stage": prospect.stage,
        "email": one.email or None,
        "skipped": one.skip,
        "why": one.why or None,
        "subject": text.subject if text else None,
        "body": text.body if text else None,
        "findings": one.findings,
    }


def _report(done: "list[Drafted]") -> None:
    written = [one for one in done if one.skip is None]
    if written:
        _print_drafts(written)
    for one in written:
        for finding in one.findings:
            said = f"{one.prospect.id} {finding.severity} {finding.rule}: {finding.message}"
            click.echo(safe_line(said))
    left = sorted((one for one in done if one.skip), key=attrgetter("skip"))
    for skip, some in groupby(left, key=attrgetter("skip")):
        _report_skipped(str(skip), list(some))
    if written:
        click.echo("\nNow read: mentions show ID; then mentions approve ID, or mentions reject ID.")
    elif not left:
        click.echo("Nothing is qualified and waits for a draft. `mentions list` shows where things stand.")


def _print_drafts(written: "list[Drafted]") -> None:
    columns = ("id", "site", "to")
    rows = [(one.prospect.id, safe_line(one.prospect.site, width=28), safe_line(one.email)) for one in written]
    width = room(rows, columns)
    subjects = (safe_line(one.text.subject if one.text else "", width=width) for one in written)
    print_table([(*row, subject) for row, subject in zip(rows, subjects, strict=True)], (*columns, "subject"))


def _report_skipped(skip: str, some: "list[Drafted]") -> None:
    click.echo(f"\n{len(some)} without a draft, {skip}:")
    for one in some:
        click.echo(f"  {one.prospect.id} {safe_line(one.prospect.site)}: {safe_line(one.why)}")
    if skip in TO_DO:
        click.echo(TO_DO[skip])


def _approve(
    workspace: "Workspace", engine: "Engine", prospect_id: int, *, by: str, ask: bool, quiet: bool
) -> dict[str, object]:
    """Show one draft, ask, and say what came of it."""
    from mentions.services import reviewing

    said: dict[str, object] = {"id": prospect_id, "approved": False, "by": by, "refused": []}
    try:
        found = reviewing.review(engine, workspace, prospect_id, now=datetime.now(UTC))
        if not quiet:
            _show(found)
        if found.obstacles:
            raise MoveError("; ".join(found.obstacles))
        if ask and not click.confirm(f"\nApprove {prospect_id}?", err=True):
            return said
        reviewing.approve(engine, workspace, found.letter, by=by, now=datetime.now(UTC))
    except MoveError as error:
        click.echo(f"{prospect_id} is not approved: {safe_line(str(error))}", err=True)
        return said | {"refused": [str(error)]}
    if not quiet:
        click.echo(f"Approved {prospect_id}.")
    return said | {"approved": True, "sha256": found.letter.row.sha256}


def _show(found: "Card") -> None:
    from mentions.cli.dossier import print_letter

    row, text = found.letter.row, found.letter.text
    click.echo(f"{row.prospect_id} {safe_line(row.site)}: {safe_line(row.page_title or row.page_url)}")
    click.echo(f"To: {safe_line(row.email)}, found on {safe_line(row.contact_source_url)}")
    print_letter(text.subject, text.body)
    for warning in found.warnings:
        click.echo(f"Think of it: {safe_line(warning.message)}")
