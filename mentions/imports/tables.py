"""A table in a file: what parts its cells, where it begins, what its columns are called. Read row by row."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from mentions import urls
from mentions.exceptions import UnreadableError
from mentions.imports.lines import Line, Lines
from mentions.imports.rows import Row, rows

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_LOOKED_AT = 200
"""Lines from which delimiter and columns are judged."""
_REGULAR = 0.6
_SAID = re.compile(r'\s*"?sep=(.)"?\s*\Z', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of which the first rows are known. `headers` are as they stand, "column 1" and so on where not `named`.

    `rows` can be gone through once, and holds the rows of the sample too.
    """

    lines: Lines
    delimiter: str
    headers: tuple[str, ...]
    named: bool
    sample: tuple[Row, ...]
    rows: Iterator[Row]

    def column(self, number: int) -> list[str]:
        """What stands in a column of the sample; no empty cells."""
        return [cell for row in self.sample if not row.fault and (cell := row.cell(number))]


def open_table(stream: BinaryIO) -> Table:
    """The table in a seekable file. Raises UnreadableError where there is no row in it."""
    lines = Lines(stream)
    every = iter(lines)
    head = list(islice(every, _LOOKED_AT))
    delimiter = _delimiter(head)
    begun = rows(chain(head, every), delimiter)
    first, broken = _first_row(begun, _width(head, delimiter))
    if first is None:
        raise UnreadableError("there is no table in it" if head else "there is nothing in it")
    named = not any(map(urls.is_web, first.cells))
    sample = list(islice(begun, _LOOKED_AT // 2))
    sample = sample if named else [first, *sample]
    width = max(len(row.cells) for row in (first, *sample))
    known = first.cells if named else ()
    headers = (*known, *(f"column {number}" for number in range(len(known) + 1, width + 1)))
    return Table(lines, delimiter, headers, named, tuple(sample), chain(broken, sample, begun))


def _first_row(begun: Iterator[Row], width: int) -> tuple[Row | None, list[Row]]:
    """The first row that is as wide as most, behind titles, dates and names of projects; and what was broken there."""
    broken = []
    for row in begun:
        if row.fault:
            broken.append(row)
        elif len(row.cells) >= width and (width == 1 or sum(map(bool, row.cells)) > 1):
            return row, broken
    return None, broken


def _delimiter(head: Sequence[Line]) -> str:
    """What parts most lines into the same number of cells; of equals what makes more of them."""
    said = _SAID.match(head[0].text) if head else None
    if said and said[1] in DELIMITERS:
        return said[1]
    best = max(DELIMITERS, key=lambda sign: (_regularity(head, sign), _width(head, sign)))
    return best if _regularity(head, best) > 0 else ","


def _regularity(head: Sequence[Line], delimiter: str) -> float:
    """The share of rows that are as wide as most, to one decimal; 0 where that is a single cell, or where few are."""
    widths = _widths(head, delimiter)
    width, number = widths.most_common(1)[0] if widths else (1, 0)
    share = number / widths.total() if widths else 0.0
    return round(share, 1) if width > 1 and share >= _REGULAR else 0.0


def _width(head: Sequence[Line], delimiter: str) -> int:
    widths = _widths(head, delimiter)
    return widths.most_common(1)[0][0] if _regularity(head, delimiter) else 1


def _widths(head: Sequence[Line], delimiter: str) -> Counter[int]:
    found = rows((line for line in head if not line.fault), delimiter)
    return Counter(len(row.cells) for row in found if not row.fault)
