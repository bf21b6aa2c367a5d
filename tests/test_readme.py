"""The first real use, typed as README shows it, on the made-up web in the place of the real one."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import dropwhile, takewhile
from pathlib import Path

import manual
import pytest

from mentions import demo

pytestmark = pytest.mark.slow

SOURCE = "http://daily-lantern.example/feed.rss"
SHOWN = "https://news.example/feed.xml"
ID = " 12 "
EDITOR = """
import pathlib, sys
file = pathlib.Path(sys.argv[1])
file.write_text(file.read_text().replace("delay_seconds = 2.0", "delay_seconds = 0.01") + '''
[[sender]]
key = "acme"
name = "Ines Varga"
organisation = "Acme Optics"
email = "ines.varga@acme.example"
postal_address = "1 Button Lane, Upper Valley"
''')
"""


def first_use() -> list[str]:
    """The lines from the new folder on; what comes before them installs the program."""
    lines = manual.shown_lines(manual.ROOT / "README.md")
    begun = dropwhile(lambda line: not line.startswith("mkdir"), lines)
    return [*takewhile(lambda line: not line.startswith("mentions export"), begun), "mentions export"]


def environment(folder: Path, proxy: str) -> dict[str, str]:
    """The commands of this environment, the made-up web, and an editor that fills in what a user would."""
    for name in ("mentions", "scrapy"):
        command = folder / name
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {name} "$@"\n')
        command.chmod(0o700)
    editor = folder / "editor.py"
    editor.write_text(EDITOR)
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("MENTIONS_", "SCRAPY_"))}
    proxies = {"http_proxy": proxy, "https_proxy": proxy, "no_proxy": "", "NO_PROXY": ""}
    path = os.pathsep.join((str(Path(sys.executable).parent), str(folder), mine["PATH"]))
    return (
        mine
        | proxies
        | {"PATH": path, "PYTHONPATH": str(manual.ROOT), "EDITOR": f"{sys.executable} {editor}", "USER": "reader"}
    )


def typed(lines: Sequence[str], folder: Path, env: dict[str, str]) -> str:
    """What a shell on a terminal prints for these lines; its user answers every question with yes."""
    keyboard, terminal = os.openpty()
    os.write(keyboard, b"y\n" * len(lines))
    try:
        command = ["bash", "-e", "-c", "\n".join(lines)]
        done = subprocess.run(
            command, cwd=folder, env=env, stdin=terminal, capture_output=True, text=True, check=False, timeout=300
        )
    finally:
        os.close(keyboard)
        os.close(terminal)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_first_real_use_goes_as_it_is_shown(tmp_path: Path) -> None:
    lines = [line.replace(SHOWN, SOURCE) for line in first_use()]
    before = [line for line in lines if ID not in line and not line.startswith("mentions export")]
    (tools := tmp_path / "tools").mkdir()
    with demo.serve() as served:
        env = environment(tools, served.proxy_url)
        typed(before, tmp_path, env)
        workspace = tmp_path / "acme"
        (drafted,) = map(json.loads, typed(["mentions list --stage drafted --json"], workspace, env).splitlines())
        after = [line.replace(ID, f" {drafted['id']} ") for line in lines[len(before) :]]
        said = typed(after, workspace, env)
    assert [line.split()[1] for line in after] == ["show", "approve", "export"]
    assert f"Approved {drafted['id']}." in said
    (file,) = (workspace / "exports").glob("export-*.csv")
    with file.open(encoding="utf-8", newline="") as exported:
        (row,) = csv.DictReader(exported)
    assert (row["email"], row["approved_by"]) == ("mara.ellwood@daily-lantern.example", "reader")
