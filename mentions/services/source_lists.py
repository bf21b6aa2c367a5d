"""The sources of a workspace: how each has worked, and lists of them from and for other programs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mentions import db, urls
from mentions.config import Config
from mentions.config.amending_sources import add_sources, remove_source
from mentions.config.model import find_brand
from mentions.db import Engine
from mentions.db.store.rows import RunRow
from mentions.db.store.source_figures import SourceFigures, source_figures
from mentions.imports.sources import Listed
from mentions.items import Kind, Source
from mentions.services.configuring import amend
from mentions.services.pacing import Pacing, rested, resting, software
from mentions.services.runs import SPIDERS, history
from mentions.services.visiting import address_of

_REMEMBERED = 50
"""Runs that are looked through for the last one in which a source worked."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source has worked: when last, and how many addresses it offered then; `failing` says why it does not now.

    `tried_at` is the last run that was to read it, `next_look` from when on it is asked again, None: by the next run.
    `software` is what it runs, as far as a crawl recognised it; `budget` how many pages it may give in a run.
    """

    source: Source
    figures: SourceFigures
    tried_at: datetime | None = None
    worked_at: datetime | None = None
    offered: int = 0
    failing: str = ""
    next_look: datetime | None = None
    software: str = ""
    budget: int = 0


@dataclass(frozen=True, slots=True)
class Merged:
    """What a list brings: sources to add, how many are configured already, and what is wrong, with its line."""

    new: tuple[Source, ...]
    known: int
    wrong: tuple[tuple[int, str], ...]


def standings(engine: Engine, config: Config, *, now: datetime) -> list[Standing]:
    """How each configured source has worked, in their order."""
    past = {kind: history(engine, spider, limit=_REMEMBERED) for kind, spider in SPIDERS.items()}
    with db.reading(engine) as connection:
        figures = source_figures(connection, {source.url for source in config.sources})
    found = [_standing(one, figures.get(one.url, SourceFigures()), past[one.kind]) for one in config.sources]
    rests = resting(engine, config.sources, Pacing(now, config.crawl.adapt))
    runs = software(engine, [source.url for source in config.sources])
    return [
        replace(
            one,
            next_look=rests.get(one.source.url),
            software=runs.get(one.source.url, ""),
            budget=one.source.budget or config.crawl.page_budget,
        )
        for one in found
    ]


def merged(config: Config, listed: Iterable[Listed], *, kind: Kind) -> Merged:
    """Which sources of a list are new; those that do not say what they are count as of this `kind`."""
    known = {address_of(source.url) for source in config.sources}
    new, wrong, times = list[Source](), list[tuple[int, str]](), 0
    for one in listed:
        if fault := _fault(config, one):
            wrong.append((one.line, fault))
        elif (address := urls.normalise(one.url)) in known:
            times += 1
        else:
            known.add(address)
            keys = [brand.key for name in one.brands if (brand := find_brand(config.brands, name))]
            new.append(Source(kind=one.kind or kind, url=one.url.strip(), brands=tuple(dict.fromkeys(keys))))
    return Merged(tuple(new), times, tuple(wrong))


def add(config: Config, sources: Sequence[Source]) -> None:
    """Write sources into the configuration. Raises ConfigError."""
    amend(config, lambda text, path: add_sources(text, sources, path))


def find(config: Config, url: str) -> list[int]:
    """The places (from 0) of the sources with this address, in whatever spelling."""
    wanted = address_of(url) or address_of(f"https://{url}")
    return [place for place, one in enumerate(config.sources) if wanted and address_of(one.url) == wanted]


def remove(config: Config, places: Sequence[int]) -> None:
    """Take sources out of the configuration; what was read of them stays. Raises ConfigError."""

    # The last first: the places before it stay what they are.
    def without(text: str, path: Path) -> str:
        for place in sorted(places, reverse=True):
            text = remove_source(text, place, path)
        return text

    amend(config, without)


def _standing(source: Source, figures: SourceFigures, past: Sequence[RunRow]) -> Standing:
    mine = [run for run in past if source.url in run.sources and run.finished_at and not rested(run, source.url)]
    if not mine:
        return Standing(source, figures)
    worked = next((run for run in mine if _offered(run, source)), None)
    return Standing(
        source,
        figures,
        tried_at=mine[0].started_at,
        worked_at=worked.started_at if worked else None,
        offered=_offered(worked, source) if worked else 0,
        failing="" if _offered(mine[0], source) else _why(mine[0], source),
    )


def _offered(run: RunRow, source: Source) -> int:
    return int(run.counts.get("heard", {}).get(source.url, 0))


def _why(run: RunRow, source: Source) -> str:
    if source.url in run.counts.get("heard", {}):
        return "it offered nothing"
    return str(run.counts.get("silent", {}).get(source.url, "the run ended before it was read"))


def _fault(config: Config, one: Listed) -> str:
    """What is wrong with a line of a list, "" where nothing is."""
    if one.fault:
        return one.fault
    if address_of(one.url) is None or any(sign.isspace() for sign in one.url.strip()):
        return f"“{one.url[:100]}” is no web address; write it whole, with https://"
    strangers = [name for name in one.brands if not find_brand(config.brands, name)]
    return f"no [[brand]] is called “{strangers[0][:100]}”" if strangers else ""
