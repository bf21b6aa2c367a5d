"""Copies in a real store: recorded in any order, one page is asked and the others never."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest
from sqlalchemy import Engine, text
from visit_examples import ACME, NOW, hours, mention, unread

from mentions.db import reading, transaction
from mentions.db.store.copies import copies_of
from mentions.db.store.prospects import move, prospects
from mentions.items import Kind, Outlink, Page, Stage, Unknown, Visit
from mentions.prospects.stages import Actor, check
from mentions.services.overview import sites
from mentions.services.recording import record

NAMED = "Yesterday Acme Optics made the sharpest lens of all, and nobody in the whole valley had expected that."
STORY = "\n".join([NAMED, *(" ".join(f"word{line * 12 + place}" for place in range(12)) for line in range(12))])
FIRST, SECOND, THIRD = (f"https://{name}.example/story" for name in ("first", "second", "third"))
MAY, JUNE = (datetime(2026, month, 1, tzinfo=UTC) for month in (5, 6))


def story(
    url: str,
    *,
    body: str = STORY,
    at: float = 0,
    canonical: str | None = None,
    published: datetime | None = None,
    outlinks: Sequence[Outlink] = (),
) -> Visit:
    """A page that tells the story between a menu and teasers of its own."""
    whole = f"Home\nNews of {url}\n{body}\nRead next: ten more things that happened near {url} today and yesterday"
    start = whole.find("Acme Optics")
    named = [mention(start=start, end=start + 11, sentence=NAMED)] if start >= 0 else []
    page = Page(
        url=url, text=whole, mentions=tuple(named), canonical=canonical, published=published, outlinks=tuple(outlinks)
    )
    return Visit(url=url, page_url=url, kind=Kind.BLOG, at=hours(at), status=200, content_hash=whole, page=page)


def keep(engine: Engine, *visits: Visit, at: float = 0) -> None:
    record(engine, visits, brands=[ACME], run_id=None, now=hours(at))


def stages(engine: Engine) -> dict[str, Stage]:
    with reading(engine) as connection:
        return {one.url: one.stage for one in prospects(connection)}


def open_ones(engine: Engine) -> set[str]:
    return {url for url, stage in stages(engine).items() if stage is not Stage.STALE}


def originals(engine: Engine) -> dict[str, str | None]:
    with reading(engine) as connection:
        return {row.url: row.original for row in connection.execute(text("SELECT url, original FROM page"))}


COPIES = (story(FIRST, published=JUNE), story(SECOND, published=MAY), story(THIRD))


@pytest.mark.parametrize("order", list(permutations(COPIES)), ids=lambda order: "".join(one.url[8] for one in order))
@pytest.mark.parametrize("size", [1, 2, 3])
def test_one_of_several_is_asked_whichever_came_first(engine: Engine, order: tuple[Visit, ...], size: int) -> None:
    for start in range(0, len(order), size):
        keep(engine, *order[start : start + size])
    assert open_ones(engine) == {SECOND}
    assert originals(engine) == {FIRST: SECOND, SECOND: None, THIRD: SECOND}
    (line,) = sites(engine)
    assert (line.best.url, line.copies, line.copied_to) == (SECOND, (FIRST, THIRD), 2)


CREDIT = Visit(
    url="https://first.example/about",
    page_url="https://first.example/about",
    kind=Kind.BLOG,
    at=NOW,
    status=200,
    page=Page(
        url="https://first.example/about",
        text="",
        mentions=(),
        outlinks=(Outlink(site="third.example", followed=True),),
    ),
)


@pytest.mark.parametrize("order", list(permutations([*COPIES[::2], CREDIT])))
def test_a_link_from_another_page_of_a_copying_site_counts_whenever_it_is_seen(
    engine: Engine, order: tuple[Visit, ...]
) -> None:
    for one in order:
        keep(engine, one)
    assert open_ones(engine) == {THIRD}


@pytest.mark.parametrize("order", list(permutations([story(FIRST, canonical=SECOND), story(SECOND)])))
def test_a_canonical_link_decides_also_where_the_texts_differ(engine: Engine, order: tuple[Visit, ...]) -> None:
    shorter = [
        replace(one, page=replace(one.page, text=NAMED)) if one.page and one.url == FIRST else one for one in order
    ]
    for one in shorter:
        keep(engine, one)
    assert open_ones(engine) == {SECOND}


def test_a_page_whose_original_nobody_has_read_is_not_asked(engine: Engine) -> None:
    keep(engine, story(FIRST, canonical="https://unread.example/story"))
    assert stages(engine) == {}
    assert originals(engine) == {FIRST: "https://unread.example/story"}


def test_the_reason_is_told_in_words(engine: Engine) -> None:
    keep(engine, story(FIRST))
    keep(engine, story(SECOND, published=MAY))
    with reading(engine) as connection:
        (why,) = connection.scalars(text("SELECT why FROM event WHERE to_stage = 'stale'"))
        assert why == f"a copy of {SECOND}: whoever wrote that is the one to ask"
        assert copies_of(connection, [SECOND, THIRD]) == {SECOND: [FIRST]}


def test_the_next_one_takes_the_place_of_an_original_that_went(engine: Engine) -> None:
    keep(engine, *COPIES)
    keep(engine, replace(unread(SECOND, at=hours(1), unknown=Unknown.GONE), status=410), at=1)
    assert open_ones(engine) == {FIRST}
    assert originals(engine) == {FIRST: None, SECOND: None, THIRD: FIRST}
    keep(engine, story(SECOND, published=MAY, at=2), at=2)
    assert open_ones(engine) == {SECOND}


def test_an_original_that_names_nobody_any_more_is_none(engine: Engine) -> None:
    keep(engine, *COPIES)
    keep(engine, story(SECOND, body="Nothing to see here.", at=1), at=1)
    assert open_ones(engine) == {FIRST}


def test_a_page_that_was_rewritten_is_no_copy_any_more(engine: Engine) -> None:
    keep(engine, *COPIES)
    own = "\n".join(" ".join(f"own{line * 12 + place}" for place in range(12)) for line in range(12))
    keep(engine, story(THIRD, body=f"{NAMED}\n{own}", at=1), at=1)
    assert open_ones(engine) == {SECOND, THIRD}


def test_the_same_again_changes_nothing(engine: Engine) -> None:
    keep(engine, *COPIES)
    with reading(engine) as connection:
        before = connection.execute(text("SELECT page_id, mark FROM page_mark ORDER BY page_id, mark")).all()
    keep(engine, *COPIES)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT page_id, mark FROM page_mark ORDER BY page_id, mark")).all() == before
        assert connection.scalar(text("SELECT count(*) FROM event")) == 1


@pytest.mark.parametrize("stage", [Stage.REJECTED, Stage.SNOOZED])
def test_what_a_person_decided_stays(engine: Engine, stage: Stage) -> None:
    keep(engine, story(FIRST))
    with transaction(engine) as connection:
        (one,) = prospects(connection)
        move(connection, one.id, stage, actor="jo", why="so", at=NOW, check=_by_person, snooze_until=hours(1))
    keep(engine, story(SECOND, published=MAY))
    assert stages(engine) == {FIRST: stage, SECOND: Stage.QUALIFIED}


@pytest.mark.parametrize("path", [[Stage.DRAFTED], [Stage.DRAFTED, Stage.APPROVED]])
def test_what_was_written_about_a_copy_is_set_aside(engine: Engine, path: list[Stage]) -> None:
    keep(engine, story(FIRST))
    with transaction(engine) as connection:
        (one,) = prospects(connection)
        for stage in path:
            move(connection, one.id, stage, actor="jo", why="so", at=NOW, check=_by_person)
    keep(engine, story(SECOND, published=MAY))
    assert stages(engine) == {FIRST: Stage.STALE, SECOND: Stage.QUALIFIED}


def _by_person(before: Stage, after: Stage) -> None:
    check(before, after, actor=Actor.PERSON)
