"""`mentions labels`: the list, the file, and the way back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from prospect_examples import BRAND, NOW, OTHER_BRAND, SENDER, hours, make_workspace
from review_examples import dialogue, drafted

from mentions import db
from mentions.cli import main
from mentions.db import Engine
from mentions.prospects.rejections import Rejection
from mentions.services import judging, vocabulary


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A store in which three drafts were approved and one was found to be about somebody else."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USER", "zoe")
    workspace, engine = drafted(tmp_path, config=BRAND + OTHER_BRAND + SENDER)
    talk = dialogue(workspace, engine)
    first, *others = talk.cards()
    talk.reject(first, Rejection.NOT_US)
    for card in others:
        talk.approve(card)
    yield engine
    engine.dispose()


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["labels", *arguments], input=stdin)


@pytest.mark.usefixtures("engine")
def test_a_list_with_counts() -> None:
    result = run()
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Acme Optics: 3 yes, 1 no"
    assert lines[2].split() == ["said", "brand", "by", "when", "words"]
    assert [line.split()[0] for line in lines[4:]] == ["yes", "yes", "yes", "no"]
    assert all("[Acme Optics]" in line and f"{NOW:%Y-%m-%d}" in line and len(line) <= 80 for line in lines[4:])
    assert len(run("--limit", "2").stdout.splitlines()) == len(lines) - 2


@pytest.mark.usefixtures("engine")
def test_json_of_one_brand() -> None:
    assert run("--brand", "Kindling", "--json").stdout == ""
    found = [json.loads(line) for line in run("--brand", "acme optics", "--json").stdout.splitlines()]
    names = "brand url surface before after is_brand actor at source evidence"
    assert [list(one) for one in found] == [names.split()] * 4
    assert found[0]["evidence"][0].keys() == {"reason", "weight", "feature", "value"}


@pytest.mark.usefixtures("engine")
def test_nothing_of_a_brand_says_where_labels_come_from() -> None:
    assert run("--brand", "Kindling").stdout.startswith("No labels yet")


def test_out_to_a_file_and_into_another_store(engine: Engine, tmp_path: Path) -> None:
    before = judging.labels(engine)
    result = run("export", "labels.jsonl")
    assert (result.exit_code, result.stdout) == (0, "Wrote 4 labels to labels.jsonl.\n")
    assert (tmp_path / "labels.jsonl").read_text("utf-8") == run("export").stdout == run("export", "-").stdout
    assert run("import", "labels.jsonl").stdout == "0 new, 0 changed, 4 known before.\n"
    assert judging.labels(engine) == before
    engine.dispose()
    (tmp_path / "mentions.db").unlink()
    assert (
        run("import", "labels.jsonl", "--json").stdout
        == '{"new":4,"changed":0,"known":0,"mentions":0,"conflicts":[]}\n'
    )
    assert run("import", "-", stdin=(tmp_path / "labels.jsonl").read_text("utf-8")).stdout.startswith("0 new")
    assert [one["source"] for one in map(json.loads, run("export").stdout.splitlines())] == ["import"] * 4


@pytest.mark.usefixtures("engine")
def test_a_file_that_is_there_is_not_written_over_unasked(tmp_path: Path) -> None:
    (tmp_path / "labels.jsonl").write_text("mine")
    result = run("export", "labels.jsonl")
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: labels.jsonl is there already; name another file, or say --yes to write over it\n",
    )
    assert (tmp_path / "labels.jsonl").read_text() == "mine"
    assert run("export", "labels.jsonl", "--yes", "--json").stdout == '{"path":"labels.jsonl","labels":4}\n'
    assert len((tmp_path / "labels.jsonl").read_text().splitlines()) == 4
    assert [one.name for one in tmp_path.glob(".*")] == []


@pytest.mark.usefixtures("engine")
def test_what_cannot_be_written_or_read_is_one_line() -> None:
    result = run("export", "nowhere/labels.jsonl")
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: nowhere/labels.jsonl cannot be written: No such file or directory\n",
    )
    result = run("import", "labels.jsonl")
    assert (result.exit_code, result.stderr) == (1, "Error: labels.jsonl cannot be read: No such file or directory\n")


def test_bad_lines_are_named_and_nothing_is_taken(engine: Engine, tmp_path: Path) -> None:
    before = judging.labels(engine)
    good = run("export").stdout.splitlines()
    flipped = [line.replace('"is_brand":true', '"is_brand":false').replace(':"review"', ':"x"') for line in good]
    (tmp_path / "labels.jsonl").write_text("\n".join([*flipped, "{\x1b[31m", '{"brand":"x\\u001b[31m"}', *["?"] * 30]))
    result = run("import", "labels.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    first, *lines = result.stderr.splitlines()
    assert first == "Error: nothing was taken from labels.jsonl; these lines are wrong:"
    assert lines[:2] == [
        "  line 5: is no JSON",
        "  line 6: brand: “x␛[31m” is not configured; write a name or key of yours, or choose by --brand",
    ]
    assert lines[-1] == "  and 12 more"
    assert len(lines) == 21
    assert judging.labels(engine) == before


def test_what_was_decided_here_stands_against_a_file_until_it_may_overrule(engine: Engine, tmp_path: Path) -> None:
    before, later = judging.labels(engine), f"{hours(1).isoformat()}"
    said = [json.loads(line) for line in run("export").stdout.splitlines()]
    other = [one | {"is_brand": not one["is_brand"], "at": later, "actor": "Ben\x1b[31m"} for one in said]
    (tmp_path / "ben.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in other))
    lines = run("import", "ben.jsonl").stdout.splitlines()
    assert lines[:2] == [
        "0 new, 0 changed, 0 known before.",
        "4 not taken, decided otherwise here (--overrule takes the later verdict):",
    ]
    assert lines[2].startswith("  here no by Zoe, there yes by Ben␛[31m: Acme Optics, https://")
    assert (len(lines), max(map(len, lines)) <= 80) == (6, True)
    assert judging.labels(engine) == before
    assert run("import", "ben.jsonl", "--overrule").stdout.splitlines() == [
        "0 new, 4 changed, 0 known before.",
        "Verdict of 4 mentions set by them. Judge the others by it too: mentions rescore",
    ]
    assert [one.is_brand for one in judging.labels(engine)] == [not one.is_brand for one in before]
    assert run("import", "ben.jsonl", "--overrule").stdout == "0 new, 0 changed, 4 known before.\n"


@pytest.mark.usefixtures("engine")
def test_wrong_use() -> None:
    for words in (["--brand", "Kindling", "export"], ["export", "--json"], ["nonsense"]):
        assert run(*words).exit_code == 2
    assert run("--brand", "nobody").exit_code == 1


def test_scans_and_what_is_judged_again_go_by_them(engine: Engine, tmp_path: Path) -> None:
    good = [json.loads(line) for line in run("export").stdout.splitlines()]
    said = [one | {"url": f"https://n{number}.example/", "is_brand": False} for number in range(6) for one in good]
    (tmp_path / "labels.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in said))
    (tmp_path / "page.html").write_text("<p>The sharpest of the ten was made by Acme Optics, and nobody knew.</p>")
    before = scanned("page.html")
    assert run("import", "labels.jsonl").exit_code == 0
    after = scanned("page.html")
    assert after["confidence"] < before["confidence"]
    reasons = [one["reason"] for one in after["evidence"]]
    assert any(one.startswith("near “") and one.endswith("”: you said no 7 of 10 times") for one in reasons)
    alone = scanned("page.html", "--config", "mentions.toml")
    assert not [one for one in alone["evidence"] if one["feature"].startswith("learnt.")]
    assert CliRunner().invoke(main, ["rescore"]).exit_code == 0
    listed = CliRunner().invoke(main, ["list", "--mentions", "--all", "--json"]).stdout.splitlines()
    assert all("learnt.word" in line for line in listed if "/acme" in json.loads(line)["url"])
    with db.reading(engine) as connection:
        assert vocabulary.load(engine).taught == vocabulary.taught(connection) != {}


def test_a_scan_makes_and_upgrades_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    workspace = make_workspace(tmp_path)
    (tmp_path / "mentions.db").unlink()
    (tmp_path / "page.html").write_text("<p>Made by Acme Optics.</p>")
    assert scanned("page.html")["verdict"] == "accepted"
    assert workspace.missing_store
    (tmp_path / "mentions.db").touch()
    assert scanned("page.html")["verdict"] == "accepted"
    assert (tmp_path / "mentions.db").read_bytes() == b""


def test_a_scan_says_that_an_older_database_teaches_nothing(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>The sharpest of the ten was made by Acme Optics, and nobody knew.</p>")
    assert any(one["feature"].startswith("learnt.") for one in scanned("page.html")["evidence"])
    with db.transaction(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    result = CliRunner().invoke(main, ["scan", "--json", "page.html"])
    assert result.exit_code == 0
    note, *_ = result.stderr.splitlines()
    assert note == (
        f"Note: scanned without your verdicts: {tmp_path}/mentions.db: is of an older version of mentions; "
        "`mentions status` upgrades it, or says how"
    )
    assert not any(one["feature"].startswith("learnt.") for one in json.loads(result.stdout)["evidence"])
    with db.reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "0001"


def scanned(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(main, ["scan", "--json", "--all", *arguments])
    assert result.exit_code == 0
    assert "Note" not in result.stderr
    (line,) = result.stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found
