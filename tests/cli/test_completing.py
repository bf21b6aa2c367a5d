"""Completion, as shells ask for it."""

import json
import os
import pty
import re
import select
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from prospect_examples import BRAND, CHECKOUT, OTHER_BRAND, SENDER, SOURCES, crawl, make_workspace, visit
from sqlalchemy import text

from mentions import db
from mentions.cli import COMMANDS, completing, main
from mentions.db import Engine
from mentions.services import overview
from mentions.services.workspaces import Workspace

HEAVY = ("alembic", "scrapy", "spacy", "sqlalchemy", "rich", "jinja2")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (folder := tmp_path / "a workspace, 100% mine").mkdir()
    return make_workspace(folder, BRAND + OTHER_BRAND + SENDER + SOURCES)


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    engine = workspace.store()
    yield engine
    engine.dispose()


@pytest.fixture
def folder(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(workspace.folder)
    return workspace.folder


def asked(*words: str, shell: str = "bash", **environment: str) -> Result:
    """What the script of a shell gets to read for a line whose last word is begun."""
    said = {
        "_MENTIONS_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": " ".join(("mentions", *words)),
        "COMP_CWORD": words[-1] if shell == "fish" else str(len(words)),
    }
    return CliRunner().invoke(main, [], prog_name="mentions", env=said | environment)


def offered(*words: str, **environment: str) -> list[str]:
    done = asked(*words, **environment)
    assert (done.exit_code, done.stderr) == (0, "")
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


def test_commands_and_options() -> None:
    assert offered("") == list(COMMANDS)
    assert offered("s") == [name for name in COMMANDS if name.startswith("s")]
    assert offered("list", "--j") == ["--json"]
    assert offered("list", "--stage", "dr") == ["drafted"]
    assert offered("completion", "") == ["bash", "zsh", "fish"]


def test_brands_by_their_keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered("list", "--brand", "") == ["acme-optics", "kindling"]
    (below := folder / "exports").mkdir()
    monkeypatch.chdir(below)
    for command in ("draft", "export", "list", "show", "status"):
        assert offered(command, "--brand", "ki") == ["kindling"]


@pytest.mark.usefixtures("folder")
def test_prospects_with_something_left_to_do(workspace: Workspace, engine: Engine) -> None:
    urls = [f"https://{name}.example/" for name in "abc"]
    crawl(workspace, engine, *map(visit, urls))
    ids = [str(line.best.id) for line in overview.sites(engine)]
    assert len(ids) == 3
    for command in ("approve", "draft", "reject", "show"):
        assert sorted(offered(command, "")) == sorted(ids)
    assert offered("approve", ids[0], ids[1]) == [ids[1]]
    assert offered("show", "a.ex") == []
    with db.transaction(engine) as connection:
        connection.execute(text("UPDATE prospect SET stage = 'rejected' WHERE id <> :kept"), {"kept": int(ids[0])})
    assert offered("reject", "") == [ids[0]]


def test_stages_are_those_of_the_lists() -> None:
    stages = re.search(r"stage IN \((.*?)\)", completing._WAITING)
    assert stages is not None
    assert set(re.findall(r"'(\w+)'", stages[1])) == set(overview.OPEN)


@pytest.mark.usefixtures("folder")
def test_titles_stand_beside_the_ids_and_cannot_harm(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, visit("https://a.example/"))
    with db.transaction(engine) as connection:
        connection.execute(text("UPDATE page SET title = :title"), {"title": "Ten\n\x1b[2J\u202elenses" + "!" * 100})
    for shell in ("zsh", "fish"):
        said = asked("show", "", shell=shell)
        assert (said.exit_code, said.stderr) == (0, "")
        assert "a.example Ten ␛[2Jlenses!!!" in said.stdout
        assert len(said.stdout) < 90
        assert not set("\x1b\u202e") & set(said.stdout)


@pytest.mark.parametrize(
    "damage",
    ["no workspace", "no database", "wrong configuration", "no database but a note", "locked", "folder", "memory"],
)
def test_what_cannot_be_read_offers_nothing(damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    config = 'brand = "unfinished' if damage == "wrong configuration" else BRAND
    if damage == "memory":
        config += '[store]\nurl = "sqlite:///:memory:"\n'
    if damage != "no workspace":
        (tmp_path / "mentions.toml").write_text(config, encoding="utf-8")
    database = tmp_path / "mentions.db"
    with closing(sqlite3.connect(database)) as connection:
        if damage == "no database but a note":
            database.write_text("SQLite is nice\n" * 1000)
        elif damage == "locked":
            connection.execute("CREATE TABLE prospect (id)")
            connection.execute("BEGIN EXCLUSIVE")
        elif damage == "folder":
            database.unlink()
            database.mkdir()
        else:
            database.unlink()
        assert offered("show", "") == []
        has_brands = damage not in ("no workspace", "wrong configuration")
        assert offered("list", "--brand", "") == ["acme-optics"] * has_brands
        assert database.exists() == (damage in ("no database but a note", "locked", "folder"))


@pytest.mark.usefixtures("folder")
def test_other_databases_are_not_asked() -> None:
    for url in ("postgresql+psycopg://user@localhost:1/x", "nonsense", "postgresql+psycopg://[", "sqlite:///#?x=%zz"):
        assert offered("show", "", MENTIONS_DATABASE_URL=url) == []
    assert offered("list", "--brand", "", MENTIONS_CONFIG="/no/such.toml") == []


def test_a_tab_waits_for_nothing_heavy(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, visit("https://a.example/"))
    for words in (["sho"], ["list", "--brand", "a"], ["show", ""]):
        program = (
            "import atexit, json, sys; from mentions.cli import main; "
            f"atexit.register(lambda: print(json.dumps([one for one in {HEAVY!r} if one in sys.modules]), "
            "file=sys.stderr)); main(prog_name='mentions')"
        )
        said = {"_MENTIONS_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(("mentions", *words))}
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=workspace.folder,
            env=os.environ | CHECKOUT | said | {"COMP_CWORD": str(len(words))},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.startswith("plain,")
        assert json.loads(done.stderr) == []


@pytest.mark.parametrize("shell", completing.SHELLS)
def test_scripts_are_the_shells_own(shell: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["completion", shell])
    assert result.exit_code == 0
    assert f"_MENTIONS_COMPLETE={shell}_complete" in result.stdout
    script = tmp_path / "script"
    script.write_text(result.stdout, encoding="utf-8")
    if shutil.which(shell):
        subprocess.run([shell, "-n", script], check=True)


def test_a_tab_in_bash(workspace: Workspace, tmp_path: Path) -> None:
    (tools := tmp_path / "tools").mkdir()
    command = tools / "mentions"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mentions "$@"\n', encoding="utf-8")
    command.chmod(0o700)
    script = tmp_path / "script"
    script.write_text(CliRunner().invoke(main, ["completion", "bash"]).stdout, encoding="utf-8")
    path = os.pathsep.join((str(tools), os.environ["PATH"]))
    env = {"PATH": path, "HOME": str(tmp_path), "PS1": "ready> ", "TERM": "dumb", **CHECKOUT}
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(workspace.folder)
        os.execvpe("bash", ["bash", "--norc", "-i"], env)  # noqa: S606 - the shell is what is tested
    os.write(terminal, f"source {script}\n".encode())
    os.write(terminal, b"mentions stat\t--bra\tki\t")
    try:
        assert "mentions status --brand kindling " in shown(terminal, "kindling ")
    finally:
        os.close(terminal)
        os.waitpid(child, 0)


def shown(terminal: int, awaited: str) -> str:
    """What a terminal shows until a text stands there, half a minute at most."""
    said, until = "", time.monotonic() + 30
    while awaited not in said and time.monotonic() < until:
        if select.select([terminal], [], [], 1)[0]:
            said += os.read(terminal, 4096).decode()
    return said
