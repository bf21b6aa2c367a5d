"""What a database holds, in a form that two crawls of the same web share: no ids, no times of ours, no runs."""

from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, UniqueConstraint, select

from mentions.db import models, reading, ready
from mentions.db.base import UtcDateTime

SAID_BY_THE_WEB = frozenset(("published", "lastmod"))
"""The only times that are not those of a crawl."""

Row = tuple[Any, ...]
Keys = dict[tuple[str, Any], Row]
"""By table and id: what a row is called where ids are not to be compared."""


def dump(database: Path) -> dict[str, list[Row]]:
    """The rows of every table but the runs; what refers to a row holds that row's natural key."""
    engine, keys = ready(f"sqlite:///{database}"), Keys()
    with reading(engine) as connection:
        in_order = models.Page.metadata.sorted_tables  # what is referred to goes before what refers to it
        tables = {table.name: _rows(connection, table, keys) for table in in_order}
    engine.dispose()
    del tables["crawl_run"]
    return tables


def differences(one: dict[str, list[Row]], other: dict[str, list[Row]]) -> list[str]:
    """Each row that only one of two dumps has, with its table and how often it is there more than in the other."""
    found = []
    for table in one.keys() | other.keys():
        mine, theirs = Counter(map(repr, one[table])), Counter(map(repr, other[table]))
        mine.subtract(theirs)
        found += [f"{table} {number:+d}: {row}" for row, number in mine.items() if number]
    return sorted(found)


def _rows(connection: Connection, table: Table, keys: Keys) -> list[Row]:
    natural = _natural_key(table)
    rows = []
    for found in connection.execute(select(table)).mappings():
        row = {name: _shown(table, name, value, keys) for name, value in found.items()}
        if "id" in found:
            keys[table.name, found["id"]] = tuple(row[name] for name in natural)
        rows.append(tuple(value for name, value in row.items() if _is_compared(table, name)))
    return rows


def _is_compared(table: Table, name: str) -> bool:
    column = table.columns[name]
    is_our_time = isinstance(column.type, UtcDateTime) and name not in SAID_BY_THE_WEB
    is_only_an_id = column.primary_key and not column.foreign_keys
    return not (is_our_time or is_only_an_id or name == "run_id")


def _shown(table: Table, name: str, value: Any, keys: Keys) -> Any:  # noqa: ANN401 - any column
    refers_to = [key.column.table.name for key in table.columns[name].foreign_keys]
    return keys[refers_to[0], value] if refers_to and value is not None else value


def _natural_key(table: Table) -> tuple[str, ...]:
    unique = (one for one in table.constraints if isinstance(one, UniqueConstraint))
    return tuple(column.name for one in list(unique)[:1] for column in one.columns)
