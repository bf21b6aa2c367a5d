"""`mentions status`: figures for people and programs, and a last line for cron jobs that can be trusted."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from prospect_examples import BRAND, CHECKOUT, SENDER, SOURCES, crawl, hours, make_workspace, unreadable, visit

from mentions.cli import main
from mentions.db import Engine
from mentions.services import runs
from mentions.services.workspaces import Workspace

COUNTS = {"offered": 9, "skipped": {"visited": 4}, "fetched": 5, "read": 4, "matched": 2, "failed": {"timeout": 1}}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(tmp_path)
    return make_workspace(tmp_path, BRAND + SENDER + SOURCES)


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    engine = workspace.store()
    yield engine
    engine.dispose()


def crawled(engine: Engine, at: float, reason: str = "finished", **counts: object) -> None:
    run_id = runs.start(engine, "news", ["https://news.example/feed.xml"], now=hours(at))
    runs.finish(engine, run_id, reason=reason, errors=0, counts=COUNTS | counts, now=hours(at + 0.1))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["status", *arguments])


@pytest.mark.usefixtures("workspace")
def test_an_empty_workspace_says_what_to_do() -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout.startswith("No crawl yet: scrapy crawl news, blogs, forums, search or urls.\n")
    assert "No prospects yet." in result.stdout


def test_runs_with_their_counts_and_reasons(workspace: Workspace, engine: Engine) -> None:
    crawled(engine, -1, reason="shutdown\x1b[2J")
    crawl(workspace, engine, visit("https://a.example/"), unreadable("https://b.example/", hours(-1)))
    result = run()
    assert result.exit_code == 0
    counts = dict(line.split() for line in result.stdout.splitlines()[3:11])
    assert counts == {
        "state": "failed",
        "offered": "9",
        "skipped": "4",
        "fetched": "5",
        "unchanged": "0",
        "read": "4",
        "matched": "2",
    } | {"failed": "1"}
    for said in (
        "news failed: shutdown␛[2J",
        "news skipped: visited 4",
        "news failed: timeout 1",
        "prospects of Acme Optics: 1 qualified",
        "mentions of Acme Optics: 1 accepted",
        "kept: 2 visits, 1 pages, 1 contacts",
        "addresses that could not be read: gone 1",
    ):
        assert said in result.stdout
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_as_json(workspace: Workspace, engine: Engine) -> None:
    crawled(engine, -1)
    crawl(workspace, engine, visit("https://a.example/"))
    known = json.loads(run("--json").stdout)
    (last,) = known["runs"]
    assert (last["spider"], last["state"], last["counts"]) == ("news", "finished", COUNTS)
    assert (known["prospects"], known["mentions"]) == (
        {"Acme Optics": {"qualified": 1}},
        {"Acme Optics": {"accepted": 1}},
    )
    assert "problems" not in known
    assert json.loads(run("--json", "--check").stdout)["problems"] == []


def test_check_passes_a_good_run_and_nothing_else(engine: Engine) -> None:
    assert (run("--check").exit_code, run("--check").stderr) == (1, "Error: news: never ran\n")
    crawled(engine, -25)
    assert (run("--check").exit_code, run("--check").stderr) == (0, "")
    late = run("--check", "--max-age", "24")
    assert (late.exit_code, late.stderr[:33]) == (1, "Error: news: last ran 25 hours ag")
    assert run("--max-age", "24").exit_code == 0
    crawled(engine, -1, reason="shutdown")
    failed = run("--check", "--json")
    said = (
        f"news: the run of {hours(-1):%Y-%m-%d %H:%M} UTC was stopped before its end; the next run goes on from there"
    )
    assert (failed.exit_code, failed.stderr) == (1, f"Error: {said}\n")
    assert json.loads(failed.stdout)["problems"] == [said]


def test_check_prints_nothing_where_all_went_well_and_a_line_a_problem(engine: Engine) -> None:
    assert run("--check").stdout == ""
    crawled(engine, -1, silent={"https://news.example/feed.xml": "gone\x1b[2J"})
    wrong = run("--check")
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("Error: news: https://news.example/feed.xml could not be read: gone␛[2J; ")
    assert len(wrong.stderr.splitlines()) == 1


@pytest.mark.slow
def test_a_cron_job_sees_the_status(tmp_path: Path, engine: Engine) -> None:
    command = [sys.executable, "-m", "mentions", "status", "--check"]
    environment = os.environ | CHECKOUT
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "Error: news: never ran\n")
    crawled(engine, -1)
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_new_brands_have_to_see_again(workspace: Workspace, engine: Engine) -> None:
    url = workspace.config.sources[0].url
    crawl(workspace, engine, replace(visit("https://a.example/"), source_url=url))
    assert "read again" not in run().stdout
    file = workspace.folder / "mentions.toml"
    file.write_text(file.read_text() + '[[brand]]\nname = "Borealis Glass"\ndomains = ["borealis.example"]\n')
    assert "to be read again by the next crawls, for brands that are new or changed: 1\n" in run().stdout
    assert json.loads(run("--json").stdout)["outdated"] == 1
