"""`mentions list` and `mentions show`: what was found, in one line a site or whole."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from mentions.cli.completing import brands, prospects
from mentions.cli.dossier import screen_width
from mentions.cli.fields import dossier_fields, mention_fields, site_fields, unasked_fields
from mentions.cli.opening import brand_key, brand_name, opened
from mentions.cli.passages import passage
from mentions.cli.tables import room
from mentions.cli.terminal import print_json, print_table, safe_line
from mentions.items import Stage, Verdict

if TYPE_CHECKING:
    from mentions.db.store.rows import MentionRow, ProspectRow
    from mentions.services.dossiers import Unasked
    from mentions.services.overview import SiteLine
    from mentions.services.workspaces import Workspace

SHORT = {"linked_elsewhere": "elsewhere"}
STAGE = click.Choice([stage.value for stage in Stage])


@click.command(name="list")
@click.option("--brand", metavar="NAME", shell_complete=brands, help="Of one brand only: its name or key.")
@click.option("--stage", "stages", type=STAGE, multiple=True, help="In this stage only. Repeatable.")
@click.option("--all", "everything", is_flag=True, help="All stages; with --mentions: all verdicts, and what is gone.")
@click.option("--mentions", is_flag=True, help="What is recorded, one line a mention.")
@click.option("--rejected", is_flag=True, help="Mentions that were turned down, and why.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N lines.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def list_(
    *,
    brand: str | None,
    stages: tuple[str, ...],
    everything: bool,
    mentions: bool,
    rejected: bool,
    limit: int | None,
    as_json: bool,
) -> None:
    """List prospects, one line a site: its best page, and how many more there are.

    Without --stage or --all only those with something left to do: qualified, drafted, approved, manual.

    \b
    Example:
      mentions list
      mentions list --brand "Acme Optics" --stage drafted
      mentions list --mentions --all --json
      mentions list --rejected --brand "Acme Optics"
    """
    if stages and (mentions or everything or rejected):
        raise click.UsageError("--stage goes with none of --mentions, --rejected, --all.")
    if rejected:
        _list_mentions(brand, [Verdict.REJECTED], with_gone=everything, limit=limit, as_json=as_json)
    elif mentions:
        verdicts = list(Verdict) if everything else [Verdict.ACCEPTED]
        _list_mentions(brand, verdicts, with_gone=everything, limit=limit, as_json=as_json)
    else:
        _list_sites(brand, list(Stage) if everything else [Stage(one) for one in stages], limit, as_json=as_json)


@click.command()
@click.argument("wanted", metavar="ID|SITE|URL", shell_complete=prospects)
@click.option("--brand", metavar="NAME", shell_complete=brands, help="Of one brand only: its name or key.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a prospect.")
def show(*, wanted: str, brand: str | None, as_json: bool) -> None:
    """Show a prospect whole: page, situation, reasons, contacts, draft, history.

    A site stands for all its pages: they are listed, the best first, and that one is shown whole. Of the address of a
    page that is no prospect, what it names, and why that is the brand or not.

    \b
    Example:
      mentions show 12
      mentions show blog.example
      mentions show https://blog.example/post --json
    """
    from mentions.cli.dossier import print_dossier
    from mentions.exceptions import MentionsError
    from mentions.services.dossiers import dossier, find, unasked

    with opened() as (workspace, engine):
        key = brand_key(workspace, brand)
        if page := unasked(engine, wanted, brand=key):
            _show_unasked(page, as_json=as_json)
            return
        found = [one for one in find(engine, wanted) if key in (None, one.brand)]
        if not found:
            raise MentionsError(f"{wanted}: nothing is known there of {brand}")
        if as_json:
            print_json(dossier_fields(dossier(engine, one), brand_name(workspace, one.brand)) for one in found)
            return
        best = dossier(engine, found[0])
        if len(found) > 1:
            _print_pages(workspace, found)
            click.echo()
            listed = {one.id for one in found}
            best = replace(best, further=tuple(one for one in best.further if one.id not in listed))
        print_dossier(best, brand_name(workspace, found[0].brand))


def _show_unasked(page: "Unasked", *, as_json: bool) -> None:
    from mentions.cli.dossier import print_unasked

    if as_json:
        print_json([unasked_fields(page)])
    else:
        print_unasked(page)


def _list_sites(brand: str | None, stages: list[Stage], limit: int | None, *, as_json: bool) -> None:
    from mentions.services.overview import OPEN, sites
    from mentions.services.waking import wake

    with opened() as (workspace, engine):
        wake(engine, now=datetime.now(UTC))
        lines = sites(engine, brand=brand_key(workspace, brand), stages=stages or OPEN, limit=limit)
        if as_json:
            print_json(site_fields(line, brand_name(workspace, line.best.brand)) for line in lines)
        elif lines:
            _print_sites(workspace, lines)
        else:
            click.echo("No prospects here. `mentions status` says what the crawls found, --all shows all stages.")


def _print_sites(workspace: "Workspace", lines: "Sequence[SiteLine]") -> None:
    rows = [
        (line.best.id, round(line.best.score), safe_line(line.best.site, width=28), *_about(workspace, line.best))
        for line in lines
    ]
    titles = [(line.best.title or line.best.url, len(line.further)) for line in lines]
    _print_titled(("id", "score", "site", "brand", "situation", "stage"), rows, titles)
    for line in lines:
        if line.copied_to:
            click.echo(f"{line.best.id} is also on {line.copied_to} other site{'s' if line.copied_to != 1 else ''}")


def _print_pages(workspace: "Workspace", found: "Sequence[ProspectRow]") -> None:
    rows = [(one.id, round(one.score), *_about(workspace, one)) for one in found]
    titles = [(one.title or one.url, 0) for one in found]
    _print_titled(("id", "score", "brand", "situation", "stage"), rows, titles)


def _about(workspace: "Workspace", one: "ProspectRow") -> tuple[str, str, str]:
    brand = safe_line(brand_name(workspace, one.brand), width=14)
    return brand, SHORT.get(one.situation, one.situation.removesuffix("_unlinked")), one.stage


def _print_titled(
    columns: Sequence[str], rows: Sequence[tuple[object, ...]], titles: Sequence[tuple[str, int]]
) -> None:
    """Rows with a title each, behind how many more there are, in what is left of the line."""
    width = room(rows, columns)
    more = [f"(+{count}) " if count else "" for _, count in titles]
    cells = [sign + safe_line(title, width=width - len(sign)) for sign, (title, _) in zip(more, titles, strict=True)]
    print_table([(*row, cell) for row, cell in zip(rows, cells, strict=True)], (*columns, "title"))


def _list_mentions(
    brand: str | None, verdicts: list[Verdict], *, with_gone: bool, limit: int | None, as_json: bool
) -> None:
    from mentions.services.overview import recorded

    with opened() as (workspace, engine):
        key = brand_key(workspace, brand)
        rows = recorded(engine, brand=key, verdicts=verdicts, with_gone=with_gone, limit=limit)
    if as_json:
        print_json(mention_fields(row) for row in rows)
    elif rows and verdicts == [Verdict.REJECTED]:
        _print_rejected(rows)
    elif rows:
        _print_mentions(rows)
    else:
        click.echo("No mentions here. `mentions status` says what the crawls found, --all shows the doubtful too.")


def _print_mentions(rows: "Sequence[MentionRow]") -> None:
    from mentions.urls import site_of

    columns = ("verdict", "link", "brand", "site")
    known = [
        (
            "gone" if row.gone else row.standing,
            SHORT.get(row.link_state, row.link_state.replace("_", " ")),
            safe_line(row.name, width=14),
            safe_line(site_of(row.url), width=28),
        )
        for row in rows
    ]
    width = room(known, columns)
    words = (passage(row.before, row.surface, row.after, width=width) for row in rows)
    print_table([(*cells, said) for cells, said in zip(known, words, strict=True)], (*columns, "words"))


def _print_rejected(rows: "Sequence[MentionRow]") -> None:
    """Each with its passage and the reasons that weigh most: too much for a line."""
    width = screen_width()
    for row in rows:
        said = "by a person" if row.reviewed else f"confidence {row.confidence:.2f}"
        click.echo(safe_line(f"{row.name}: {row.url}", width=width))
        click.echo(f"  {safe_line(passage(row.before, row.surface, row.after, width=width - 2))}")
        for reason, weight, *_ in row.evidence[:3]:
            click.echo(f"  {safe_line(f'{weight:+.1f} {reason}', width=width - 2)}")
        click.echo(f"  {said}\n")
