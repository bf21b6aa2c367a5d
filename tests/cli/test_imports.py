"""`mentions import` as it is typed: what it asks, what it says, how it ends."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from prospect_examples import BRAND, CHECKOUT, OTHER_BRAND, make_workspace
from terminals import terminal

from mentions.cli import main

PAGE = "https://blog.example/post"
LIST = f"Mention link;Reach\n{PAGE}/1;5\n{PAGE}/2;7\nhttps://acme.example/;1\nnothing;2\n"
LINKS = f"Linking page,Last crawled\n{PAGE}/1,2026-10-01\n{PAGE}/2,2026-10-02\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    make_workspace(tmp_path, BRAND)
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "links.csv").write_text(LINKS, encoding="utf-8")
    return tmp_path


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["import", *arguments], input=stdin)


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "mentions.db")) as database:
        return database.execute(query).fetchall()


def test_without_a_terminal_nobody_can_confirm(folder: Path) -> None:
    result = run("mentions", "list.csv")
    assert result.exit_code == 2
    assert "--yes" in result.stderr
    assert "Mention link" in result.stderr
    assert not rows(folder, "SELECT * FROM imported_address")
    assert not (folder / "imports.toml").exists()


def test_what_was_confirmed_once_is_known_the_next_time(folder: Path) -> None:
    result = run("mentions", "list.csv", "--yes")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "4 rows: 2 new addresses, 0 known before, 1 left out (own pages 1).",
        "1 rejected; which and why is in list.rejects.csv",
        "2 wait to be visited: scrapy crawl urls",
    ]
    assert all(len(line) <= 80 for line in result.stderr.splitlines())
    assert 'url = "Mention link"' in (folder / "imports.toml").read_text()
    again = run("mentions", "list.csv", "--json")
    assert again.exit_code == 0
    assert json.loads(again.stdout) == {
        "rejects": "list.rejects.csv",
        "rows": 4,
        "new": 0,
        "known": 2,
        "left_out": {"own pages": 1},
        "rejected": 1,
        "waiting": 2,
    }


def test_columns_may_be_named(folder: Path) -> None:
    assert run("mentions", "list.csv", "--map", "url=mention LINK", "--kind", "news").exit_code == 0
    assert rows(folder, "SELECT DISTINCT kind, source FROM imported_address") == [("news", "list.csv")]
    wrong = run("mentions", "list.csv", "--map", "url=Title")
    assert (wrong.exit_code, "there are: Mention link, Reach" in wrong.stderr) == (1, True)
    assert run("mentions", "list.csv", "--map", "Title").exit_code == 2


def test_what_the_columns_were_named_may_be_changed_by_hand(folder: Path) -> None:
    run("mentions", "list.csv", "--yes")
    known = folder / "imports.toml"
    known.write_text(known.read_text().replace("Mention link", "Reach") + "# mine\n")
    assert json.loads(run("mentions", "list.csv", "--json").stdout)["rejected"] == 4
    assert run("mentions", "list.csv", "--map", "url=Mention link").exit_code == 0
    assert "# mine" in known.read_text()
    known.write_text("[mentions\n")
    result = run("mentions", "list.csv", "--yes")
    assert (result.exit_code, "imports.toml" in result.stderr) == (1, True)


def test_standard_input(folder: Path) -> None:
    result = run("mentions", "-", "--yes", stdin=f"{PAGE}/1\n{PAGE}/2\nhello\n".encode())
    assert result.exit_code == 0
    assert rows(folder, "SELECT url, source FROM imported_address") == [
        (f"{PAGE}/1", "standard input"),
        (f"{PAGE}/2", "standard input"),
    ]
    assert (folder / "stdin.rejects.csv").exists()


def test_the_status_says_how_many_wait() -> None:
    run("mentions", "list.csv", "--yes")
    shown = CliRunner().invoke(main, ["status"]).stdout
    assert "imported addresses to visit: 2; scrapy crawl urls" in shown
    assert json.loads(CliRunner().invoke(main, ["status", "--json"]).stdout)["imported"] == 2


def test_backlinks_of_the_only_brand(folder: Path) -> None:
    result = run("backlinks", "links.csv", "--yes")
    assert result.stdout.splitlines() == [
        "2 rows: 2 new links, 0 known before, 0 left out.",
        "Pages of these sites that were judged anew: 0",
    ]
    found = rows(folder, "SELECT url, target, source, seen_at FROM claim")
    assert found[0] == (
        f"{PAGE}/1",
        "https://acme.example/",
        "Search Console (links.csv)",
        "2026-10-01 00:00:00.000000",
    )


def test_of_several_brands_one_must_be_named_where_the_file_names_no_target(folder: Path) -> None:
    make_workspace(folder, BRAND + OTHER_BRAND)
    result = run("backlinks", "links.csv", "--yes")
    assert (result.exit_code, "--brand NAME" in result.stderr) == (1, True)
    assert run("backlinks", "links.csv", "--yes", "--brand", "kindling").exit_code == 0
    assert rows(folder, "SELECT DISTINCT to_host FROM claim") == [("kindling.example",)]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"Target page,Incoming links\nhttps://acme.example/,3\n", "pages of your own site"),
        (b"PK\x03\x04\x00", "save the sheet as CSV"),
        (b"", "nothing in it"),
        (b"Title,Reach\na,1\n", "--map url=HEADER"),
    ],
)
def test_files_that_are_something_else(folder: Path, body: bytes, what: str) -> None:
    (folder / "list.csv").write_bytes(body)
    result = run("backlinks", "list.csv", "--yes")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: list.csv: ")
    assert what in result.stderr


def test_a_file_that_is_not_there() -> None:
    result = run("mentions", "nowhere.csv", "--yes")
    assert (result.exit_code, result.stderr) == (1, "Error: nowhere.csv: no such file\n")


def test_a_warning_where_the_encoding_had_to_be_guessed(folder: Path) -> None:
    (folder / "list.csv").write_bytes(f"URL,Titel\n{PAGE},Größe\n".encode("cp1252"))
    result = run("mentions", "list.csv", "--yes")
    assert result.exit_code == 0
    assert "Warning: list.csv: 1 line is no UTF-8" in result.stderr


def test_hostile_cells_are_harmless_on_a_terminal(folder: Path) -> None:
    (folder / "list.csv").write_text(f"URL\x1b[2J,b\x9b\n{PAGE}\u202e/\x1b]52;c;x\x07,2\n{PAGE},1\n", encoding="utf-8")
    result = run("mentions", "list.csv", "--map", "url=1")
    assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(result.output)
    kept = (folder / "list.rejects.csv").read_text(encoding="utf-8")
    assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(kept)


@pytest.mark.parametrize(("answer", "status", "kept"), [("y", 0, 2), ("n", 1, 0)])
def test_on_a_terminal_one_is_asked(folder: Path, answer: str, status: int, kept: int) -> None:
    words = ("-m", "mentions", "import", "mentions", "list.csv")
    with terminal(*words, cwd=folder, env=CHECKOUT) as seen:
        shown = seen.wait("Is that right?")
        assert "Mention link" in shown
        assert f"{PAGE}/1" in shown
        seen.type(f"{answer}\n", "scrapy crawl urls" if answer == "y" else "--map url=HEADER")
        assert seen.end() == status
    assert len(rows(folder, "SELECT * FROM imported_address")) == kept
