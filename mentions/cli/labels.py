"""`mentions labels`: what people said of mentions, as a list and as a file."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentions.cli.completing import brands
from mentions.cli.dossier import screen_width
from mentions.cli.files import must_be_new, write_whole
from mentions.cli.opening import brand_key, brand_name, opened, person
from mentions.cli.passages import passage
from mentions.cli.tables import room
from mentions.cli.terminal import json_lines, print_json, print_table, safe_line
from mentions.exceptions import MentionsError

if TYPE_CHECKING:
    from mentions.items import Label
    from mentions.services.label_files import BadLinesError, Imported
    from mentions.services.workspaces import Workspace

BRAND = click.option("--brand", metavar="NAME", shell_complete=brands, help="Of one brand only: its name or key.")
FILE = click.Path(dir_okay=False, path_type=Path, allow_dash=True)
_NAMED = 20
"""Bad lines, and conflicts, that are told one by one."""


@click.group(invoke_without_command=True)
@BRAND
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most the N newest.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a label.")
@click.pass_context
def labels(ctx: click.Context, *, brand: str | None, limit: int | None, as_json: bool) -> None:
    """Show what people said of mentions: whether they are the brand.

    Each such verdict is a label. Approving a draft says yes of the mention it quotes, rejecting as `not_us` says no.

    \b
    Example:
      mentions labels --brand "Acme Optics"
      mentions labels export labels.jsonl
      mentions labels import labels.jsonl
    """
    if ctx.invoked_subcommand is None:
        _list(brand, limit, as_json=as_json)
    elif brand or limit or as_json:
        raise click.UsageError(f"Write options behind the command: mentions labels {ctx.invoked_subcommand} --brand …")


@labels.command(name="export")
@click.argument("file", required=False, type=FILE)
@BRAND
@click.option("--yes", is_flag=True, help="Write over a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print how many were written as one JSON object.")
def export_(*, file: Path | None, brand: str | None, yes: bool, as_json: bool) -> None:
    """Write the labels to FILE, one JSON object a line; without FILE, to stdout.

    \b
    Example:
      mentions labels export labels.jsonl
      mentions labels export --brand "Acme Optics" > acme.jsonl
    """
    if file and str(file) != "-":
        must_be_new(file, yes=yes)
        number = _write(file, _read(brand))
        if as_json:
            print_json([{"path": file, "labels": number}])
        else:
            click.echo(f"Wrote {number} label{'s'[number == 1 :]} to {safe_line(str(file))}.")
    elif as_json:
        raise click.UsageError("--json goes with FILE: without one the labels are what is printed.")
    else:
        print_json(_fields(_read(brand)))


@labels.command(name="import")
@click.argument("file", type=FILE)
@BRAND
@click.option("--by", metavar="NAME", help="Whose verdicts those are that name nobody. Default: your user name.")
@click.option("--overrule", is_flag=True, help="Let a later verdict of the file count against one given here.")
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as one JSON object.")
def import_(*, file: Path, brand: str | None, by: str | None, overrule: bool, as_json: bool) -> None:
    """Take the labels in FILE over, such as `mentions labels export` writes; - reads stdin.

    Each is a person's verdict on the mentions that stand at its place, and their pages become prospects, or no longer
    are, at once. All or none: where a line is wrong, nothing is taken. A label that is known adds nothing; of two files
    the later verdict on a place counts. What was decided here at review stands, and is told as a conflict.

    \b
    Example:
      mentions labels import labels.jsonl
      mentions labels import team.jsonl --brand "Acme Optics" --overrule
    """
    from mentions.services import label_files

    now, actor = datetime.now(UTC), person(by)
    with opened() as (workspace, engine):
        reading = label_files.Reading(workspace.config, actor, now, brand_key(workspace, brand))
        try:
            found = label_files.parsed(_lines(file), reading)
            taken = label_files.take(engine, found, workspace.config.brands, now=now, overrule=overrule)
        except label_files.BadLinesError as error:
            _report_bad(file, error)
            raise click.exceptions.Exit(1) from error
    if as_json:
        print_json([taken])
    else:
        _report(taken)


@labels.command()
@BRAND
@click.option("--yes", is_flag=True, help="Write all of it into mentions.toml, and ask nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a proposal, and write nothing.")
def propose(*, brand: str | None, yes: bool, as_json: bool) -> None:
    """Propose what three pages or more agree on for mentions.toml: aliases, not_context, context.

    Nothing is written that you have not confirmed; comments and all else in the file stay as they are.

    \b
    Example:
      mentions labels propose
      mentions labels propose --brand "Acme Optics" --json
    """
    from mentions.services import proposing

    with opened() as (workspace, engine):
        found = proposing.proposed(engine, workspace.config, brand=brand_key(workspace, brand))
    if as_json:
        print_json(found)
        return
    if not found:
        click.echo("Nothing to propose: three pages or more must agree, and none disagree.")
        return
    rows = [(safe_line(brand_name(workspace, one.brand), width=20), one.key, one.times, one.text) for one in found]
    print_table(rows, ("brand", "key", "pages", "text"))
    wanted = found if yes else [one for one in found if _is_wanted(one.key, one.text)]
    if wanted:
        path = proposing.write(workspace.config, wanted)
        click.echo(f"Added {len(wanted)} to {safe_line(str(path))}. Judge what is kept by it: mentions rescore")


def _is_wanted(key: str, text: str) -> bool:
    return click.confirm(f"Add “{safe_line(text)}” to {key}?", err=True)


def _list(brand: str | None, limit: int | None, *, as_json: bool) -> None:
    from mentions.services import judging

    with opened() as (workspace, engine):
        found = judging.labels(engine, brand=brand_key(workspace, brand))
    newest = found[::-1][:limit]
    if as_json:
        print_json(_fields(newest))
    elif found:
        for line in _counts(workspace, found):
            click.echo(line)
        click.echo()
        _print(workspace, newest)
    else:
        click.echo("No labels yet: they come from `mentions review`, `approve`, and `reject --reason not_us`.")


def _counts(workspace: "Workspace", found: "Sequence[Label]") -> list[str]:
    """A line a brand."""
    said = Counter((one.brand, one.is_brand) for one in found)
    keys = sorted({one.brand for one in found})
    return [
        safe_line(f"{brand_name(workspace, key)}: {said[key, True]} yes, {said[key, False]} no", width=80)
        for key in keys
    ]


def _print(workspace: "Workspace", found: "Sequence[Label]") -> None:
    columns = ("said", "brand", "by", "when")
    known = [
        (
            "yes" if one.is_brand else "no",
            safe_line(brand_name(workspace, one.brand), width=14),
            safe_line(one.actor, width=10),
            f"{one.at:%Y-%m-%d}",
        )
        for one in found
    ]
    width = room(known, columns)
    words = (passage(one.before, one.surface, one.after, width=width) for one in found)
    print_table([(*cells, said) for cells, said in zip(known, words, strict=True)], (*columns, "words"))


def _read(brand: str | None) -> "list[Label]":
    from mentions.services import judging

    with opened() as (workspace, engine):
        return judging.labels(engine, brand=brand_key(workspace, brand))


def _fields(found: "Iterable[Label]") -> Iterable[dict[str, object]]:
    from mentions.services.label_files import fields

    return map(fields, found)


def _write(file: Path, found: "Sequence[Label]") -> int:
    write_whole(file, (f"{line}\n".encode() for line in json_lines(_fields(found))))
    return len(found)


def _lines(file: Path) -> Iterable[bytes]:
    if str(file) == "-":
        return sys.stdin.buffer
    try:
        return file.read_bytes().split(b"\n")
    except OSError as error:
        raise MentionsError(f"{file} cannot be read: {error.strerror}") from error


def _report(taken: "Imported") -> None:
    click.echo(f"{taken.new} new, {taken.changed} changed, {taken.known} known before.")
    if taken.mentions:
        click.echo(f"Verdict of {taken.mentions} mentions set by them. Judge the others by it too: mentions rescore")
    if taken.conflicts:
        click.echo(f"{len(taken.conflicts)} not taken, decided otherwise here (--overrule takes the later verdict):")
    for one in taken.conflicts[:_NAMED]:
        here, there = ("no", "yes") if one.is_brand else ("yes", "no")
        said = f"here {here} by {one.decided_by}, there {there} by {one.actor}: {one.surface}, {one.url}"
        click.echo(f"  {safe_line(said, width=screen_width() - 2)}")
    if taken.conflicts[_NAMED:]:
        click.echo(f"  and {len(taken.conflicts) - _NAMED} more")


def _report_bad(file: Path, error: "BadLinesError") -> None:
    click.echo(f"Error: nothing was taken from {safe_line(str(file))}; these lines are wrong:", err=True)
    for number, what in error.lines[:_NAMED]:
        click.echo(f"  line {number}: {safe_line(what)}", err=True)
    if error.lines[_NAMED:]:
        click.echo(f"  and {len(error.lines) - _NAMED} more", err=True)
