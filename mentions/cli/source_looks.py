"""`mentions sources add`: what stands at an address, and what a crawl would read there."""

import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import click

from mentions.cli import completing
from mentions.cli.asking import asked
from mentions.cli.opening import opened
from mentions.cli.tables import room
from mentions.cli.terminal import print_json, print_table, safe_line
from mentions.exceptions import MentionsError
from mentions.items import Kind, Source
from mentions.urls import is_web

if TYPE_CHECKING:
    from mentions.config import Config
    from mentions.platforms.sights import Look, Sight
    from mentions.services.workspaces import Workspace

SPIDERS = {Kind.NEWS: "news", Kind.BLOG: "blogs", Kind.FORUM: "forums"}
KINDS = click.Choice([one.value for one in Kind])


@click.command()
@click.argument("urls", metavar="URL…", nargs=-1, required=True)
@click.option("--kind", type=KINDS, help="What they are; without it, what they look like.")
@click.option(
    "--brand",
    "brands",
    multiple=True,
    metavar="NAME",
    shell_complete=completing.brands,
    help="Look for this brand alone there. Repeatable.",
)
@click.option("--yes", is_flag=True, help="Ask nothing: add what can be read.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an address; asks nothing, as --yes.")
def add(*, urls: tuple[str, ...], kind: str | None, brands: tuple[str, ...], yes: bool, as_json: bool) -> None:
    """Look what stands at each URL, say what a crawl will read there and how much, and add it to mentions.toml.

    A feed, sitemap, site, section of a site or forum is recognised. Some ten requests are made to a site, with the
    manners of a crawl. What cannot be read is not added, and ends the command with status 1.

    \b
    Example:
      mentions sources add https://blog.example/
      mentions sources add news.example forum.example --yes
      mentions sources add https://paper.example/science/ --kind news --brand acme
    """
    if not (yes or as_json or sys.stdin.isatty()):
        raise click.UsageError("Nobody is here to confirm that: say --yes.")
    with opened() as (workspace, _):
        config = workspace.config
        keys = tuple(config.brand(name).key for name in brands)
        new, known = _sorted_out(config, urls)
        for url in known:
            click.echo(f"{safe_line(url)} is a source already.", err=True)
        looks = looked([(url, Kind(kind) if kind else None) for url in new], workspace.folder)
        if as_json or yes:
            if not as_json:
                _show(looks, config.crawl.page_budget)
            chosen = [one for one in looks if not one.unknown]
        else:
            chosen = [one for one in (_settled(one, workspace, has_kind=kind is not None) for one in looks) if one]
        _write(config, chosen, keys)
    if as_json:
        print_json(fields(one) | {"added": one in chosen} for one in looks)
    else:
        _say(chosen, config)
    if any(one.unknown for one in looks if one not in chosen):
        click.get_current_context().exit(1)


def looked(asks: "Sequence[tuple[str, Kind | None]]", folder: Path) -> "list[Look]":
    """What stands at each address, as a source of that kind, in their order. Raises MentionsError."""
    from mentions.platforms.sights import look_from

    if not asks:
        return []
    answers = asked("look", [{"url": url, "kind": kind} for url, kind in asks], folder=folder)
    found = {one.url: one for one in map(look_from, answers)}
    if missing := next((url for url, _ in asks if url not in found), None):
        raise MentionsError(f"the look at {safe_line(missing)} was stopped before its end")
    return [replace(found[url], kind=kind or found[url].kind) for url, kind in asks]


def _sorted_out(config: "Config", urls: Sequence[str]) -> tuple[list[str], list[str]]:
    """Addresses to look at, and those that are sources already."""
    from mentions.services import source_lists

    whole = [url if "://" in url else f"https://{url}" for url in map(str.strip, urls)]
    if wrong := next((url for url in whole if not is_web(url) or len(url.split()) != 1), None):
        raise click.UsageError(f"{safe_line(wrong)} is no web address; write it whole, with https://")
    known = [url for url in whole if source_lists.find(config, url)]
    return list(dict.fromkeys(url for url in whole if url not in known)), known


def _settled(look: "Look", workspace: "Workspace", *, has_kind: bool) -> "Look | None":
    """The look, where a person wants it added, of the kind that they say; None where not."""
    _show([look], workspace.config.crawl.page_budget)
    if look.unknown:
        return look if click.confirm("Add it all the same?", err=True) else None
    if not has_kind:
        kind = Kind(click.prompt("What it is", type=KINDS, default=look.kind.value, err=True))
        if (kind is Kind.FORUM) != (look.kind is Kind.FORUM):  # which are read in other ways
            return _settled(looked([(look.url, kind)], workspace.folder)[0], workspace, has_kind=True)
        look = replace(look, kind=kind)
    return look if click.confirm("Add it?", default=True, err=True) else None


def _write(config: "Config", chosen: "Sequence[Look]", keys: tuple[str, ...]) -> None:
    from mentions.services import source_lists

    if chosen:
        source_lists.add(config, [Source(kind=one.kind, url=one.url, brands=keys) for one in chosen])


def _say(chosen: "Sequence[Look]", config: "Config") -> None:
    if not chosen:
        click.echo("Nothing was added.")
        return
    crawls = " && ".join(f"scrapy crawl {SPIDERS[kind]}" for kind in Kind if kind in {one.kind for one in chosen})
    number = f"{len(chosen)} source{'s'[len(chosen) == 1 :]}"
    click.echo(f"Added {number} to {safe_line(str(config.path))}. Then:\n\n  {crawls}")


def _show(looks: "Sequence[Look]", budget: int) -> None:
    """What each look saw, and what a crawl makes of it that reads so many pages of a source."""
    columns = ("is", "holds", "newest", "crawl")
    for look in looks:
        click.echo(safe_line(look.url, width=80))
        for line in _sentences(look, budget):
            click.echo(wrapped(line))
        click.echo()
        if rows := _rows(look):
            width = room([row[1:] for row in rows], columns)
            print_table([(safe_line(row[0], width=width), *row[1:]) for row in rows], ("address", *columns))
            click.echo()


def _rows(look: "Look") -> list[tuple[str, str, str, str, str]]:
    """Every list that was seen, those first that a crawl reads; addresses on the own host without it."""
    from mentions.platforms.sights import Way

    front = "/".join(look.url.split("/")[:3])
    rows = [_row(one, "reads", front) for one in look.reads]
    if look.way in (Way.ROWS, Way.LINKS):
        rows.append((_short(look.url, front), look.way.value, much(look.entries, is_part=look.is_part), "", "reads"))
    return [*rows, *(_row(one, one.unknown or "beside", front) for one in look.beside)]


def _row(one: "Sight", crawl: str, front: str) -> tuple[str, str, str, str, str]:
    holds = much(one.entries, is_part=one.is_part) if one.kind else ""
    return _short(one.url, front), one.kind or "", holds, f"{one.newest:%Y-%m-%d}" if one.newest else "", crawl


def _sentences(look: "Look", budget: int) -> list[str]:
    from mentions.platforms.sights import Way
    from mentions.services.health import advice

    what = f"{look.kind}: {look.why}"
    said = [what + (f"; software: {look.software}" if look.software and look.software not in look.why else "")]
    if look.unknown:
        why = f"{look.unknown} ({look.detail})" if look.detail else look.unknown
        return [*(said if look.is_sure else ()), f"it cannot be read: {why}", advice(look.unknown)]
    if look.way is Way.LINKS:
        named = f"a crawl follows its links ({much(look.entries, is_part=True)}) and what they lead to"
        return [*said, named, f"{budget:,} pages at most a run; the next one goes on"]
    named = f"its {look.way} name {much(look.entries, is_part=look.is_part)} addresses"
    return [*said, f"{named}; a run reads {budget:,} pages of it at most", *_archive(look, budget)]


def _archive(look: "Look", budget: int) -> list[str]:
    """Where a plain crawl would not come to all that there is, what does."""
    is_more = look.is_part or look.entries > budget or any(one.entries > look.entries for one in look.beside)
    return ["all of it, run by run: scrapy crawl … -a backfill=yes"] if is_more else []


def fields(look: "Look") -> dict[str, object]:
    from mentions.services.health import advice

    todo = advice(look.unknown) if look.unknown else None
    return asdict(look) | {"unknown": look.unknown or None, "newest": look.newest, "advice": todo}


def much(entries: int, *, is_part: bool) -> str:
    return f"at least {entries:,}" if is_part else f"{entries:,}"


def _short(url: str, front: str) -> str:
    path, _, query = url.removeprefix(front).partition("?")
    return path if path.strip("/") or not query else f"{path}?{query}"


def wrapped(line: str) -> str:
    return fill(safe_line(line), 80, initial_indent="  ", subsequent_indent="    ")
