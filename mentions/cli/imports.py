"""`mentions import`: lists that other tools wrote, of mentions and of backlinks."""

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import get_terminal_size
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from mentions.cli.completing import brands
from mentions.cli.opening import opened
from mentions.cli.terminal import print_json, progress, safe_line
from mentions.cli.terminal import table as drawn
from mentions.exceptions import MentionsError, UnreadableError
from mentions.items import Kind

if TYPE_CHECKING:
    from mentions.imports.columns import Columns
    from mentions.imports.headers import Role
    from mentions.imports.tables import Table
    from mentions.items import Brand
    from mentions.services.importing import File, Taken
    from mentions.services.workspaces import Workspace

_FILE = click.Path(dir_okay=False, path_type=Path, allow_dash=True)
_SAMPLES = 2
_LONGEST_SAMPLE = 200


def _pair(_ctx: click.Context, _param: click.Parameter, said: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = [one.partition("=") for one in said]
    if wrong := next((role for role, sign, header in pairs if not (role and sign and header)), None):
        raise click.BadParameter(f'{wrong}: write ROLE=HEADER, such as url="Mention URL"')
    return [(role.strip().lower(), header.strip()) for role, _, header in pairs]


def _common(command: Callable[..., None]) -> Callable[..., None]:
    """What both lists need to be told."""
    for option in reversed(
        (
            click.argument("file", type=_FILE),
            click.option("--map", "said", multiple=True, callback=_pair, metavar="ROLE=HEADER", help=_MAP),
            click.option("--rejects", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=_REJECTS),
            click.option("--yes", is_flag=True, help="Take the columns as they were found, and ask nothing."),
            click.option("--json", "as_json", is_flag=True, help="Print what came of it as one JSON object."),
        )
    ):
        command = option(command)
    return command


_MAP = "What a column is; a header, or its number from 1. May be said several times."
_REJECTS = "Where rows go that cannot be used. Default: beside FILE, as NAME.rejects.csv."


@click.group(name="import")
def import_() -> None:
    """Take over lists of other tools: who mentions a brand, who links.

    CSV in any encoding and with any delimiter, from Ahrefs, Semrush, Majestic, Moz, Search Console, Brand24, BuzzSumo,
    an alert service or a spreadsheet. Which columns are for what is told by their headers, else by what is in them.

    \b
    Example:
      mentions import mentions brand24.csv
      mentions import backlinks ahrefs.csv
    """


@import_.command()
@_common
@click.option("--kind", type=click.Choice([one.value for one in Kind]), help="What sort of source the pages are on.")
def mentions(*, file: Path, kind: str | None, **how: Any) -> None:  # noqa: ANN401 - see `_common`
    """Keep the addresses of pages that may name a brand; `scrapy crawl urls` visits them.

    Pages of your own are left out, and copies of them, and reports on your domain. The file's word is not taken for
    more than an address: whether a page names the brand, and links, is seen at the visit.

    Roles for --map: url, kind.

    \b
    Example:
      mentions import mentions brand24.csv
      mentions import mentions export.csv --map url="Mention URL" --kind news
      mentions import mentions - --yes < addresses.txt
    """
    from mentions.imports.columns import for_mentions
    from mentions.imports.headers import OF_MENTIONS
    from mentions.services.importing import take_mentions

    with opened() as (workspace, engine), _opened_table(file) as table:
        known, now = workspace.config.require_brands(), datetime.now(UTC)
        columns = _columns(workspace, table, file, OF_MENTIONS, lambda: for_mentions(table, _domains(known)), **how)
        with _reading(table, file, columns, how["rejects"]) as read:
            taken = take_mentions(engine, read, known, kind=Kind(kind) if kind else None, now=now)
    _report(table, file, taken, read, "address", "addresses", as_json=how["as_json"])
    if not how["as_json"]:
        click.echo(f"{taken.waiting} wait to be visited: scrapy crawl urls")


@import_.command()
@_common
@click.option("--brand", metavar="NAME", shell_complete=brands, help="Whose links these are: its name or key.")
def backlinks(*, file: Path, brand: str | None, **how: Any) -> None:  # noqa: ANN401 - see `_common`
    """Keep who is said to link to a brand already: such a page is not asked, and its site counts as warm.

    A claim holds until a page is looked at later than the tool did. Links that the file calls lost, and mentions
    without a link, are no links.

    Roles for --map: url or site, target, anchor, rel, nofollow, ugc, sponsored, followed, lost, mention, seen.

    \b
    Example:
      mentions import backlinks ahrefs.csv
      mentions import backlinks "Latest links.csv" --brand "Acme Optics" --yes
    """
    from mentions.imports.columns import for_backlinks
    from mentions.imports.headers import OF_BACKLINKS, Role
    from mentions.imports.linking import Reading
    from mentions.services.importing import take_backlinks

    with opened() as (workspace, engine), _opened_table(file) as table:
        known = workspace.config.require_brands()
        chosen = workspace.config.brand(brand) if brand else known[0] if len(known) == 1 else None
        own = _domains([chosen] if chosen else known)
        columns = _columns(workspace, table, file, OF_BACKLINKS, lambda: for_backlinks(table, own), **how)
        if chosen is None and columns.first(Role.TARGET) is None:
            raise MentionsError(f"{file} does not say where the links lead; say whose they are: --brand NAME")
        with _reading(table, file, columns, how["rejects"]) as read:
            taken = take_backlinks(engine, read, Reading(read.source, datetime.now(UTC), known, chosen))
    _report(table, file, taken, read, "link", "links", as_json=how["as_json"])
    if not how["as_json"]:
        click.echo(f"Pages of these sites that were judged anew: {taken.judged}")


def _domains(known: "Sequence[Brand]") -> set[str]:
    return {domain for brand in known for domain in brand.domains}


@contextmanager
def _opened_table(file: Path) -> "Iterator[Table]":
    from mentions.imports.tables import open_table

    with _bytes(file) as stream:
        try:
            yield open_table(stream)
        except UnreadableError as error:
            raise MentionsError(f"{file}: {error}") from error


@contextmanager
def _bytes(file: Path) -> Iterator[BinaryIO]:
    """The file; what comes from elsewhere is kept aside first, since its beginning is read twice."""
    if str(file) != "-":
        try:
            with file.open("rb") as stream:
                yield stream
        except FileNotFoundError as error:
            if error.filename != str(file):
                raise
            raise MentionsError(f"{file}: no such file") from error
        return
    with TemporaryFile() as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
        kept.seek(0)
        yield kept


def _columns(
    workspace: "Workspace",
    table: "Table",
    file: Path,
    roles: "tuple[Role, ...]",
    found: "Callable[[], Columns]",
    *,
    said: list[tuple[str, str]],
    yes: bool,
    as_json: bool,
    **_: object,
) -> "Columns":
    """The columns that a person names, named before, or confirms now; what is new is remembered."""
    from mentions.imports.columns import told
    from mentions.services.columns_known import recalled, remember

    what = click.get_current_context().info_name or ""
    columns = told(table, said, roles) if said else recalled(workspace, table, what, roles)
    is_settled = columns is not None
    columns = columns or found()
    must_ask = not is_settled and not yes
    if must_ask or not as_json:
        _show(table, file, columns)
    if must_ask:
        _confirm()
    remember(workspace, table, what, columns)
    return columns


def _show(table: "Table", file: Path, columns: "Columns") -> None:
    from mentions.imports.headers import tool_of
    from mentions.imports.tables import DELIMITERS

    tool = tool_of(table.headers)
    click.echo(
        f"{safe_line(file.name)}: {len(table.headers)} columns, {DELIMITERS[table.delimiter]}, {table.lines.encoding}"
        + (f", as {tool} writes them" if tool else ""),
        err=True,
    )
    rows = [row for role, numbers in columns.of.items() for number in numbers for row in _shown(table, role, number)]
    heads = ("taken as", "column", "for instance")
    click.echo(drawn(rows, heads, width=get_terminal_size((80, 24)).columns), err=True)


def _shown(table: "Table", role: str, number: int) -> list[tuple[str, str, str]]:
    """A column with two samples, each on a line of its own: of addresses the end matters too."""
    found = list(dict.fromkeys(safe_line(cell[:_LONGEST_SAMPLE]) for cell in table.column(number)))[:_SAMPLES]
    first, *further = found or [""]
    return [(role, safe_line(table.headers[number]), first), *(("", "", one) for one in further)]


def _confirm() -> None:
    if not sys.stdin.isatty():
        raise click.UsageError("Nobody is here to confirm these columns: say --yes, or --map url=HEADER.")
    if not click.confirm("Is that right?", err=True):
        raise MentionsError("nothing was imported; name the columns: --map url=HEADER")


@contextmanager
def _reading(table: "Table", file: Path, columns: "Columns", rejects: Path | None) -> "Iterator[File]":
    from mentions.imports.headers import tool_of
    from mentions.services.importing import File
    from mentions.services.rejects import Rejects

    name = "standard input" if str(file) == "-" else file.name
    beside = Path("stdin.rejects.csv") if str(file) == "-" else file.with_name(f"{file.stem}.rejects.csv")
    tool = tool_of(table.headers)
    with Rejects(rejects or beside, table.headers) as written:
        source = f"{tool} ({name})" if tool else name
        yield File(progress(table.rows, "Rows"), columns, source, written)


def _report(table: "Table", file: Path, taken: "Taken", read: "File", one: str, many: str, *, as_json: bool) -> None:
    if table.lines.misfits:
        lines = "1 line is" if table.lines.misfits == 1 else f"{table.lines.misfits} lines are"
        what = f"{lines} no UTF-8 and read as cp1252: look at the accents"
        click.echo(f"Warning: {safe_line(str(file))}: {what}", err=True)
    if as_json:
        print_json([{"rejects": read.rejects.path if taken.rejected else None, **_fields(taken)}])
        return
    left_out = ", ".join(f"{reason} {number}" for reason, number in sorted(taken.left_out.items()))
    click.echo(
        f"{taken.rows} rows: {taken.new} new {one if taken.new == 1 else many}, {taken.known} known before, "
        f"{sum(taken.left_out.values())} left out" + (f" ({left_out})" if left_out else "") + "."
    )
    if taken.rejected:
        click.echo(f"{taken.rejected} rejected; which and why is in {safe_line(str(read.rejects.path))}")


def _fields(taken: "Taken") -> dict[str, object]:
    from dataclasses import asdict

    return {name: value for name, value in asdict(taken).items() if value is not None}
