"""Whom to ask, and who is never to be asked."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select

from mentions import items, urls
from mentions.db import models
from mentions.db.store.rows import ContactRow
from mentions.db.store.selecting import fetch, select_rows
from mentions.db.store.upserts import chunks, table_of, upsert


def contacts_of_site(connection: Connection, site_id: int) -> list[ContactRow]:
    """The contacts found at a site, in the order in which they were found."""
    row = models.Contact
    return fetch(connection, ContactRow, select_rows(ContactRow, row).where(row.site_id == site_id).order_by(row.id))


def contact(connection: Connection, contact_id: int) -> ContactRow | None:
    """One contact."""
    found = fetch(
        connection, ContactRow, select_rows(ContactRow, models.Contact).where(models.Contact.id == contact_id)
    )
    return found[0] if found else None


def add_contact(connection: Connection, site_id: int, found: items.Contact, *, at: datetime) -> int:
    """Keep a contact that a person entered, in the place of one with the same address at that site; its id."""
    values = {
        "site_id": site_id,
        "email": found.email.lower(),
        "name": found.name,
        "role": found.role,
        "kind": found.kind,
        "sign": found.sign,
        "source_url": found.source_url,
        "snippet": found.snippet,
        "found_at": at,
    }
    upsert(connection, models.Contact, [values], key=("site_id", "email"), replace=[*values][2:])
    row = models.Contact
    return connection.execute(select(row.id).where(row.site_id == site_id, row.email == values["email"])).scalar_one()


def suppress(connection: Connection, value: str, *, reason: str, at: datetime) -> bool:
    """Never write to this e-mail address or domain again; the first reason stays. Whether it is a new one."""
    value, row = _comparable(value), models.Suppression
    known = connection.scalar(select(row.id).where(row.value == value))
    new = {"value": value, "kind": "email" if "@" in value else "domain", "reason": reason, "at": at}
    upsert(connection, row, [new], key=("value",))
    return known is None


def unsuppress(connection: Connection, value: str) -> bool:
    """Take a suppression back; whether there was one."""
    row = table_of(models.Suppression)
    return connection.execute(delete(row).where(row.c.value == _comparable(value))).rowcount == 1


def suppressed(connection: Connection, values: Iterable[str]) -> dict[str, str]:
    """Which of these e-mail addresses and domains are never to be written to, each with the reason.

    An address is found by itself and by its domain or any domain above that.
    """
    asked = {value: _levels(_comparable(value)) for value in values}
    row = models.Suppression
    reasons = {
        value: reason
        for some in chunks({level for levels in asked.values() for level in levels})
        for value, reason in connection.execute(select(row.value, row.reason).where(row.value.in_(some)))
    }
    hits = {value: next((level for level in levels if level in reasons), None) for value, levels in asked.items()}
    return {value: reasons[level] for value, level in hits.items() if level is not None}


def _comparable(value: str) -> str:
    local, at, host = value.strip().lower().rpartition("@")
    return f"{local}{at}{urls.ascii_host(host)}"


def _levels(value: str) -> list[str]:
    labels = value.rpartition("@")[2].split(".")
    above = [".".join(labels[start:]) for start in range(len(labels))]
    return [value, *above] if "@" in value else above
