"""From lines to rows of cells. What is broken is told with its line, and what follows it is read all the same."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mentions.imports.lines import Line

MOST_LINES = 500
"""Lines that a quoted cell may run over; more, and its quotation mark was never meant as one."""
_UNCLOSED = "has a quotation mark that is never closed"
_TOO_LONG = f"has a cell of more than {csv.field_size_limit()} characters"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin on a line (from 1), white space round them cut; `fault` says why there are none."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""

    def cell(self, column: int | None) -> str:
        """What stands in a column (from 0), "" where the row has no such."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


class _FaultError(Exception):
    """What is wrong with the lines that were taken last."""


def rows(lines: Iterable[Line], delimiter: str) -> Iterator[Row]:
    """The rows that are not empty, and the faults."""
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        feed.begin()
        try:
            cells = tuple(cell.strip() for cell in next(reader))
        except StopIteration:
            return
        except _FaultError as fault:
            yield Row(feed.first, (feed.text,), str(fault))
        except csv.Error:
            yield Row(feed.first, (feed.text,), _TOO_LONG)
        else:
            if any(cells):
                yield Row(feed.first, cells)


class _Feed:
    """Hands lines to the parser of CSV, and takes back all but the first of those that a broken one swallowed."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self._returned: deque[Line] = deque()
        self._taken: list[Line] = []

    def begin(self) -> None:
        """A new row begins."""
        self._taken = []

    @property
    def first(self) -> int:
        """The number of the line on which the row began."""
        return self._taken[0].number if self._taken else 0

    @property
    def text(self) -> str:
        """The line on which the row began."""
        return self._taken[0].text.strip() if self._taken else ""

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._lines, None)
        is_more = bool(self._taken)
        if line:
            self._taken.append(line)
        elif not is_more:
            raise StopIteration
        if is_more and (line is None or line.fault or len(self._taken) > MOST_LINES):
            self._returned.extendleft(reversed(self._taken[1:]))
            raise _FaultError(_UNCLOSED)
        assert line is not None  # noqa: S101 - else one of the two above
        if line.fault:
            raise _FaultError(line.fault)
        return line.text
