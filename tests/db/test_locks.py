"""A lock is held by one at a time and outlives nobody."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from mentions.db.engine import connect
from mentions.db.locks import lock
from mentions.exceptions import StoreError
from mentions.paths import CHECKOUT

HOLDER = """
import sys, time
from mentions.db.engine import connect
from mentions.db.locks import lock
with lock(connect(sys.argv[1]), "news") as is_ours:
    print(is_ours, flush=True)
    time.sleep(60)
"""


@contextmanager
def elsewhere(url: str) -> Iterator["subprocess.Popen[str]"]:
    """A process that holds the lock `news`, or learns that it may not."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, url], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    ) as holder:
        try:
            yield holder
        finally:
            holder.kill()


def said(holder: "subprocess.Popen[str]") -> str:
    assert holder.stdout is not None
    return holder.stdout.readline().strip()


def is_free(engine: Engine, name: str = "news") -> bool:
    with lock(engine, name) as is_ours:
        return is_ours


def test_one_at_a_time(engine: Engine, database_url: str) -> None:
    other = connect(database_url)
    with lock(engine, "news") as first:
        assert first
        assert not is_free(other)
        assert not is_free(engine)
        assert is_free(other, "blogs")
    assert is_free(other)
    other.dispose()


def test_a_process_that_is_killed_holds_nothing(engine: Engine, database_url: str) -> None:
    with elsewhere(database_url) as holder:
        assert said(holder) == "True"
        assert not is_free(engine)
        with elsewhere(database_url) as late:
            assert said(late) == "False"
        holder.kill()
        holder.wait()
        assert wait_until_free(engine)


def wait_until_free(engine: Engine) -> bool:
    """A server may need a moment to see that the other side is gone."""
    import time

    end = time.monotonic() + 10
    while time.monotonic() < end:
        if is_free(engine):
            return True
        time.sleep(0.05)
    return False


def test_the_same_file_by_another_name(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "mentions.db")
    engine, other = connect(sqlite_url), connect(f"sqlite:///{tmp_path / 'link.db'}")
    with lock(engine, "news"):
        assert not is_free(other)
    engine.dispose()
    other.dispose()


def test_the_file_is_for_its_owner_alone_and_stays(sqlite_url: str, tmp_path: Path) -> None:
    # A file that is taken away lets two in: one that opened the old, one that made the new.
    engine = connect(sqlite_url)
    assert is_free(engine)
    (file,) = tmp_path.glob("*.lock")
    assert (file.name, file.stat().st_mode & 0o777, file.read_bytes()) == ("mentions.db-news.lock", 0o600, b"")
    engine.dispose()


def test_a_place_where_no_lock_can_be_made_is_told_in_one_line(sqlite_url: str, tmp_path: Path) -> None:
    engine = connect(sqlite_url)
    (tmp_path / "mentions.db-news.lock").mkdir()
    with pytest.raises(StoreError, match=r"mentions\.db-news\.lock: the lock cannot be opened: Is a dir") as raised:
        is_free(engine)
    assert "\n" not in str(raised.value)
    engine.dispose()


@pytest.mark.system
def test_a_server_that_goes_away_takes_its_locks_along(new_postgresql: str) -> None:
    engine, other = connect(new_postgresql), connect(new_postgresql)
    with lock(engine, "news") as is_ours, other.connect() as connection:
        assert is_ours
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                 " AND pid <> pg_backend_pid()")
        )  # fmt: skip
        assert wait_until_free(other)
    assert is_free(engine)
    engine.dispose()
    other.dispose()


@pytest.mark.system
def test_locks_of_one_database_mean_nothing_to_another(new_postgresql: str) -> None:
    beside = make_url(new_postgresql).set(database="postgres").render_as_string(hide_password=False)
    engine, other = connect(new_postgresql), connect(beside)
    with lock(engine, "news"):
        assert is_free(other)
    engine.dispose()
    other.dispose()
