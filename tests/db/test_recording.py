import multiprocessing
import os
import random
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from db_examples import NOW, URL, dump, failed, hours, keep, mention, page, visit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, select, text, update

from mentions import items
from mentions.db import models, ready, transaction
from mentions.db.store.contacts import add_contact, contacts_of_site
from mentions.db.store.mentions import mentions, mentions_on, review_place
from mentions.db.store.pages import page_at, pages, restored, texts
from mentions.db.store.recording import record
from mentions.db.store.site_links import links_from
from mentions.db.store.visits import visits_of
from mentions.items import Contact, ContactKind, Outlink, Unknown, Verdict, Visit


def count(connection: Connection, table: str) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608


def site_id_of(connection: Connection, address: str = URL) -> int:
    found = page_at(connection, address)
    assert found is not None
    return found.site_id


def contact(**changes: Any) -> Contact:  # noqa: ANN401
    plain = Contact(
        email="Anna@news.example",
        kind=ContactKind.PERSON,
        source_url=URL,
        snippet="by Anna",
        sign="mailto",
        name="Anna",
    )
    return replace(plain, **changes)


def test_what_was_found_is_kept_word_for_word(connection: Connection) -> None:
    said = visit(mention(rel=("nofollow", "ugc"), published=NOW), mention(surface="Acme", start=30, end=34))
    (touched,) = keep(connection, said)
    (row,) = pages(connection, [touched.page_id])
    kept = restored(row, mentions_on(connection, [row.id]), texts(connection, [row.id])[row.id])
    assert kept == said.page
    assert (touched.address, touched.brands, row.site) == (URL, frozenset({"acme-optics"}), "news.example")


def test_evidence_of_old_rows_is_read_without_feature_and_value(connection: Connection) -> None:
    (touched,) = keep(connection, visit(mention()))
    connection.execute(update(models.Mention).values(evidence=[["written as the brand writes it", 1.5]]))
    (row,) = pages(connection, [touched.page_id])
    (kept,) = restored(row, mentions_on(connection, [row.id]), "").mentions
    assert kept.evidence == (items.Evidence("written as the brand writes it", 1.5),)


def test_the_same_visit_twice_adds_nothing(connection: Connection) -> None:
    batch = [
        visit(
            mention(),
            mention(surface="Acme"),
            page=page(mention(), contacts=(contact(),), outlinks=(Outlink(site="a.example", followed=True),)),
        ),
        failed("https://news.example/slow"),
        visit(url="https://news.example/old", page_url="https://news.example/new"),
    ]
    keep(connection, *batch)
    once = dump(connection)
    keep(connection, *batch)
    assert dump(connection) == once


def test_mentions_keep_their_rows_when_the_page_changes_elsewhere(connection: Connection) -> None:
    keep(connection, visit(mention()))
    (before,) = mentions(connection)
    keep(connection, visit(mention(start=904, end=915, confidence=0.4), at=hours(1)))
    (after,) = mentions(connection)
    assert (after.id, after.first_seen, after.start, after.confidence) == (before.id, NOW, 904, 0.4)
    assert after.last_seen == hours(1)


def test_equal_mentions_on_one_page_are_told_apart_by_their_order(connection: Connection) -> None:
    keep(connection, visit(mention(start=0), mention(start=50), mention(start=90)))
    assert [row.start for row in mentions(connection)] == [0, 50, 90]


def test_a_verdict_of_a_person_outlives_every_crawl(connection: Connection) -> None:
    keep(connection, visit(mention()))
    (row,) = mentions(connection)
    assert review_place(connection, row, Verdict.REJECTED) == [row.page_id]
    assert review_place(connection, row, Verdict.REJECTED) == []
    keep(connection, visit(at=hours(1)))
    keep(connection, visit(mention(verdict=Verdict.DOUBTFUL), at=hours(2)))
    (row,) = mentions(connection)
    assert (row.verdict, row.reviewed, row.standing) == (Verdict.DOUBTFUL, Verdict.REJECTED, Verdict.REJECTED)
    assert mentions(connection, verdicts=[Verdict.REJECTED]) == [row]
    assert mentions(connection, verdicts=[Verdict.DOUBTFUL]) == []


def test_a_verdict_is_on_all_that_stands_at_a_place(connection: Connection) -> None:
    alike, other = mention(start=0), mention(start=50, before="Or ")
    keep(connection, visit(alike, other, replace(alike, start=90)), visit(alike, url=f"{URL}/2"))
    row = mentions(connection)[0]
    assert review_place(connection, row, Verdict.ACCEPTED) == [row.page_id] * 2
    assert [one.start for one in mentions(connection) if one.reviewed] == [0, 90]
    assert review_place(connection, replace(row, url="https://nowhere.example/"), Verdict.ACCEPTED) == []
    assert review_place(connection, row, None) == [row.page_id] * 2
    assert not any(one.reviewed for one in mentions(connection))


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(visit(at=hours(1)), id="names nobody"),
        pytest.param(visit(mention(surface="Acme"), at=hours(1)), id="names it otherwise"),
        pytest.param(visit(at=hours(1), page_url="https://news.example/moved"), id="leads elsewhere"),
    ],
)
def test_mentions_that_the_page_no_longer_holds_are_gone_and_may_return(connection: Connection, later: Visit) -> None:
    keep(connection, visit(mention()))
    (before,) = mentions(connection)
    (touched,) = keep(connection, later)
    assert touched.brands == {"acme-optics"}
    assert before.id in {row.id for row in mentions(connection, with_gone=True) if row.gone}
    keep(connection, visit(mention(), at=hours(2)))
    assert before.id in {row.id for row in mentions(connection)}


@pytest.mark.parametrize(
    "later",
    [
        *[pytest.param(failed(at=hours(1), unknown=reason), id=reason) for reason in Unknown],
        pytest.param(visit(at=hours(1), status=304, unchanged=True, etag=None, content_hash=None), id="unchanged"),
        pytest.param(visit(at=hours(1), unchanged=True, content_hash=None), id="the same body"),
    ],
)
def test_a_visit_without_content_leaves_the_page_alone(connection: Connection, later: Visit) -> None:
    keep(connection, visit(mention()))
    before = mentions(connection)
    assert record(connection, [later], brands=["acme-optics"], brands_fingerprint="f2") == ()
    seen = later.at if later.unchanged else NOW
    is_gone = later.unknown is Unknown.GONE
    assert mentions(connection, with_gone=True) == [replace(row, last_seen=seen, gone=is_gone) for row in before]
    row = visits_of(connection, [URL])[URL]
    assert (row.etag, row.content_hash, row.brands_fingerprint, row.at) == ('"1"', "c1", "f1", hours(1))


def test_a_page_that_is_unchanged_was_seen_and_so_were_its_mentions(connection: Connection) -> None:
    other = "https://news.example/other"
    keep(connection, visit(mention(), mention(surface="Acme")), visit(mention(), url=other))
    keep(connection, visit(mention(), at=hours(1)))
    keep(connection, failed(at=hours(2)), visit(at=hours(3), status=304, unchanged=True))
    found = page_at(connection, URL)
    assert found is not None
    assert (found.first_seen, found.last_seen) == (NOW, hours(3))
    seen = {(row.url, row.surface): row.last_seen for row in mentions(connection, with_gone=True)}
    assert seen == {(URL, "Acme Optics"): hours(3), (URL, "Acme"): NOW, (other, "Acme Optics"): NOW}
    assert visits_of(connection, [URL])[URL].failures == 0


def test_the_same_body_may_come_with_another_tag(connection: Connection) -> None:
    keep(connection, visit(mention()), visit(at=hours(1), unchanged=True, etag='"2"', content_hash=None))
    row = visits_of(connection, [URL])[URL]
    assert (row.etag, row.content_hash, row.status) == ('"2"', "c1", 200)


def test_the_source_of_an_address_is_remembered_where_a_list_by_hand_names_it_too(connection: Connection) -> None:
    end = "https://news.example/b"
    keep(connection, visit(page_url=end, source_url="https://news.example/feed.xml"), visit(at=hours(1)))
    rows = visits_of(connection, [URL, end])
    offered = {URL: "https://news.example/feed.xml", end: None}  # where it leads was offered by nobody
    assert {address: row.source_url for address, row in rows.items()} == offered


def test_of_brands_that_were_not_looked_for_nothing_is_said(connection: Connection) -> None:
    keep(connection, visit(mention(), mention(brand="other")), brands=("acme-optics", "other"))
    keep(connection, visit(at=hours(1)), brands=("other",))
    assert [row.brand for row in mentions(connection)] == ["acme-optics"]


def test_failures_count_up_and_a_success_ends_them(connection: Connection) -> None:
    def failures() -> int:
        return visits_of(connection, [URL])[URL].failures

    for hour, expected in ((0, 1), (1, 2), (2, 3)):
        keep(connection, failed(at=hours(hour)))
        assert failures() == expected
    keep(connection, failed(at=hours(2)))
    assert failures() == 3, "the same visit once more is no new failure"
    keep(connection, visit(at=hours(3)))
    assert failures() == 0


def test_an_address_asked_for_twice_in_one_batch_ends_as_it_went_last(connection: Connection) -> None:
    keep(connection, failed(), visit(mention(), at=hours(1)), failed(at=hours(2)))
    row = visits_of(connection, [URL])[URL]
    assert (row.unknown, row.failures, row.content_hash) == (Unknown.TIMEOUT, 1, "c1")
    assert len(mentions(connection)) == 1


def test_a_redirect_is_remembered_at_both_ends(connection: Connection) -> None:
    start, end = "https://news.example/a?utm_source=x", "https://news.example/b#top"
    keep(connection, visit(url=start, page_url=end, lastmod=NOW, page=page(mention(), url=end)))
    rows = visits_of(connection, ["https://news.example/a", "https://news.example/b", "https://news.example/c"])
    assert sorted(rows) == ["https://news.example/a", "https://news.example/b"]
    first, last = rows["https://news.example/a"], rows["https://news.example/b"]
    assert (first.url, first.page_address, first.lastmod) == (start, "https://news.example/b", NOW)
    assert (last.url, last.page_address, last.lastmod) == (end, "https://news.example/b", None)
    assert [row.url for row in mentions(connection)] == [end]


def test_a_listing_without_a_claim_does_not_take_back_an_earlier_one(connection: Connection) -> None:
    keep(connection, visit(lastmod=NOW))
    keep(connection, visit(at=hours(1)))
    assert visits_of(connection, [URL])[URL].lastmod == NOW


def test_a_failure_may_end_at_what_is_no_address(connection: Connection) -> None:
    keep(connection, replace(failed(), page_url="mailto:x@news.example"))
    assert visits_of(connection, [URL])[URL].page_address == URL


def test_more_addresses_than_one_statement_takes(connection: Connection) -> None:
    addresses = [f"https://news.example/{number}" for number in range(1203)]
    keep(connection, *(visit(mention(), url=address) for address in addresses))
    assert len(visits_of(connection, addresses)) == len(mentions(connection)) == 1203


def test_pages_without_mentions_are_no_pages_but_their_contacts_and_links_count(connection: Connection) -> None:
    keep(connection, visit(mention()))
    imprint = page(
        url="https://news.example/imprint", contacts=(contact(),), outlinks=(Outlink(site="a.example", followed=False),)
    )
    keep(connection, visit(url=imprint.url, page=imprint))
    site_id = site_id_of(connection)
    assert count(connection, "page") == 1
    assert [row.email for row in contacts_of_site(connection, site_id)] == ["anna@news.example"]
    assert links_from(connection, ["news.example"], ["a.example", "b.example"]) == {("news.example", "a.example")}


def test_links_between_sites_only_ever_gain(connection: Connection) -> None:
    def linking(followed: bool, hour: int) -> Visit:
        outlinks = (Outlink(site="a.example", followed=followed),)
        return visit(at=hours(hour), page=page(mention(), outlinks=outlinks))

    keep(connection, linking(False, 5), linking(True, 1), linking(False, 3))
    link = models.SiteLink
    rows = connection.execute(select(link.to_site, link.followed, link.first_seen, link.last_seen)).all()
    assert [tuple(row) for row in rows] == [("a.example", True, hours(1), hours(5))]


def test_a_contact_is_kept_with_its_name_and_an_entry_by_hand_for_good(connection: Connection) -> None:
    nameless = contact(name="", source_url="https://news.example/a")
    keep(connection, visit(page=page(mention(), contacts=(nameless, contact(), contact(name="Anna again")))))
    site_id = site_id_of(connection)
    assert [row.name for row in contacts_of_site(connection, site_id)] == ["Anna"]
    by_hand = add_contact(connection, site_id, contact(name="A. Editor", sign="manual"), at=NOW)
    keep(connection, visit(page=page(mention(), contacts=(contact(),)), at=hours(1)))
    assert [(row.id, row.name) for row in contacts_of_site(connection, site_id)] == [(by_hand, "A. Editor")]


def a_small_web() -> list[Visit]:
    web = [failed("https://slow.example/"), visit(url="https://news.example/x", page_url=URL, page=page(mention()))]
    for number in range(12):
        address = f"https://site{number % 4}.example/{number}"
        found = tuple(mention(surface=f"Acme{nth}") for nth in range(number % 3))
        named = contact(email=f"ed@site{number % 4}.example", source_url=address, name="" if number % 2 else "Ed")
        links = (Outlink(site="a.example", followed=number % 2 == 0),)
        web.append(visit(url=address, page=page(*found, url=address, contacts=(named,), outlinks=links)))
    return [*web, visit(mention())]


def without_ids(connection: Connection) -> dict[str, list[Any]]:
    queries = {
        "visit": "SELECT address, url, page_address, kind, status, unknown, failures, etag, lastmod FROM visit",
        "page": "SELECT address, url, domain, title FROM page JOIN site ON site.id = site_id",
        "mention": "SELECT address, brand, surface, ordinal, gone, anchor FROM mention JOIN page ON page.id = page_id",
        "link": "SELECT domain, to_site, followed FROM site_link JOIN site ON site.id = site_id",
        "contact": "SELECT domain, email, name, source_url FROM contact JOIN site ON site.id = site_id",
    }
    return {name: sorted(map(tuple, connection.execute(text(query))), key=str) for name, query in queries.items()}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.randoms(use_true_random=False), size=st.integers(1, 15), killed_at=st.integers(0, 15))
def test_order_batches_and_a_kill_leave_no_trace(
    engine: Engine, order: random.Random, size: int, killed_at: int
) -> None:
    with engine.connect() as connection, connection.begin() as whole:
        keep(connection, *a_small_web())
        expected = without_ids(connection)
        whole.rollback()
    web = a_small_web()
    order.shuffle(web)
    with engine.connect() as connection, connection.begin() as whole:
        for start in range(0, len(web), size):
            if start <= killed_at < start + size:
                half = connection.begin_nested()
                keep(connection, *web[start:killed_at])
                half.rollback()
            keep(connection, *web[start : start + size])
        assert without_ids(connection) == expected
        whole.rollback()


def die_halfway(url: str, committed: int) -> None:
    """Killed with one batch written and kept, and another written but not yet kept."""
    engine = ready(url)
    with transaction(engine) as connection:
        keep(connection, *a_small_web()[:committed])
    with transaction(engine) as connection:
        keep(connection, *a_small_web()[committed : committed + 3])
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.parametrize("committed", [1, 5, 10])
def test_after_a_real_kill_the_next_run_ends_where_an_undisturbed_one_would(
    engine: Engine, database_url: str, tmp_path: Path, committed: int
) -> None:
    victim = multiprocessing.get_context("spawn").Process(target=die_halfway, args=(database_url, committed))
    victim.start()
    victim.join()
    assert victim.exitcode == -signal.SIGKILL
    undisturbed = ready(f"sqlite:///{tmp_path / 'undisturbed.db'}")
    with transaction(engine) as connection, transaction(undisturbed) as other:
        assert count(connection, "mention") < len(mentions_of(a_small_web()))
        keep(connection, *a_small_web())
        keep(other, *a_small_web())
        assert without_ids(connection) == without_ids(other)
    undisturbed.dispose()


def mentions_of(web: list[Visit]) -> list[items.Mention]:
    return [found for each in web if each.page for found in each.page.mentions]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hostile=st.text(st.characters(codec=None), max_size=60), detail=st.text(st.characters(codec=None), max_size=20))
def test_no_text_of_a_page_breaks_the_store(engine: Engine, hostile: str, detail: str) -> None:
    said = mention(
        surface=hostile or "x", before=hostile, after=hostile, sentence=hostile, author=hostile, rel=(hostile,)
    )
    with transaction(engine) as connection:
        keep(connection, visit(page=page(said, title=hostile, text=hostile), detail=detail))
        once = dump(connection)
        keep(connection, visit(page=page(said, title=hostile, text=hostile), detail=detail))
        assert dump(connection) == once
        (row,) = mentions(connection)
        (kept,) = texts(connection, [row.page_id]).values()
    assert len(kept) == len(row.sentence) == len(row.rel[0]) == len(hostile)
    assert not {"\0", *map(chr, range(0xD800, 0xE000))} & set(kept + row.sentence + row.rel[0] + str(row.page_title))


def test_a_failed_batch_leaves_nothing_behind(engine: Engine) -> None:
    naive = visit(mention(), url="https://news.example/b", at=NOW.replace(tzinfo=None))
    with pytest.raises(Exception, match="without a time zone"), transaction(engine) as connection:
        keep(connection, visit(mention()), naive)
    with transaction(engine) as connection:
        assert dump(connection) == {name: [] for name in dump(connection)}


def test_every_field_of_a_mention_and_a_page_has_its_column() -> None:
    assert set(items.Mention.__dataclass_fields__) <= set(models.Mention.__table__.c.keys())
    apart = {"text", "mentions", "contacts", "outlinks"}
    assert set(items.Page.__dataclass_fields__) - apart <= set(models.Page.__table__.c.keys())
