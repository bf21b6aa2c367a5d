"""`mentions draft`, `approve`, `reject`: what they print, ask and refuse."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from prospect_examples import BRAND, CHECKOUT, OTHER_BRAND, SENDER, crawl, hours, jane, make_workspace, visit

from mentions import db
from mentions.cli import main
from mentions.db import Engine
from mentions.db.store.drafts import current_draft
from mentions.db.store.prospects import prospect
from mentions.db.store.rows import DraftRow
from mentions.items import Kind, LinkState, Section, Stage
from mentions.prospects.rejections import Rejection
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
    crawl(workspace, engine, visit(URL))
    yield engine
    engine.dispose()


@pytest.fixture
def drafted(engine: Engine) -> Engine:
    """A store in which prospect 1 has a draft."""
    assert run("draft").exit_code == 0
    return engine


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


def stage(engine: Engine) -> Stage:
    with db.reading(engine) as connection:
        one = prospect(connection, 1)
    assert one
    return one.stage


def current(engine: Engine) -> DraftRow:
    with db.reading(engine) as connection:
        one = current_draft(connection, 1)
    assert one
    return one


def test_drafts_and_all_that_got_none_are_named(workspace: Workspace, engine: Engine) -> None:
    crawl(
        workspace,
        engine,
        visit("https://none.example/x", contacts=[]),
        visit("https://elsewhere.example/x", link_state=LinkState.LINKED_ELSEWHERE, href="https://shop.example/"),
    )
    result = run("draft")
    assert result.exit_code == 0
    for said in (
        "jane@blog.example",
        "1 without a draft, no contact:\n",
        "none.example: no address on its pages",
        "mentions draft ID --to ADDRESS --found-at URL",
        "1 without a draft, no template:\n",
        "the name links to shop.example",
    ):
        assert said in result.stdout
    assert stage(engine) is Stage.DRAFTED


def test_drafts_as_json(engine: Engine) -> None:
    (done,) = [json.loads(line) for line in run("draft", "--json").stdout.splitlines()]
    assert (done["id"], done["stage"], done["email"], done["skipped"]) == (1, "drafted", "jane@blog.example", None)
    assert done["body"] == current(engine).body
    assert done["findings"] == []


def test_no_more_drafts_than_asked_for(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, visit("https://second.example/x"), visit("https://third.example/x"))
    assert len(run("draft", "--limit", "2", "--json").stdout.splitlines()) == 2
    assert len(run("draft", "--json").stdout.splitlines()) == 1


@pytest.mark.usefixtures("drafted")
def test_nothing_to_draft_is_said() -> None:
    assert run("draft").stdout.startswith("Nothing is qualified and waits for a draft.")


@pytest.mark.usefixtures("engine")
def test_a_blocked_draft_is_kept_and_its_faults_are_named(tmp_path: Path, engine: Engine) -> None:
    make_workspace(tmp_path, BRAND + SENDER.replace("postal_address", "# postal_address"))
    result = run("draft")
    assert "1 block L08: the sender has no postal address: add it to [[sender]]" in result.stdout
    assert stage(engine) is Stage.DRAFTED
    make_workspace(tmp_path)
    assert "block" not in run("draft", "1").stdout


def test_without_a_sender_it_says_how_to_add_one(tmp_path: Path, engine: Engine) -> None:
    make_workspace(tmp_path, BRAND)
    result = run("draft")
    assert result.exit_code == 1
    assert "nobody signs for brand" in result.stderr
    assert "add a [[sender]] with key, name, organisation, email" in result.stderr
    assert stage(engine) is Stage.QUALIFIED


def test_of_several_brands_one_must_be_named(tmp_path: Path, engine: Engine) -> None:
    make_workspace(tmp_path, BRAND + OTHER_BRAND + SENDER)
    result = run("draft")
    assert result.exit_code == 2
    assert "--brand acme-optics | kindling" in result.stderr
    assert run("draft", "--brand", "Acme Optics").exit_code == 0
    assert stage(engine) is Stage.DRAFTED


def test_a_thread_is_said_not_failed(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, visit("https://forum.example/t/1", kind=Kind.FORUM, section=Section.POST))
    result = run("draft", "2")
    assert result.exit_code == 0
    assert "reply there and say who you are, no mail" in result.stdout


def test_an_address_found_by_hand_comes_with_its_page(engine: Engine) -> None:
    result = run("draft", "1", "--to", "Max Moon <Max@blog.example>", "--found-at", "https://blog.example/team")
    assert result.exit_code == 0
    assert "max@blog.example" in result.stdout
    assert "https://blog.example/team" in current(engine).body


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["1", "--to", "max@blog.example"], "--to and --found-at go together"),
        (["1", "--found-at", URL], "--to and --found-at go together"),
        (["--to", "max@blog.example", "--found-at", URL], "--to is for one prospect"),
        (["1", "--to", "max", "--found-at", URL], "not an address"),
        (["1", "--to", "noreply@blog.example", "--found-at", URL], "not for this"),
        (["1", "--to", "max@blog.example", "--found-at", "team page"], "no web address"),
        (["--edit"], "One draft at a time"),
        (["99999999999999999999"], "is not in the range"),
    ],
)
def test_wrong_use_ends_with_2(engine: Engine, arguments: list[str], said: str) -> None:
    result = run("draft", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert stage(engine) is Stage.QUALIFIED


def test_an_edit_in_the_editor(drafted: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import os, sys\nfrom pathlib import Path\nfile = Path(sys.argv[1])\n"
        "lines = file.read_text().splitlines()\nassert lines[1] == ''\n"
        "file.write_text('\\n'.join(['A question on your telescopes post', '', *lines[2:], 'P.S. Clear skies.']))\n"
        "os.utime(file, (1, 1))\n"
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {editor}")
    before = current(drafted)
    result = run("draft", "1", "--edit", "--by", "Ben")
    assert result.exit_code == 0, result.stderr
    after = current(drafted)
    assert after.subject == "A question on your telescopes post"
    assert after.body == f"{before.body}\nP.S. Clear skies."
    assert after.sha256 != before.sha256


def test_an_editor_that_saves_nothing_changes_nothing(drafted: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "true")
    before = current(drafted)
    result = run("draft", "1", "--edit")
    assert (result.exit_code, current(drafted)) == (1, before)
    assert "saved nothing" in result.stderr


def test_words_from_a_file(drafted: Engine, tmp_path: Path) -> None:
    run("approve", "1", "--yes-i-read-it")
    (tmp_path / "body.txt").write_text("We pay $50.\n", encoding="utf-8")
    result = run("draft", "1", "--body-file", "body.txt")
    assert "block L04: offers something for a link" in result.stdout
    assert (current(drafted).body, current(drafted).approved_by) == ("We pay $50.", None)
    assert stage(drafted) is Stage.DRAFTED
    result = run("draft", "1", "--subject", "One more\x1b[2J thing on your post", "--body-file", "-", stdin=" \n")
    assert (result.exit_code, current(drafted).body) == (1, "We pay $50.")


def test_a_file_that_is_no_text(drafted: Engine, tmp_path: Path) -> None:
    (tmp_path / "body.txt").write_bytes(b"Gr\xfc\xdfe")
    before, result = current(drafted), run("draft", "1", "--body-file", "body.txt")
    assert (result.exit_code, current(drafted)) == (1, before)
    assert result.stderr == "Error: body.txt: not UTF-8 (invalid start byte at byte 2)\n"


def test_approval_needs_a_reader(drafted: Engine) -> None:
    result = run("approve", "1")
    assert (result.exit_code, stage(drafted)) == (2, Stage.DRAFTED)
    assert "--yes-i-read-it" in result.stderr
    result = run("approve", "1", "--yes-i-read-it")
    assert (result.exit_code, stage(drafted)) == (0, Stage.APPROVED)
    assert "To: jane@blog.example, found on https://blog.example/telescopes" in result.stdout
    assert "Approved 1." in result.stdout
    assert (current(drafted).approved_by, current(drafted).approved_sha256) == ("zoe", current(drafted).sha256)


@pytest.mark.parametrize(("answer", "after"), [("y\n", Stage.APPROVED), ("n\n", Stage.DRAFTED), ("\n", Stage.DRAFTED)])
def test_at_a_terminal_it_asks(drafted: Engine, tmp_path: Path, answer: str, after: Stage) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "mentions", "approve", "1", "--by", "Zoe"]
    os.write(ours, answer.encode())
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | CHECKOUT, stdin=theirs, capture_output=True, text=True, check=False
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert "Approve 1? [y/N]" in done.stderr
    assert "Subject: A link in your post" in done.stdout
    assert stage(drafted) is after


def test_a_refused_approval_names_every_reason_and_goes_on(workspace: Workspace, drafted: Engine) -> None:
    crawl(workspace, drafted, visit("https://second.example/x"))
    assert run("draft").exit_code == 0
    linked = visit(URL, at=hours(-0.5), link_state=LinkState.LINKED, href="https://acme.example/")
    crawl(workspace, drafted, linked)
    result = run("approve", "1", "2", "99", "--yes-i-read-it", "--json")
    assert result.exit_code == 1
    first, second, third = (json.loads(line) for line in result.stdout.splitlines())
    assert "already links to the brand" in first["refused"][0]
    assert (second["approved"], second["by"]) == (True, "zoe")
    assert "no prospect 99" in third["refused"][0]
    assert "1 is not approved: the page already links" in result.stderr


def test_hostile_words_harm_no_reader(workspace: Workspace, engine: Engine) -> None:
    title = "\x1b]0;own\x07\x1b[2J{{7*7}} {% x %} \u202egnp\r\nBcc: all@x.example"
    page = "https://evil.example/x"
    crawl(workspace, engine, visit(page, title=title, author=title, contacts=[jane(page)]))
    for arguments in (["draft"], ["approve", "1", "2", "--yes-i-read-it"], ["draft", "1", "2", "--json"]):
        result = run(*arguments)
        assert not any(sign in result.output for sign in "\x1b\x07\x9b\u202e\r")
    assert stage(engine) is Stage.APPROVED


def test_a_rejection(drafted: Engine) -> None:
    assert run("reject", "1").exit_code == 2
    assert run("reject", "1", "--reason", "boring").exit_code == 2
    result = run("reject", "1", "--reason", "not_us", "--note", "another Acme")
    assert (result.exit_code, result.stdout) == (0, "Rejected 1: not_us.\n")
    assert stage(drafted) is Stage.REJECTED
    again = run("reject", "1", "--reason", "old")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "rejected cannot become rejected" in again.stderr


def test_help_names_every_reason_and_has_examples() -> None:
    said = run("reject", "--help").stdout
    assert all(reason.value in said for reason in Rejection)
    for command in ("draft", "approve", "reject"):
        assert f"Example:\n    mentions {command} " in run(command, "--help").stdout
