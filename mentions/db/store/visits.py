"""Addresses that were asked for, and how that went."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func

from mentions import items, urls
from mentions.db import models
from mentions.db.store.rows import VisitRow
from mentions.db.store.selecting import fetch, select_rows
from mentions.db.store.upserts import Columns, chunks, upsert

NOT_MODIFIED = 304
_OF_ASKING = ("url", "kind")
_OF_ANSWER = ("page_address", "at", "status", "unknown", "detail", "run_id")
_VALIDATORS = ("etag", "last_modified")
_OF_CONTENT = (*_VALIDATORS, "content_hash", "brands_fingerprint")


def visits_of(connection: Connection, addresses: Iterable[str]) -> dict[str, VisitRow]:
    """How each of these addresses (normal form) went the last time; those never asked for are left out."""
    return {
        row.address: row
        for some in chunks(dict.fromkeys(addresses))
        for row in fetch(connection, VisitRow, select_visits().where(models.Visit.address.in_(some)))
    }


def select_visits() -> Select[Any]:
    """A select of visits with the brands that were looked for."""
    row, looked_for = models.Visit, models.BrandSet
    statement = select_rows(VisitRow, row, looked_for=looked_for.brands, version=looked_for.version)
    return statement.outerjoin(looked_for, looked_for.fingerprint == row.brands_fingerprint)


def was_read(visit: items.Visit) -> bool:
    """Whether this visit brought content: it neither failed nor found what was known already."""
    return visit.unknown is None and not visit.unchanged


def end_of(visit: items.Visit) -> str:
    """Where redirects ended; what was asked for, where that is no web address."""
    return visit.page_url if urls.is_web(visit.page_url) else visit.url


def save_visits(
    connection: Connection, visits: Sequence[items.Visit], *, brands_fingerprint: str, run_id: int | None
) -> None:
    """Remember visits, each address asked for once among them, and the addresses that redirects led to."""
    for brought in ((), _VALIDATORS, _OF_CONTENT):
        some = [visit for visit in visits if _brought(visit) == brought]
        known = {"run_id": run_id, "brands_fingerprint": brands_fingerprint if brought == _OF_CONTENT else None}
        columns = _OF_ANSWER + brought
        asked = _rows((visit.url, visit, known) for visit in some)
        led_to = _rows((end_of(visit), visit, known) for visit in some)
        # An address that is also asked for by itself keeps what is known of that, whichever comes first.
        also = [row for address, row in led_to.items() if address not in asked]
        upsert(connection, models.Visit, also, key=("address",), replace=columns, merge=_count_failures)
        upsert(
            connection,
            models.Visit,
            asked.values(),
            key=("address",),
            replace=_OF_ASKING + columns,
            merge=lambda old, new: {
                **_count_failures(old, new),
                "lastmod": func.coalesce(new.lastmod, old.lastmod),
                "source_url": func.coalesce(new.source_url, old.source_url),
            },
        )


def _brought(visit: items.Visit) -> tuple[str, ...]:
    """What a visit says of the content; a body that is known may come with new validators."""
    if was_read(visit):
        return _OF_CONTENT
    return _VALIDATORS if visit.unchanged and visit.status != NOT_MODIFIED else ()


def _rows(asked: Iterable[tuple[str, items.Visit, Mapping[str, Any]]]) -> dict[str, dict[str, Any]]:
    rows = ({**_row(url, visit), **known} for url, visit, known in asked)
    return {row["address"]: row for row in rows}


def _row(url: str, visit: items.Visit) -> dict[str, Any]:
    return {
        "address": urls.normalise(url),
        "url": url,
        "page_address": urls.normalise(end_of(visit)),
        "kind": visit.kind,
        "at": visit.at,
        "status": visit.status,
        "unknown": visit.unknown,
        "detail": visit.detail,
        "failures": 0 if visit.unknown is None else 1,
        "etag": visit.etag,
        "last_modified": visit.last_modified,
        "content_hash": visit.content_hash,
        "lastmod": visit.lastmod if url == visit.url else None,
        "source_url": visit.source_url if url == visit.url else None,
    }


def _count_failures(old: Columns, new: Columns) -> dict[str, ColumnElement[Any]]:
    """One more in a row, unless it is the same visit once more."""
    again = case((old.at == new.at, old.failures), else_=old.failures + 1)
    return {"failures": case((new.unknown.is_(None), 0), else_=again)}
