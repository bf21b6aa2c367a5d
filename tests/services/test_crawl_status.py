"""The last run of each spider, and how much there is of what."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from prospect_examples import BRAND, SENDER, SOURCES, crawl, hours, make_workspace, unreadable, visit

from mentions.db import Engine
from mentions.items import Stage, Unknown, Verdict
from mentions.services import runs
from mentions.services.status import status
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
    kept = status(engine, workspace.config)
    assert [(one.spider, one.counts) for one in kept.runs] == [("news", UNCHANGED), ("urls", FULL)]
    assert kept.prospects == {"acme-optics": {Stage.QUALIFIED: 1}}
    assert kept.mentions == {"acme-optics": {Verdict.ACCEPTED: 1, Verdict.DOUBTFUL: 1}}
    assert kept.unknown == {Unknown.GONE: 1}
    assert (kept.totals.visits, kept.totals.pages) == (3, 2)
    assert status(engine, workspace.config, brand="other").prospects == {}
