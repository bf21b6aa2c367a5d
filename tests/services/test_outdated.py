"""Which pages a new or changed brand needs to see again, over a real store."""

from dataclasses import replace
from datetime import timedelta

import pytest
from visit_examples import ACME, NOW, TEXT, hours, mention, unread, visit

from mentions import db
from mentions.config import Config, brand_from_flags, fingerprints
from mentions.db import Engine
from mentions.db.store.mentions import mentions
from mentions.items import Brand, Kind, Source, Unknown, Visit
from mentions.services.outdated import aged, left, overdue
from mentions.services.recording import record
from mentions.services.settling import settle_what_is_kept
from mentions.services.visiting import TRIES, Revisits

SOURCE = Source(kind=Kind.NEWS, url="https://news.example/feed")
NEW = brand_from_flags("Borealis Glass", ["borealis.example"])
RENAMED = replace(ACME, aliases=("Acme Lenses",))
REDESCRIBED = replace(ACME, description="Lenses for stargazers", context=("lens",))
NAMED, SILENT = "https://news.example/named", "https://news.example/silent"


def read(url: str, *, text: str = TEXT, hour: float = -5) -> Visit:
    """A page that names Acme Optics."""
    found = visit(mention(), url=url, at=hours(hour))
    assert found.page
    return replace(found, source_url=SOURCE.url, page=replace(found.page, text=text))


def silent(url: str = SILENT) -> Visit:
    """A page on which no brand was found; its text is not kept."""
    return replace(visit(url=url, at=hours(-5)), page=None, source_url=SOURCE.url)


def keep(engine: Engine, *visits: Visit, brands: tuple[Brand, ...] = (ACME,)) -> None:
    record(engine, visits, brands=brands, run_id=None, now=NOW)


def to_read(engine: Engine, *brands: Brand, source: Source = SOURCE) -> list[str]:
    """What is asked for, in its order, once what is kept has spoken."""
    settle_what_is_kept(engine, [source], brands)
    rule = Revisits(NOW, timedelta(days=30), fingerprints(brands), frozenset(source.brands))
    return [due.offered.url for due in overdue(engine, source, rule)]


def test_nothing_is_read_again_for_the_same_brands(engine: Engine) -> None:
    keep(engine, read(NAMED), silent())
    assert to_read(engine, ACME) == []
    assert settle_what_is_kept(engine, [SOURCE], [ACME]) == 0


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        pytest.param("Acme Optics makes lenses.", False, id="kept, and does not name it"),
        pytest.param("Acme Optics buys from Borealis Glass.", True, id="kept, and names it"),
        pytest.param("Acme Optics buys from Borealis Glas.", True, id="kept, and may misspell it"),
    ],
)
def test_a_kept_text_speaks_for_its_page(engine: Engine, text: str, is_read: bool) -> None:
    keep(engine, read(NAMED, text=text))
    assert to_read(engine, ACME, NEW) == ([NAMED] if is_read else [])


def test_a_new_brand_has_pages_read_whose_text_is_not_kept_those_that_name_it_first(engine: Engine) -> None:
    keep(engine, silent(), read(NAMED, text="Acme Optics buys from Borealis Glass.", hour=-9))
    assert to_read(engine, ACME, NEW) == [NAMED, SILENT]


def test_a_new_name_has_pages_read_whose_text_is_not_kept(engine: Engine) -> None:
    keep(engine, silent())
    assert to_read(engine, RENAMED) == [SILENT]


def test_a_brand_described_anew_needs_only_the_pages_that_name_it(engine: Engine) -> None:
    keep(engine, silent(), read(NAMED))
    assert to_read(engine, REDESCRIBED) == [NAMED]


def test_a_page_whose_text_was_dropped_is_read(engine: Engine) -> None:
    keep(engine, read(NAMED))
    with db.transaction(engine) as connection:
        connection.exec_driver_sql("DELETE FROM page_text")
    assert to_read(engine, REDESCRIBED) == [NAMED]


def test_once_read_again_it_is_not_read_a_third_time(engine: Engine) -> None:
    keep(engine, silent())
    assert to_read(engine, ACME, NEW) == [SILENT]
    keep(engine, silent(), brands=(ACME, NEW))
    assert to_read(engine, ACME, NEW) == []
    assert to_read(engine, NEW) == [], "a brand that was taken out changes nothing"


def test_a_source_meant_for_other_brands_does_not_look_back(engine: Engine) -> None:
    keep(engine, silent())
    assert to_read(engine, ACME, NEW, source=replace(SOURCE, brands=(ACME.key,))) == []


def test_what_another_source_offered_is_left_to_it(engine: Engine) -> None:
    keep(engine, silent())
    assert to_read(engine, ACME, NEW, source=replace(SOURCE, url="https://other.example/feed")) == []


def test_where_a_redirect_led_is_not_read_besides(engine: Engine) -> None:
    keep(engine, replace(silent(), page_url="https://news.example/moved"))
    assert to_read(engine, ACME, NEW) == [SILENT]


@pytest.mark.parametrize(
    ("unknown", "times", "is_read"),
    [(Unknown.SERVER, TRIES - 1, True), (Unknown.SERVER, TRIES, False), (Unknown.GONE, 1, False)],
)
def test_what_fails_is_tried_as_long_as_it_may_be_mended(
    engine: Engine, unknown: Unknown, times: int, is_read: bool
) -> None:
    keep(engine, silent())
    for hour in range(times):
        keep(engine, replace(unread(SILENT, hours(hour - 4), unknown), source_url=SOURCE.url))
    assert to_read(engine, ACME, NEW) == ([SILENT] if is_read else [])


def test_more_pages_than_one_batch(engine: Engine) -> None:
    some = [read(f"https://news.example/{number}") for number in range(450)]
    keep(engine, *some)
    assert settle_what_is_kept(engine, [SOURCE], [ACME, NEW]) == len(some)
    assert to_read(engine, ACME, NEW) == []


def test_the_number_that_is_left(engine: Engine) -> None:
    def config(*brands: Brand) -> Config:
        return Config(brands=brands, sources=(SOURCE,))

    keep(engine, silent(), read(NAMED), replace(silent("https://other.example/"), source_url="https://other.example/"))
    assert left(engine, config(ACME)) == 0
    assert left(engine, config(ACME, NEW)) == 2
    assert to_read(engine, ACME, NEW) == [SILENT]
    assert left(engine, config(ACME, NEW)) == 1


def aged_at(engine: Engine, hour: float) -> list[str]:
    rule = Revisits(hours(hour), timedelta(days=30), fingerprints([ACME]))
    return [due.offered.url for due in aged(engine, SOURCE, rule)]


def test_what_names_a_brand_is_looked_at_again_after_the_time_set(engine: Engine) -> None:
    keep(engine, read(NAMED), silent())
    assert aged_at(engine, 29 * 24) == []
    assert aged_at(engine, 30 * 24) == [NAMED], "what names nobody is left to the lists"


def test_what_is_gone_is_not_looked_at_for_ever(engine: Engine) -> None:
    keep(engine, read(NAMED))
    for hour in range(TRIES):
        assert aged_at(engine, 30 * 24) == [NAMED]
        keep(engine, replace(unread(NAMED, hours(hour - 4), Unknown.GONE), source_url=SOURCE.url))
    assert aged_at(engine, 30 * 24) == []


def test_a_mention_on_a_page_that_is_not_there_is_gone_until_it_is_back(engine: Engine) -> None:
    keep(engine, read(NAMED))
    keep(engine, replace(unread(NAMED, hours(-4), Unknown.GONE), source_url=SOURCE.url))
    with db.reading(engine) as connection:
        assert mentions(connection) == []
        assert [one.gone for one in mentions(connection, with_gone=True)] == [True]
    keep(engine, read(NAMED, hour=-3))
    with db.reading(engine) as connection:
        assert [one.gone for one in mentions(connection)] == [False]
