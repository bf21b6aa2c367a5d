"""WARC files as they are found: what is a page in them, and what is said of those that are broken."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from archive_examples import PAGE, answer, record, request, zipped
from fastwarc.stream_io import BrotliWriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentions.items import Unknown
from mentions.pages import MAX_BYTES
from mentions.services.archives import is_archive, read_archive
from mentions.services.saved import Fault, Found, Saved, Unread

A, B = "http://a.example/", "http://b.example/"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "x.warc.gz"


def read(file: Path, data: bytes) -> list[Found]:
    file.write_bytes(data)
    return list(read_archive(file, "x.warc.gz"))


def addresses(found: list[Found]) -> list[str | None]:
    return [one.url for one in found if isinstance(one, Saved)]


def faults(found: list[Found]) -> list[str]:
    return [one.line for one in found if isinstance(one, Fault)]


def page(url: str, body: bytes = PAGE) -> bytes:
    return record(url, answer(body))


@pytest.mark.parametrize("pack", [b"".join, zipped, lambda records: gzip.compress(b"".join(records))])
def test_pages_in_order_however_it_is_packed(file: Path, pack: object) -> None:
    assert callable(pack)
    records = [record("", b"software: made by hand\r\n", kind="warcinfo"), request(A), page(f"<{A}>"), page(B)]
    found = read(file, pack(records))
    assert found == [Saved(A, A, PAGE, "text/html"), Saved(B, B, PAGE, "text/html")]


def test_what_the_answer_asks_of_robots_is_kept(file: Path) -> None:
    (found,) = read(file, record(A, answer(PAGE, "X-Robots-Tag: nofollow")))
    assert isinstance(found, Saved)
    assert found.robots_tag == "nofollow"


def test_only_html_that_was_answered_with_200(file: Path) -> None:
    others = [
        record("http://a.example/moved", answer(status="301 Moved Permanently")),
        record("http://a.example/gone", answer(status="404 Not Found")),
        record("http://a.example/picture", answer(b"\x89PNG", kind="image/png")),
        record("http://a.example/data", answer(b"{}", kind="application/json")),
        record("http://a.example/kept", answer(), kind="resource"),
    ]
    kinds = ("text/html", "TEXT/HTML; charset=utf-8", "application/xhtml+xml")
    pages = [record(f"http://a.example/{number}", answer(kind=kind)) for number, kind in enumerate(kinds)]
    untyped = record("http://a.example/untyped", b"HTTP/1.1 200 OK\r\nServer: old\r\n\r\n" + PAGE)
    found = read(file, zipped([*others, *pages, untyped]))
    assert addresses(found) == [*(f"http://a.example/{number}" for number in range(3)), "http://a.example/untyped"]
    assert len(found) == 4


def chunked(body: bytes) -> bytes:
    parts = (body[start : start + 20] for start in range(0, len(body), 20))
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def brotli(body: bytes) -> bytes:
    packed = BytesIO()
    with BrotliWriter(packed) as writer:
        writer.write(body)
        writer.finish()
    return packed.getvalue()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE, mtime=0), ["Content-Encoding: gzip"]),
        (zlib.compress(PAGE), ["Content-Encoding: deflate"]),
        (brotli(PAGE), ["Content-Encoding: br"]),
        (chunked(PAGE), ["Transfer-Encoding: chunked"]),
        (chunked(gzip.compress(PAGE, mtime=0)), ["Transfer-Encoding: chunked", "Content-Encoding: GZIP"]),
        (PAGE, ["Content-Encoding: identity"]),
        # The crawler undid the encoding and kept the header.
        (PAGE, ["Content-Encoding: gzip"]),
        (PAGE, ["Content-Encoding: br"]),
        (PAGE, ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
    ],
    ids=range(9),
)
def test_encodings_are_undone(file: Path, body: bytes, headers: list[str]) -> None:
    found = read(file, zipped([record(A, answer(body, *headers)), page(B)]))
    assert [one.body for one in found if isinstance(one, Saved)] == [PAGE, PAGE]


def test_what_is_too_large_is_not_read_whole(file: Path) -> None:
    bomb = answer(gzip.compress(b" " * 3 * MAX_BYTES, mtime=0), "Content-Encoding: gzip")
    found = read(file, zipped([record(A, answer(b"x" * (MAX_BYTES + 1))), record(B, bomb), page(B)]))
    assert found[0] == Unread(A, Unknown.TOO_LARGE)
    assert [len(one.body) for one in found if isinstance(one, Saved)] == [MAX_BYTES + 1, len(PAGE)]


def test_a_record_without_an_answer_is_counted_and_the_rest_is_read(file: Path) -> None:
    found = read(file, zipped([record(A, b"no answer at all"), page(B)]))
    assert found[0] == Unread(A, Unknown.UNREADABLE)
    assert addresses(found) == [B]


def test_damage_is_said_once_with_its_place(file: Path) -> None:
    start = len(gzip.compress(page(A)))
    found = read(file, zipped([page(A), page(B)]) + b"nonsense" * 20 + zipped([page(A)]))
    assert addresses(found) == [A, B]
    assert len(faults(found)) == 1
    assert f"x.warc.gz: damaged from about byte {start:,} on" in faults(found)[0]


DENSE = hashlib.shake_128(b"").digest(300)  # does not shrink, so that many cuts fall inside it
RECORDS = [request(A), page(A), page(B, DENSE), request(B)]


def ends(sizes: list[int]) -> Iterator[int]:
    total = 0
    for size in sizes:
        yield (total := total + size)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@pytest.mark.parametrize("is_zipped", [True, False])
def test_a_cut_never_goes_unsaid(tmp_path: Path, is_zipped: bool, data: st.DataObject) -> None:
    parts = [gzip.compress(one, mtime=0) if is_zipped else one for one in RECORDS]
    whole = b"".join(parts)
    cut = data.draw(st.integers(12 if is_zipped else 5, len(whole)))
    (tmp_path / "cut.warc").write_bytes(whole[:cut])
    found = list(read_archive(tmp_path / "cut.warc", "cut.warc"))
    missing = next(end for end in ends([len(part) for part in parts]) if end >= cut) - cut
    if is_zipped or not 0 < missing <= len(b"\r\n\r\n"):  # of a record that is whole but for its last line breaks
        assert bool(faults(found)) == (missing > 0)
    assert [one.body for one in found if isinstance(one, Saved)] in ([], [PAGE], [PAGE, DENSE])


@given(st.binary(max_size=400), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: Path, junk: bytes, is_zipped: bool) -> None:
    head = zipped([page(A)]) if is_zipped else page(A)
    (tmp_path / "x.warc").write_bytes(head + junk)
    found = list(read_archive(tmp_path / "x.warc", "x.warc"))
    assert addresses(found)[:1] == [A]


def test_what_is_an_archive() -> None:
    assert is_archive(page(A))
    assert is_archive(zipped([page(A)]))
    assert not is_archive(gzip.compress(PAGE, mtime=0))
    assert not is_archive(b"\x1f\x8b nonsense")
    assert not is_archive(b"")
