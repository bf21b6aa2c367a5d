"""From tables to rows: which columns a row needs, and the rows that a statement finds."""

from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, SQLColumnExpression, select

from mentions.db.base import Base

Row = TypeVar("Row")


def select_rows(row: type, model: type[Base], **elsewhere: Any) -> Select[Any]:  # noqa: ANN401 - typed columns differ
    """A select of the fields of `row`: columns of `model`, but for those that come from `elsewhere`."""
    names = [field.name for field in fields(row)]
    columns = (elsewhere[name].label(name) if name in elsewhere else getattr(model, name) for name in names)
    return select(*columns).select_from(model)


def fetch(connection: Connection, row: type[Row], statement: Select[Any]) -> list[Row]:
    """All rows of a statement made by `select_rows`."""
    return [row(**found) for found in connection.execute(statement).mappings()]


def where_given(statement: Select[Any], *wanted: tuple[SQLColumnExpression[Any], object]) -> Select[Any]:
    """The statement with each column held to its value, or to one of several; None and () hold nothing."""
    for column, value in wanted:
        if isinstance(value, tuple | list | set | frozenset):
            statement = statement.where(column.in_(value)) if value else statement
        elif value is not None:
            statement = statement.where(column == value)
    return statement
