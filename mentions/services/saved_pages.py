"""Pages from files, folders, archives and standard input; what a file is, its first bytes say."""

import gzip
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from mentions.pages import MAX_BYTES
from mentions.services.archives import GZIP, is_archive, read_archive
from mentions.services.saved import Fault, Found, Saved

STDIN = "-"
_HEAD = 65_536
_ARCHIVES = (".warc", ".warc.gz")
_PAGES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".xhtml.gz")


def saved_pages(paths: Iterable[str], stdin: BinaryIO, *, url: str | None = None) -> Iterator[Found]:
    """Every page below `paths` in their order, folders by name; `-` is `stdin`. `url` is where a single page came from.

    What cannot be read is given back as a Fault, and the rest is still read.
    """
    for path in paths:
        if path == STDIN:
            yield from _from_stream(stdin, "standard input", url=url)
        elif Path(path).is_dir():
            yield from _from_folder(path)
        else:
            yield from _from_file(path, url=url)


def _from_folder(folder: str) -> Iterator[Found]:
    failed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=failed.append):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith(_PAGES + _ARCHIVES):
                yield from _from_file(str(Path(parent, name)))
    for error in failed:
        yield Fault(f"{error.filename}: {error.strerror}")


def _from_file(path: str, *, url: str | None = None) -> Iterator[Found]:
    try:
        with Path(path).open("rb") as file:
            yield from _from_stream(file, path, url=url)
    except OSError as error:
        yield Fault(f"{path}: {error.strerror}")


def _from_stream(stream: BinaryIO, name: str, *, url: str | None) -> Iterator[Found]:
    head = stream.read(_HEAD)
    if is_archive(head):
        yield from _from_archive(stream, head, name)
    elif name.lower().endswith(_ARCHIVES):
        yield Fault(f"{name}: not a WARC file")
    else:
        body = head + stream.read(max(0, MAX_BYTES + 1 - len(head)))
        yield _page(body, name, url)


def _from_archive(stream: BinaryIO, head: bytes, name: str) -> Iterator[Found]:
    """An archive by its path; what comes through a pipe is first put where it can be looked at twice."""
    if Path(name).is_file():
        yield from read_archive(Path(name), name)
        return
    with NamedTemporaryFile(suffix=".warc") as kept:
        kept.write(head)
        shutil.copyfileobj(stream, kept)
        kept.flush()
        yield from read_archive(Path(kept.name), name)


def _page(body: bytes, name: str, url: str | None) -> Found:
    if body.startswith(GZIP):
        try:
            with gzip.GzipFile(fileobj=BytesIO(body)) as packed:
                body = packed.read(MAX_BYTES + 1)
        except EOFError:
            return Fault(f"{name}: cut off: the gzip data has no end")
        except (OSError, zlib.error) as error:
            return Fault(f"{name}: damaged gzip data ({error})")
    return Saved(name, url, body)
