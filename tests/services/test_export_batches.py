"""What may leave, what never leaves, and what a kill leaves behind."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from prospect_examples import (
    CHECKOUT,
    NOW,
    crawl,
    hours,
    jane,
    make_workspace,
    unreadable,
    visit,
)
from sqlalchemy import text

from mentions import db
from mentions.db import Engine
from mentions.db.store.contacts import suppress
from mentions.db.store.exports import asked, batches
from mentions.db.store.prospects import prospects
from mentions.exceptions import ExportError
from mentions.items import Contact, ContactKind, Kind, Section, Stage
from mentions.services import exporting
from mentions.services.drafting import Skip, draft_sites
from mentions.services.editing import edit, open_draft
from mentions.services.exporting import Exported, Order, RefusedError, export, finish_interrupted
from mentions.services.letters import letter_of
from mentions.services.reviewing import approve, review
from mentions.services.workspaces import Workspace

URL = "https://blog.example/telescopes"
SECOND = "https://second.example/telescopes"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    engine = workspace.store()
    yield engine
    engine.dispose()


def approved(workspace: Workspace, engine: Engine) -> list[int]:
    """Two prospects, drafted and approved."""
    crawl(workspace, engine, visit(URL), visit(SECOND, title="Seven telescopes for the balcony and the garden"))
    done = list(draft_sites(engine, workspace, workspace.config.brands[0], now=NOW))
    for one in done:
        letter = review(engine, workspace, one.prospect.id, now=NOW).letter
        approve(engine, workspace, letter, by="Zoe", now=NOW)
    return [one.prospect.id for one in done]


def leave(workspace: Workspace, engine: Engine, order: Order | None = None, now: datetime = NOW) -> Exported:
    return export(engine, workspace, order or Order(), by="Zoe", now=now)


def files(workspace: Workspace) -> list[str]:
    folder = workspace.folder / "exports"
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


def stages(engine: Engine) -> set[Stage]:
    with db.reading(engine) as connection:
        return {one.stage for one in prospects(connection)}


def refusal(workspace: Workspace, engine: Engine, order: Order | None = None, now: datetime = NOW) -> str:
    """Why nothing left; that indeed nothing did is seen at once."""
    before = stages(engine)
    with pytest.raises(ExportError) as refused:
        leave(workspace, engine, order, now)
    assert (files(workspace), stages(engine)) == ([], before)
    with db.reading(engine) as connection:
        assert batches(connection) == []
    return str(refused.value)


def rows(path: str | Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Path(path).read_text("utf-8"), newline="")))


def test_approved_words_leave_as_they_are(workspace: Workspace, engine: Engine) -> None:
    approved(workspace, engine)
    words = {(one.text.subject, one.text.body) for one in (open_draft(engine, workspace, each) for each in (1, 2))}
    done = leave(workspace, engine)
    found = rows(done.batch.path)
    assert {(row["subject"], row["body"]) for row in found} == words
    assert [row["domain"] for row in found] == ["blog.example", "second.example"]
    assert {row["export_batch_id"] for row in found} == {done.batch.id}
    first = found[0]
    assert (first["email"], first["contact_name"], first["first_name"], first["last_name"]) == (
        "jane@blog.example", "Jane Doe", "Jane", "Doe",
    )  # fmt: skip
    assert (first["quote_location"], first["suggested_anchor"], first["approved_by"]) == (
        "article",
        "Acme Optics",
        "Zoe",
    )
    assert stages(engine) == {Stage.EXPORTED}


def test_the_file_is_for_its_owner_and_has_its_papers(workspace: Workspace, engine: Engine) -> None:
    approved(workspace, engine)
    done = leave(workspace, engine)
    path = Path(done.batch.path)
    assert files(workspace) == [f"export-{done.batch.id}.csv", f"export-{done.batch.id}.json"]
    assert {(path.parent / name).stat().st_mode & 0o777 for name in files(workspace)} == {0o600}
    said = json.loads(path.with_suffix(".json").read_text())
    assert (said["sha256"], said["rows"], said["file"]) == (sha256(path.read_bytes()).hexdigest(), 2, path.name)
    assert said["sha256"] == done.batch.sha256


def test_nothing_leaves_a_second_time(workspace: Workspace, engine: Engine) -> None:
    approved(workspace, engine)
    first = leave(workspace, engine)
    with pytest.raises(ExportError, match="nothing is approved"):
        leave(workspace, engine)
    again = leave(workspace, engine, Order(again="the file was lost"), now=hours(1))
    strip = [{**row, "export_batch_id": ""} for row in rows(first.batch.path)]
    assert [{**row, "export_batch_id": ""} for row in rows(again.batch.path)] == strip
    with db.reading(engine) as connection:
        assert len(batches(connection)) == 2
    assert stages(engine) == {Stage.EXPORTED}


def test_a_named_batch_leaves_again(workspace: Workspace, engine: Engine) -> None:
    with pytest.raises(ExportError, match="nothing has left yet"):
        leave(workspace, engine, Order(again="lost"))
    approved(workspace, engine)
    first = leave(workspace, engine)
    with pytest.raises(ExportError, match="no draft left in batch other"):
        leave(workspace, engine, Order(again="lost", batch="other"))
    assert leave(workspace, engine, Order(again="lost", batch=first.batch.id)).batch.rows == 2


def test_what_nobody_approved_stays(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, visit(URL))
    list(draft_sites(engine, workspace, workspace.config.brands[0], now=NOW))
    assert "nothing is approved" in refusal(workspace, engine)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE draft SET body = body || ' P.S. Buy now.' WHERE id = 1",
        "UPDATE draft SET subject = 'Another subject for your post', sha256 = 'aa' WHERE id = 1",
        "UPDATE draft SET approved_by = NULL WHERE id = 1",
        "UPDATE draft SET approved_sha256 = NULL WHERE id = 1",
    ],
)
def test_words_that_changed_behind_the_approval_stay(workspace: Workspace, engine: Engine, change: str) -> None:
    approved(workspace, engine)
    with db.transaction(engine) as connection:
        connection.execute(text(change))
    said = refusal(workspace, engine)
    assert "1 of 2 drafts stand in the way: prospect 1: these are not the words that a person approved" in said


def test_an_edited_draft_waits_for_its_approval(workspace: Workspace, engine: Engine) -> None:
    first, second = approved(workspace, engine)
    opened = open_draft(engine, workspace, first)
    edit(engine, workspace, opened, subject="A link in your fine post", body=opened.text.body, by="Ben", now=NOW)
    with db.reading(engine) as connection:
        other = letter_of(connection, workspace, second)
    assert [row["subject"] for row in rows(leave(workspace, engine).batch.path)] == [other.text.subject]


def test_one_offender_keeps_all_back(workspace: Workspace, engine: Engine) -> None:
    approved(workspace, engine)
    with db.transaction(engine) as connection:
        suppress(connection, "second.example", reason="asked us to stop", at=NOW)
    assert "asked us to stop" in refusal(workspace, engine)


def test_a_look_is_good_for_a_day(workspace: Workspace, engine: Engine) -> None:
    approved(workspace, engine)
    with pytest.raises(RefusedError) as refused:
        leave(workspace, engine, now=hours(24))
    assert [one.stale for one in refused.value.offenders] == [True, True]
    assert "last looked at" in refusal(workspace, engine, now=hours(24))
    crawl(workspace, engine, visit(URL, at=hours(23)), visit(SECOND, at=hours(23)))
    assert leave(workspace, engine, now=hours(24)).batch.rows == 2


def test_a_look_that_failed_is_none(workspace: Workspace, engine: Engine) -> None:
    approved(workspace, engine)
    crawl(workspace, engine, unreadable(URL, hours(-0.5)))
    assert "could not be read at the last look" in refusal(workspace, engine)


def test_who_was_asked_gets_no_other_letter(workspace: Workspace, engine: Engine) -> None:
    approved(workspace, engine)
    leave(workspace, engine)
    third = "https://third.example/telescopes"
    later = [visit("https://blog.example/more"), visit(third, contacts=[jane(third, "jane@blog.example")])]
    crawl(workspace, engine, *later)
    results = list(draft_sites(engine, workspace, workspace.config.brands[0], now=NOW))
    assert [done.skip for done in results] == [Skip.BARRED, Skip.BARRED]
    assert all("was asked on" in done.why for done in results)
    with db.reading(engine) as connection:
        assert {row.site for row in asked(connection, sites=["blog.example", "second.example"])} == {
            "blog.example",
            "second.example",
        }


def test_what_no_mail_can_reach_is_listed_beside_it(workspace: Workspace, engine: Engine) -> None:
    approved(workspace, engine)
    form = Contact(email="", kind=ContactKind.FORM, source_url="https://form.example/contact", snippet="", sign="form")
    crawl(
        workspace,
        engine,
        visit("https://forum.example/t/1", kind=Kind.FORUM, section=Section.POST, title="=HYPERLINK(1)"),
        visit("https://form.example/post", contacts=[form]),
    )
    done = leave(workspace, engine)
    assert done.manual
    found = {row["domain"]: row for row in rows(done.manual)}
    assert set(found) == {"forum.example", "form.example"}
    assert "reply there" in found["forum.example"]["what_to_do"]
    assert found["forum.example"]["page_title"] == "'=HYPERLINK(1)"
    assert found["form.example"]["what_to_do"] == "write by the form on https://form.example/contact"
    assert "email" not in found["form.example"]


def test_a_file_that_is_there_is_not_overwritten(workspace: Workspace, engine: Engine, tmp_path: Path) -> None:
    approved(workspace, engine)
    output = tmp_path / "mine.csv"
    output.write_text("precious")
    with pytest.raises(ExportError, match="is there already"):
        leave(workspace, engine, Order(output=output))
    assert output.read_text() == "precious"
    done = leave(workspace, engine, Order(output=tmp_path / "new" / "other.csv"))
    assert sorted(one.name for one in (tmp_path / "new").iterdir()) == [f"export-{done.batch.id}.json", "other.csv"]


def test_a_folder_that_cannot_be_written_is_one_line(workspace: Workspace, engine: Engine, tmp_path: Path) -> None:
    approved(workspace, engine)
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ExportError, match="cannot be written"):
        leave(workspace, engine, Order(output=tmp_path / "file" / "out.csv"))
    assert stages(engine) == {Stage.APPROVED}


def test_too_many_must_be_meant(workspace: Workspace, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    approved(workspace, engine)
    monkeypatch.setattr(exporting, "MOST_ROWS", 1)
    assert "2 drafts are more than one sends with care (1); say --large" in refusal(workspace, engine)
    assert leave(workspace, engine, Order(large=True)).batch.rows == 2


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from mentions.services import export_files, workspaces
from mentions.services.exporting import Order, export
from mentions.db.store import exports

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

where = sys.argv[1]
if where == "before the files": export_files._write = die
if where == "before the commit":
    import mentions.services.exporting as exporting
    exporting._remember = die
if where == "before the names": export_files.complete = die
workspace = workspaces.find(Path.cwd(), {})
export(workspace.store(), workspace, Order(), by="Zoe", now=datetime.fromisoformat(sys.argv[2]))
"""


@pytest.mark.parametrize(
    ("where", "is_known"), [("before the files", False), ("before the commit", False), ("before the names", True)]
)
def test_a_kill_leaves_nothing_or_what_can_be_finished(
    workspace: Workspace, engine: Engine, where: str, is_known: bool
) -> None:
    approved(workspace, engine)
    command = [sys.executable, "-c", KILLED, where, NOW.isoformat()]
    done = subprocess.run(
        command, cwd=workspace.folder, env=os.environ | CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    with db.reading(engine) as connection:
        assert len(batches(connection)) == is_known
    assert [name for name in files(workspace) if not name.endswith(".part")] == []
    finished = finish_interrupted(engine, workspace, now=NOW)
    if is_known:
        with pytest.raises(ExportError, match="nothing is approved"):
            leave(workspace, engine)
    else:
        finished = [Path(leave(workspace, engine).batch.path)]
    (path,) = finished
    assert len(rows(path)) == 2
    with db.reading(engine) as connection:
        (batch,) = batches(connection)
    assert batch.sha256 == sha256(path.read_bytes()).hexdigest()
    assert finish_interrupted(engine, workspace, now=hours(2)) == []
    assert files(workspace) == [path.name, path.with_suffix(".json").name]
