"""How often a source is asked."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prospect_examples import BRAND, NOW, make_workspace

from mentions import db
from mentions.db import Engine
from mentions.db.store.pace import PaceRow, paces
from mentions.items import Kind, Source
from mentions.services.pacing import LONGEST, Pacing, note, resting, software

URL = "https://blog.example/feed.xml"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
KINDS = st.sampled_from(list(Kind))
AGES = st.timedeltas(timedelta(0), timedelta(days=4000))


def source(kind: Kind = Kind.BLOG, every: str = "") -> Source:
    return Source(kind=kind, url=URL, every=every)


def rest(one: Source, *, looked: timedelta, news: timedelta, adapts: bool = True) -> timedelta | None:
    """How long the source is left alone still, by how long ago it was looked at, and gave news."""
    at = Pacing(NOW, adapts).next_look(one, PaceRow(URL, NOW - looked, NOW - news))
    return at - NOW if at else None


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_workspace(tmp_path, BRAND).store()
    yield engine
    engine.dispose()


def test_a_source_never_read_or_with_news_is_asked() -> None:
    assert Pacing(NOW).next_look(source(), None) is None
    assert rest(source(), looked=timedelta(0), news=timedelta(0)) is None
    assert rest(source(), looked=timedelta(minutes=1), news=timedelta(hours=5)) is None


@pytest.mark.parametrize(
    ("kind", "quiet", "left"),
    [
        (Kind.NEWS, 5 * DAY, 0.9 * 12 * HOUR),
        (Kind.NEWS, 400 * DAY, 0.9 * DAY),
        (Kind.BLOG, 5 * DAY, 0.9 * 12 * HOUR),
        (Kind.BLOG, 30 * DAY, 0.9 * 3 * DAY),
        (Kind.FORUM, 400 * DAY, 0.9 * 7 * DAY),
    ],
)
def test_a_quiet_source_rests_for_a_tenth_of_its_silence(kind: Kind, quiet: timedelta, left: timedelta) -> None:
    assert rest(source(kind), looked=timedelta(0), news=quiet) == left
    assert rest(source(kind), looked=left, news=left + quiet) is None


def test_a_cron_job_each_day_always_reads_news() -> None:
    late = timedelta(minutes=59)
    assert rest(source(Kind.NEWS), looked=DAY - late, news=4000 * DAY) is None


@pytest.mark.parametrize(("every", "hours"), [("30m", 0.5), ("6h", 6), ("2d", 48), ("1w", 168)])
def test_the_word_of_the_user_holds(every: str, hours: float) -> None:
    fixed = source(Kind.NEWS, every)
    for news in (timedelta(0), 900 * DAY):
        for adapts in (True, False):
            assert rest(fixed, looked=timedelta(0), news=news, adapts=adapts) == 0.9 * hours * HOUR
            assert rest(fixed, looked=0.95 * hours * HOUR, news=news, adapts=adapts) is None


def test_without_adapting_every_run_asks() -> None:
    assert rest(source(), looked=timedelta(0), news=900 * DAY, adapts=False) is None


@given(kind=KINDS, looked=AGES, quiet=AGES)
def test_no_rest_is_longer_than_its_bound(kind: Kind, looked: timedelta, quiet: timedelta) -> None:
    left = rest(source(kind), looked=looked, news=looked + quiet)
    assert left is None or timedelta(0) < left <= LONGEST[kind] - looked


@given(quiet=AGES, ahead=AGES)
def test_a_clock_that_was_set_back_makes_no_source_rest(quiet: timedelta, ahead: timedelta) -> None:
    ahead += timedelta(seconds=1)
    assert rest(source(), looked=-ahead, news=-ahead + quiet) is None


def test_what_was_looked_at_is_kept(engine: Engine) -> None:
    start = datetime(2026, 6, 1, tzinfo=UTC)
    other = "https://other.example/"
    note(engine, [URL, other], with_news={other}, at=start)
    note(engine, [URL, other], with_news={other}, at=start + 20 * DAY)
    with db.reading(engine) as connection:
        known = paces(connection, [URL, other, "https://never.example/"])
    assert known == {
        URL: PaceRow(URL, start + 20 * DAY, start),
        other: PaceRow(other, start + 20 * DAY, start + 20 * DAY),
    }
    sources = [source(), Source(kind=Kind.BLOG, url=other), Source(kind=Kind.BLOG, url="https://never.example/")]
    soon = Pacing(start + 21 * DAY)
    assert resting(engine, sources, soon) == {URL: start + 20 * DAY + 0.9 * 2 * DAY}
    assert resting(engine, sources, Pacing(start + 22 * DAY)) == {}


def test_what_a_source_runs_is_kept_until_another_look_says_otherwise(engine: Engine) -> None:
    other, start = "https://other.example/", datetime(2026, 6, 1, tzinfo=UTC)
    runs = {URL: "Discourse", other: "phpBB"}
    note(engine, runs, with_news=runs, at=start, software=runs, told=[URL])
    note(engine, runs, with_news=(), at=start + DAY)
    assert software(engine, runs) == runs
    assert software(engine, runs, telling=True) == {URL: "Discourse"}
    note(engine, runs, with_news=[URL], at=start + 2 * DAY, software={URL: ""})
    assert software(engine, runs) == {other: "phpBB"}
