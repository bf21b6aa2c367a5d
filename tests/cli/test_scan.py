"""`mentions scan` as it is typed: what it prints, for people and for programs, and how it ends."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentions.cli import main
from mentions.cli.terminal import safe

ACME = ("--name", "Acme Optics", "--domain", "acme.example")
URL = "http://news.example/2026/lenses"
PAGE = (
    "<html><body><article><p>The lenses of the camera were ground by Acme Optics in a month.</p>"
    "<p>More at <a rel=nofollow href=http://wiki.example/Acme>Acme Optics</a>.</p></article></body></html>"
)
FIELDS = (
    "url brand surface before after section match link_state href rel link_note confidence verdict evidence".split()
)


def run(*arguments: str | Path, stdin: str | bytes = b"") -> Result:
    return CliRunner().invoke(main, ["scan", *map(str, arguments)], input=stdin)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "page.html").write_text(PAGE)
    return tmp_path / "page.html"


def objects(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_json_has_exactly_the_fields_that_programs_rely_on(page: Path) -> None:
    result = run(page, *ACME, "--url", URL, "--json")
    first, second = objects(result)
    assert list(first) == FIELDS
    assert (first["url"], first["brand"], first["surface"]) == (URL, "Acme Optics", "Acme Optics")
    assert str(first["before"]).endswith("The lenses of the camera were ground by ")
    assert str(first["after"]).startswith(" in a month.")
    assert (first["section"], first["match"], first["verdict"]) == ("article", "exact", "accepted")
    assert (first["link_state"], first["href"], first["rel"]) == ("unlinked", None, [])
    assert (second["link_state"], second["href"], second["rel"]) == (
        "linked_elsewhere",
        "http://wiki.example/Acme",
        ["nofollow"],
    )
    assert isinstance(first["confidence"], float)
    assert isinstance(first["evidence"], list)
    assert all(list(one) == ["reason", "weight", "feature", "value"] for one in first["evidence"])
    assert result.exit_code == 0


def test_people_see_the_passage_the_state_the_verdict_and_why(page: Path) -> None:
    result = run(page, *ACME, "--url", URL)
    lines = result.stdout.splitlines()
    assert lines[0] == URL
    assert "  Acme Optics: unlinked" in lines
    assert "  Acme Optics: linked elsewhere http://wiki.example/Acme" in lines
    assert any("ground by [Acme Optics] in a month." in line for line in lines)
    assert any(line.startswith("  accepted ") for line in lines)
    assert any(line.startswith("  + ") for line in lines)
    assert lines[-2:] == [
        "1 page read, 1 with mentions; none unreadable.",
        "Mentions: 1 linked elsewhere, 1 unlinked.",
    ]
    assert max(map(len, lines)) <= 80


def test_candidates_that_are_not_accepted_only_with_all(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>A target on the wall. Shop at Target or aim at a target.</p>")
    brand = ("--name", "Target", "--domain", "target.example", "--json")
    few, all_ = run(tmp_path, *brand), run(tmp_path, *brand, "--all")
    assert [one["surface"] for one in objects(all_)] == ["target", "Target", "target"]
    assert {one["verdict"] for one in objects(few)} <= {"accepted"}
    assert len(objects(few)) < 3
    assert "shown with --all" in few.stderr
    assert "shown with --all" not in all_.stderr


def test_a_page_from_standard_input() -> None:
    result = run("-", *ACME, "--url", "http://www.acme.example/news", "--json", stdin=PAGE)
    assert {(one["url"], one["link_state"]) for one in objects(result)} == {
        ("http://www.acme.example/news", "own_site")
    }


def test_what_cannot_be_read_is_said_counted_and_ends_with_1(page: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("")
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(PAGE.encode())[:-9])
    (tmp_path / "x.warc.gz").write_text("nonsense")
    result = run(tmp_path / "missing\x1b[31m.html", tmp_path, *ACME)
    assert result.exit_code == 1
    errors = result.stderr.splitlines()
    assert [line.rpartition("/")[2] for line in errors] == [
        "missing␛[31m.html: No such file or directory",
        "cut.html.gz: cut off: the gzip data has no end",
        "x.warc.gz: not a WARC file",
    ]
    assert all(line.startswith("Error: ") for line in errors)
    assert "1 page read, 1 with mentions; 1 could not be read (empty 1)." in result.stdout
    assert page.as_uri()[:60] in result.stdout


def test_brands_of_a_file_and_of_the_workspace(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '[[brand]]\nname = "Acme Optics"\ndomains = ["acme.example"]\n'
    (tmp_path / "brands.toml").write_text(text)
    monkeypatch.delenv("MENTIONS_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    assert len(objects(run(page, "--config", "brands.toml", "--json"))) == 2
    none = run(page, "--json")
    assert none.exit_code == 1
    assert "--config FILE, or --name NAME --domain DOMAIN" in none.stderr
    (tmp_path / "mentions.toml").write_text(text)
    assert len(objects(run(page, "--json"))) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a.html", "--name", "Acme"],
        ["a.html", "--domain", "acme.example"],
        ["a.html", *ACME, "--config", "b.toml"],
        ["a.html", "b.html", *ACME, "--url", URL],
        [".", *ACME, "--url", URL],
        ["a.html", *ACME, "--url", "news.example"],
        ["a.html", *ACME, "--jobs", "-1"],
    ],
)
def test_wrong_use(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_hostile_pages_do_not_reach_the_terminal(tmp_path: Path) -> None:
    hostile = "<title>\x1b]0;x\x07</title><p>\x1b[2J\u202eSold by Acme Optics \u2066\x9b31m, they say.</p>"
    (tmp_path / "a.html").write_text(hostile)
    for flags in ((), ("--json",)):
        printed = run(tmp_path, *ACME, *flags).stdout
        assert "Acme Optics" in printed
        assert printed == (safe(printed) if not flags else printed)
        assert not set("\x1b\x07\x9b\u202e\u2066") & set(printed)


@pytest.mark.slow
def test_a_closed_pipe_is_no_reason_to_complain(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.html").write_text(PAGE * 20)
    command = (
        f"'{sys.executable}' -m mentions scan '{tmp_path}' --name 'Acme Optics' --domain acme.example --json | head -1"
    )
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (len(done.stdout.splitlines()), done.stderr) == (1, "")
