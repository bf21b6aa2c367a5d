"""`mentions sources`: where pages come from, as a list, and lists from and for other programs."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentions.cli.files import must_be_new, write_whole
from mentions.cli.opening import opened
from mentions.cli.source_checks import check, software_of
from mentions.cli.source_looks import add
from mentions.cli.tables import room
from mentions.cli.terminal import print_json, print_table, safe_line
from mentions.exceptions import MentionsError, UnreadableError
from mentions.items import Kind

if TYPE_CHECKING:
    from mentions.imports.sources import Listed
    from mentions.items import Source
    from mentions.services.source_lists import Merged, Standing

_FILE = click.Path(dir_okay=False, path_type=Path, allow_dash=True)
_FORMATS = ("opml", "csv")
_LONGEST = 20_000_000
_NAMED = 20
"""Wrong lines that are told one by one."""
_DAYS = 48
"""Hours from which on a span is told in days."""
_KIND = "What those are that do not say."


@click.group()
def sources() -> None:
    """List where pages come from, look there, change the list.

    \b
    Example:
      mentions sources add https://blog.example/
      mentions sources check
      mentions sources import feeds.opml --kind blog
    """


sources.add_command(add)
sources.add_command(check)


@sources.command(name="list")
@click.option("--kind", type=click.Choice([one.value for one in Kind]), help="Of one kind only.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a source.")
def list_(*, kind: str | None, as_json: bool) -> None:
    """List the sources of mentions.toml: when each last worked, what it gave, why it does not work.

    `offered` is how many addresses it named then, `read` and `naming` how many of its pages were read by now, and name
    a brand. One that gave nothing new for long rests; `next look` says how long still. What software they run stands
    below, as far as a crawl recognised it.

    \b
    Example:
      mentions sources list
      mentions sources list --kind news --json
    """
    from mentions.services import source_lists

    with opened() as (workspace, engine):
        now = datetime.now(UTC)
        found = source_lists.standings(engine, workspace.config, now=now)
    chosen = [one for one in found if kind in (None, one.source.kind)]
    if as_json:
        print_json(map(_fields, chosen))
    elif chosen:
        _print(chosen, now)
    else:
        click.echo("No source yet: mentions sources add URL, or mentions sources import FILE.")


@sources.command()
@click.argument("urls", metavar="URL…", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Ask nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each that was removed.")
def remove(*, urls: tuple[str, ...], yes: bool, as_json: bool) -> None:
    """Take sources out of mentions.toml; its comments stay, and so does what was read.

    \b
    Example:
      mentions sources remove https://blog.example/feed.xml
    """
    from mentions.services import source_lists

    with opened() as (workspace, _):
        config = workspace.config
        found = {url: source_lists.find(config, url) for url in urls}
        if missing := next((url for url, places in found.items() if not places), None):
            raise MentionsError(f"{missing} is no source in {config.path}; see mentions sources list")
        places = sorted({place for some in found.values() for place in some})
        gone = [config.sources[place] for place in places]
        _confirm(gone, yes=yes)
        source_lists.remove(config, places)
    if as_json:
        print_json(map(_plain, gone))
    else:
        click.echo(f"Removed {_number(len(gone))} from {safe_line(str(config.path))}; what was read stays.")


@sources.command(name="import")
@click.argument("file", type=_FILE)
@click.option("--kind", type=click.Choice([one.value for one in Kind]), default="blog", show_default=True, help=_KIND)
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as one JSON object.")
def import_(*, file: Path, kind: str, as_json: bool) -> None:
    """Add the sources in FILE to mentions.toml: OPML of a feed reader, CSV, or one address a line; - reads stdin.

    A CSV has a column url (or feed), and perhaps kind and brands. One that is there already, in whatever spelling, adds
    nothing; where a line is wrong, the others are added all the same.

    \b
    Example:
      mentions sources import feeds.opml --kind blog
      mentions sources import newspapers.csv --kind news
    """
    from mentions.services import source_lists

    with opened() as (workspace, _):
        config = workspace.config
        try:
            found = source_lists.merged(config, _listed(_body(file)), kind=Kind(kind))
        except UnreadableError as error:
            raise MentionsError(f"{file}: {error}") from error
        source_lists.add(config, found.new)
    _report_wrong(file, found)
    if as_json:
        print_json([{"new": list(map(_plain, found.new)), "known": found.known, "wrong": len(found.wrong)}])
    else:
        click.echo(f"Added {_number(len(found.new))} to {safe_line(str(config.path))}; {found.known} known before.")
    if found.wrong:
        click.get_current_context().exit(1)


@sources.command()
@click.argument("file", required=False, type=_FILE)
@click.option("--format", "form", type=click.Choice(_FORMATS), help="Default: by the name of FILE, else OPML.")
@click.option("--yes", is_flag=True, help="Write over a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print how many were written as one JSON object.")
def export(*, file: Path | None, form: str | None, yes: bool, as_json: bool) -> None:
    """Write the sources to FILE as OPML or CSV; without FILE, to stdout.

    \b
    Example:
      mentions sources export feeds.opml
      mentions sources export --format csv > sources.csv
    """
    from mentions.imports.opml import write_opml
    from mentions.imports.sources import write_sources

    with opened() as (workspace, _):
        known = workspace.config.sources
    by_name = file.suffix.lower().lstrip(".") if file else ""
    write = write_sources if (form or by_name) == "csv" else write_opml
    if file is None or str(file) == "-":
        if as_json:
            raise click.UsageError("--json goes with FILE: without one the sources are what is printed.")
        sys.stdout.buffer.write(write(known))
        return
    must_be_new(file, yes=yes)
    write_whole(file, [write(known)])
    if as_json:
        print_json([{"path": file, "sources": len(known)}])
    else:
        click.echo(f"Wrote {_number(len(known))} to {safe_line(str(file))}.")


def _print(found: "Sequence[Standing]", now: datetime) -> None:
    columns = ("kind", "last worked", "offered", "read", "naming", "next look")
    rows = [
        (
            one.source.kind.value,
            f"{one.worked_at:%Y-%m-%d}" if one.worked_at else "never",
            one.offered,
            one.figures.read,
            one.figures.naming,
            _in(one.next_look - now) if one.next_look else "next run",
        )
        for one in found
    ]
    width = room(rows, columns)
    names = [safe_line(one.source.url.partition("://")[2], width=width) for one in found]
    print_table([(name, *row) for name, row in zip(names, rows, strict=True)], ("source", *columns))
    if said := software_of((one.source.url, one.software) for one in found):
        click.echo(f"\n{said}")
    for one in found:
        if why := _failing(one):
            click.echo(f"\n{safe_line(one.source.url, width=80)}\n  {safe_line(why)}")


def _in(span: timedelta) -> str:
    """A span of time in its larger unit."""
    hours = span / timedelta(hours=1)
    return f"in {hours / 24:.0f} d" if hours >= _DAYS else f"in {max(1, round(hours))} h"


def _failing(one: "Standing") -> str:
    """What a person should know of a source that gives nothing, "" where there is nothing."""
    from mentions.services.health import advice

    if one.tried_at is None:
        return ""
    return f"{one.tried_at:%Y-%m-%d}: {one.failing}; {advice(one.failing)}" if one.failing else ""


def _fields(one: "Standing") -> dict[str, object]:
    return {
        **_plain(one.source),
        "tried_at": one.tried_at,
        "worked_at": one.worked_at,
        "offered": one.offered,
        "visited": one.figures.visited,
        "read": one.figures.read,
        "naming": one.figures.naming,
        "failing": one.failing or None,
        "next_look": one.next_look,
        "software": one.software or None,
        "budget": one.budget,
    }


def _plain(source: "Source") -> dict[str, object]:
    return {"kind": source.kind, "url": source.url, "brands": list(source.brands)}


def _number(sources: int) -> str:
    return f"{sources} source{'s'[sources == 1 :]}"


def _confirm(gone: "Sequence[Source]", *, yes: bool) -> None:
    if yes:
        return
    for one in gone:
        click.echo(f"{one.kind} {safe_line(one.url)}", err=True)
    if not sys.stdin.isatty():
        raise click.UsageError("Nobody is here to confirm that: say --yes.")
    if not click.confirm("Remove?", err=True):
        raise MentionsError("nothing was removed")


def _body(file: Path) -> bytes:
    if str(file) == "-":
        body = sys.stdin.buffer.read(_LONGEST + 1)
    else:
        try:
            with file.open("rb") as stream:
                body = stream.read(_LONGEST + 1)
        except FileNotFoundError as error:
            raise MentionsError(f"{file}: no such file") from error
    if len(body) > _LONGEST:
        raise MentionsError(f"{file}: is longer than {_LONGEST} bytes; is it a list of sources?")
    return body


def _listed(body: bytes) -> "list[Listed]":
    from mentions.imports.opml import read_opml
    from mentions.imports.sources import read_sources

    is_xml = body.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n").startswith(b"<")
    return read_opml(body) if is_xml else read_sources(BytesIO(body))


def _report_wrong(file: Path, found: "Merged") -> None:
    for line, what in found.wrong[:_NAMED]:
        click.echo(f"Error: {safe_line(str(file))}, line {line}: {safe_line(what)}", err=True)
    if found.wrong[_NAMED:]:
        click.echo(f"and {len(found.wrong) - _NAMED} more", err=True)
