"""Every command and every spider on bad ground, as one table.

A command either works (`.`), or it ends with status 1 and one line, that of the row (`x`), which says what, where and
what to do. Then nothing has changed: no row of the database, no file of the workspace. `n`: it works, and a line notes
what it had to do without. `_` is not tried: `demo` makes a workspace of its own and looks at no other, which one row
shows. `doctor` goes on to the end and says among its findings what is wrong.
"""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from children import Ended, run
from prospect_examples import BRAND, NOW, SENDER, crawl, make_workspace, visit
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from mentions import settings
from mentions.cli import COMMANDS
from mentions.services.drafting import draft
from mentions.services.reviewing import approve, review
from mentions.spiders.working import WorkspaceSpider

STORE = '[store]\nurl = "sqlite:///mentions.db?timeout=0.2"\n'
SOURCES = "".join(f'[[source]]\nkind = "{kind}"\nurl = "http://127.0.0.1:9/"\n' for kind in ("news", "blog", "forum"))
CONFIG = f"{STORE}[crawl]\ndelay_seconds = 0\n{BRAND}{SENDER}{SOURCES}"

GROUPS = {
    "reads": {
        "list": "mentions list",
        "show": "mentions show 1",
        "review": "mentions review --json",
        "status": "mentions status",
        "labels": "mentions labels",
        "sources": "mentions sources list",
    },
    "writes": {
        "draft": "mentions draft",
        "approve": "mentions approve 2 --yes-i-read-it",
        "reject": "mentions reject 1 --reason old",
        "export": "mentions export",
        "rescore": "mentions rescore",
        "import": "mentions import mentions addresses.txt --yes --json",
    },
    "crawls": {
        "news": "scrapy crawl news -L ERROR",
        "blogs": "scrapy crawl blogs -L ERROR",
        "forums": "scrapy crawl forums -L ERROR",
        "urls": "scrapy crawl urls -a file=addresses.txt -L ERROR",
        "search": "scrapy crawl search -a with=sites -L ERROR",
    },
    "scan": {"scan": "mentions scan page.html"},
    "alone": {
        "init": "mentions init made --name Acme --domain acme.example --yes",
        "completion": "mentions completion bash",
    },
    "demo": {"demo": "mentions demo --folder made --yes"},
    "doctor": {"doctor": "mentions doctor --json"},
}
SLOW = ("crawls", "scan", "demo", "doctor")


@dataclass(frozen=True)
class Ground:
    """What is wrong with the workspace: `spoil` makes it so for good, `during` for as long as the command runs."""

    says: str
    spoil: Callable[[Path], object] = lambda _folder: None
    during: Callable[[Path], AbstractContextManager[object]] = lambda _folder: nullcontext()


def store(folder: Path) -> Path:
    return folder / "mentions.db"


def config(content: str | bytes) -> Callable[[Path], object]:
    content = content.encode() if isinstance(content, str) else content
    return lambda folder: (folder / "mentions.toml").write_bytes(content)


def torn(folder: Path) -> None:
    """Of all but the first page of the database something else has come to be."""
    whole = store(folder).read_bytes()
    store(folder).write_bytes(whole[:4096] + b"\x7f" * (len(whole) - 4096))


def cut(folder: Path) -> None:
    whole = store(folder).read_bytes()
    store(folder).write_bytes(whole[: len(whole) // 2])


def changed(*statements: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        with closing(sqlite3.connect(store(folder))) as database, database:
            for statement in statements:
                database.execute(statement)

    return change


def of_another_program(folder: Path) -> None:
    store(folder).unlink()
    changed("CREATE TABLE diary (day TEXT)")(folder)


def replaced_by_a_folder(name: str) -> Callable[[Path], object]:
    def replace(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return replace


def replaced_by_a_link(name: str) -> Callable[[Path], object]:
    def replace(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).symlink_to("nowhere")

    return replace


@contextmanager
def written_to(folder: Path) -> Iterator[None]:
    with closing(sqlite3.connect(store(folder), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def claimed_whole(folder: Path) -> Iterator[None]:
    with closing(sqlite3.connect(store(folder), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield


def with_rights(mode: int, name: str = ".") -> Callable[[Path], AbstractContextManager[object]]:
    @contextmanager
    def restricted(folder: Path) -> Iterator[None]:
        before = (folder / name).stat().st_mode
        (folder / name).chmod(mode)
        yield
        (folder / name).chmod(before)

    return restricted


DATABASE, FILE = "{folder}/mentions.db: ", "{folder}/mentions.toml"
CLOSED = "the database cannot be opened: {why}; check [store] url"
READ_ONLY = DATABASE + "it is read-only; check the rights of the file and its folder"
DAMAGED = DATABASE + "it is damaged; put back a copy (NAME.before-… is one)"
LOCKED = DATABASE + "another program is writing to it; try again when that is done"

TABLE = """
                                       reads  writes  crawls  scan  alone  demo  doctor
nothing wrong                            .      .       .      .      .     _      .
not a database                           x      x       x      n      .     .      x
damaged in the middle                    x      x       x      _      _     _      x
cut off                                  x      x       x      _      _     _      x
written to by another                    .      x       x      _      _     _      .
claimed by another                       x      x       x      _      _     _      x
read-only database                       .      x       x      _      _     _      x
read-only folder                         x      x       x      n      _     _      x
unreadable database                      x      x       x      _      _     _      x
newer database                           x      x       x      _      _     _      x
database of another program              x      x       x      _      _     _      x
database is a folder                     x      x       x      _      _     _      x
folder of the database is missing        x      x       x      _      _     _      x
wrong words behind the database          x      x       x      _      _     _      x
unknown kind of database                 x      x       x      x      _     _      x
unreadable configuration                 x      x       x      x      .     _      x
binary configuration                     x      x       x      x      _     _      x
configuration in UTF-16                  x      x       x      x      _     _      x
configuration with a byte order mark     .      .       .      .      _     _      .
huge configuration                       x      x       x      x      _     _      x
configuration is a folder                x      x       x      x      .     _      x
configuration leads nowhere              x      x       x      x      .     _      x
"""
GROUNDS = {
    "nothing wrong": Ground(""),
    "not a database": Ground(
        DATABASE + "this is no SQLite database; move it away, or name another as [store] url",
        lambda folder: store(folder).write_text("dear diary, " * 999),
    ),
    "damaged in the middle": Ground(DAMAGED, torn),
    "cut off": Ground(DAMAGED, cut),
    "written to by another": Ground(LOCKED, during=written_to),
    "claimed by another": Ground(LOCKED, during=claimed_whole),
    "read-only database": Ground(READ_ONLY, during=with_rights(0o400, "mentions.db")),
    "read-only folder": Ground(READ_ONLY, during=with_rights(0o500)),
    "unreadable database": Ground(
        DATABASE + CLOSED.format(why="Permission denied"), during=with_rights(0, "mentions.db")
    ),
    "newer database": Ground(
        DATABASE + "was made by a newer version of mentions (revision 9999); upgrade mentions",
        changed("UPDATE alembic_version SET version_num = '9999'"),
    ),
    "database of another program": Ground(
        DATABASE + "holds the tables of another program; name a new or empty database", of_another_program
    ),
    "database is a folder": Ground(DATABASE + CLOSED.format(why="Is a directory"), replaced_by_a_folder("mentions.db")),
    "folder of the database is missing": Ground(
        "{folder}/nowhere/mentions.db: " + CLOSED.format(why="No such file or directory"),
        config(CONFIG.replace("sqlite:///", "sqlite:///nowhere/")),
    ),
    "wrong words behind the database": Ground(
        DATABASE + "behind the file of a database only ?timeout=SECONDS may stand",
        config(CONFIG.replace("timeout=0.2", "mode=ro")),
    ),
    "unknown kind of database": Ground(
        FILE + ', line 2: store.url: must begin with "sqlite:///" or "postgresql+psycopg://" and name a database',
        config(CONFIG.replace("sqlite:///", "mysql://me@host/")),
    ),
    "unreadable configuration": Ground(
        FILE + ": cannot be read: Permission denied", during=with_rights(0, "mentions.toml")
    ),
    "binary configuration": Ground(FILE + ", line 2: is not UTF-8; save it as UTF-8", config(bytes(range(256)))),
    "configuration in UTF-16": Ground(
        FILE + ", line 1: is not UTF-8; save it as UTF-8", config(CONFIG.encode("utf-16"))
    ),
    "configuration with a byte order mark": Ground("", config("\ufeff" + CONFIG)),
    "huge configuration": Ground(
        FILE + ": is longer than 2000000 bytes; is it another file?", config("# and so on\n" * 200_000)
    ),
    "configuration is a folder": Ground(
        FILE + ": is a folder; name the mentions.toml in it", replaced_by_a_folder("mentions.toml")
    ),
    "configuration leads nowhere": Ground(
        FILE + ": no such file; `mentions init` makes one", replaced_by_a_link("mentions.toml")
    ),
}
LEFT_BESIDE = ("-wal", "-shm", ".lock")
"""Beside a database that it may not write to SQLite leaves its own two files, a spider its lock; they are empty."""


def spiders() -> list[str]:
    """Those that a user starts; what a command starts to learn something records nothing, and needs no database."""
    known = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": settings.SPIDER_MODULES}))
    return [name for name in known.list() if issubclass(known.load(name), WorkspaceSpider)]


def cells(*groups: str) -> Iterator[object]:
    head, *rows = TABLE.strip("\n").splitlines()
    for row in rows:
        name, *marks = re.split(r" {2,}", row)
        for group, mark in zip(head.split(), marks, strict=True):
            for command, typed in GROUPS[group].items() if mark != "_" and group in groups else ():
                slow = [pytest.mark.slow] if group in SLOW else []
                yield pytest.param(GROUNDS[name], typed, mark, id=f"{name}-{command}", marks=slow)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a prospect that is qualified, one that is drafted and one that is approved."""
    folder = tmp_path_factory.mktemp("model")
    workspace = make_workspace(folder, CONFIG)
    engine = workspace.store()
    crawl(workspace, engine, *(visit(f"https://blog{number}.example/") for number in (1, 2, 3)))
    for number in (2, 3):
        draft(engine, workspace, number, now=NOW)
    approve(engine, workspace, review(engine, workspace, 3, now=NOW).letter, by="Zoe", now=NOW)
    engine.dispose()
    (folder / "page.html").write_text("<p>Seen through a telescope by Acme Optics.</p>")
    (folder / "addresses.txt").write_text("http://127.0.0.1:9/page\n")
    return folder


@pytest.fixture
def folder(tmp_path: Path, model: Path) -> Path:
    return Path(shutil.copytree(model, tmp_path / "here"))


def contents(folder: Path) -> dict[str, bytes | None]:
    files = {str(one.relative_to(folder)): one for one in folder.rglob("*")}
    return {
        name: one.read_bytes() if one.is_file() else None
        for name, one in sorted(files.items())
        if not name.endswith(LEFT_BESIDE)
    }


def check_refused(done: Ended, line: str) -> None:
    """One line and status 1."""
    assert (done.status, done.err) == (1, f"Error: {line}\n")


def test_no_command_and_no_spider_is_left_out() -> None:
    tried = {name for commands in GROUPS.values() for name in commands}
    assert tried == {*COMMANDS, *spiders()}
    assert TABLE.split()[: len(GROUPS)] == list(GROUPS)


@pytest.mark.slow
@pytest.mark.parametrize(("ground", "command", "mark"), list(cells(*(GROUPS.keys() - {"doctor"}))))
def test_on_bad_ground(folder: Path, ground: Ground, command: str, mark: str) -> None:
    ground.spoil(folder)
    before = contents(folder)
    with ground.during(folder):
        done = run(command.split(), folder, rightless=True)
    if mark == ".":
        assert (done.status, done.err) == (0, "")
    elif mark == "n":
        said = ground.says.format(folder=folder)
        assert (done.status, done.err) == (0, f"Note: scanned without your verdicts: {said}\n")
        assert contents(folder) == before
    else:
        check_refused(done, ground.says.format(folder=folder))
        assert contents(folder) == before


@pytest.mark.parametrize(("ground", "command", "mark"), list(cells("doctor")))
def test_the_doctor_says_what_is_wrong(folder: Path, ground: Ground, command: str, mark: str) -> None:
    ground.spoil(folder)
    before = contents(folder)
    with ground.during(folder):
        done = run(command.split(), folder, rightless=True)
    failed = [one for one in map(json.loads, done.out.splitlines()) if one["level"] == "fail"]
    assert (done.status, done.err, bool(failed)) == (int(mark == "x"), "", mark == "x")
    assert all(one["mend"] for one in failed)
    assert contents(folder) == before
