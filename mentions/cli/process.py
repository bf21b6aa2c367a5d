"""What a command finds in its process and cannot choose: streams that are closed or full, and signals that end it."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ENDING = (signal.SIGTERM, signal.SIGHUP)


def open_closed_streams() -> None:
    """Streams that the caller closed lead nowhere; else the database might be opened in the place of one."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - until the process ends


@contextmanager
def tidy_end() -> Iterator[None]:
    """SIGTERM and SIGHUP end the block as an error does: what is under way is undone, and the status says which."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # Who is told to ignore one (nohup) goes on doing so.
    known = {number: signal.getsignal(number) for number in _ENDING}
    ours = [number for number, handler in known.items() if handler is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, known[number])


def complaint(error: OSError) -> str:
    """What the system refused, as one line; an output that takes nothing more is let go."""
    what = error.strerror or str(error)
    if error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {what}"
    try:
        sys.stdout.flush()
    except OSError:
        # Else the interpreter would try once more at its end, and complain in its own words.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        return f"standard output: {what}"
    return what


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
