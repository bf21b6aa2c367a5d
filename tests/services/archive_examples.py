"""WARC files made by hand, so that they can also be made wrong."""

import gzip
from collections.abc import Iterable

PAGE = b"<html><body><p>Lenses by Acme Optics are sold in the old town.</p></body></html>"


def answer(body: bytes = PAGE, *headers: str, kind: str = "text/html", status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(url: str, content: bytes, *, kind: str = "response") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
        f"WARC-Date: 2026-11-01T00:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def request(url: str) -> bytes:
    return record(url, b"GET / HTTP/1.1\r\nUser-Agent: a crawler of some age\r\n\r\n", kind="request")


def zipped(records: Iterable[bytes]) -> bytes:
    """Each record a gzip member of its own, as the format has it."""
    return b"".join(map(gzip.compress, records))
