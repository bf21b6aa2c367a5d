"""`mentions export`: approved drafts as a CSV file, and what to do with it."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mentions.cli.completing import brands
from mentions.cli.opening import brand_key, opened, person
from mentions.cli.terminal import print_json, safe_line
from mentions.exceptions import MentionsError

if TYPE_CHECKING:
    from mentions.services.exporting import Exported, Order, RefusedError

DELIMITERS = {"comma": ",", ",": ",", "semicolon": ";", ";": ";", "tab": "\t", "\t": "\t"}
MANY = 50
"""Rows from which a person is told that this is a lot."""


def _delimiter(text: str) -> str:
    if text not in DELIMITERS:
        raise click.BadParameter("write a comma, a semicolon or tab")
    return DELIMITERS[text]


@click.command()
@click.option("--brand", metavar="NAME", shell_complete=brands, help="Of one brand only: its name or key.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write to this file.")
@click.option("--preset", default="generic", metavar="NAME", help="Whose columns. Default: generic.")
@click.option("--excel", is_flag=True, help="With a byte order mark, so that Excel takes it for UTF-8.")
@click.option("--delimiter", type=_delimiter, default=",", metavar="SIGN", help="Comma, semicolon or tab.")
@click.option("--large", is_flag=True, help="More than 100 drafts are meant.")
@click.option("--again", default="", metavar="REASON", help="Write the drafts of the last export once more.")
@click.option("--batch", metavar="ID", help="With --again: those of this export.")
@click.option("--stale-to", type=click.Path(path_type=Path), metavar="FILE", help="List pages to look at again there.")
@click.option("--by", metavar="NAME", help="Who exports. Default: your user name.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as one JSON object.")
def export(*, stale_to: Path | None, by: str | None, as_json: bool, **ordered: Any) -> None:  # noqa: ANN401 - Order's fields
    """Write all approved drafts to a CSV file in exports/, or none and say what stands in the way.

    Each must stand as it was approved, pass the lint rules, and speak of a page that was looked at within a day.
    A draft leaves once. Nothing is sent.

    \b
    Example:
      mentions export
      mentions export --brand "Acme Optics" --excel --delimiter ";"
      mentions export --again "the file was lost"
    """
    from mentions.services.exporting import Order

    order = Order(**ordered)
    if order.batch and not order.again:
        raise click.UsageError("--batch goes with --again REASON.")
    done = _export(order, person(by), stale_to)
    if as_json:
        print_json([_fields(done)])
    else:
        _report(done)


def _export(order: "Order", by: str, stale_to: Path | None) -> "Exported":
    """What was written; ends with status 1 where drafts stand in the way."""
    from mentions.services import exporting

    with opened() as (workspace, engine):
        order, now = replace(order, brand=brand_key(workspace, order.brand)), datetime.now(UTC)
        for path in exporting.finish_interrupted(engine, workspace, now=now):
            click.echo(f"Finished {safe_line(str(path))}, an export that was interrupted.", err=True)
        try:
            return exporting.export(engine, workspace, order, by=by, now=now)
        except exporting.RefusedError as error:
            _report_refused(error, stale_to)
            raise click.exceptions.Exit(1) from error


def _fields(done: "Exported") -> dict[str, object]:
    batch = done.batch
    return {"batch": batch.id, "path": batch.path, "rows": batch.rows, "sha256": batch.sha256, "manual": done.manual}


def _report(done: "Exported") -> None:
    drafts = "1 draft" if done.batch.rows == 1 else f"{done.batch.rows} drafts"
    click.echo(f"Exported {drafts} to {safe_line(_short(Path(done.batch.path)))}")
    if done.manual:
        click.echo(f"What no mail can reach is in {safe_line(_short(done.manual))}")
    click.echo("In the mail tool: to {{email}}, subject {{subject}}, body {{body}}, no more.")
    click.echo("Keep the column mention_id: by it answers find their way back.")
    if done.batch.rows > MANY:
        click.echo(f"Warning: {done.batch.rows} mails at once are many; send them over several days.", err=True)


def _report_refused(error: "RefusedError", stale_to: Path | None) -> None:
    click.echo("Error: nothing was exported; these drafts stand in the way:", err=True)
    for one in error.offenders:
        row = one.letter.row
        for reason in one.reasons:
            click.echo(f"  {row.prospect_id} {safe_line(row.site)}: {safe_line(reason)}", err=True)
    if any(not one.stale for one in error.offenders):
        click.echo("Mend: mentions draft ID --edit, mentions approve ID. Leave out: mentions reject ID.", err=True)
    stale = [one.letter.row.page_url for one in error.offenders if one.stale]
    if stale:
        _report_stale(stale, stale_to)


def _report_stale(addresses: list[str], stale_to: Path | None) -> None:
    name = safe_line(str(stale_to)) if stale_to else "FILE"
    if stale_to:
        _write_addresses(stale_to, addresses)
    else:
        click.echo("Pages to look at again (--stale-to FILE writes them to a file):", err=True)
        for address in addresses:
            click.echo(f"  {safe_line(address)}", err=True)
    click.echo(f"Look: scrapy crawl urls -a file={name} -a again=yes", err=True)


def _write_addresses(file: Path, addresses: list[str]) -> None:
    try:
        file.write_text("".join(f"{address}\n" for address in addresses), encoding="utf-8")
    except OSError as error:
        raise MentionsError(f"{file} cannot be written: {error.strerror}") from error


def _short(path: Path) -> str:
    """A path from the current folder, where that is shorter."""
    return min(str(path), os.path.relpath(path), key=len)
