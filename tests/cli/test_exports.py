"""`mentions export`: the file, the words beside it, and every reason for which there is none."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prospect_examples import NOW, crawl, hours, jane, make_workspace, visit

from mentions import db
from mentions.cli import exports, main
from mentions.db import Engine
from mentions.db.store.contacts import suppress
from mentions.db.store.exports import batches
from mentions.services.drafting import draft_sites
from mentions.services.reviewing import approve, review
from mentions.services.workspaces import Workspace

URL = "https://blog.example/telescopes"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USER", "zoe")
    return make_workspace(tmp_path)


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    engine = workspace.store()
    yield engine
    engine.dispose()


@pytest.fixture
def approved(workspace: Workspace, engine: Engine) -> Engine:
    """A store with one approved draft."""
    crawl(workspace, engine, visit(URL))
    approve_all(workspace, engine)
    return engine


def approve_all(workspace: Workspace, engine: Engine) -> None:
    for done in draft_sites(engine, workspace, workspace.config.brands[0], now=NOW):
        letter = review(engine, workspace, done.prospect.id, now=NOW).letter
        approve(engine, workspace, letter, by="Zoe", now=NOW)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["export", *arguments])


def read(path: str | Path, **form: str) -> list[dict[str, str]]:
    return list(
        csv.DictReader(io.StringIO(Path(path).read_text("utf-8-sig"), newline=""), delimiter=form.get("by", ","))
    )


def written(folder: Path) -> list[str]:
    return sorted(file.name for file in (folder / "exports").glob("*"))


@pytest.mark.usefixtures("approved")
def test_it_says_how_many_where_and_what_next(tmp_path: Path) -> None:
    result = run()
    assert (result.exit_code, result.stderr) == (0, "")
    first, *hint = result.stdout.splitlines()
    name, sidecar = written(tmp_path)
    assert first == f"Exported 1 draft to exports/{name}"
    assert (name.endswith(".csv"), sidecar) == (True, name.replace(".csv", ".json"))
    assert len(hint) == 2
    assert all(len(line) <= 80 for line in hint)
    assert "{{subject}}" in hint[0]


@pytest.mark.usefixtures("approved")
def test_as_json_and_for_excel(tmp_path: Path) -> None:
    result = run("--json", "--excel", "--delimiter", "semicolon", "--output", "out.csv")
    said = json.loads(result.stdout)
    assert (said["path"], said["rows"], said["manual"]) == (str(tmp_path / "out.csv"), 1, None)
    assert Path(said["path"]).read_bytes().startswith(b"\xef\xbb\xbf")
    (row,) = read("out.csv", by=";")
    assert (row["email"], row["page_url"]) == ("jane@blog.example", URL)


@pytest.mark.usefixtures("workspace")
def test_nothing_approved_is_one_line_and_1(tmp_path: Path) -> None:
    result = run()
    assert (result.exit_code, result.stdout, written(tmp_path)) == (1, "", [])
    assert result.stderr.startswith("Error: nothing is approved; ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.usefixtures("approved")
def test_a_draft_leaves_once() -> None:
    assert run().exit_code == 0
    again = run()
    assert (again.exit_code, again.stderr[:27]) == (1, "Error: nothing is approved;")
    assert run("--again", "the file was lost").exit_code == 0


def test_offenders_are_listed_and_nothing_is_written(tmp_path: Path, approved: Engine) -> None:
    with db.transaction(approved) as connection:
        suppress(connection, "jane@blog.example", reason="said \x1b[2Jno", at=NOW)
    result = run()
    assert (result.exit_code, result.stdout, written(tmp_path)) == (1, "", [])
    assert "Error: nothing was exported" in result.stderr
    assert "  1 blog.example: jane@blog.example is never to be written to: said ␛[2Jno" in result.stderr
    assert "Leave out: mentions reject ID" in result.stderr


def test_pages_to_look_at_again_are_named_and_listed_in_a_file(
    tmp_path: Path, workspace: Workspace, engine: Engine
) -> None:
    crawl(workspace, engine, visit(URL, at=hours(-30)))
    approve_all(workspace, engine)
    result = run()
    assert (result.exit_code, written(tmp_path)) == (1, [])
    assert "last looked at on" in result.stderr
    assert f"  {URL}\n" in result.stderr
    assert "scrapy crawl urls -a file=FILE -a again=yes" in result.stderr
    result = run("--stale-to", "again.txt")
    assert "scrapy crawl urls -a file=again.txt -a again=yes" in result.stderr
    assert (tmp_path / "again.txt").read_text() == f"{URL}\n"
    result = run("--stale-to", "nowhere/again.txt")
    assert (result.exit_code, written(tmp_path)) == (1, [])
    assert "Error: nowhere/again.txt cannot be written: No such file or directory" in result.stderr


@pytest.mark.usefixtures("approved")
def test_many_at_once_are_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MANY", 0)
    result = run()
    assert (result.exit_code, result.stderr) == (0, "Warning: 1 mails at once are many; send them over several days.\n")


@pytest.mark.usefixtures("approved")
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--preset", "nonsense"], 1, "no preset 'nonsense'; known are generic"),
        (["--delimiter", "|"], 2, "write a comma, a semicolon or tab"),
        (["--batch", "x"], 2, "--batch goes with --again REASON"),
        (["--brand", "Nobody"], 1, "no brand"),
        (["--output", "mentions.toml"], 1, "is there already"),
        (["--again", "lost"], 1, "nothing has left yet"),
    ],
)
def test_what_goes_wrong_is_said(
    tmp_path: Path, approved: Engine, arguments: list[str], status: int, said: str
) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout, written(tmp_path)) == (status, "", [])
    assert said in result.stderr
    with db.reading(approved) as connection:
        assert batches(connection) == []


@given(
    title=st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=80)
)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_title_says_the_file_is_read_back_unharmed(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, title: str
) -> None:
    folder = tmp_path_factory.mktemp("workspace")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("USER", "zoe")
    workspace = make_workspace(folder)
    engine = workspace.store()
    evil = "https://evil.example/x"
    crawl(workspace, engine, visit(URL), visit(evil, title=title, author=title, contacts=[jane(evil)]))
    done = list(draft_sites(engine, workspace, workspace.config.brands[0], now=NOW))
    ready = [review(engine, workspace, one.prospect.id, now=NOW) for one in done if one.text]
    for one in ready:
        if not one.obstacles:
            approve(engine, workspace, one.letter, by="Zoe", now=NOW)
    engine.dispose()
    said = json.loads(run("--json").stdout)
    rows = {row["email"]: row for row in read(said["path"])}
    words = {one.letter.row.email: one.letter.text for one in ready if not one.obstacles}
    assert {email: row["body"] for email, row in rows.items()} == {email: text.body for email, text in words.items()}
    assert {email: row["subject"] for email, row in rows.items()} == {
        email: text.subject for email, text in words.items()
    }
    frame = pd.read_csv(said["path"], dtype=str, keep_default_na=False)
    assert frame.to_dict("records") == list(rows.values())
    cells = [line for row in rows.values() for name, cell in row.items() if name != "body" for line in cell.split("\n")]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
