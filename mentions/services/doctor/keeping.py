"""Whether what is kept is whole, safe from others' eyes, and has room to grow."""

import shlex
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from mentions.db.condition import Condition
from mentions.services.doctor.findings import Finding, fail, ok, warn

_MB = 1_000_000
_SCARCE, _NONE = 1_000 * _MB, 100 * _MB  # a copy is made before the tables change
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_COPY = "put back a copy, such as the newest {name}.before-…"


def judge(found: Condition) -> Iterator[Finding]:
    """Of the database."""
    about = f"database {found.name}"
    if not found.is_writable:
        yield fail(about, "cannot be written", "give yourself the right to write it and the folder that it lies in")
    if found.is_missing:
        if found.is_writable:
            yield ok(about, "is not there yet; the first use makes it")
    elif found.damage:
        yield fail(about, f"is damaged: {found.damage}", _COPY.format(name=found.name))
    elif found.is_due:
        yield warn(about, "was made by an older version", _upgrade(found))
    elif found.journal not in ("", "wal"):
        mend = "run mentions status; if it stays so, move it from the network drive to a local disk"
        yield warn(about, "lets a crawl and its reader wait for each other (it is not in WAL mode)", mend)
    else:
        yield ok(about, "is whole and up to date")


def judge_room(folder: Path, free: int) -> Iterator[Finding]:
    """Of the bytes that are free where the database lies."""
    about, says = f"disk of {folder}", f"{free // _MB:,} MB are free"
    if free < _NONE:
        yield fail(about, says, "make room: crawls stop where nothing can be written")
    elif free < _SCARCE:
        yield warn(about, says, "make room: the database is copied when a new version changes it")
    else:
        yield ok(about, says)


def judge_rights(modes: Mapping[Path, int]) -> Iterator[Finding]:
    """Of files that hold people's addresses, or a password."""
    for file, mode in modes.items():
        if mode & _OTHERS:
            yield warn(
                str(file),
                "can be read or written by other users of this machine",
                f"chmod go= {shlex.quote(str(file))}",
            )


def _upgrade(found: Condition) -> str:
    if found.is_file:
        return "nothing to do: the next command copies and upgrades it"
    return "save a copy, then run: MENTIONS_DATABASE_URL=… alembic upgrade head"
