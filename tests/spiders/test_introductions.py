"""`mentions init URL`: the brand's own site is read politely, and a person confirms what it proposes."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import LoopbackWeb, serve

from mentions.config import load
from mentions.items import Brand
from mentions.paths import CHECKOUT

pytestmark = pytest.mark.slow

HOST = "http://acme.example"
CASE = CHECKOUT / "tests" / "cases" / "identity"


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with serve() as web:
        web.put(f"{HOST}/", (CASE / "structured" / "home.html").read_bytes())
        web.put(f"{HOST}/about-us", (CASE / "structured" / "about.html").read_bytes())
        web.put(f"{HOST}/robots.txt", "User-agent: mentions\nDisallow: /press\n")
        web.put("http://evil.example/", (CASE / "hostile" / "home.html").read_bytes())
        web.put("http://vague.example/", "<title>Welcome</title><p>" + "words " * 30)
        web.put("http://shell.example/", "<div id=app></div><script src=/app.js></script>")
        yield web


def init(folder: Path, web: LoopbackWeb, *arguments: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
    """Run the command in a folder, without a delay; where something is typed, on a terminal."""
    (folder / "manners.toml").write_text("[crawl]\ndelay_seconds = 0.0\n")
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(CHECKOUT),
        "MENTIONS_CONFIG": str(folder / "manners.toml"),
        "http_proxy": f"http://127.0.0.1:{web.port}",
    }
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode())
    done = subprocess.run(
        [sys.executable, "-m", "mentions", "init", *arguments],
        cwd=folder,
        env=environ,
        stdin=theirs if typed else subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(theirs)
    os.close(ours)
    return done


def brand(folder: Path) -> Brand:
    (found,) = load(folder / "mentions.toml").brands
    return found


def test_what_is_sure_is_taken_without_a_question(web: LoopbackWeb, tmp_path: Path) -> None:
    done = init(tmp_path, web, HOST, "acme", "--yes")
    assert done.returncode == 0, done.stderr
    assert brand(tmp_path / "acme") == Brand(
        name="Acme Optics",
        key="acme-optics",
        domains=("acme.example", "acme-optik.example"),
        aliases=("Acme Lenses", "Acme Optics & Sons Ltd"),
        url=f"{HOST}/",
        description="Makes lenses for telescopes and cameras.",
        products=("ClearLens",),
        people=("Ada Glass", "Cleo Prism"),
        profiles=("https://x.com/acmeoptics", "https://www.linkedin.com/company/acme-optics"),
    )
    assert web.pages() == [f"{HOST}/", f"{HOST}/about-us"]
    assert f"not {HOST}/press/: robots.txt" in done.stderr
    assert all(len(line) <= 80 for line in done.stderr.splitlines())
    assert sorted(file.name for file in (tmp_path / "acme").iterdir()) == [".gitignore", "mentions.toml", "scrapy.cfg"]


def test_a_person_takes_changes_and_drops(web: LoopbackWeb, tmp_path: Path) -> None:
    answers = ["Acme", "", "", "Acme Lenses; Ácme, Inc.", "-", "", "@acme", "https://x.com/acme", f"{HOST}/press/"]
    done = init(tmp_path, web, HOST, "acme", typed="".join(f"{answer}\n" for answer in answers))
    assert done.returncode == 0, done.stderr
    found = brand(tmp_path / "acme")
    assert (found.name, found.domains) == ("Acme", ("acme.example", "acme-optik.example"))
    assert (found.aliases, found.products) == (("Acme Lenses", "Ácme, Inc."), ())
    assert (found.people, found.profiles) == (("Ada Glass", "Cleo Prism"), ("https://x.com/acme",))
    assert [page.url for page in found.pages] == [f"{HOST}/press/"]
    assert "@acme is no web address" in done.stderr


def test_a_hostile_site_reaches_neither_the_terminal_nor_the_file(web: LoopbackWeb, tmp_path: Path) -> None:
    done = init(tmp_path, web, "http://evil.example", "evil", "--yes", "--json")
    assert done.returncode == 0, done.stderr
    assert not set(done.stdout + done.stderr) & set("\x1b\x07\u202e")
    assert brand(tmp_path / "evil").domains == ("evil.example",)
    said = json.loads(done.stdout)
    assert {one["trait"] for one in said["proposals"]} >= {"name", "domains"}


def test_what_is_not_sure_is_asked_for(web: LoopbackWeb, tmp_path: Path) -> None:
    done = init(tmp_path, web, "http://vague.example", "vague", "--yes")
    assert done.returncode == 2
    assert "give --name NAME" in done.stderr
    assert "Vague" in done.stderr
    assert init(tmp_path, web, "http://vague.example", "vague", "--name", "Vague", "--yes").returncode == 0


@pytest.mark.parametrize(("url", "why"), [("http://shell.example", "needs javascript"), ("http://no.example", "gone")])
def test_a_site_that_cannot_be_read_ends_with_one_line(web: LoopbackWeb, tmp_path: Path, url: str, why: str) -> None:
    done = init(tmp_path, web, url, "acme", "--yes")
    assert done.returncode == 1
    assert done.stderr == f"Error: {url} cannot be read: {why}; give --name and --domain in its place\n"
    assert not (tmp_path / "acme").exists()


def test_two_sites_are_wrong_use(web: LoopbackWeb, tmp_path: Path) -> None:
    assert init(tmp_path, web, HOST, "http://evil.example").returncode == 2
    assert web.asked == []
