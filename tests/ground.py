"""Bad ground for commands and crawls: databases that others lock, disks that are full."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from sqlite3 import Connection, connect

import pytest


class Lock:
    """Another program that writes to a database and does not come to an end."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._held: Connection | None = None

    def begin(self) -> None:
        """Let everyone else wait."""
        self._held = connect(self._database, isolation_level=None, check_same_thread=False, timeout=20)
        self._held.execute("BEGIN IMMEDIATE")

    def end(self) -> None:
        """Give the database back, as it was."""
        if self._held:
            self._held.close()


class Filler:
    """A file that takes what is left of a disk."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "filler"

    def begin(self) -> None:
        """Fill the disk to its last byte."""
        with suppress(OSError), self._file.open("ab", buffering=0) as file:
            while True:
                file.write(bytes(1024))

    def end(self) -> None:
        """Make room again."""
        self._file.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """An empty disk of this size at `folder` while the block lasts; skips the test where none may be mounted."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "none", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only who may mount a disk can fill one")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True, cwd=os.sep)
