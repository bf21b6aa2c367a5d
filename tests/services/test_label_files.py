"""Labels as a file: what is taken, what is refused, and that twice is once."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prospect_examples import BRAND, NOW, OTHER_BRAND, crawl, hours, make_workspace, visit

from mentions import db
from mentions.cli.terminal import json_lines
from mentions.config import Config
from mentions.config.brands import complete
from mentions.db import Engine
from mentions.db.store.mentions import mentions
from mentions.db.store.prospects import prospects
from mentions.db.store.rows import MentionRow
from mentions.items import Brand, Label, LabelSource, Stage, Verdict, Visit
from mentions.services import judging
from mentions.services.label_files import BadLinesError, Imported, Reading, _last_of_each_place, fields, parsed, take
from mentions.services.workspaces import Workspace

CONFIG = Config(brands=(complete(Brand(name="Acme Optics", domains=("acme.example",))),))
READING = Reading(CONFIG, "Zoe", NOW)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, BRAND + OTHER_BRAND)


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    engine = workspace.store()
    yield engine
    engine.dispose()


def line(**changes: object) -> bytes:
    """A line with all that is needed; a change to None leaves a field out."""
    whole = {
        "brand": "Acme Optics",
        "url": "https://blog.example/post",
        "surface": "Acme Optics",
        "before": "seen through lenses by ",
        "after": " at night",
        "is_brand": True,
    }
    return json.dumps({name: value for name, value in (whole | changes).items() if value is not None}).encode()


def take_all(engine: Engine, labels: list[Label], *, overrule: bool = False) -> Imported:
    return take(engine, labels, CONFIG.brands, now=NOW, overrule=overrule)


def test_what_a_line_leaves_out_is_filled_in() -> None:
    (label,) = parsed([line(), b"", b"  \n"], READING)
    assert (label.brand, label.actor, label.at, label.evidence) == ("acme-optics", "Zoe", NOW, ())
    assert label.source is LabelSource.IMPORT


def test_what_was_written_is_read_back_the_same(engine: Engine) -> None:
    evidence = [{"reason": "has a possessive", "weight": 0.4, "feature": "near.possessive", "value": 1.0}]
    said = [line(actor="Ben", at="2026-11-01T10:00:00+01:00", evidence=evidence), line(url="https://a.example/\x85")]
    assert take_all(engine, parsed(said, READING)) == Imported(2, 0, 0)
    kept = judging.labels(engine)
    assert (kept[0].actor, kept[0].at) == ("Ben", datetime(2026, 11, 1, 9, tzinfo=UTC))
    again = [text.encode() for text in json_lines(map(fields, kept))]
    assert parsed(again, READING) == kept
    assert take_all(engine, parsed(again, READING)) == Imported(0, 0, 2)
    assert judging.labels(engine) == kept


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (b"{", "is no JSON"),
        (b"[1]", "is no JSON object"),
        (b"[" * 100_000, "is no JSON"),
        (b"\xff", "is not UTF-8"),
        (line(brand=None), "brand: is missing"),
        (
            line(brand="Borealis"),
            "brand: “Borealis” is not configured; write a name or key of yours, or choose by --brand",
        ),
        (line(url="ftp://blog.example"), "url: is no web address"),
        (line(url="https://a.example/\udcff"), "url: is no web address"),
        (line(url=7), "url: must be a text"),
        (line(surface=" "), "surface: is empty; write the name as the page has it"),
        (line(after=None), "after: is missing"),
        (line(is_brand="yes"), "is_brand: must be true or false"),
        (line(is_brand=1), "is_brand: must be true or false"),
        (line(at="yesterday"), 'at: is no time; write one such as "2026-11-21T10:00:00+00:00"'),
        (line(at="2026-11-01"), 'at: has no time zone; write one, such as "2026-11-21T10:00:00+00:00"'),
        (line(at="0001-01-01T00:00:00+23:00"), 'at: is no time; write one such as "2026-11-21T10:00:00+00:00"'),
        (line(evidence={}), "evidence: must be a list of objects"),
        (line(evidence=[{"reason": "x"}]), "weight: is missing"),
        (line(evidence=[{"reason": "x", "weight": float("inf")}]), "weight: must be a number"),
        (line(evidence=[{"reason": "x", "weight": 10**400}]), "weight: must be a number"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_taken(bad: bytes, said: str) -> None:
    with pytest.raises(BadLinesError) as caught:
        parsed([line(), bad, line(), bad], READING)
    assert caught.value.lines == ((2, said), (4, said))
    assert str(caught.value) == f"line 2: {said}, and 1 more"


def test_of_other_brands_nothing_where_one_is_wanted() -> None:
    wanted = Reading(CONFIG, "Zoe", NOW, brand="acme-optics")
    assert [one.brand for one in parsed([line(), line(brand="Borealis")], wanted)] == ["acme-optics"]


@pytest.mark.parametrize("first", [True, False])
def test_the_later_verdict_on_a_place_counts(engine: Engine, first: bool) -> None:
    early, late = line(is_brand=first, at=hours(-2).isoformat()), line(is_brand=not first, at=hours(-1).isoformat())
    assert take_all(engine, parsed([late, early], READING)) == Imported(1, 0, 0)
    assert take_all(engine, parsed([early], READING)) == Imported(0, 0, 1)
    assert [one.is_brand for one in judging.labels(engine)] == [not first]
    assert take_all(engine, parsed([line(is_brand=first)], READING)) == Imported(0, 1, 0)
    assert [one.is_brand for one in judging.labels(engine)] == [first]


def test_two_lines_on_one_place_without_a_time_are_one_label_however_often(engine: Engine) -> None:
    file = [line(is_brand=True), line(is_brand=False)]
    assert take_all(engine, parsed(file, READING)) == Imported(1, 0, 0)
    assert take_all(engine, parsed(file, Reading(CONFIG, "Zoe", hours(1)))) == Imported(0, 0, 1)
    assert [one.is_brand for one in judging.labels(engine)] == [False]


def test_a_byte_order_mark_and_other_line_ends(engine: Engine) -> None:
    assert take_all(engine, parsed([b"\xef\xbb\xbf" + line() + b"\r", b"\r"], READING)) == Imported(1, 0, 0)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(), some, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from("brand url surface before after is_brand actor at source evidence".split())


@given(changes=st.dictionaries(NAMES, JSON, max_size=4))
def test_hostile_lines_are_labels_or_named(changes: dict[str, Any]) -> None:
    hostile = json.dumps(json.loads(line()) | changes).encode()
    try:
        found = parsed([hostile], READING)
    except BadLinesError:
        return
    assert [one.brand for one in _last_of_each_place(found)] == ["acme-optics"]


def test_hostile_words_are_kept_once(engine: Engine) -> None:
    words = {"surface": "Ac\x00me", "before": "\ud800 \u202e", "after": "'); DROP TABLE label; --", "actor": "\x1b[31m"}
    hostile = [line(**words, url="https://a.example/%00?=é\u202e")]
    assert take_all(engine, parsed(hostile, READING)) == Imported(1, 0, 0)
    assert take_all(engine, parsed(hostile, READING)) == Imported(0, 0, 1)


URL = "https://blog.example/post"


def doubtful(url: str = URL) -> Visit:
    return visit(url, confidence=0.4, verdict=Verdict.DOUBTFUL)


def standing(engine: Engine) -> MentionRow:
    with db.reading(engine) as connection:
        (found,) = mentions(connection)
    return found


def stages(engine: Engine) -> list[Stage]:
    with db.reading(engine) as connection:
        return [one.stage for one in prospects(connection)]


def about(row: MentionRow, **changes: object) -> bytes:
    """A line on the place of a mention."""
    return line(**{name: getattr(row, name) for name in ("url", "surface", "before", "after")}, **changes)


def test_a_verdict_of_a_file_is_on_the_mention_and_qualifies_its_page(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, doubtful())
    assert stages(engine) == []
    row = standing(engine)
    assert take_all(engine, parsed([about(row)], READING)) == Imported(1, 0, 0, mentions=1)
    assert (standing(engine).standing, stages(engine)) == (Verdict.ACCEPTED, [Stage.QUALIFIED])
    assert take_all(engine, parsed([about(row)], READING)) == Imported(0, 0, 1)
    later = parsed([about(row, is_brand=False, at=hours(1).isoformat())], READING)
    assert take_all(engine, later) == Imported(0, 1, 0, mentions=1)
    assert (standing(engine).standing, stages(engine)) == (Verdict.REJECTED, [Stage.STALE])
    crawl(workspace, engine, visit(URL, at=hours(2)))
    assert (standing(engine).verdict, standing(engine).standing) == (Verdict.ACCEPTED, Verdict.REJECTED)


def test_a_verdict_that_came_before_the_page_counts_when_it_is_read(workspace: Workspace, engine: Engine) -> None:
    found = doubtful()
    assert found.page
    (mention,) = found.page.mentions
    said = line(url=f"{URL}#top", surface=mention.surface, before=mention.before, after=mention.after)
    assert take_all(engine, parsed([said], READING)) == Imported(1, 0, 0)
    crawl(workspace, engine, found, doubtful("https://other.example/"))
    with db.reading(engine) as connection:
        assert [one.reviewed for one in mentions(connection)] == [Verdict.ACCEPTED, None]
    assert stages(engine) == [Stage.QUALIFIED]


def test_an_older_verdict_of_a_file_changes_nothing(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, doubtful())
    row = standing(engine)
    take_all(engine, parsed([about(row)], READING))
    older = parsed([about(row, is_brand=False, at=hours(-1).isoformat())], READING)
    assert take_all(engine, older, overrule=True) == Imported(0, 0, 1)
    assert standing(engine).standing is Verdict.ACCEPTED
