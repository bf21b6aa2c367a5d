"""Addresses from a file: one a line, or anywhere in the cells of a CSV."""

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from mentions import urls
from mentions.exceptions import UnreadableError

_DELIMITERS = ",;\t|"
_WIDEST = 50
"""Cells of a row that are looked at."""


def read_addresses(file: str) -> list[str]:
    """The web addresses in a text or CSV file, `-` for standard input, each once and in order.

    Raises UnreadableError where there is no such file, or no address in it.
    """
    found = list(dict.fromkeys(_addresses(_text(file).splitlines())))
    if not found:
        raise UnreadableError(f"{file}: no web address in it; write one a line, with https://")
    return found


def _text(file: str) -> str:
    try:
        body = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UnreadableError(f"{file}: {error.strerror}") from error
    encoding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return body.decode(encoding, errors="replace")


def _addresses(lines: Sequence[str]) -> Iterator[str]:
    """The addresses of the reading that fits the file best: a regular table, else what holds the most of them."""
    lines = [line.replace("\0", "") for line in lines]
    readings = [[[line] for line in lines], *(_rows(lines, sign) for sign in _DELIMITERS)]
    found = [[cell.strip() for row in rows for cell in row[:_WIDEST] if _is_address(cell.strip())] for rows in readings]
    # Of equals the first, which is the lines as they stand: an address may hold any of these signs itself.
    best = max(range(len(readings)), key=lambda number: (_is_table(readings[number]), len(found[number]), -number))
    yield from found[best]


def _rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:  # a cell beyond all measure
        return []


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    widths = {len(row) for row in rows if row}
    return len(rows) > 1 and len(widths) == 1 and widths.pop() > 1


def _is_address(cell: str) -> bool:
    return urls.is_web(cell) and not any(sign.isspace() or sign in '"<>' for sign in cell)
