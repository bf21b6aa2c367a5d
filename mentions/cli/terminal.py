"""What a terminal gets to see: crawled text made safe, tables for people, JSON for programs, progress."""

import io
import json
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")

PATIENCE = 2.0  # seconds that people wait without asking what goes on

# Nobody sees these, yet they turn the reading direction, hide text, or carry text that only programs read.
_UNSEEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_SURROGATES = "\ud800-\udfff"
_BREAK = re.compile(r"\r\n?|[\u2028\u2029]")
_DROPPED = re.compile(f"[{_CONTROLS}{_UNSEEN}]")
_SURROGATE = re.compile(f"[{_SURROGATES}]")
# JSON lets all but the first 32 stand as they are; escaped they are as valid, and harmless.
_ESCAPED = re.compile(f"[{_CONTROLS}{_UNSEEN}{_SURROGATES}\u2028\u2029]")


def safe(text: str, *, width: int | None = None) -> str:
    """Text from anywhere as a terminal may show it: no control but newline and tab, nothing unseen, ESC as ␛.

    With `width`, each line is cut to that many terminal cells.
    """
    text = _BREAK.sub("\n", text).replace("\x1b", "␛")
    text = _SURROGATE.sub("\ufffd", _DROPPED.sub("", text))
    return text if width is None else "\n".join(_cut(line, width) for line in text.split("\n"))


def safe_line(text: str, *, width: int | None = None) -> str:
    """The same as `safe`, with all white space folded: exactly one line."""
    line = " ".join(safe(text).split())
    return line if width is None else _cut(line, width)


def unseen(text: str) -> int:
    """How many signs `safe` leaves out of a text."""
    return len(_DROPPED.findall(_BREAK.sub("\n", text)))


def _cut(line: str, width: int) -> str:
    """A line within `width` cells, an ellipsis where something was cut; wide characters take two."""
    from rich.cells import cell_len, set_cell_size

    line = line.expandtabs()
    if cell_len(line) <= width:
        return line
    return set_cell_size(line, width - 1).rstrip() + "…" if width > 0 else ""


def table(rows: Iterable[Sequence[object]], columns: Sequence[str], *, width: int, styled: bool = False) -> str:
    """Rows under their headings, each row one line of at most `width` cells, numbers to the right.

    Cells are shown as they are: nothing in them is read as markup, style or a link.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    cells = [list(row) for row in rows]
    grid = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for number, heading in enumerate(columns):
        numeric = any(_is_number(row[number]) for row in cells)
        header = Text(safe_line(heading), no_wrap=True, overflow="ellipsis")
        grid.add_column(header, justify="right" if numeric else "left", no_wrap=numeric, overflow="ellipsis")
    for row in cells:
        grid.add_row(*(Text(_cell(value), no_wrap=True, overflow="ellipsis") for value in row))
    drawn = io.StringIO()
    Console(file=drawn, width=width, color_system="standard" if styled else None, force_terminal=styled).print(grid)
    return "\n".join(line.rstrip() for line in drawn.getvalue().rstrip("\n").split("\n"))


def print_table(rows: Iterable[Sequence[object]], columns: Sequence[str]) -> None:
    """A table on stdout: as wide as the terminal, 80 cells and plain where there is none."""
    styled = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    click.echo(table(rows, columns, width=get_terminal_size((80, 24)).columns, styled=styled))


def json_lines(objects: Iterable[object], *, encoding: str = "utf-8") -> Iterator[str]:
    """Each object (dict or dataclass) as one line of JSON that `encoding` can write and a terminal can show.

    Times are ISO 8601, enums their values. What a terminal would obey, and lone surrogates, are escaped.
    """
    for one in objects:
        line = _json(one, ensure_ascii=False)
        try:
            line.encode(encoding)
        except UnicodeEncodeError:
            line = _json(one, ensure_ascii=True)
        yield line


def print_json(objects: Iterable[object]) -> None:
    """Objects on stdout, one a line, each as soon as it is there."""
    for line in json_lines(objects, encoding=sys.stdout.encoding or "utf-8"):
        click.echo(line)


def progress(items: Iterable[T], label: str, *, total: int | None = None, after: float = PATIENCE) -> Iterator[T]:
    """The items, with a bar on stderr once they took `after` seconds; none where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    started, done = time.monotonic(), 0
    with ExitStack() as stack:
        bar: Progress | None = None
        for item in items:
            if bar is None and time.monotonic() - started >= after:
                bar = stack.enter_context(_bar())
                bar.add_task(safe_line(label), total=total)
            if bar is not None:
                bar.update(bar.task_ids[0], completed=done)
            yield item
            done += 1


def _bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    label = TextColumn("{task.description}", markup=False)
    columns = (label, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # What goes to stdout may be read by a program: rich must not send it elsewhere while the bar stands.
    return Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty())


def _json(one: object, *, ensure_ascii: bool) -> str:
    line = json.dumps(one, ensure_ascii=ensure_ascii, separators=(",", ":"), allow_nan=False, default=_plain)
    return _ESCAPED.sub(lambda found: json.dumps(found[0])[1:-1], line)


def _plain(value: object) -> object:
    """What JSON has no form for."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.2f}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
    return safe_line(str(value))
