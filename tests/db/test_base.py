from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import StatementError

from mentions.db.base import storable
from mentions.db.models import CrawlRun, RunState
from mentions.db.store.upserts import table_of

NOON = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)


def add_run(connection: Connection, at: datetime, counts: object = None) -> None:
    values = {"spider": "news", "started_at": at, "state": RunState.RUNNING, "reason": "", "sources": []}
    connection.execute(insert(table_of(CrawlRun)).values(**values, counts=counts or {}))


def test_times_come_back_aware_and_in_utc(connection: Connection) -> None:
    add_run(connection, NOON.astimezone(timezone(timedelta(hours=9))))
    kept = connection.execute(select(CrawlRun.started_at, CrawlRun.finished_at)).one()
    assert tuple(kept) == (NOON, None)
    assert kept[0].tzinfo is UTC


def test_a_naive_time_is_an_error(connection: Connection) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        add_run(connection, NOON.replace(tzinfo=None))


def test_enumerations_are_kept_by_value(connection: Connection) -> None:
    add_run(connection, NOON)
    state = table_of(CrawlRun).c.state
    assert connection.execute(select(state)).scalar_one() is RunState.RUNNING
    assert connection.exec_driver_sql("SELECT state FROM crawl_run").scalar_one() == "running"


def test_json_is_cleaned_however_deep(connection: Connection) -> None:
    add_run(connection, NOON, {"a\0": [{"b": ("x\ud800", 1, None)}]})
    assert connection.execute(select(CrawlRun.counts)).scalar_one() == {"a\ufffd": [{"b": ["x\ufffd", 1, None]}]}


@given(st.text(st.characters(codec=None)))
def test_what_is_storable_keeps_its_length_and_can_be_encoded(hostile: str) -> None:
    clean = storable(hostile)
    assert len(clean) == len(hostile)
    assert "\0" not in clean.encode().decode()
    assert storable(clean) == clean
