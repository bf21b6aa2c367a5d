"""Visits and a brand as services meet them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from mentions.config import brand_from_flags
from mentions.items import Evidence, Kind, LinkState, Match, Mention, Outlink, Page, Section, Unknown, Verdict, Visit

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
URL = "https://news.example/lenses"
ACME = brand_from_flags("Acme Optics", ["acme.example"])
TEXT = "We hear that Acme Optics makes lenses for all who look up."
TO_ACME = Outlink(site="acme.example", followed=True)


def hours(number: float) -> datetime:
    return NOW + timedelta(hours=number)


def mention(**changes: Any) -> Mention:  # noqa: ANN401
    plain = Mention(
        brand=ACME.key,
        name=ACME.name,
        surface="Acme Optics",
        start=13,
        end=24,
        before="We hear that ",
        after=" makes lenses for all who look up.",
        sentence=TEXT,
        section=Section.ARTICLE,
        match=Match.EXACT,
        link_state=LinkState.UNLINKED,
        confidence=0.95,
        verdict=Verdict.ACCEPTED,
        evidence=(Evidence("written as the brand writes it", 2.0),),
    )
    return replace(plain, **changes)


def visit(*mentions: Mention, url: str = URL, at: datetime = NOW, outlinks: tuple[Outlink, ...] = ()) -> Visit:
    page = Page(url=url, text=TEXT, mentions=mentions, outlinks=outlinks)
    return Visit(url=url, page_url=url, kind=Kind.NEWS, at=at, status=200, content_hash="c", page=page)


def unread(url: str = URL, at: datetime = NOW, unknown: Unknown = Unknown.SERVER) -> Visit:
    return Visit(url=url, page_url=url, kind=Kind.NEWS, at=at, unknown=unknown)
