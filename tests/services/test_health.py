"""What `status --check` may pass, and what it must not."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from prospect_examples import BRAND, NOW, make_workspace
from prospect_examples import hours as hours_from_now

from mentions.db import Engine
from mentions.items import Unknown
from mentions.services import runs
from mentions.services.health import advice, problems
from mentions.services.workspaces import Workspace

A, B, C = "https://a.example/feed.xml", "https://b.example/", "https://c.example/sitemap.xml"
FULL = {"offered": 9, "asked": 9, "fetched": 9, "read": 9, "matched": 2, "heard": {A: 9, B: 4}}


def source(url: str, kind: str = "news") -> str:
    return f'[[source]]\nkind = "{kind}"\nurl = "{url}"\n'


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, BRAND + source(A) + source(B))


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    engine = workspace.store()
    yield engine
    engine.dispose()


def run(
    engine: Engine,
    at: float,
    counts: Mapping[str, Any] = FULL,
    *,
    spider: str = "news",
    reason: str = "finished",
    errors: int = 0,
    sources: tuple[str, ...] = (A, B),
) -> None:
    run_id = runs.start(engine, spider, sources, now=hours_from_now(at))
    runs.finish(engine, run_id, reason=reason, errors=errors, counts=counts, now=hours_from_now(at + 0.1))


def said(hours: float) -> str:
    return f"{hours_from_now(hours):%Y-%m-%d %H:%M} UTC"


def found(engine: Engine, workspace: Workspace) -> list[str]:
    return problems(engine, workspace.config, max_age=timedelta(hours=26), now=NOW)


def test_a_spider_that_never_ran(workspace: Workspace, engine: Engine) -> None:
    run(engine, -1, spider="blogs")
    assert found(engine, workspace) == ["news: never ran"]


@pytest.mark.parametrize(
    "last",
    [FULL, {"heard": {A: 1, B: 1}, "listings": {"unchanged": 2}}, {"offered": 9, "heard": {A: 9, B: 1}}],
    ids=["full", "unchanged", "all visited"],
)
def test_a_good_run(workspace: Workspace, engine: Engine, last: Mapping[str, Any]) -> None:
    run(engine, -25)
    run(engine, -1, last)
    assert found(engine, workspace) == []


def test_a_run_too_long_ago(workspace: Workspace, engine: Engine) -> None:
    run(engine, -27)
    assert found(engine, workspace) == [f"news: last ran 27 hours ago, on {said(-27)}"]


def test_a_run_that_logged_errors(workspace: Workspace, engine: Engine) -> None:
    run(engine, -25)
    run(engine, -1, errors=2)
    (problem,) = found(engine, workspace)
    assert problem == f"news: the run of {said(-1)} failed: finished, 2 errors in the log"


def test_a_run_that_was_stopped(workspace: Workspace, engine: Engine) -> None:
    run(engine, -1, reason="shutdown")
    (problem,) = found(engine, workspace)
    assert problem == f"news: the run of {said(-1)} was stopped before its end; the next run goes on from there"


def test_a_run_that_came_to_the_end_of_its_time(workspace: Workspace, engine: Engine) -> None:
    run(engine, -1, {"offered": 9, "asked": 9, "read": 3, "heard": {A: 9}}, reason="closespider_timeout")
    assert found(engine, workspace) == []


def test_a_run_that_was_killed(workspace: Workspace, engine: Engine) -> None:
    run(engine, -25)
    runs.start(engine, "news", [A, B], now=hours_from_now(-1))
    (problem,) = found(engine, workspace)
    assert (
        problem
        == f"news: the run of {said(-1)} was killed, or could not record its end; the next run goes on from there"
    )


def test_a_run_that_is_at_work_has_not_failed(workspace: Workspace, engine: Engine) -> None:
    with runs.alone(engine, "news"):
        runs.start(engine, "news", [A, B], now=hours_from_now(-25))
        assert found(engine, workspace) == []


def test_a_run_that_is_at_work_for_too_long(workspace: Workspace, engine: Engine) -> None:
    with runs.alone(engine, "news"):
        runs.start(engine, "news", [A, B], now=hours_from_now(-27))
        (problem,) = found(engine, workspace)
    assert problem.startswith(f"news: is at work since {said(-27)}; end it where it hangs")


def test_while_one_is_at_work_the_one_before_is_judged(workspace: Workspace, engine: Engine) -> None:
    run(engine, -25, {"heard": {A: 3}, "silent": {B: "gone"}})
    with runs.alone(engine, "news"):
        runs.start(engine, "news", [A, B], now=hours_from_now(-1))
        assert found(engine, workspace) == [f"news: {B} could not be read: gone; {advice('gone')}"]


def test_a_source_that_fell_silent(workspace: Workspace, engine: Engine) -> None:
    run(engine, -26, {"heard": {A: 3, B: 0}})
    assert found(engine, workspace) == []
    run(engine, -25, {"heard": {A: 3, B: 2}})
    run(engine, -1, {"heard": {A: 3, B: 0}})
    assert found(engine, workspace) == [f"news: {B} offered nothing, and used to; look whether it moved"]


def test_a_source_that_cannot_be_read_is_told_each_time(workspace: Workspace, engine: Engine) -> None:
    run(engine, -25)
    for at in (-5, -4):
        run(engine, at, {"heard": {A: 1}, "silent": {B: "timeout"}})
        assert found(engine, workspace) == [f"news: {B} could not be read: timeout; the next run tries it again"]
    run(engine, -1)
    assert found(engine, workspace) == []


def test_a_sitemap_of_many_that_cannot_be_read_does_not_make_its_source_silent(
    workspace: Workspace, engine: Engine
) -> None:
    run(engine, -1, {"heard": {A: 1, B: 7}, "silent": {B: "timeout"}})
    assert found(engine, workspace) == []


def test_a_source_that_a_run_did_not_come_to_is_not_called_silent(workspace: Workspace, engine: Engine) -> None:
    run(engine, -25)
    run(engine, -1, {"heard": {A: 9}}, reason="shutdown")
    assert [problem for problem in found(engine, workspace) if B in problem] == []


def test_a_source_that_rests_has_not_fallen_silent(workspace: Workspace, engine: Engine) -> None:
    run(engine, -30)
    run(engine, -2, {"heard": {A: 1}, "resting": {B: 1}})
    assert found(engine, workspace) == []
    run(engine, -1, {"resting": {A: 1, B: 1}})
    assert found(engine, workspace) == []


def test_a_source_that_failed_is_told_until_it_is_asked_again(workspace: Workspace, engine: Engine) -> None:
    run(engine, -30)
    run(engine, -3, {"heard": {A: 1}, "silent": {B: "dns"}})
    run(engine, -1, {"heard": {A: 1}, "resting": {B: 1}})
    (told,) = found(engine, workspace)
    assert told.startswith(f"news: {B} could not be read: dns")


def test_a_source_that_no_run_was_for(workspace: Workspace, engine: Engine) -> None:
    run(engine, -1, {"heard": {A: 9}}, sources=(A,))
    assert found(engine, workspace) == [f"news: {B} was never read"]
    run(engine, -30, {"heard": {B: 9}}, sources=(B,))
    run(engine, -0.5, {"heard": {A: 9}}, sources=(A,))
    assert found(engine, workspace) == [f"news: {B} was last read 30 hours ago, on {said(-30)}"]


def test_a_try_of_another_source_says_nothing_of_those_configured(workspace: Workspace, engine: Engine) -> None:
    run(engine, -27)
    run(engine, -1, {"silent": {C: "gone"}}, sources=(C,), reason="shutdown")
    assert found(engine, workspace) == [f"news: last ran 27 hours ago, on {said(-27)}"]


def test_pages_that_can_no_longer_be_read(workspace: Workspace, engine: Engine) -> None:
    run(engine, -25)
    run(engine, -1, {**FULL, "fetched": 0, "read": 0, "failed": {"blocked": 9}})
    assert found(engine, workspace) == ["news: asked for 9 pages and could read none (blocked 9)"]


def test_each_spider_by_itself(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, BRAND + source(A) + source(B, "blog") + source(C, "forum"))
    engine = workspace.store()
    run(engine, -1, {"heard": {B: 1}}, spider="blogs", sources=(B,))
    run(engine, -1, {"silent": {C: "robots.txt"}}, spider="forums", sources=(C,))
    assert found(engine, workspace) == [
        "news: never ran",
        f"forums: {C} could not be read: robots.txt; {advice('robots.txt')}",
    ]
    engine.dispose()


def test_without_sources_there_is_nothing_to_check(tmp_path: Path, engine: Engine) -> None:
    (tmp_path / "bare").mkdir()
    assert found(engine, make_workspace(tmp_path / "bare")) == []


@pytest.mark.parametrize("reason", Unknown)
def test_every_reason_comes_with_what_to_do(reason: Unknown) -> None:
    assert advice(reason) == advice(str(reason))
    assert len(advice(reason)) > 20


def test_a_search_is_expected_only_where_its_engines_are_chosen(tmp_path: Path, engine: Engine) -> None:
    plain, chosen = BRAND, BRAND + '[search]\nengines = ["gdelt"]\n'
    assert found(engine, make_workspace(tmp_path, plain)) == []
    workspace = make_workspace(tmp_path, chosen)
    assert found(engine, workspace) == ["search: never ran"]
    run(engine, -1, spider="search", sources=())
    assert found(engine, workspace) == []
    run(engine, -0.5, spider="search", errors=2, sources=())
    (problem,) = found(engine, workspace)
    assert problem.startswith("search: the run of")
