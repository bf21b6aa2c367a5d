"""A run leaves a row that says how it ended, and a spider of sources is at work once at a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prospect_examples import hours

from mentions.db import Engine, ready
from mentions.db.models import RunState
from mentions.services import runs
from mentions.services.runs import AtWorkError, alone, history


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = ready(f"sqlite:///{tmp_path / 'mentions.db'}")
    yield engine
    engine.dispose()


def begin(engine: Engine, at: float, spider: str = "news") -> int:
    return runs.start(engine, spider, ["https://news.example/feed.xml"], now=hours(at))


def states(engine: Engine, spider: str = "news") -> list[tuple[RunState, str]]:
    return [(run.state, run.reason) for run in history(engine, spider, limit=9)]


@pytest.mark.parametrize("spider", ["news", "blogs", "forums"])
def test_a_second_run_is_told_since_when_the_first_is_at_work(engine: Engine, spider: str) -> None:
    with alone(engine, spider):
        begin(engine, -2, spider)
        with pytest.raises(AtWorkError) as raised, alone(engine, spider):
            pytest.fail("two at once")
    assert str(raised.value) == (
        f"another run of {spider} is at work on this database since {hours(-2):%Y-%m-%d %H:%M} UTC; "
        "this one leaves it alone"
    )


def test_a_run_that_has_not_written_its_row_yet_keeps_others_away_too(engine: Engine) -> None:
    runs.finish(engine, begin(engine, -9), reason="finished", errors=0, counts={}, now=hours(-8))
    with alone(engine, "news"), pytest.raises(AtWorkError) as raised, alone(engine, "news"):
        pytest.fail("two at once")
    assert "since" not in str(raised.value)


def test_other_spiders_are_not_kept_away(engine: Engine) -> None:
    with alone(engine, "news"), alone(engine, "blogs"), alone(engine, "urls"), alone(engine, "urls"):
        pass
    with alone(engine, "news"):
        pass


def test_who_only_looks_keeps_nobody_away(engine: Engine) -> None:
    begin(engine, -1)
    for _ in range(20):
        with alone(engine, "news"):
            history(engine, "news", limit=1)
        history(engine, "news", limit=1)


def test_a_run_that_was_killed_has_failed(engine: Engine) -> None:
    with alone(engine, "news"):
        begin(engine, -2)
        assert states(engine) == [(RunState.RUNNING, "")]
    assert states(engine) == [(RunState.FAILED, "killed")]


def test_the_next_run_notes_what_was_killed(engine: Engine) -> None:
    ended = begin(engine, -9)
    runs.finish(engine, ended, reason="finished", errors=0, counts={}, now=hours(-8))
    with alone(engine, "news"):
        begin(engine, -5)
    begin(engine, -4, "blogs")
    with alone(engine, "news"):
        begin(engine, -2)
        assert states(engine) == [(RunState.RUNNING, ""), (RunState.FAILED, "killed"), (RunState.FINISHED, "finished")]
        with alone(engine, "blogs"):
            assert states(engine, "blogs") == [(RunState.RUNNING, "")]


def test_of_spiders_that_may_be_many_nobody_can_tell(engine: Engine) -> None:
    begin(engine, -2, "urls")
    begin(engine, -1, "urls")
    assert states(engine, "urls") == [(RunState.RUNNING, ""), (RunState.RUNNING, "")]


@pytest.mark.parametrize(
    ("reason", "errors", "expected"),
    [
        ("finished", 0, (RunState.FINISHED, "finished")),
        ("finished", 2, (RunState.FAILED, "finished, 2 errors in the log")),
        ("shutdown", 0, (RunState.FAILED, "shutdown")),
        ("start_error", 1, (RunState.FAILED, "start_error, 1 errors in the log")),
        ("closespider_timeout", 0, (RunState.FINISHED, "closespider_timeout")),
        ("closespider_pagecount", 1, (RunState.FAILED, "closespider_pagecount, 1 errors in the log")),
        ("closespider_errorcount", 0, (RunState.FAILED, "closespider_errorcount")),
        ("memusage_exceeded", 0, (RunState.FAILED, "memusage_exceeded")),
    ],
)
def test_how_a_run_ended(engine: Engine, reason: str, errors: int, expected: tuple[RunState, str]) -> None:
    runs.finish(engine, begin(engine, -2), reason=reason, errors=errors, counts={}, now=hours(-1))
    assert states(engine) == [expected]
