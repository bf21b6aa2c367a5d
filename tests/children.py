"""Commands in processes of their own, forked from one that has loaded everything: real exits and files, in little time.

A fresh interpreter spends a second on imports, and there are hundreds of commands to run.
"""

import ctypes
import multiprocessing
import os
import struct
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory

import mentions
from mentions.paths import CHECKOUT

LOADED = (
    "alembic.command",
    "scrapy.cmdline",
    "rich.table",
    "sqlalchemy.dialects.sqlite",
    *(one.name for one in walk_packages(mentions.__path__, "mentions.") if not one.name.endswith("__main__")),
)
PATIENCE = 120
"""Seconds after which a command is taken to hang."""
_OVERRIDE, _READ_SEARCH = 1, 2
_PR_CAPBSET_DROP = 24
_CAP_VERSION_3 = 0x20080522


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it said."""

    status: int | None
    out: str
    err: str


def run(words: Sequence[str], folder: Path, *, environ: Mapping[str, str] = {}, rightless: bool = False) -> Ended:
    """Run `mentions …` or `scrapy …` in a folder; `rightless` is without what lets root read and write everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(LOADED))
    with TemporaryDirectory() as said:
        known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "HOME": said, "USER": "zoe", **environ}
        child = context.Process(target=_become, args=(list(words), folder, known, Path(said), rightless))
        child.start()
        child.join(PATIENCE)
        child.kill()
        child.join()
        return Ended(child.exitcode, *(Path(said, name).read_text("utf-8", "replace") for name in ("out", "err")))


def _become(words: list[str], folder: Path, environ: dict[str, str], said: Path, rightless: bool) -> None:
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(folder)
    for number, name in enumerate(("in", "out", "err")):
        os.dup2(os.open(said / name, os.O_CREAT | os.O_RDWR), number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - for as long as it lives
    if rightless:
        drop_rights()
    sys.argv = words
    if words[0] == "scrapy":
        from scrapy.cmdline import execute

        execute()
    else:
        from mentions.cli import main

        main()


def drop_rights() -> None:
    """Give up for good what lets root pass by the rights of files; nobody else has it. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = struct.pack("Ii", _CAP_VERSION_3, 0)
    sets = ctypes.create_string_buffer(24)
    _check(libc.capget(header, sets))
    words = list(struct.unpack("6I", sets.raw))
    for capability in (_OVERRIDE, _READ_SEARCH):
        if words[0] & 1 << capability:
            _check(libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0))
    without = ~(1 << _OVERRIDE | 1 << _READ_SEARCH)
    _check(libc.capset(header, struct.pack("6I", *(word & without for word in words[:3]), *words[3:])))


def _check(result: int) -> None:
    if result:
        raise OSError(ctypes.get_errno(), "the rights of root cannot be given up")
