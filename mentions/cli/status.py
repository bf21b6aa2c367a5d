"""`mentions status`: how the last crawls went, and what is kept."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from mentions.cli.completing import brands
from mentions.cli.dossier import folded, screen_width
from mentions.cli.opening import brand_key, brand_name, opened
from mentions.cli.terminal import print_json, print_table, safe_line
from mentions.items import Stage, Verdict

if TYPE_CHECKING:
    from mentions.db.store.rows import RunRow
    from mentions.services.status import Status
    from mentions.services.workspaces import Workspace


@click.command()
@click.option(
    "--brand", metavar="NAME", shell_complete=brands, help="Prospects and mentions of one brand only: its name or key."
)
@click.option("--check", is_flag=True, help="End with 1, and say why, where a crawl went wrong or did not happen.")
@click.option("--max-age", type=click.FloatRange(min=0), default=26, metavar="HOURS", help="For --check. Default: 26.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(*, brand: str | None, check: bool, max_age: float, as_json: bool) -> None:
    """Show how the last crawls went and what is kept.

    --check is the last line of a cron job: `scrapy crawl` itself ends with status 0 whatever happens. It prints
    nothing where all went well, else a line a problem.

    \b
    Example:
      mentions status
      scrapy crawl news; mentions status --check
    """
    from mentions.services import status as kept
    from mentions.services.health import problems

    with opened() as (workspace, engine):
        found = kept.status(engine, workspace.config, brand=brand_key(workspace, brand))
        age, now = timedelta(hours=max_age), datetime.now(UTC)
        wrong = problems(engine, workspace.config, max_age=age, now=now) if check else []
        if as_json:
            print_json([_fields(workspace, found) | ({"problems": wrong} if check else {})])
        elif not check:
            _print(workspace, found)
    for problem in wrong:
        click.echo(f"Error: {safe_line(problem)}", err=True)
    if wrong:
        click.get_current_context().exit(1)


def _fields(workspace: "Workspace", found: "Status") -> dict[str, object]:
    return {
        "runs": found.runs,
        "prospects": {brand_name(workspace, key): counts for key, counts in found.prospects.items()},
        "mentions": {brand_name(workspace, key): counts for key, counts in found.mentions.items()},
        "unknown": found.unknown,
        "totals": found.totals,
        "doubtful": found.doubtful,
        "outdated": found.outdated,
        "imported": found.imported,
    }


def waiting(doubtful: int) -> str:
    """That so many pages need a person's word."""
    what = "1 page waits" if doubtful == 1 else f"{doubtful} pages wait"
    return f"{what} for a yes or no, is it the brand: mentions review --doubtful"


def _print(workspace: "Workspace", found: "Status") -> None:
    _print_runs(found)
    click.echo()
    for line in _counted(workspace, "prospects", Stage, found.prospects):
        _say(line)
    for line in _counted(workspace, "mentions", Verdict, found.mentions):
        _say(line)
    if found.doubtful:
        _say(waiting(found.doubtful))
    kept = found.totals
    click.echo(f"\nkept: {kept.visits} visits, {kept.pages} pages, {kept.contacts} contacts")
    if found.unknown:
        said = ", ".join(f"{reason} {times}" for reason, times in found.unknown.items())
        _say(f"addresses that could not be read: {said}")
    if found.imported:
        _say(f"imported addresses to visit: {found.imported}; scrapy crawl urls")
    if found.outdated:
        _say(f"to be read again by the next crawls, for brands that are new or changed: {found.outdated}")


def _say(line: str) -> None:
    for part in folded(safe_line(line), screen_width()):
        click.echo(part)


def _counted(
    workspace: "Workspace", what: str, kinds: Iterable[str], counted: Mapping[str, Mapping[Any, int]]
) -> Iterator[str]:
    if not counted:
        yield f"No {what} yet."
    for key, counts in counted.items():
        said = ", ".join(f"{counts[kind]} {kind}" for kind in kinds if kind in counts)
        yield f"{what} of {brand_name(workspace, key)}: {said}"


def _print_runs(found: "Status") -> None:
    from mentions.services.status import COUNTS, number

    if not found.runs:
        click.echo("No crawl yet: scrapy crawl news, blogs, forums, search or urls.")
        return
    # Spiders side by side: their counts in a line each would not fit a screen.
    rows: list[tuple[object, ...]] = [
        ("started", *(f"{run.started_at:%m-%d %H:%M}" for run in found.runs)),
        ("state", *(run.state for run in found.runs)),
        *((what, *(number(run, what) for run in found.runs)) for what in COUNTS),
    ]
    print_table(rows, ("", *(run.spider for run in found.runs)))
    for run in found.runs:
        for line in _reasons(run):
            _say(line)


def _reasons(run: "RunRow") -> Iterator[str]:
    """Why addresses were skipped or not read, and why the run failed."""
    from mentions.services.status import reasons

    if run.reason not in ("", "finished"):
        yield f"{run.spider} {run.state}: {run.reason}"
    if resting := len(reasons(run, "resting")):
        sources = "1 source rests" if resting == 1 else f"{resting} sources rest"
        yield f"{run.spider}: {sources}, having given nothing new lately; mentions sources list says until when"
    for what in ("skipped", "failed", "listings", "traps"):
        if counted := reasons(run, what):
            yield f"{run.spider} {what}: {', '.join(f'{why} {times}' for why, times in counted.items())}"
