"""What lies below the paths of a scan, and one line for each that cannot be read."""

import gzip
import os
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from archive_examples import PAGE, answer, record, zipped

from mentions.pages import MAX_BYTES
from mentions.services.saved import Fault, Found, Saved
from mentions.services.saved_pages import saved_pages

URL = "http://a.example/"
WARC = zipped([record(URL, answer())])


def read(*paths: str | Path, stdin: bytes = b"", url: str | None = None) -> list[Found]:
    return list(saved_pages(map(str, paths), BytesIO(stdin), url=url))


def test_a_folder_is_read_by_name_and_all_the_way_down(tmp_path: Path) -> None:
    pages = dict.fromkeys(["b.HTM", "a.html", "sub/c.xhtml", "notes.txt", "page.html.bak", "style.css"], PAGE)
    files = {**pages, "sub/d.html.gz": gzip.compress(PAGE, mtime=0), "e.warc.gz": WARC}
    for name, body in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(body)
    found = [one for one in read(tmp_path) if isinstance(one, Saved)]
    places = [str(tmp_path / name) for name in ("a.html", "b.HTM")]
    below = [str(tmp_path / "sub" / name) for name in ("c.xhtml", "d.html.gz")]
    assert [one.place for one in found] == [*places, URL, *below]
    assert [one.url for one in found] == [None, None, URL, None, None]
    assert {one.body for one in found} == {PAGE}


def test_paths_keep_their_order(tmp_path: Path) -> None:
    for name in ("z.html", "a.html"):
        (tmp_path / name).write_bytes(PAGE)
    found = read(tmp_path / "z.html", "-", tmp_path / "a.html", stdin=PAGE)
    assert [getattr(one, "place", "") for one in found] == [
        str(tmp_path / "z.html"),
        "standard input",
        str(tmp_path / "a.html"),
    ]


def test_standard_input_holds_a_page_or_an_archive() -> None:
    assert read("-", stdin=PAGE, url=URL) == [Saved("standard input", URL, PAGE)]
    assert read("-", stdin=gzip.compress(PAGE, mtime=0)) == [Saved("standard input", None, PAGE)]
    assert read("-", stdin=WARC) == [Saved(URL, URL, PAGE, "text/html")]
    assert read("-", stdin=record(URL, answer())) == [Saved(URL, URL, PAGE, "text/html")]
    assert read("-", stdin=WARC[:-9]) == [
        Saved(URL, URL, PAGE, "text/html"),
        Fault("standard input: cut off; what came before the cut was read"),
    ]


def test_an_archive_in_a_pipe_is_read_too(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "a.warc.gz").write_bytes(WARC)
    with subprocess.Popen(["sh", "-c", 'cat "$0/a.warc.gz" > "$0/pipe"', tmp_path]):
        assert read(pipe) == [Saved(URL, URL, PAGE, "text/html")]


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("missing.html", None, "No such file or directory"),
        ("cut.html.gz", gzip.compress(PAGE, mtime=0)[:-10], "cut off: the gzip data has no end"),
        ("damaged.html.gz", b"\x1f\x8b\x08\x00nonsense and more of it", "damaged gzip data"),
        ("page.warc", PAGE, "not a WARC file"),
        ("page.warc.gz", gzip.compress(PAGE, mtime=0), "not a WARC file"),
        ("empty.warc", b"", "not a WARC file"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_the_rest_is_read(
    tmp_path: Path, name: str, body: bytes | None, said: str
) -> None:
    if body is not None:
        (tmp_path / name).write_bytes(body)
    (tmp_path / "good.html").write_bytes(PAGE)
    fault, good = read(tmp_path / name, tmp_path / "good.html")
    assert isinstance(fault, Fault)
    assert fault.line.startswith(f"{tmp_path / name}: ")
    assert said in fault.line
    assert isinstance(good, Saved)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_bytes(PAGE)
    (tmp_path / "secret.html").chmod(0)
    assert read(tmp_path) == [Fault(f"{tmp_path / 'secret.html'}: Permission denied")]


def test_large_files_are_not_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"x" * (MAX_BYTES + 1000))
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b" " * 3 * MAX_BYTES, mtime=0))
    assert [len(one.body) for one in read(tmp_path) if isinstance(one, Saved)] == [MAX_BYTES + 1, MAX_BYTES + 1]
