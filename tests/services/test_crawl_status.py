"""What `status --check` may pass, and what it must not."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from prospect_examples import BRAND, NOW, SENDER, SOURCES, crawl, hours, make_workspace, unreadable, visit

from mentions.db import Engine
from mentions.items import Stage, Unknown, Verdict
from mentions.services import runs
from mentions.services.status import problems, status
from mentions.services.workspaces import Workspace

FULL = {"offered": 9, "asked": 9, "fetched": 9, "read": 9, "matched": 2}
UNCHANGED = {"listings": {"unchanged": 1}}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, BRAND + SENDER + SOURCES)


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    engine = workspace.store()
    yield engine
    engine.dispose()


def run(
    engine: Engine,
    at: float,
    counts: Mapping[str, Any],
    *,
    spider: str = "news",
    reason: str = "finished",
    errors: int = 0,
) -> None:
    run_id = runs.start(engine, spider, ["https://news.example/feed.xml"], now=hours(at))
    runs.finish(engine, run_id, reason=reason, errors=errors, counts=counts, now=hours(at + 0.1))


def found(engine: Engine, workspace: Workspace) -> list[str]:
    return problems(engine, workspace.config, max_age=timedelta(hours=26), now=NOW)


def test_a_spider_that_never_ran(workspace: Workspace, engine: Engine) -> None:
    run(engine, -1, FULL, spider="blogs")
    assert found(engine, workspace) == ["news: never ran"]


@pytest.mark.parametrize(
    "last",
    [FULL, UNCHANGED, {"offered": 9, "skipped": {"visited": 9}}, {"offered": 9, "asked": 9, "unchanged": 9}],
)
def test_a_good_run(workspace: Workspace, engine: Engine, last: Mapping[str, Any]) -> None:
    run(engine, -25, FULL)
    run(engine, -1, last)
    assert found(engine, workspace) == []


def test_a_run_too_long_ago(workspace: Workspace, engine: Engine) -> None:
    run(engine, -27, FULL)
    (problem,) = found(engine, workspace)
    assert problem.startswith("news: last ran 27 hours ago, on ")


@pytest.mark.parametrize(("reason", "errors"), [("shutdown", 0), ("finished", 2)])
def test_a_run_that_failed(workspace: Workspace, engine: Engine, reason: str, errors: int) -> None:
    run(engine, -25, FULL)
    run(engine, -1, FULL, reason=reason, errors=errors)
    (problem,) = found(engine, workspace)
    assert problem.startswith(f"news: the last run failed: {reason}")


def test_a_run_that_was_killed(workspace: Workspace, engine: Engine) -> None:
    run(engine, -25, FULL)
    runs.start(engine, "news", [], now=hours(-1))
    (problem,) = found(engine, workspace)
    assert "has not ended" in problem


def test_sources_that_fell_silent(workspace: Workspace, engine: Engine) -> None:
    run(engine, -26, {"listings": {"feed": 1}})
    assert found(engine, workspace) == []
    run(engine, -25, FULL)
    run(engine, -1, {"listings": {"feed": 1}})
    assert found(engine, workspace) == ["news: its sources offered nothing (feed 1)"]


def test_sources_that_cannot_be_read(workspace: Workspace, engine: Engine) -> None:
    run(engine, -1, {"listings": {"failed: timeout": 2}})
    assert found(engine, workspace) == ["news: its sources offered nothing (failed: timeout 2)"]


def test_pages_that_can_no_longer_be_read(workspace: Workspace, engine: Engine) -> None:
    run(engine, -25, FULL)
    run(engine, -1, {"offered": 9, "asked": 9, "fetched": 0, "failed": {"blocked": 9}})
    assert found(engine, workspace) == ["news: asked for 9 pages and could read none (blocked 9)"]


def test_only_spiders_with_sources_are_checked(tmp_path: Path, engine: Engine) -> None:
    (tmp_path / "bare").mkdir()
    bare = make_workspace(tmp_path / "bare")
    assert problems(engine, bare.config, max_age=timedelta(hours=26), now=NOW) == []


def test_the_last_run_of_each_spider_and_what_is_kept(workspace: Workspace, engine: Engine) -> None:
    run(engine, -25, FULL)
    run(engine, -1, UNCHANGED)
    run(engine, -2, FULL, spider="urls")
    crawl(
        workspace,
        engine,
        visit("https://a.example/"),
        visit("https://b.example/", verdict=Verdict.DOUBTFUL),
        unreadable("https://c.example/", hours(-1)),
    )
    kept = status(engine)
    assert [(one.spider, one.counts) for one in kept.runs] == [("news", UNCHANGED), ("urls", FULL)]
    assert kept.prospects == {"acme-optics": {Stage.QUALIFIED: 1}}
    assert kept.mentions == {"acme-optics": {Verdict.ACCEPTED: 1, Verdict.DOUBTFUL: 1}}
    assert kept.unknown == {Unknown.GONE: 1}
    assert (kept.totals.visits, kept.totals.pages) == (3, 2)
    assert status(engine, brand="other").prospects == {}
