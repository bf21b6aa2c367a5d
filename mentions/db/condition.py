"""Looks at a database without changing, making or upgrading it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine

from mentions.db.engine import connect, name_of, parse, wrap
from mentions.db.upgrade import head, revision
from mentions.exceptions import StoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What there is to know: `journal` is SQLite's journal mode, `damage` its first complaint; "" where there is none.

    `is_missing`: it is not there, or empty. `is_due`: its tables are those of an older version of this program.
    """

    name: str
    is_file: bool
    is_writable: bool = True
    is_missing: bool = False
    is_due: bool = False
    journal: str = ""
    damage: str = ""


def file_of(url: str) -> Path | None:
    """The file that an SQLite database lies in, None for others. Raises StoreError."""
    target = parse(url)
    return Path(str(target.database)) if target.get_backend_name() == "sqlite" else None


def look(url: str) -> Condition:
    """How a database is. Raises StoreError where it cannot be opened, is of another program or a newer version."""
    file, name = file_of(url), name_of(parse(url))
    if file is None:
        with _opened(connect(url)) as connection:
            found = revision(connection)
            return Condition(name=name, is_file=False, is_missing=found is None, is_due=found not in (None, head()))
    if not file.parent.is_dir():
        raise StoreError(f"{name}: there is no such folder; make it")
    is_writable = _is_writable(file)
    if not file.exists():
        return Condition(name=name, is_file=True, is_writable=is_writable, is_missing=True)
    if not file.is_file():
        raise StoreError(f"{name}: is no file, and no database")
    with _opened(_for_reading(url, file)) as connection:
        damage = _damage(connection)
        journal = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())
        found = head() if damage else revision(connection)
        return Condition(
            name=name,
            is_file=True,
            is_writable=is_writable,
            is_missing=found is None,
            is_due=found not in (None, head()),
            journal=journal,
            damage=damage,
        )


@contextmanager
def peeking(url: str) -> Iterator[Connection | None]:
    """A connection that changes nothing; None where the database is missing or empty.

    Raises StoreError where it cannot be opened, is of another program, or of an older or newer version.
    """
    file = file_of(url)
    if file and not file.is_file():
        yield None
        return
    with _opened(_for_reading(url, file) if file else connect(url)) as connection:
        found = revision(connection)
        if found not in (None, head()):
            name = name_of(connection.engine.url)
            raise StoreError(f"{name}: is of an older version of mentions; `mentions status` upgrades it, or says how")
        yield connection if found else None


@contextmanager
def _opened(engine: Engine) -> Iterator[Connection]:
    try:
        with wrap(engine.url), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _for_reading(url: str, file: Path) -> Engine:
    where = f"{file.absolute().as_uri()}?mode=ro"
    return create_engine(url, creator=lambda: sqlite3.connect(where, uri=True))


def _is_writable(file: Path) -> bool:
    """SQLite puts a journal beside the file, so its folder must be writable too."""
    return os.access(file.parent, os.W_OK) and (not file.exists() or os.access(file, os.W_OK))


def _damage(connection: Connection) -> str:
    said = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    return "" if said == "ok" else " ".join(said.split())
