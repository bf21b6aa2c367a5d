"""Files that a command writes where a user says: whole, or as they were."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from mentions.exceptions import MentionsError


def must_be_new(file: Path, *, yes: bool) -> None:
    """Raises MentionsError where a file is there already and nobody said --yes."""
    if file.exists() and not yes:
        raise MentionsError(f"{file} is there already; name another file, or say --yes to write over it")


def write_whole(file: Path, parts: Iterable[bytes]) -> None:
    """Write beside the file first, so that it holds all of it or what it held before. Raises MentionsError."""
    part: Path | None = None
    try:
        with NamedTemporaryFile("wb", dir=file.parent, prefix=f".{file.name}.", delete=False) as out:
            part = Path(out.name)
            out.writelines(parts)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        if part:
            with suppress(OSError):
                part.unlink()
        raise MentionsError(f"{file} cannot be written: {error.strerror}") from error
