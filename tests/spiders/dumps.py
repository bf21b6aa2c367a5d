"""What a database holds, in a form that two crawls of the same web share: no ids, no times of ours, no runs."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, UniqueConstraint, select

from mentions.db import models, reading, ready

SAID_BY_THE_WEB = frozenset(("published", "lastmod"))
"""The only times that are not those of a crawl."""

Row = tuple[Any, ...]


def dump(database: Path) -> dict[str, list[Row]]:
    """The rows of every table but the runs, sorted; what refers to a row holds that row's natural key."""
    engine = ready(f"sqlite:///{database}")
    with reading(engine) as connection:
        tables = {table.name: _rows(connection, table) for table in models.Page.metadata.sorted_tables}
    engine.dispose()
    del tables["crawl_run"]
    return tables


def _rows(connection: Connection, table: Table) -> list[Row]:
    names = [column.name for column in table.columns if _is_compared(table, column.name)]
    found = connection.execute(select(table)).mappings()
    return sorted((tuple(_shown(connection, table, name, row[name]) for name in names) for row in found), key=repr)


def _is_compared(table: Table, name: str) -> bool:
    column = table.columns[name]
    is_our_time = column.type.python_type is datetime and name not in SAID_BY_THE_WEB
    is_only_an_id = column.primary_key and not column.foreign_keys
    return not (is_our_time or is_only_an_id or name == "run_id")


def _shown(connection: Connection, table: Table, name: str, value: Any) -> Any:  # noqa: ANN401 - any column
    for key in table.columns[name].foreign_keys if value is not None else ():
        other = key.column.table
        row = connection.execute(select(other).where(key.column == value)).mappings().one()
        return tuple(_shown(connection, other, part, row[part]) for part in _natural_key(other))
    return value


@cache
def _natural_key(table: Table) -> tuple[str, ...]:
    unique = (one for one in table.constraints if isinstance(one, UniqueConstraint))
    return tuple(column.name for column in next(unique).columns)
