"""The rows of a file that could not be used, as a file to mend and import again: line, reason, and what stood there."""

import csv
import os
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import IO, Self

from mentions.exceptions import UnreadableError
from mentions.imports.rows import Row
from mentions.outreach.exporting import info_cell

_HEAD = ("line", "reason")
_WHOLE = "whole line"
_LONGEST = 2000


class Rejects:
    """Writes `path` when the block ends well, if there was anything to write: whole or not at all.

    Raises UnreadableError where another sort of file is in the way.
    """

    def __init__(self, path: Path, headers: Sequence[str]) -> None:
        self.path, self.number = path, 0
        self._headers = headers
        self._file: IO[str] | None = None
        self._open = ExitStack()
        if path.exists() and not path.read_bytes()[:64].startswith(b'"line","reason",'):
            raise UnreadableError(f"{path} is no list of rejected rows; name another file: --rejects FILE")

    def add(self, row: Row, reason: str) -> None:
        """Write that a row was rejected."""
        if self._file is None:
            self._file = self._begin()
            self._write([*_HEAD, *map(info_cell, self._headers), _WHOLE])
        self.number += 1
        # What is broken has no cells, and what stood there may be as long as it likes.
        before = [""] * len(self._headers) if row.fault else []
        cells = [info_cell(cell[:_LONGEST]) for cell in row.cells[: len(self._headers)]]
        self._write([str(row.line), reason, *before, *cells])

    def _begin(self) -> IO[str]:
        folder, prefix = self.path.parent, f".{self.path.name}."
        part = NamedTemporaryFile("w", encoding="utf-8", newline="", dir=folder, prefix=prefix, delete=False)  # noqa: SIM115 - until the block ends
        return self._open.enter_context(part)

    def _write(self, cells: Sequence[str]) -> None:
        csv.writer(self._file, quoting=csv.QUOTE_ALL).writerow(cells)  # type: ignore[arg-type] # only while it is open

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._file is None:
            return
        part = Path(self._file.name)
        try:
            if error is None:
                self._file.flush()
                os.fsync(self._file.fileno())
                part.replace(self.path)
        finally:
            self._open.close()
            with suppress(FileNotFoundError):
                part.unlink()
