"""`mentions sources check`: what stands at each source now, beside how it has worked."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from textwrap import fill
from typing import TYPE_CHECKING

import click

from mentions.cli.opening import opened
from mentions.cli.source_looks import KINDS, fields, looked, much, wrapped
from mentions.cli.tables import room
from mentions.cli.terminal import print_json, print_table, safe_line
from mentions.exceptions import MentionsError

if TYPE_CHECKING:
    from mentions.config import Config
    from mentions.platforms.sights import Look
    from mentions.services.source_lists import Standing


@click.command()
@click.argument("urls", metavar="[URL…]", nargs=-1)
@click.option("--kind", type=KINDS, help="Those of one kind only.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a source.")
def check(*, urls: tuple[str, ...], kind: str | None, as_json: bool) -> None:
    """Look at each source now, or those named: what it gives, when it last worked, why it fails, and what to do.

    Nothing is recorded. Ends with status 1 where one cannot be read.

    \b
    Example:
      mentions sources check
      mentions sources check https://blog.example/feed.xml --json
    """
    from mentions.services import source_lists

    with opened() as (workspace, engine):
        config = workspace.config
        standings = source_lists.standings(engine, config, now=datetime.now(UTC))
        places = sorted({place for url in urls for place in _places(config, url)})
    chosen = [standings[place] for place in places] if urls else standings
    chosen = [one for one in chosen if kind in (None, one.source.kind)]
    looks = looked([(one.source.url, one.source.kind) for one in chosen], workspace.folder)
    if as_json:
        print_json(_checked(one, look) for one, look in zip(chosen, looks, strict=True))
    elif looks:
        _print_checked(chosen, looks)
    else:
        click.echo("No source to check; mentions sources add URL brings some.")
    if any(look.unknown for look in looks):
        click.get_current_context().exit(1)


def _print_checked(chosen: "Sequence[Standing]", looks: "Sequence[Look]") -> None:
    columns = ("kind", "now", "holds", "newest", "last worked")
    rows = [
        (
            one.source.kind.value,
            "fails" if look.unknown else "works",
            "" if look.unknown else much(look.entries, is_part=look.is_part),
            f"{look.newest:%Y-%m-%d}" if look.newest else "",
            f"{one.worked_at:%Y-%m-%d}" if one.worked_at else "never",
        )
        for one, look in zip(chosen, looks, strict=True)
    ]
    width = room(rows, columns)
    names = [safe_line(_bare(one.source.url), width=width) for one in chosen]
    print_table([(name, *row) for name, row in zip(names, rows, strict=True)], ("source", *columns))
    if said := software_of((one.source.url, _software(one, look)) for one, look in zip(chosen, looks, strict=True)):
        click.echo(f"\n{said}")
    for one, look in zip(chosen, looks, strict=True):
        if lines := [*_troubles(one, look), *_budget(one)]:
            click.echo(f"\n{safe_line(one.source.url, width=80)}")
            for line in lines:
                click.echo(wrapped(line))


def _troubles(one: "Standing", look: "Look") -> list[str]:
    """What a person should know and do about a source, nothing where all is well."""
    from mentions.services.health import advice

    if look.unknown:
        why = f"{look.unknown} ({look.detail})" if look.detail else look.unknown
        return [f"now: {why}; {advice(look.unknown)}"]
    if one.failing and one.tried_at:
        return [f"{one.tried_at:%Y-%m-%d}: {one.failing}; it can be read now, so the next crawl will"]
    return []


def _budget(one: "Standing") -> list[str]:
    """How much of a source a run reads, where it has a budget of its own."""
    return [f"a run reads {one.budget:,} pages of it at most"] if one.source.budget else []


def _software(one: "Standing", look: "Look") -> str:
    """What a source runs, by this look, else by the last crawl."""
    return look.software or one.software


def software_of(known: "Iterable[tuple[str, str]]") -> str:
    """Lines with the addresses of those sources whose software is known, a paragraph each; "" where it is of none."""
    by_name: dict[str, list[str]] = {}
    for url, name in known:
        if name:
            by_name.setdefault(name, []).append(_bare(url))
    said = (f"{name}: {', '.join(urls)}" for name, urls in sorted(by_name.items()))
    return "\n".join(fill(safe_line(line), 80, subsequent_indent="  ", break_on_hyphens=False) for line in said)


def _checked(one: "Standing", look: "Look") -> dict[str, object]:
    return fields(look) | {
        "software": _software(one, look),
        "budget": one.budget,
        "brands": list(one.source.brands),
        "tried_at": one.tried_at,
        "worked_at": one.worked_at,
        "offered": one.offered,
        "failed_then": one.failing or None,
    }


def _places(config: "Config", url: str) -> list[int]:
    from mentions.services import source_lists

    if places := source_lists.find(config, url):
        return places
    raise MentionsError(f"{safe_line(url)} is no source in {config.path}; see mentions sources list")


def _bare(url: str) -> str:
    return url.partition("://")[2]
