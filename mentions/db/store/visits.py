"""Addresses that were asked for, and how that went."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, exists, func, select, update
from sqlalchemy.orm import aliased

from mentions import items, urls
from mentions.db import models
from mentions.db.store.rows import VisitRow
from mentions.db.store.selecting import fetch, select_rows
from mentions.db.store.upserts import Columns, chunks, table_of, upsert

NOT_MODIFIED = 304
_OF_ASKING = ("url", "kind")
_OF_ANSWER = ("page_address", "at", "status", "unknown", "detail", "run_id")
_VALIDATORS = ("etag", "last_modified")
_OF_OFFER = ("lastmod", "claim", "source_url", "thread", "next_part")
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
                **{name: func.coalesce(new[name], old[name]) for name in _OF_OFFER},
            },
        )
    _claim_for_threads(connection, visits)


def _claim_for_threads(connection: Connection, visits: Sequence[items.Visit]) -> None:
    """What a listing claims of a thread holds for its first page, whichever page of it was asked for."""
    row = table_of(models.Visit)
    for visit in visits:
        if visit.thread and (visit.claim or visit.lastmod):
            said = {"claim": visit.claim or None, "lastmod": visit.lastmod}
            values = {name: value for name, value in said.items() if value is not None}
            connection.execute(update(row).where(row.c.address == urls.normalise(visit.thread)).values(values))


def save_claims(connection: Connection, claims: Mapping[str, Mapping[str, str]]) -> None:
    """What lists claim of these addresses (normal form) from now on; of those never asked for nothing is kept."""
    row = table_of(models.Visit)
    statement = update(row).where(row.c.address == bindparam("of")).values(claim=bindparam("said"))
    if rows := [{"of": address, "said": dict(claim)} for address, claim in sorted(claims.items())]:
        connection.execute(statement, rows)


def save_dates(connection: Connection, dates: Mapping[str, datetime]) -> None:
    """When these addresses (normal form) changed, where an earlier date is known."""
    row = table_of(models.Visit)
    is_it = (row.c.address == bindparam("of")) & (row.c.lastmod < bindparam("said"))
    statement = update(row).where(is_it).values(lastmod=bindparam("said"))
    if rows := [{"of": address, "said": at} for address, at in sorted(dates.items())]:
        connection.execute(statement, rows)


def last_parts(connection: Connection, threads: Iterable[str]) -> dict[str, list[str]]:
    """The addresses of the pages read that continue each of these threads (normal forms), in the order of reading."""
    row, found = models.Visit, defaultdict[str, list[str]](list)
    for some in chunks(threads):
        statement = select(row.thread, row.url).where(row.thread.in_(some), row.unknown.is_(None)).order_by(row.id)
        for thread, url in connection.execute(statement):
            found[str(thread)].append(url)
    return dict(found)


def unfinished(connection: Connection, source_url: str) -> list[tuple[str, str]]:
    """The pages that continue what was read of a source, with the first of their thread, and were never asked for."""
    row, next_one = models.Visit, aliased(models.Visit)
    was_asked = exists().where(next_one.address == row.next_part)
    statement = select(row.next_part, func.coalesce(row.thread, row.url)).where(
        row.source_url == source_url, row.next_part.is_not(None), ~was_asked
    )
    return [(str(part), thread) for part, thread in connection.execute(statement.order_by(row.id))]


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
        **(_offer(visit) if url == visit.url else dict.fromkeys(_OF_OFFER)),
    }


def _offer(visit: items.Visit) -> dict[str, Any]:
    return {
        "lastmod": visit.lastmod,
        "claim": visit.claim or None,
        "source_url": visit.source_url,
        "thread": urls.normalise(visit.thread) if visit.thread else None,
        "next_part": urls.normalise(visit.next_part) if visit.next_part else None,
    }


def _count_failures(old: Columns, new: Columns) -> dict[str, ColumnElement[Any]]:
    """One more in a row, unless it is the same visit once more."""
    again = case((old.at == new.at, old.failures), else_=old.failures + 1)
    return {"failures": case((new.unknown.is_(None), 0), else_=again)}
