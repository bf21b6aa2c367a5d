"""What people said of places: whether they are the brand. Rows are added and set aside, never changed or deleted."""

from dataclasses import astuple, fields

from sqlalchemy import ColumnElement, Connection, and_, select, update

from mentions import urls
from mentions.db import models
from mentions.db.store.places import PagePlace, place_of
from mentions.db.store.rows import LabelRow
from mentions.db.store.selecting import fetch, select_rows, where_given
from mentions.db.store.upserts import new_id, table_of
from mentions.items import Evidence, Label

_LABEL = tuple(field.name for field in fields(Label))


def labels(connection: Connection, *, brand: str | None = None) -> list[Label]:
    """What counts of a brand (key; default all), the newest last."""
    row = models.Label
    statement = where_given(select(*(getattr(row, name) for name in _LABEL)).where(row.is_current), (row.brand, brand))
    return [
        Label(**found | {"evidence": tuple(Evidence(*each) for each in found["evidence"])})
        for found in map(dict, connection.execute(statement.order_by(row.at, row.id)).mappings())
    ]


def label_at(connection: Connection, one: PagePlace) -> LabelRow | None:
    """What counts of the place of a mention or a label."""
    found = fetch(connection, LabelRow, select_rows(LabelRow, models.Label).where(_is_at(one)))
    return found[0] if found else None


def save_label(connection: Connection, label: Label, *, prospect_id: int | None = None) -> bool:
    """Have a label count instead of what counted of its place; False where that said the same, and stays."""
    standing = label_at(connection, label)
    if standing and standing.is_brand is label.is_brand:
        return False
    if standing:
        set_aside(connection, standing.id)
    values = {name: getattr(label, name) for name in _LABEL} | {
        "address": urls.normalise(label.url),
        "place": place_of(label),
        "evidence": list(map(astuple, label.evidence)),
        "prospect_id": prospect_id,
        "is_current": True,
    }
    new_id(connection, models.Label, values)
    return True


def set_aside(connection: Connection, label_id: int) -> None:
    """Have a label no longer count."""
    _set_current(connection, label_id, is_current=False)


def bring_back(connection: Connection, label_id: int) -> None:
    """Have a label count again that was set aside; none else of its place may."""
    _set_current(connection, label_id, is_current=True)


def _set_current(connection: Connection, label_id: int, *, is_current: bool) -> None:
    row = table_of(models.Label)
    connection.execute(update(row).where(row.c.id == label_id).values(is_current=is_current))


def _is_at(one: PagePlace) -> ColumnElement[bool]:
    row = models.Label
    here = row.brand == one.brand, row.address == urls.normalise(one.url), row.place == place_of(one)
    return and_(*here, row.is_current)
