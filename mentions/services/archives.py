"""Pages from WARC files, the form in which crawlers and web archives keep answers."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from fastwarc import ArchiveIterator, GzipReader, WarcRecord, WarcRecordType, ZstdReader
from fastwarc.stream_io import BrotliReader, ChunkedReader

from mentions.items import Unknown
from mentions.pages import MAX_BYTES
from mentions.services.saved import Fault, Found, Saved, Unread

GZIP = b"\x1f\x8b"
_MAGIC = b"WARC/"
_END = b"\r\n\r\n"
_BLOCK = 1 << 20
_HTML = ("text/html", "application/xhtml+xml")
_Reader = GzipReader | BrotliReader | ZstdReader | ChunkedReader
_DECODERS: dict[str, Callable[[BinaryIO], _Reader]] = {
    "gzip": GzipReader,
    "x-gzip": GzipReader,
    "deflate": partial(GzipReader, zlib=True),
    "br": BrotliReader,
    "zstd": ZstdReader,
    "chunked": ChunkedReader,
}


def is_archive(head: bytes) -> bool:
    """Whether a file that begins with `head` is a WARC file, compressed with gzip or not."""
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, len(_MAGIC))
        except zlib.error:
            return False
    return head.startswith(_MAGIC)


def read_archive(path: Path, name: str) -> Iterator[Found]:
    """The HTML pages that were answered with status 200, in order; `name` is what messages call the file."""
    start = 0
    try:
        for record in ArchiveIterator(str(path), record_types=WarcRecordType.response, parse_http=True):
            start = record.stream_pos
            yield from _page(record, name)
        if not _is_whole(path, start):
            yield Fault(f"{name}: cut off; what came before the cut was read")
    except OSError as error:
        yield Fault(f"{name}: damaged from about byte {start:,} on, the rest was not read ({error.strerror or error})")


def _page(record: WarcRecord, name: str) -> Iterator[Found]:
    """The page of one response, or why there is none; nothing where it never was a page."""
    if not record.is_http:
        return
    url = _text(record.headers.get_bytes(b"WARC-Target-URI")).strip("<> ")
    headers = record.http_headers
    if not url or headers is None or headers.status_code is None:
        yield Unread(url or name, Unknown.UNREADABLE)
        return
    content_type = _text(headers.get_bytes(b"Content-Type"))
    if headers.status_code != 200 or not _is_html(content_type):
        return
    if record.content_length > MAX_BYTES:
        yield Unread(url, Unknown.TOO_LARGE)
        return
    body = record.reader.read()
    if len(body) < record.content_length:
        yield Unread(url, Unknown.UNREADABLE)
        return
    encodings = (_text(headers.get_bytes(name)) for name in (b"Transfer-Encoding", b"Content-Encoding"))
    asked = _text(headers.get_bytes(b"X-Robots-Tag"))
    yield Saved(url, url, _decoded(body, ",".join(encodings)), content_type or None, asked or None)


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace").strip()


def _is_html(content_type: str) -> bool:
    # Without a type it may be a page: what the body looks like decides when it is read.
    return not content_type or content_type.partition(";")[0].strip().lower() in _HTML


def _decoded(body: bytes, encodings: str) -> bytes:
    """The body without its transfer and content encodings, at most one byte more than is ever read.

    Many crawlers undo an encoding and keep the header: what does not decode is taken as it stands.
    """
    for encoding in encodings.lower().split(","):
        if decoder := _DECODERS.get(encoding.strip()):
            try:
                body = _read(decoder(BytesIO(body)))
            except OSError:
                continue
    return body


def _read(stream: _Reader) -> bytes:
    parts, missing = list[bytes](), MAX_BYTES + 1
    while missing > 0 and (part := stream.read(min(missing, _BLOCK))):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _is_whole(path: Path, start: int) -> bool:
    """Whether a file has its end, judged from its last response on: the reader itself takes a cut for the end."""
    with path.open("rb") as file:
        if file.read(len(GZIP)) != GZIP:
            return _ends_with_a_record(file, start)
        file.seek(start)
        # Compressed as one piece the place of a record is counted in the unpacked text, and leads nowhere here.
        file.seek(start if file.read(len(GZIP)) == GZIP else 0)
        return _ends_with_a_member(file)


def _ends_with_a_record(file: BinaryIO, start: int) -> bool:
    file.seek(-len(_END), 2)
    if file.read() != _END:
        return False
    file.seek(start)
    records = ArchiveIterator(file, parse_http=False)
    return all(record.reader.consume() == record.content_length for record in records)


def _ends_with_a_member(file: BinaryIO) -> bool:
    """Whether the gzip members from here to the end of the file are all complete."""
    with gzip.GzipFile(fileobj=file) as members:
        try:
            while members.read(_BLOCK):
                pass
        except EOFError:
            return False
    return True
