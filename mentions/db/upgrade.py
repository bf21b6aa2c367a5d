"""Whether the database fits this program, and making it fit. Alembic is loaded only where that is due."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from mentions import paths
from mentions.db.engine import connect, name_of, reading, wrap
from mentions.exceptions import StoreError

_VERSIONS = "alembic_version"
_LOCK = 7_301_649_028_814  # any number that no other program takes for its advisory lock


def ready(url: str) -> Engine:
    """An engine on a database that fits this program: made or upgraded (SQLite: after a copy) where due.

    Raises StoreError where it cannot be used: newer than this program, of another one, damaged, locked.
    """
    with ExitStack() as opened:
        engine = connect(url)
        opened.callback(engine.dispose)
        with reading(engine) as connection:
            is_due = revision(connection) != head()
        if is_due:
            _upgrade(engine)
        opened.pop_all()
    return engine


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """One transaction in which tables may change, for one process at a time; all of it happens or nothing."""
    is_sqlite = engine.dialect.name == "sqlite"
    with wrap(engine.url), engine.connect() as connection, ExitStack() as after:
        if is_sqlite:
            # A table that is made anew is dropped first, and with it, unsaid, every row that refers to it.
            _pragma(connection, "foreign_keys=OFF")
            after.callback(_pragma, connection, "foreign_keys=ON")
        with connection.begin():
            if not is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection
            if is_sqlite and (broken := connection.execute(text("PRAGMA foreign_key_check")).first()):
                raise StoreError(f"{name_of(engine.url)}: a row of {broken[0]} refers to none of {broken[2]}")


def head() -> str:
    """The revision this program works with."""
    return max(revisions())


@cache
def revisions() -> frozenset[str]:
    """All revisions this program knows: the first part of the names of the files, which sort by it."""
    return frozenset(file.name.partition("_")[0] for file in paths.migrations().glob("versions/[0-9]*_*.py"))


def _upgrade(engine: Engine) -> None:
    with migrating(engine) as connection:
        found = revision(connection)
        if found == head():  # another process was faster
            return
        if found is not None:
            _before_change(engine, found)
        _run_alembic(connection)


def _before_change(engine: Engine, found: str) -> None:
    if engine.dialect.name != "sqlite":
        raise StoreError(
            f"{name_of(engine.url)}: is at revision {found}, this program needs {head()}; "
            "save a copy, then run: MENTIONS_DATABASE_URL=… alembic upgrade head"
        )
    _copy(Path(str(engine.url.database)))


def _copy(file: Path) -> None:
    """Keeps the database as it is beside itself; under its final name only when it is whole."""
    kept = file.with_name(f"{file.name}.before-{head()}")
    unfinished = kept.with_name(f"{kept.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(file)) as old, closing(sqlite3.connect(unfinished)) as new:
            old.backup(new)
        unfinished.replace(kept)
    except OSError as error:
        raise StoreError(f"{kept}: the copy before the upgrade failed: {error.strerror}") from error


def revision(connection: Connection) -> str | None:
    """The revision of the database, None where it is empty. Raises StoreError where it is not one of ours."""
    name = name_of(connection.engine.url)
    tables = inspect(connection).get_table_names()
    if tables and _VERSIONS not in tables:
        raise StoreError(f"{name}: holds the tables of another program; name a new or empty database")
    found = connection.execute(text(f"SELECT version_num FROM {_VERSIONS}")).scalar() if tables else None  # noqa: S608
    if found is not None and found not in revisions():
        raise StoreError(f"{name}: was made by a newer version of mentions (revision {found}); upgrade mentions")
    return found


def _run_alembic(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(paths.migrations()).replace("%", "%%"))
    command.upgrade(config, "head")


def _pragma(connection: Connection, pragma: str) -> None:
    # By the driver: sqlalchemy would begin a transaction first, in which this has no effect.
    connection.connection.cursor().execute(f"PRAGMA {pragma}")
