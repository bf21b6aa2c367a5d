"""What is wrong with the last crawls, for the last line of a cron job: nothing to say where all went well."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from mentions.config import Config
from mentions.db import Engine
from mentions.db.models import RunState
from mentions.db.store.rows import RunRow
from mentions.items import Unknown
from mentions.services.pacing import rested
from mentions.services.runs import KILLED, SEARCH, SPIDERS, history
from mentions.services.status import number, reasons

_REMEMBERED = 50
_CORRECT = "correct its address in mentions.toml, or take it out"
_INSTEAD = "name the feed or sitemap of that site in its place"
_ADVICE = {
    Unknown.BLOCKED: "the site turns crawlers away: ask it for leave, or take the source out",
    Unknown.ROBOTS: "the site forbids it: ask it for leave, or take the source out",
    Unknown.PRIVATE: "if it is meant to be read, list its host:port in [crawl] allow_private",
    Unknown.GONE: _CORRECT,
    Unknown.REFUSED: _CORRECT,
    Unknown.DNS: f"is this machine online? Else {_CORRECT}",
    Unknown.CERTIFICATE: "tell the site, whose readers are turned away too",
    Unknown.TOO_LARGE: _INSTEAD,
    Unknown.NOT_HTML: _INSTEAD,
    Unknown.EMPTY: _INSTEAD,
    Unknown.NEEDS_KEYS: (
        "register an app of the type script at https://www.reddit.com/prefs/apps, and put its id and secret into the "
        "environment variables REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET"
    ),
    Unknown.NEEDS_JAVASCRIPT: f"{_INSTEAD}, or write browser = true below it",
}
_ENDINGS = {
    KILLED: "was killed, or could not record its end; the next run goes on from there",
    "shutdown": "was stopped before its end; the next run goes on from there",
}


def advice(reason: str) -> str:
    """What to do about a source that cannot be read for this reason."""
    known = (said for unknown, said in _ADVICE.items() if unknown == reason)
    return next(known, "the next run tries it again")


def problems(engine: Engine, config: Config, *, max_age: timedelta, now: datetime) -> list[str]:
    """What is wrong with the last runs of the spiders that have sources, and with each source, a line each."""
    return [
        f"{spider}: {what}"
        for spider, sources, past in _histories(engine, config)
        for what in (*_of_runs(past, max_age, now), *_of_sources(past, sources, max_age, now))
    ]


def problems_of_runs(engine: Engine, config: Config, *, max_age: timedelta, now: datetime) -> list[str]:
    """The same without what is wrong with single sources."""
    return [
        f"{spider}: {what}" for spider, _, past in _histories(engine, config) for what in _of_runs(past, max_age, now)
    ]


def _histories(engine: Engine, config: Config) -> Iterator[tuple[str, list[str], list[RunRow]]]:
    """Each spider that has sources, these, and its runs that were for any of them, newest first."""
    for kind, spider in SPIDERS.items():
        if sources := [source.url for source in config.sources if source.kind is kind]:
            past = history(engine, spider, limit=_REMEMBERED)
            # Somebody's try of another source at the keyboard says nothing about these.
            yield spider, sources, [run for run in past if not set(sources).isdisjoint(run.sources)]
    if config.search.engines:  # else nobody said that it should run
        yield SEARCH, [], history(engine, SEARCH, limit=_REMEMBERED)


def _of_runs(past: Sequence[RunRow], max_age: timedelta, now: datetime) -> Iterator[str]:
    """What is wrong with the runs of a spider. One that is at work is not judged before its end."""
    if not past:
        yield "never ran"
    elif now - past[0].started_at > max_age:
        yield _late(past[0], now)
    ended = _ended(past)
    for last in ended[:1]:
        yield from _wrong(last, ended[1:])


def _of_sources(past: Sequence[RunRow], sources: Sequence[str], max_age: timedelta, now: datetime) -> Iterator[str]:
    """What is wrong with single sources, as far as their spider runs at all."""
    for source in sources if past else ():
        mine = [run for run in past if source in run.sources]
        if not mine:
            yield f"{source} was never read"
        elif now - mine[0].started_at > max_age >= now - past[0].started_at:
            yield f"{source} was last read {_ago(mine[0].started_at, now)}"
        yield from _silent(source, [run for run in _ended(mine) if not rested(run, source)])


def _ended(past: Sequence[RunRow]) -> list[RunRow]:
    return [run for run in past if run.state is not RunState.RUNNING]


def _late(last: RunRow, now: datetime) -> str:
    if last.state is RunState.RUNNING:
        return f"is at work since {_time(last.started_at)}; end it where it hangs, or set CLOSESPIDER_TIMEOUT"
    return f"last ran {_ago(last.started_at, now)}"


def _wrong(last: RunRow, earlier: Sequence[RunRow]) -> Iterator[str]:
    """What is wrong with the last run that ended."""
    if last.state is RunState.FAILED:
        how = _ENDINGS.get(last.reason, f"failed: {last.reason}")
        yield f"the run of {_time(last.started_at)} {how}"
    elif number(last, "asked") > number(last, "lists") and not _saw(last) and any(map(_saw, earlier)):
        # Lists on the way through a site are asked for in every run, and are no pages.
        why = ", ".join(f"{reason} {times}" for reason, times in reasons(last, "failed").items())
        yield f"asked for {number(last, 'asked')} pages and could read none" + (f" ({why})" if why else "")


def _saw(run: RunRow) -> int:
    """How many pages were read, or found as they were."""
    return number(run, "read") + number(run, "unchanged")


def _silent(source: str, ended: Sequence[RunRow]) -> Iterator[str]:
    """Whether a source gave nothing in the last of the runs that were to read it."""
    if not ended or _heard(source, ended[0]):
        return
    counts = ended[0].counts
    if why := counts.get("silent", {}).get(source):
        yield f"{source} could not be read: {why}; {advice(why)}"
    elif source in counts.get("heard", {}) and any(_heard(source, run) for run in ended[1:]):
        yield f"{source} offered nothing, and used to; look whether it moved"


def _heard(source: str, run: RunRow) -> int:
    return int(run.counts.get("heard", {}).get(source, 0))


def _ago(then: datetime, now: datetime) -> str:
    return f"{(now - then) // timedelta(hours=1)} hours ago, on {_time(then)}"


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
