"""A terminal that is drawn whole and asked for one key at a time."""

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from io import StringIO
from types import FrameType
from typing import Self

import click
from rich.console import Console
from rich.text import Text

Frame = Callable[[int, int], Sequence[Text]]
"""The lines for a screen of so many columns and rows."""

_CLEAR = "\x1b[H\x1b[2J"
_USUAL = (80, 24)


class Screen(AbstractContextManager["Screen"]):
    """The terminal of this process; as a context it draws itself anew when its size changes.

    `marks` says whether it can make words bold; where it cannot, or NO_COLOR asks not to, signs must do.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._clears = environ.get("TERM", "dumb") not in ("", "dumb")
        self.marks = self._clears and not environ.get("NO_COLOR")
        self._frame: Frame | None = None
        self._waits = False
        self._exits = ExitStack()

    def __enter__(self) -> Self:
        if hasattr(signal, "SIGWINCH"):
            former = signal.signal(signal.SIGWINCH, self._resized)
            self._exits.callback(signal.signal, signal.SIGWINCH, former)
        return self

    def __exit__(self, *_: object) -> None:
        self._exits.close()
        if self._frame:
            with suppress(EOFError):
                self.leave()

    def key(self, frame: Frame) -> str:
        """Draw, and wait for one key; what was typed before it was drawn does not count.

        Raises KeyboardInterrupt at Ctrl-C, EOFError at Ctrl-D and where the terminal is gone.
        """
        self._draw(frame)
        self._waits = True
        try:
            pressed = click.getchar()
        except (OSError, RuntimeError) as error:  # the latter is how click says that no terminal is there
            raise EOFError from error
        finally:
            self._waits = False
        if not pressed:
            raise EOFError
        return pressed

    def line(self, frame: Frame) -> str:
        """Draw, and wait for a line behind the last word. Raises as `key` does."""
        self._draw(frame)
        try:
            return input(" ")
        except OSError as error:
            raise EOFError from error

    def leave(self) -> None:
        """Go to a new line: what is printed from here on is not part of the screen."""
        self._write("\r\n")

    def _draw(self, frame: Frame) -> None:
        self._frame = frame
        width, height = _size()
        lines = list(frame(width, height))[:height]
        drawn = "\r\n".join(self._ansi(line, width) for line in lines)
        self._write((_CLEAR if self._clears else "\r\n") + drawn)

    def _ansi(self, line: Text, width: int) -> str:
        out = StringIO()
        console = Console(
            file=out, width=width, force_terminal=self.marks, no_color=not self.marks, legacy_windows=False
        )
        console.print(line, end="", no_wrap=True, overflow="crop", crop=True, soft_wrap=False)
        return out.getvalue()

    def _write(self, text: str) -> None:
        # While a key is awaited the terminal is raw: there a line begins where the last one ended, but for \r.
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except OSError as error:
            raise EOFError from error

    def _resized(self, _number: int, _frame: FrameType | None) -> None:
        if self._waits and self._frame:
            self._draw(self._frame)


def _size() -> tuple[int, int]:
    """Columns and rows, as the terminal says: what the environment says may be old by now."""
    try:
        width, height = os.get_terminal_size(sys.stdout.fileno())
    except OSError:
        return _USUAL
    return (width or _USUAL[0], height or _USUAL[1])
