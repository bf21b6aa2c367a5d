"""A terminal of 80 columns and 24 rows with a command on it: keys go in, and what a person sees comes out."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte

PATIENCE = 30.0
# The terminal must be the session's own, else no resize and no hang-up reaches the command.
_ON_ITS_OWN = (
    "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    # Tests that run in the background may not hear Ctrl-C, and would hand that down.
    "signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
)


class Terminal:
    """The side of the keyboard and the eyes."""

    def __init__(self, command: Sequence[str], *, cwd: Path, env: Mapping[str, str], size: tuple[int, int]) -> None:
        self._ours, theirs = pty.openpty()
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self._set_size(theirs, size)
        whole = [sys.executable, "-c", _ON_ITS_OWN, *command]
        self.process = subprocess.Popen(
            whole, cwd=cwd, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)

    @property
    def text(self) -> str:
        """The screen as it stands."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def press(self, key: str, then: str) -> str:
        """Press a key once one is awaited, and wait for what it brings; the screen."""
        self._until(lambda: not self._is_cooked(), "a wait for a key")
        return self.type(key, then)

    def type(self, text: str, then: str) -> str:
        """Type at a question, and wait for what that brings; the screen."""
        self._pump(0)
        before = len(self.raw)
        os.write(self._ours, text.encode())
        self._until(lambda: len(self.raw) > before and self._shows(then), then)
        return self.text

    def wait(self, then: str) -> str:
        """The screen once it shows something."""
        self._until(lambda: self._shows(then), then)
        return self.text

    def resize(self, columns: int, rows: int) -> None:
        """As a window does that is drawn larger or smaller."""
        self.screen.resize(rows, columns)
        self._set_size(self._ours, (columns, rows))

    def end(self) -> int:
        """Wait for the command to end; its status."""
        self._until(lambda: self.process.poll() is not None, "the end")
        self._pump(0.1)
        return self.process.wait()

    def close(self) -> None:
        """Hang up."""
        if self._ours >= 0:
            os.close(self._ours)
            self._ours = -1

    def _shows(self, words: str) -> bool:
        """Wherever lines break."""
        return " ".join(words.split()) in " ".join(self.text.split())

    def _is_cooked(self) -> bool:
        """Whether lines are awaited: what is pressed before a key is awaited does not count."""
        return bool(termios.tcgetattr(self._ours)[3] & termios.ICANON)

    @staticmethod
    def _set_size(terminal: int, size: tuple[int, int]) -> None:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def _until(self, seen: Callable[[], bool], then: str) -> None:
        ends = time.monotonic() + PATIENCE
        # What follows in the same breath belongs to the same screen.
        while self._pump(0.05) or not seen():
            if time.monotonic() > ends:
                raise AssertionError(f"{then!r} did not come:\n{self.text}")

    def _pump(self, seconds: float) -> bool:
        """Read what there is; whether there was something."""
        if not select.select([self._ours], [], [], seconds)[0]:
            return False
        try:
            said = os.read(self._ours, 65536)
        except OSError:  # the command ended
            return False
        self.raw += said
        self._stream.feed(said)
        return bool(said)


@contextmanager
def terminal(
    *command: str, cwd: Path, env: Mapping[str, str] | None = None, size: tuple[int, int] = (80, 24)
) -> Iterator[Terminal]:
    """`python COMMAND…` on a terminal, ended at the end."""
    mine = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    opened = Terminal(
        [sys.executable, *command], cwd=cwd, env=mine | {"TERM": "xterm-256color"} | dict(env or {}), size=size
    )
    try:
        yield opened
    finally:
        if opened.process.poll() is None:
            opened.process.kill()
        opened.process.wait()
        opened.close()
