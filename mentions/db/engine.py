"""The way to the database, and the one border where its errors become `StoreError`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from os.path import lexists
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import DatabaseError as SqliteError

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mentions.exceptions import StoreError

BUSY_SECONDS = 15.0
_LONGEST = 3600.0
_PRAGMAS = ("synchronous=NORMAL", "foreign_keys=ON")
_TABLES = "SELECT count(*), coalesce(sum(name = 'alembic_version'), 0) FROM sqlite_master WHERE type = 'table'"
_FORMS = "write sqlite:///mentions.db or postgresql+psycopg://user@host/name"
_SQLITE_SAYS = {
    "database is locked": "another program is writing to it; try again when that is done",
    "readonly database": "it is read-only; check the rights of the file and its folder",
    "file is not a database": "this is no SQLite database; move it away, or name another as [store] url",
    "is malformed": "it is damaged; put back a copy (NAME.before-… is one)",
    "is full": "the disk is full; make room and try again",
    "disk i/o error": "the disk could not be read or written; it may be full",
    "unable to open": "it cannot be opened; check the folder and its rights",
}


def connect(url: str) -> Engine:
    """An engine for an SQLite file (made, for its owner alone, where there is none) or a PostgreSQL database.

    Raises StoreError where the address names neither.
    """
    target = parse(url)
    if target.get_backend_name() == "sqlite":
        engine = create_engine(target.set(query={}), connect_args={"timeout": _busy_seconds(target)})
        _make_file(target)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    try:
        return create_engine(target, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise StoreError(f"PostgreSQL needs its driver: pip install 'mentions[postgres]' ({error})") from error


def missing(url: str) -> str | None:
    """The SQLite file that `connect` would make, None where there is one or a server keeps the database."""
    target = parse(url)
    is_there = target.get_backend_name() != "sqlite" or lexists(str(target.database))
    return None if is_there else str(target.database)


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A connection whose changes are all kept when the block ends, or none when it fails.

    Raises StoreError where the database does not do its part.
    """
    with wrap(engine.url), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for looking only: it waits for no writer and holds none up. Raises StoreError."""
    with wrap(engine.url), engine.connect() as connection:
        yield connection.execution_options(sqlite_begin="DEFERRED")


@contextmanager
def wrap(url: URL) -> Iterator[None]:
    """Turns what the database complains of into one line; what the program itself did wrong stays."""
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, SqliteError, PoolTimeout) as error:
        raise StoreError(f"{name_of(url)}: {_plain(error)}") from error


def name_of(url: URL) -> str:
    """How a database is called in messages: its file, or its address without the password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def _plain(error: Exception) -> str:
    said = str(error.orig if isinstance(error, DBAPIError) else error)
    known = (meaning for sign, meaning in _SQLITE_SAYS.items() if sign in said.lower())
    return next(known, " ".join(said.split()) or type(error).__name__)


def parse(url: str) -> URL:
    """The address of a store, taken apart. Raises StoreError where it names no database that can be used."""
    try:
        target = make_url(url)
        backend = target.get_backend_name()
        target.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError(f"not the address of a database, {_FORMS}") from error
    if backend == "sqlite" and target.database in (None, "", ":memory:"):
        raise StoreError(f"{url}: a database in memory would be forgotten at once; {_FORMS}")
    if target.drivername not in {"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg"}:
        raise StoreError(f"{target.drivername}: no database this program can use; {_FORMS}")
    if backend == "sqlite":
        _busy_seconds(target)
    return target


def _busy_seconds(url: URL) -> float:
    """How long to wait for another writer: `?timeout=SECONDS` behind the file, all that may stand there."""
    asked = dict(url.query)
    try:
        seconds = float(str(asked.pop("timeout", BUSY_SECONDS)))
    except ValueError:
        seconds = -1
    if asked or not 0 <= seconds <= _LONGEST:
        raise StoreError(f"{name_of(url)}: behind the file of a database only ?timeout=SECONDS may stand")
    return seconds


def _make_file(url: URL) -> None:
    """SQLite would make it readable for everyone; what people said and their addresses are in it."""
    path = Path(str(url.database))
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDONLY, 0o600))
    except OSError as error:
        raise StoreError(f"{path}: the database cannot be opened: {error.strerror}; check [store] url") from error


def _prepare(connection: SqliteConnection, _record: object) -> None:
    # Else the driver begins only at the first write, and what was read before may be old by then.
    connection.isolation_level = None
    tables, ours = connection.execute(_TABLES).fetchone()
    if ours or not tables:  # the database of another program stays as it is: `ready` refuses it
        connection.execute("PRAGMA journal_mode=WAL")
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")
