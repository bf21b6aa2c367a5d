"""Locks that the kernel or the server takes back from a process that dies, however it dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine, text

from mentions.db.engine import name_of, wrap
from mentions.exceptions import StoreError

# A machine that loses its power says no farewell: the server asks after it, else it would keep the lock for hours.
_ASK_AFTER_THE_OTHER_SIDE = ("tcp_keepalives_idle = 30", "tcp_keepalives_interval = 10", "tcp_keepalives_count = 3")


@contextmanager
def lock(engine: Engine, name: str) -> Iterator[bool]:
    """Holds the lock `name` of a database while the block lasts; gives False where someone else holds it.

    Beside an SQLite database that is a file, which stays; on a PostgreSQL server it holds for all machines. Raises
    StoreError.
    """
    take = _of_file if engine.dialect.name == "sqlite" else _of_server
    with take(engine, name) as is_ours:
        yield is_ours


@contextmanager
def _of_file(engine: Engine, name: str) -> Iterator[bool]:
    # The database's own file is not to be touched: closing it anywhere would break SQLite's locks on it.
    path = Path(f"{Path(name_of(engine.url)).resolve()}-{name}.lock")
    try:
        file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise StoreError(f"{path}: the lock cannot be opened: {error.strerror}; check the rights") from error
    try:
        yield _is_taken(file, path)
    finally:
        os.close(file)


def _is_taken(file: int, path: Path) -> bool:
    if sys.platform == "win32":  # no such locks: there a second run is not kept away
        return True
    from fcntl import LOCK_EX, LOCK_NB, flock

    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise StoreError(f"{path}: this folder cannot hold locks: {error.strerror}") from error
    return True


@contextmanager
def _of_server(engine: Engine, name: str) -> Iterator[bool]:
    with wrap(engine.url):
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # the lock goes with the connection, which the pool would keep
    with connection:
        with wrap(engine.url):
            for setting in _ASK_AFTER_THE_OTHER_SIDE:
                connection.execute(text(f"SET {setting}"))
            taken = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _key(name)}).scalar_one()
        yield bool(taken)


def _key(name: str) -> int:
    return int.from_bytes(sha256(f"mentions {name}".encode()).digest()[:8], signed=True)
