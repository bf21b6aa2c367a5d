"""Visits, pages and mentions as a crawl brings them home."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from mentions.db.store.recording import record
from mentions.db.store.rows import Touched
from mentions.items import (
    Evidence,
    Kind,
    LinkState,
    Match,
    Mention,
    Page,
    Section,
    Unknown,
    Verdict,
    Visit,
)

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
URL = "https://news.example/lenses"


def hours(number: float) -> datetime:
    return NOW + timedelta(hours=number)


def mention(**changes: Any) -> Mention:  # noqa: ANN401
    plain = Mention(
        brand="acme-optics",
        name="Acme Optics",
        surface="Acme Optics",
        start=4,
        end=15,
        before="And ",
        after=" makes lenses.",
        sentence="And Acme Optics makes lenses.",
        section=Section.ARTICLE,
        match=Match.EXACT,
        link_state=LinkState.UNLINKED,
        confidence=0.9,
        verdict=Verdict.ACCEPTED,
        evidence=(Evidence("has a capital inside a sentence", 1.2, "form.inside_sentence", 1.0),),
    )
    return replace(plain, **changes)


def page(*mentions: Mention, url: str = URL, **changes: Any) -> Page:  # noqa: ANN401
    return replace(Page(url=url, text="And Acme Optics makes lenses.", mentions=mentions, title="Lenses"), **changes)


def visit(*mentions: Mention, url: str = URL, at: datetime = NOW, **changes: Any) -> Visit:  # noqa: ANN401
    plain = Visit(
        url=url,
        page_url=url,
        kind=Kind.NEWS,
        at=at,
        status=200,
        etag='"1"',
        content_hash="c1",
        page=page(*mentions, url=url) if mentions else None,
    )
    return replace(plain, **changes)


def failed(url: str = URL, at: datetime = NOW, unknown: Unknown = Unknown.TIMEOUT) -> Visit:
    return Visit(url=url, page_url=url, kind=Kind.NEWS, at=at, unknown=unknown, detail="took too long")


def keep(connection: Connection, *visits: Visit, brands: tuple[str, ...] = ("acme-optics",)) -> tuple[Touched, ...]:
    return record(connection, visits, brands=brands, brands_fingerprint="f1")


def dump(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All that the tables hold."""
    tables = "visit site site_link page page_text mention contact".split()
    return {
        table: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1"))]  # noqa: S608
        for table in tables
    }
