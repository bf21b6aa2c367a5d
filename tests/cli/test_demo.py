"""`mentions demo`: what it makes, what it never touches, and the whole of it as a user sees it."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentions import demo
from mentions.cli import main
from mentions.cli.demo import FEED, MARK, _announced, _clear
from mentions.pages.listings import read_listing

ROOT = Path(__file__).parents[2]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["demo", *map(str, arguments)])


def test_a_folder_that_no_demo_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    for flags in ((), ("--yes",)):
        result = run("--folder", tmp_path, *flags)
        assert result.exit_code == 1
        assert "no demo made it; name another folder with --folder" in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["letters.txt"]


def test_an_earlier_demo_is_replaced_only_when_told(tmp_path: Path) -> None:
    (tmp_path / MARK).write_text("")
    result = run("--folder", tmp_path)
    assert (result.exit_code, "--yes replaces it" in result.stderr) == (1, True)
    assert (tmp_path / MARK).exists()
    _clear(tmp_path, yes=True)
    assert not tmp_path.exists()


def test_a_link_to_a_folder_is_no_demo(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / MARK).write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert run("--folder", tmp_path / "link", "--yes").exit_code == 1
    assert (tmp_path / "real" / MARK).exists()


def test_the_feed_calls_one_page_new_and_no_other() -> None:
    (url,) = demo.later()
    before = demo.load().answer(FEED).body
    after = _announced(before.decode(), url).encode()
    old, new = read_listing(before, FEED), read_listing(after, FEED)
    assert old
    assert new
    changed = {one.url for one in new.offered if one not in old.offered}
    assert (changed, len(new.offered)) == ({url}, len(old.offered))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder and all that the demo says, piped, beside a workspace of the user's own."""
    folder = tmp_path_factory.mktemp("home")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "MENTIONS_CONFIG": str(folder / "mine.toml"),
        "MENTIONS_DATABASE_URL": f"sqlite:///{folder / 'mine.db'}",
        "NO_PROXY": "*",
        "USER": "",
    }
    command = [sys.executable, "-m", "mentions", "demo"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return folder, done.stdout


@pytest.mark.slow
def test_it_shows_the_commands_that_a_user_types(shown: tuple[Path, str]) -> None:
    _, said = shown
    commands = [line.removeprefix("$ ") for line in said.splitlines() if line.startswith("$ ")]
    assert [command for command in commands if command.startswith("scrapy")] == [
        *(f"scrapy crawl {spider}" for spider in ("news", "blogs", "forums", "news"))
    ]
    mine = [command.split()[1] for command in commands if command.startswith("mentions")]
    assert mine == ["status", "list", "list", "draft", "approve", "export"]
    assert 'in the name "demo reader"' in " ".join(said.split())
    assert 'mentions init acme --name "Your Brand"' in said
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", said)


@pytest.mark.slow
def test_it_shows_every_link_state_with_reasons(shown: tuple[Path, str]) -> None:
    _, said = shown
    text = said.partition("== 2. Mentions")[2].partition("== 3.")[0]
    for state in ("own site", "linked http", "linked elsewhere http", "page links", "unlinked"):
        assert re.search(rf"\.html\n  accepted at [01]\.\d\d, {state}", text)
    assert "\n  rejected at 0." in text
    assert "\n  - " in text


@pytest.mark.slow
def test_the_csv_holds_a_page_of_the_manifest_and_its_printed_address(shown: tuple[Path, str]) -> None:
    folder, said = shown
    (file,) = (folder / "demo" / "exports").glob("export-*.csv")
    assert str(file.relative_to(folder)) in said
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    wanted = {page.url: page for page in demo.expected()}
    assert rows
    for row in rows:
        page = wanted[row["page_url"]]
        assert row["email"] in page.contacts
        assert {"unlinked"} <= {mention.link_state for mention in page.mentions}
        assert row["approved_by"] == "demo reader"
        assert row["page_url"] in demo.later()


@pytest.mark.slow
def test_the_second_crawl_asks_for_the_new_page_only_and_finds_the_link(shown: tuple[Path, str]) -> None:
    _, said = shown
    (url,) = demo.later()
    end = said.partition("== 7. The link came")[2].partition("== Now")[0]
    asked = end.partition("nothing but what is new:\n")[2].partition("\n\n")[0]
    assert asked.split() == [url]
    assert re.search(rf"{re.escape(url)}\n  accepted at [01]\.\d\d, linked http://acme\.example/\n", end)


@pytest.mark.slow
def test_the_users_own_workspace_is_not_touched(shown: tuple[Path, str]) -> None:
    folder, _ = shown
    assert [file.name for file in folder.iterdir()] == ["demo"]
    assert {"mentions.db", "mentions.toml", "scrapy.cfg", "crawl.log", MARK} <= {
        file.name for file in (folder / "demo").iterdir()
    }
