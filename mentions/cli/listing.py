"""`mentions list` and `mentions show`: what was found, in one line a site or whole."""

from typing import TYPE_CHECKING

import click

from mentions.cli.fields import dossier_fields, mention_fields, site_fields
from mentions.cli.opening import brand_key, brand_name, opened
from mentions.cli.terminal import print_json, print_table, safe_line
from mentions.items import Stage

if TYPE_CHECKING:
    from mentions.db.store.rows import MentionRow, ProspectRow
    from mentions.services.workspaces import Workspace

STAGE = click.Choice([stage.value for stage in Stage])


@click.command(name="list")
@click.option("--brand", metavar="NAME", help="Of one brand only: its name or key.")
@click.option("--stage", "stages", type=STAGE, multiple=True, help="In this stage only. Repeatable.")
@click.option("--all", "everything", is_flag=True, help="All stages; with --mentions: all verdicts, and what is gone.")
@click.option("--mentions", is_flag=True, help="What is recorded, one line a mention.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N lines.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def list_(
    *,
    brand: str | None,
    stages: tuple[str, ...],
    everything: bool,
    mentions: bool,
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
    """
    if stages and (mentions or everything):
        raise click.UsageError("--stage goes with neither --mentions nor --all.")
    if mentions:
        _list_mentions(brand, everything=everything, limit=limit, as_json=as_json)
    else:
        _list_sites(brand, list(Stage) if everything else [Stage(one) for one in stages], limit, as_json=as_json)


@click.command()
@click.argument("wanted", metavar="ID|SITE|URL")
@click.option("--brand", metavar="NAME", help="Of one brand only: its name or key.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a prospect.")
def show(*, wanted: str, brand: str | None, as_json: bool) -> None:
    """Show a prospect whole: page, situation, reasons, contacts, draft, history.

    A site or an address may stand for several: they are listed, and the best is shown.

    \b
    Example:
      mentions show 12
      mentions show blog.example
      mentions show https://blog.example/post --json
    """
    from mentions.cli.dossier import print_dossier
    from mentions.exceptions import MentionsError
    from mentions.services.dossiers import dossier, find

    with opened() as (workspace, engine):
        key = brand_key(workspace, brand)
        found = [one for one in find(engine, wanted) if key in (None, one.brand)]
        if not found:
            raise MentionsError(f"{wanted}: nothing is known there of {brand}")
        if as_json:
            print_json(dossier_fields(dossier(engine, one), brand_name(workspace, one.brand)) for one in found)
            return
        if len(found) > 1:
            print_table([_row(workspace, one, 0) for one in found], _COLUMNS)
            click.echo()
        print_dossier(dossier(engine, found[0]), brand_name(workspace, found[0].brand))


def _list_sites(brand: str | None, stages: list[Stage], limit: int | None, *, as_json: bool) -> None:
    from mentions.services.overview import OPEN, sites

    with opened() as (workspace, engine):
        lines = sites(engine, brand=brand_key(workspace, brand), stages=stages or OPEN, limit=limit)
        if as_json:
            print_json(site_fields(line, brand_name(workspace, line.best.brand)) for line in lines)
        elif lines:
            print_table([_row(workspace, line.best, len(line.further)) for line in lines], _COLUMNS)
        else:
            click.echo("No prospects here. `mentions status` says what the crawls found, --all shows all stages.")


_COLUMNS = ("id", "score", "site", "brand", "situation", "stage", "title")


def _row(workspace: "Workspace", one: "ProspectRow", further: int) -> tuple[object, ...]:
    more = f" +{further}" if further else ""
    site = safe_line(one.site, width=24) + more
    brand = safe_line(brand_name(workspace, one.brand), width=14)
    situation = one.situation.removesuffix("_unlinked").replace("_", " ")
    return one.id, round(one.score), site, brand, situation, one.stage, one.title or one.url


def _list_mentions(brand: str | None, *, everything: bool, limit: int | None, as_json: bool) -> None:
    from mentions.services.overview import recorded

    with opened() as (workspace, engine):
        rows = recorded(engine, brand=brand_key(workspace, brand), everything=everything, limit=limit)
    if as_json:
        print_json(mention_fields(row) for row in rows)
    elif rows:
        columns = ("verdict", "link", "section", "brand", "site", "words")
        print_table([_mention_row(row) for row in rows], columns)
    else:
        click.echo("No mentions here. `mentions status` says what the crawls found, --all shows the doubtful too.")


def _mention_row(row: "MentionRow") -> tuple[object, ...]:
    from mentions.urls import site_of

    state = row.link_state.replace("_", " ")
    before = safe_line(row.before)[-24:]
    words = f"…{before} [{row.surface}] {row.after}"
    verdict = "gone" if row.gone else row.standing
    return verdict, state, row.section, safe_line(row.name, width=14), safe_line(site_of(row.url), width=24), words
