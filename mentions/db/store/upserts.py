"""Many rows in few statements, in the way SQLite and PostgreSQL share."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from mentions.db.base import Base

Columns = ReadOnlyColumnCollection[str, Any]
Value = TypeVar("Value")

# Statements with as many different numbers of values as there are rows would each be compiled anew.
_AT_ONCE = 500


def upsert(
    connection: Connection,
    model: type[Base],
    rows: Iterable[Mapping[str, Any]],
    *,
    key: Sequence[str],
    replace: Iterable[str] = (),
    merge: Callable[[Columns, Columns], Mapping[str, ColumnElement[Any]]] | None = None,
    only_if: Callable[[Columns, Columns], ColumnElement[bool]] | None = None,
) -> None:
    """Insert rows; where one has that `key`, `replace` columns by new values and `merge` others from (old, new).

    With nothing to change, or where `only_if` of (old, new) does not hold, the old row stays.
    """
    # In one order everywhere: two writers with the same rows in another order would wait for each other.
    ordered = sorted(rows, key=itemgetter(*key))
    if not ordered:
        return
    table = table_of(model)
    statement = _insert(connection, table)
    old, new = table.c, statement.excluded
    changes = {name: new[name] for name in replace} | dict(merge(old, new) if merge else {})
    if changes:
        where = only_if(old, new) if only_if else None
        statement = statement.on_conflict_do_update(index_elements=key, set_=changes, where=where)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    connection.execute(statement, ordered)


def new_id(connection: Connection, model: type[Base], values: Mapping[str, Any]) -> int:
    """Insert one row; its id."""
    table = table_of(model)
    return cast("int", connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one())


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def table_of(model: type[Base]) -> Table:
    """The table of a model, for statements that deal with rows alone."""
    return cast("Table", model.__table__)


def chunks(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values in lists short enough for one `IN (…)`."""
    every = list(values)
    return (every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE))
