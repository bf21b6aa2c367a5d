import multiprocessing
import sqlite3
import stat
import sys
from collections import deque
from pathlib import Path

import pytest
from db_examples import NOW, keep, mention, visit
from sqlalchemy import Engine, event, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from mentions.db import reading, ready, transaction
from mentions.db.engine import connect
from mentions.db.models import CrawlRun, Site, Visit
from mentions.db.store.mentions import mentions
from mentions.db.store.runs import start_run
from mentions.db.store.upserts import table_of
from mentions.exceptions import StoreError

ROUNDS = 60


def count_up(url: str, name: str) -> None:
    """Read, then write, again and again: what two of these lose shows in the sum."""
    engine = ready(url)
    run = table_of(CrawlRun)
    for number in range(ROUNDS):
        with transaction(engine) as connection:
            counts = connection.execute(select(run.c.counts).where(run.c.id == 1)).scalar_one()
            counts["seen"] = counts.get("seen", 0) + 1
            connection.execute(update(run).where(run.c.id == 1).values(counts=counts))
            keep(connection, visit(mention(), url=f"https://{name}.example/{number}"), visit(mention()))
    engine.dispose()


def in_processes(number: int, work: object, url: str) -> list[int | None]:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=work, args=(url, f"w{nth}")) for nth in range(number)]  # type: ignore[arg-type]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return [worker.exitcode for worker in workers]


def open_at_once(url: str, _name: str) -> None:
    ready(url).dispose()


@pytest.mark.slow
def test_two_writers_lose_nothing(sqlite_url: str) -> None:
    engine = ready(sqlite_url)
    with transaction(engine) as connection:
        start_run(connection, spider="news", sources=[], at=NOW)
    assert in_processes(2, count_up, sqlite_url) == [0, 0]
    with reading(engine) as connection:
        assert connection.execute(select(CrawlRun.counts)).scalar_one() == {"seen": 2 * ROUNDS}
        assert len(mentions(connection)) == 2 * ROUNDS + 1
        assert len(connection.execute(select(Visit.id)).all()) == 2 * ROUNDS + 1
    engine.dispose()


@pytest.mark.slow
def test_many_may_make_the_same_database_at_once(sqlite_url: str) -> None:
    assert in_processes(6, open_at_once, sqlite_url) == [0] * 6


def test_who_only_looks_is_not_held_up(sqlite_url: str) -> None:
    engine = ready(sqlite_url)
    with transaction(engine) as writing, reading(engine) as looking:
        keep(writing, visit(mention()))
        assert mentions(looking) == []
    engine.dispose()


def test_the_file_belongs_to_its_owner_alone(sqlite_url: str, tmp_path: Path) -> None:
    engine = ready(sqlite_url)
    with transaction(engine) as connection:
        keep(connection, visit(mention()))
        files = sorted(tmp_path.iterdir())
        assert [file.name for file in files] == ["mentions.db", "mentions.db-shm", "mentions.db-wal"]
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    engine.dispose()


def test_rows_that_refer_to_nothing_are_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError), transaction(engine) as connection:
        connection.execute(
            text("INSERT INTO contact VALUES (1, 99, 'a@b.example', '', '', 'role', '', '', '', '2026-11-20')")
        )


def test_what_fails_is_taken_back_whole(engine: Engine) -> None:
    site = insert(table_of(Site)).values(domain="a.example", first_seen=NOW)
    twice = [site, site]
    with pytest.raises(IntegrityError), transaction(engine) as connection:
        deque(map(connection.execute, twice))
    with transaction(engine) as connection:
        assert connection.execute(select(Site.id)).all() == []
        connection.execute(site)
    with reading(engine) as connection:
        assert len(connection.execute(select(Site.id)).all()) == 1


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mentions.db", "not the address of a database, write sqlite:///"),
        ("postgres://me@host/name", "not the address of a database.*postgresql\\+psycopg://"),
        ("mysql://me@host/name", "database"),
        ("sqlite+aiosqlite:///x.db", "sqlite\\+aiosqlite: no database this program can use"),
        ("sqlite://", "in memory would be forgotten"),
        ("sqlite:///:memory:", "in memory would be forgotten"),
        ("sqlite:////nowhere/at/all/x.db", "/nowhere/at/all/x.db: .*No such file"),
        ("sqlite:///x.db?timeout=soon", r"x.db: behind the file of a database only \?timeout=SECONDS may stand"),
        ("sqlite:///x.db?timeout=nan", "only .timeout=SECONDS"),
        ("sqlite:///x.db?mode=ro", "only .timeout=SECONDS"),
    ],
)
def test_an_address_that_is_of_no_use_is_told_in_one_line(url: str, says: str) -> None:
    with pytest.raises(StoreError, match=says) as raised:
        connect(url)
    assert "\n" not in str(raised.value)


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'mentions\[postgres\]'"):
        connect("postgresql+psycopg://me:secret@host/name")


def test_a_file_of_another_kind_is_told(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "mentions.db").write_text("dear diary, " * 100)
    with pytest.raises(StoreError, match=r"mentions\.db: this is no SQLite database"):
        ready(sqlite_url)


def test_a_damaged_file_is_told(sqlite_url: str, tmp_path: Path) -> None:
    ready(sqlite_url).dispose()
    file = tmp_path / "mentions.db"
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\x7f" * (len(whole) - 4096))
    engine = connect(sqlite_url)
    with pytest.raises(StoreError, match="damaged"), reading(engine) as connection:
        connection.execute(select(Visit.id)).all()
    engine.dispose()


def test_a_lock_that_is_never_given_back_is_told(sqlite_url: str, tmp_path: Path) -> None:
    engine = ready(f"{sqlite_url}?timeout=0.05")
    other = sqlite3.connect(tmp_path / "mentions.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program is writing to it"), transaction(engine) as connection:
        start_run(connection, spider="news", sources=[], at=NOW)
    other.close()
    engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "says"),
    [("max_page_count = 1", "the disk is full"), ("query_only = ON", "it is read-only; check the rights")],
)
def test_a_database_that_cannot_be_written_to_is_told(sqlite_url: str, pragma: str, says: str) -> None:
    engine = ready(sqlite_url)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(f"PRAGMA {pragma}"))
    many = [visit(mention(), url=f"https://a.example/{number}") for number in range(500)]
    with pytest.raises(StoreError, match=f"mentions.db: {says}"), transaction(engine) as connection:
        keep(connection, *many)
    engine.dispose()
