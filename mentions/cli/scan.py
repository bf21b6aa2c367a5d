"""`mentions scan`: the mentions in saved pages and web archives, without a database."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from mentions.cli.opening import here
from mentions.cli.passages import passage
from mentions.cli.terminal import print_json, progress, safe_line
from mentions.exceptions import MentionsError, StoreError
from mentions.items import DEFAULT_THRESHOLDS, Brand, LinkState, Mention, Thresholds, Verdict
from mentions.services.saved import Fault, Unread
from mentions.urls import is_web

if TYPE_CHECKING:
    from mentions.detection.learning import Taught
    from mentions.services.advising import Wanted
    from mentions.services.scanning import Outcome, Scanned


def _web_address(_context: click.Context, _parameter: click.Parameter, url: str | None) -> str | None:
    if url is not None and not is_web(url):
        raise click.BadParameter(f'{safe_line(url)} is no web address; write it whole, with "https://"')
    return url


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="The brands: a mentions.toml.")
@click.option("--name", metavar="NAME", help="One brand without a file: its name, as texts write it.")
@click.option("--domain", "domains", metavar="DOMAIN", multiple=True, help="A domain of that brand. Repeatable.")
@click.option("--url", metavar="URL", callback=_web_address, help="The address that a single page was fetched from.")
@click.option("--all", "everything", is_flag=True, help="Doubtful and rejected candidates too.")
@click.option(
    "--jobs", type=click.IntRange(min=0), default=1, metavar="N", help="Processes; 0: one a core. Default: 1."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a mention.")
def scan(
    *,
    paths: tuple[str, ...],
    config: Path | None,
    name: str | None,
    domains: tuple[str, ...],
    url: str | None,
    everything: bool,
    jobs: int,
    as_json: bool,
) -> None:
    """Print the mentions in saved pages: HTML files, folders of them, WARC files, or - for standard input.

    A page's address decides whether it stands on the brand's own site. A WARC file knows the addresses. A
    file is taken at its word (its canonical link, else og:url) unless --url says better; without any of
    these its address is that of the file. In a workspace, without --config or --name, verdicts teach.

    \b
    Example:
      mentions scan crawl.warc.gz --config mentions.toml
      mentions scan saved/ --name "Acme Optics" --domain acme.example
      curl -s URL | mentions scan - --url URL --json --all
    """
    from mentions.services.saved_pages import saved_pages
    from mentions.services.scanning import scan_saved

    if url and (len(paths) > 1 or Path(paths[0]).is_dir()):
        raise click.UsageError("--url names one page: give a single file, or -.")
    brands, thresholds, advice = _sought(config, name, domains)
    taught = {} if config or name else _taught()
    found = saved_pages(paths, sys.stdin.buffer, url=url)
    outcomes = scan_saved(found, brands, thresholds, taught, advice=advice, jobs=jobs or os.cpu_count() or 1)
    tally = Tally()
    shown = (
        (page, mention)
        for page in tally.counted(progress(outcomes, "Pages"))
        for mention in _chosen(page.mentions, everything=everything)
    )
    if as_json:
        print_json(_fields(page.url, mention) for page, mention in shown)
    else:
        _print(shown)
    tally.close(everything=everything, err=as_json)


def _sought(
    config: Path | None, name: str | None, domains: tuple[str, ...]
) -> tuple[tuple[Brand, ...], Thresholds, "Wanted | None"]:
    """The brands of the flags, of the named file, or of the workspace, from when on they count, and who advises."""
    from mentions.config import brand_from_flags, load, locate
    from mentions.services.advising import wanted

    if name or domains:
        if config or not (name and domains):
            raise click.UsageError("Give --name and --domain together, or --config.")
        return (brand_from_flags(name, domains),), DEFAULT_THRESHOLDS, None
    file = config or locate(here(), os.environ)
    if file is None:
        raise MentionsError(
            "no mentions.toml here; say what to look for: --config FILE, or --name NAME --domain DOMAIN"
        )
    known = load(file)
    return known.require_brands(), known.detection, wanted(known)


def _taught() -> "Mapping[str, Taught]":
    """What the verdicts kept in the workspace teach; none where its database cannot be read, and a note says so."""
    from mentions.services import vocabulary, workspaces

    try:
        return vocabulary.taught_at(workspaces.find(here(), os.environ).database_url)
    except StoreError as error:
        click.echo(f"Note: scanned without your verdicts: {safe_line(str(error))}", err=True)
        return {}


def _chosen(mentions: Iterable[Mention], *, everything: bool) -> Iterator[Mention]:
    return (one for one in mentions if everything or one.verdict is Verdict.ACCEPTED)


def _fields(url: str, mention: Mention) -> dict[str, object]:
    names = "section match link_state href rel link_note confidence verdict evidence"
    return {
        "url": url,
        "brand": mention.name,
        "surface": mention.surface,
        "before": mention.before,
        "after": mention.after,
        **{name: getattr(mention, name) for name in names.split()},
    }


def _print(shown: Iterable[tuple["Scanned", Mention]]) -> None:
    width, last = get_terminal_size((80, 24)).columns, None
    for page, mention in shown:
        if page is not last:
            click.echo(f"{safe_line(page.url, width=width)}\n")
            last = page
        for line in _lines(mention, width - 2):
            click.echo(f"  {line}")
        click.echo()


def _lines(mention: Mention, width: int) -> Iterator[str]:
    """What is known, the passage with the name in brackets, the two reasons that weigh most."""
    state = mention.link_state.replace("_", " ")
    note = f" ({mention.link_note})" if mention.link_note else ""
    to = f" {mention.href}" if mention.href else ""
    yield safe_line(f"{mention.name}: {state}{note}{to}", width=width)
    yield safe_line(f"{mention.verdict} {mention.confidence:.2f}, {mention.section}, {mention.match}", width=width)
    yield passage(mention.before, mention.surface, mention.after, width=width)
    for reason in mention.evidence[:2]:
        yield safe_line(f"{'+' if reason.weight > 0 else '-'} {reason.reason}", width=width)


class Tally:
    """Counts what goes by, says at once what could not be read, and sums up at the end."""

    def __init__(self) -> None:
        self._read = self._naming = self._faults = 0
        self._unread, self._states, self._verdicts = Counter[str](), Counter[LinkState](), Counter[Verdict]()

    def counted(self, outcomes: Iterable["Outcome"]) -> Iterator["Scanned"]:
        """The pages that were read."""
        for one in outcomes:
            if isinstance(one, Fault):
                self._faults += 1
                click.echo(f"Error: {safe_line(one.line)}", err=True)
            elif isinstance(one, Unread):
                self._unread[one.reason] += 1
            else:
                self._count(one)
                yield one

    def _count(self, page: "Scanned") -> None:
        self._read += 1
        self._verdicts.update(mention.verdict for mention in page.mentions)
        accepted = [mention for mention in page.mentions if mention.verdict is Verdict.ACCEPTED]
        self._naming += bool(accepted)
        self._states.update(mention.link_state for mention in accepted)

    def close(self, *, everything: bool, err: bool) -> None:
        """Print the sums; exit with status 1 where something could not be read as a whole."""
        click.echo(self._pages(), err=err)
        click.echo(self._mentions(everything=everything), err=err)
        if self._faults:
            click.get_current_context().exit(1)

    def _pages(self) -> str:
        unread = ", ".join(f"{reason} {number}" for reason, number in self._unread.most_common())
        said = f"{self._unread.total()} could not be read ({unread})" if unread else "none unreadable"
        return f"{self._read} page{'s'[self._read == 1 :]} read, {self._naming} with mentions; {said}."

    def _mentions(self, *, everything: bool) -> str:
        states = ", ".join(f"{self._states[one]} {one.replace('_', ' ')}" for one in LinkState if self._states[one])
        left = self._verdicts[Verdict.DOUBTFUL], self._verdicts[Verdict.REJECTED]
        more = f"{left[0]} doubtful and {left[1]} rejected" + ("" if everything else ", shown with --all")
        return f"Mentions: {states or 'none'}" + (f"; besides {more}." if any(left) else ".")
