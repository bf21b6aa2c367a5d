"""Recording as a crawl does it: pages, prospects and listings in one transaction, whatever the batches."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import IntegrityError
from visit_examples import ACME, NOW, TO_ACME, URL, hours, mention, unread, visit

from mentions.config import brand_from_flags, fingerprints
from mentions.db import reading, transaction
from mentions.db.store.events import events_of
from mentions.db.store.prospects import move, prospects
from mentions.db.store.rows import ProspectRow
from mentions.db.store.sources import listing_state
from mentions.items import Kind, LinkState, Outlink, Stage, Unknown, Verdict, Visit
from mentions.prospects.stages import Actor, check
from mentions.services.ledger import Reading
from mentions.services.recording import record

FEED = Reading(listing="https://news.example/feed.xml", source_url=URL, at=NOW, etag='"7"', last_modified="Friday")
LINKED = mention(link_state=LinkState.LINKED, href="https://acme.example/")


def keep(engine: Engine, *visits: Visit, settled: Sequence[Reading] = (), hour: float = 0) -> int:
    return record(engine, visits, brands=[ACME], run_id=None, settled=settled, now=hours(hour))


def all_prospects(engine: Engine) -> list[ProspectRow]:
    with reading(engine) as connection:
        return prospects(connection)


def only(engine: Engine) -> ProspectRow:
    (found,) = all_prospects(engine)
    return found


def counts(connection: Connection) -> dict[str, int]:
    tables = "visit page page_text mention site site_link prospect contact event source_state".split()
    return {table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in tables}  # noqa: S608


def test_a_page_becomes_a_prospect_and_the_listing_is_remembered(engine: Engine) -> None:
    assert keep(engine, visit(mention()), visit(url=f"{URL}/2"), unread(f"{URL}/3"), settled=[FEED]) == 1
    found = only(engine)
    assert (found.url, found.brand, found.stage, found.situation) == (URL, ACME.key, Stage.QUALIFIED, "news_unlinked")
    assert found.mention_id is not None
    with reading(engine) as connection:
        listing = listing_state(connection, FEED.listing)
        assert [one.to_stage for one in events_of(connection, found.id)] == [Stage.QUALIFIED]
    assert listing is not None
    assert (listing.etag, listing.last_modified, listing.looked_for, listing.read_at) == (
        FEED.etag,
        FEED.last_modified,
        fingerprints([ACME]),
        NOW,
    )


def test_listings_alone_can_be_settled(engine: Engine) -> None:
    assert keep(engine, settled=[FEED]) == 0
    with reading(engine) as connection:
        assert counts(connection) == {**dict.fromkeys(counts(connection), 0), "source_state": 1}


def test_the_same_once_more_changes_nothing(engine: Engine) -> None:
    batch = [visit(mention(), outlinks=(TO_ACME,)), visit(mention(), url=f"{URL}/2"), unread(f"{URL}/3")]
    keep(engine, *batch, settled=[FEED])
    with reading(engine) as connection:
        once = counts(connection)
    keep(engine, *batch, settled=[FEED])
    with reading(engine) as connection:
        assert counts(connection) == once


@pytest.mark.parametrize("table", ["visit", "page_text", "site_link", "prospect", "event", "source_state"])
def test_a_failure_anywhere_leaves_nothing(engine: Engine, table: str) -> None:
    def fail(_connection: Connection, _cursor: object, statement: str, *_: Any) -> None:  # noqa: ANN401
        if statement.startswith(f"INSERT INTO {table} "):
            raise IntegrityError(statement, None, Exception("the test pulls the plug"))

    event.listen(engine, "before_cursor_execute", fail)
    linking = visit(mention(), url=f"{URL}/2", outlinks=(Outlink(site="other.example", followed=True),))
    with pytest.raises(IntegrityError, match="pulls the plug"):
        keep(engine, visit(mention()), linking, settled=[FEED])
    event.remove(engine, "before_cursor_execute", fail)
    with reading(engine) as connection:
        assert set(counts(connection).values()) == {0}


COLD = visit(mention(), url="https://cold.example/1")
PAGES = (
    visit(mention(), url="https://news.example/1"),
    visit(url="https://news.example/2", outlinks=(TO_ACME,)),
    visit(mention(), url="https://news.example/3", at=hours(1)),
)


@pytest.mark.parametrize("order", list(permutations(PAGES)), ids=lambda order: "".join(page.url[-1] for page in order))
@pytest.mark.parametrize("size", [1, 2, 4])
def test_once_a_site_links_all_its_pages_count_less_whatever_came_first(
    engine: Engine, order: tuple[Visit, ...], size: int
) -> None:
    visits = (*order, COLD)
    for start in range(0, len(visits), size):
        keep(engine, *visits[start : start + size])
    rows = {row.url: (row.score, row.parts, row.reasons) for row in all_prospects(engine)}
    assert rows.keys() == {"https://news.example/1", "https://news.example/3", COLD.url}
    assert rows["https://news.example/1"] == rows["https://news.example/3"]
    assert rows["https://news.example/1"][0] < rows[COLD.url][0]


def test_a_prospect_is_stale_when_the_link_came(engine: Engine) -> None:
    keep(engine, visit(mention()))
    keep(engine, visit(LINKED, at=hours(1), outlinks=(TO_ACME,)), hour=1)
    found = only(engine)
    assert found.stage is Stage.STALE
    with reading(engine) as connection:
        last = events_of(connection, found.id)[-1]
    assert (last.from_stage, last.to_stage, last.actor) == (Stage.QUALIFIED, Stage.STALE, "program")
    assert "already links" in last.why
    keep(engine, visit(LINKED, at=hours(2), outlinks=(TO_ACME,)), hour=2)
    keep(engine, visit(mention(), at=hours(3)), hour=3)
    assert only(engine).stage is Stage.QUALIFIED
    with reading(engine) as connection:
        assert [one.to_stage for one in events_of(connection, found.id)] == [
            Stage.QUALIFIED,
            Stage.STALE,
            Stage.QUALIFIED,
        ]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(visit(at=hours(1)), id="names nobody any more"),
        pytest.param(visit(mention(verdict=Verdict.REJECTED, sentence=""), at=hours(1)), id="is another Acme"),
    ],
)
def test_a_prospect_is_stale_when_nothing_is_left_to_ask_for(engine: Engine, later: Visit) -> None:
    keep(engine, visit(mention()))
    keep(engine, later, hour=1)
    assert only(engine).stage is Stage.STALE


@pytest.mark.parametrize(
    "later",
    [unread(at=hours(1)), Visit(url=URL, page_url=URL, kind=Kind.NEWS, at=hours(1), status=304, unchanged=True)],
)
def test_a_page_that_could_not_be_looked_at_stays_a_prospect(engine: Engine, later: Visit) -> None:
    keep(engine, visit(mention()))
    before = only(engine)
    keep(engine, later, hour=1)
    assert only(engine) == before


@pytest.mark.parametrize(
    "stages",
    [
        [Stage.DRAFTED, Stage.APPROVED, Stage.EXPORTED],
        [Stage.REJECTED],
        [Stage.SNOOZED],
    ],
    ids=lambda stages: stages[-1],
)
@pytest.mark.parametrize(
    "later",
    [
        visit(LINKED, at=hours(1)),
        visit(at=hours(1)),
        visit(mention(), mention(start=40), at=hours(1)),
        replace(unread(at=hours(1), unknown=Unknown.GONE), status=410),
    ],
)
def test_where_a_person_had_a_hand_no_crawl_moves_anything(
    engine: Engine, stages: Sequence[Stage], later: Visit
) -> None:
    keep(engine, visit(mention()))
    with transaction(engine) as connection:
        for stage in stages:
            by_hand = partial(check, actor=Actor.PERSON)
            move(connection, 1, stage, actor="ada", why="looked", at=NOW, check=by_hand)
    before = only(engine)
    keep(engine, later, hour=1)
    assert only(engine) == before


def test_other_brands_are_left_alone(engine: Engine) -> None:
    keep(engine, visit(mention()))
    other = brand_from_flags("Borealis Glass", ["borealis.example"])
    record(engine, [visit(at=hours(1))], brands=[other], run_id=None, now=hours(1))
    assert only(engine).stage is Stage.QUALIFIED
