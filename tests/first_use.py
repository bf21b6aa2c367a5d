"""The first real use, typed as README shows it, on the made-up web in the place of the real one."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from pathlib import Path

import manual

from mentions import demo

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


@dataclass(frozen=True, slots=True)
class FirstUse:
    """What came of it: the commands after the drafts, what they printed, and the only row of the export."""

    commands: tuple[str, ...]
    said: str
    row: dict[str, str]


def walk(folder: Path, path: Sequence[Path], **environment: str) -> FirstUse:
    """Type the lines of README in a folder. `path` leads to the commands; they see little but `environment`."""
    lines = [line.replace(SHOWN, SOURCE) for line in _lines()]
    before = [line for line in lines if ID not in line and not line.startswith("mentions export")]
    with demo.serve() as served:
        env = _environment(folder, path, served.proxy_url) | environment
        typed(before, folder, env)
        workspace = folder / "acme"
        (drafted,) = map(json.loads, typed(["mentions list --stage drafted --json"], workspace, env).splitlines())
        after = [line.replace(ID, f" {drafted['id']} ") for line in lines[len(before) :]]
        said = typed(after, workspace, env)
    (file,) = (workspace / "exports").glob("export-*.csv")
    with file.open(encoding="utf-8", newline="") as exported:
        (row,) = csv.DictReader(exported)
    return FirstUse(tuple(line.split()[1] for line in after), said, row)


def _lines() -> list[str]:
    """The lines from the new folder on; what comes before them installs the program."""
    lines = manual.shown_lines(manual.ROOT / "README.md")
    begun = dropwhile(lambda line: not line.startswith("mkdir"), lines)
    return [*takewhile(lambda line: not line.startswith("mentions export"), begun), "mentions export"]


def _environment(folder: Path, path: Sequence[Path], proxy: str) -> dict[str, str]:
    """The made-up web, an editor that fills in what a user would, and nothing of who runs the tests."""
    (home := folder / "home").mkdir()
    editor = home / "editor.py"
    editor.write_text(EDITOR, encoding="utf-8")
    return {
        "PATH": os.pathsep.join((*map(str, path), os.defpath)),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "USER": "reader",
        "EDITOR": f"{sys.executable} {editor}",
        "http_proxy": proxy,
        "https_proxy": proxy,
    }


def typed(lines: Sequence[str], folder: Path, env: Mapping[str, str]) -> str:
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
