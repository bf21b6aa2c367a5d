"""The files of an export, written so that a kill leaves whole ones, or none, or what the next run completes.

1. Each is written beside its place, as `.NAME.BATCH.part`, and forced to the disk.
2. The database remembers the batch and moves its prospects, in one transaction that ends here.
3. Each gets its name.

Killed before the end of 2, there is no batch, and the parts are swept away later. Killed after it, the batch is known,
its drafts never leave a second time by themselves, and `complete` gives the parts their names. The other way round, a
kill would leave a file that nothing knows of, and the next run would write to the same people once more.
"""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from os.path import lexists
from pathlib import Path

from mentions.exceptions import ExportError

_ABANDONED = timedelta(hours=1)


def sidecar_of(path: Path, batch_id: str) -> Path:
    """Where the JSON beside an export lies."""
    return path.with_name(f"export-{batch_id}.json")


def manual_of(path: Path) -> Path:
    """Where the list of what no mail can reach lies: the newest takes the place of the one before."""
    return path.with_name("manual_actions.csv")


@contextmanager
def staging(batch_id: str) -> Iterator[Callable[[Path, bytes], None]]:
    """What writes a file beside its place; where the block fails, nothing stays. Raises ExportError."""
    parts, made = list[Path](), list[Path]()

    def stage(path: Path, content: bytes) -> None:
        made.extend(one for one in path.parents if not lexists(one))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        parts.append(_part(path, batch_id))
        _write(parts[-1], content)

    try:
        yield stage
    except BaseException as error:
        for part in parts:
            part.unlink(missing_ok=True)
        for folder in made:
            with suppress(OSError):  # somebody else may use it by now
                folder.rmdir()
        if isinstance(error, OSError):
            raise ExportError(f"{error.filename or 'the export'} cannot be written: {error.strerror}") from error
        raise


def complete(path: Path, batch_id: str) -> bool:
    """Give the files of a batch their names, as far as they lack them; whether one did. Raises ExportError."""
    named = [_name(_part(each, batch_id), each) for each in (sidecar_of(path, batch_id), manual_of(path), path)]
    return any(named)


def sweep(folder: Path, known: Collection[str], *, now: datetime) -> None:
    """Remove what is left of exports that were killed before their batch was remembered."""
    for part in folder.glob(".*.part"):
        with suppress(FileNotFoundError):  # another export names or removes its own
            age = now.timestamp() - part.stat().st_mtime
            # A younger one may belong to an export that is still at work.
            if part.stem.rpartition(".")[2] not in known and age > _ABANDONED.total_seconds():
                part.unlink()


def _part(path: Path, batch_id: str) -> Path:
    return path.with_name(f".{path.name}.{batch_id}.part")


def _write(path: Path, content: bytes) -> None:
    """A new file for its owner alone, on the disk when this returns."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _name(part: Path, path: Path) -> bool:
    if not lexists(part):  # named long ago, and the folder may be gone since
        return False
    try:
        part.replace(path)
    except FileNotFoundError:  # another export was faster
        return False
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}; run `mentions export` again") from error
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return True
