"""Webs to crawl on this machine: archives of pages, with names planted, behind a proxy on loopback.

An archive is a folder with `manifest.jsonl` (an object a page: id, url) and `pages/ID.html.gz`. To each a sitemap at
LIST is added that offers all its pages.
"""

import gzip
import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from benchmarks.pages import Sample, samples

LIST = "http://list.example/sitemap.xml"
HOSTS = 16
"""As many as a crawl asks at a time."""


@dataclass(frozen=True, slots=True)
class Web:
    """A running web: what it is called, how many pages its list offers, and what a crawl's environment needs."""

    name: str
    pages: int
    environment: Mapping[str, str]


def archived(folder: Path) -> list[Sample]:
    """The pages of an archive, under their own addresses."""
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row.get("url")]
    return [
        Sample(row["url"], gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes())) for row in rows
    ]


def made_up(count: int) -> list[Sample]:
    """Pages that no archive is needed for, none with a name."""
    return samples(count, "")


def copies(found: Sequence[Sample], times: int) -> list[Sample]:
    """Each page so many times, the copies under addresses of their own."""
    return [Sample(one.url + f"/copy-{turn}" * bool(turn), one.body) for turn in range(times) for one in found]


def gathered(found: Sequence[Sample]) -> list[Sample]:
    """The same pages on few hosts without https: then no handshake and no robots.txt hides what a page costs."""
    return [Sample(f"http://host-{number % HOSTS}.example/{number}", one.body) for number, one in enumerate(found)]


def planted(found: Sequence[Sample], names: Sequence[str], *, every: int) -> list[Sample]:
    """The same pages, with the names one after the other at the end of each page of `every`."""
    return [
        Sample(one.url, _with(one.body, names[number // every % len(names)])) if number % every == 0 else one
        for number, one in enumerate(found)
    ]


def _with(body: bytes, name: str) -> bytes:
    sentence = f"<p>Much of this was made by {name}, they say.</p>".encode()
    text, end, rest = body.rpartition(b"</body>")
    return text + sentence + end + rest if end else body + sentence


@contextmanager
def replayed(name: str, found: Sequence[Sample], proxy: Sequence[str]) -> Iterator[Web]:
    """Serve the pages under their own addresses while the block lasts, by the program `proxy`."""
    with TemporaryDirectory() as temporary:
        folder, port = Path(temporary), _free_port()
        _write(folder, found)
        authority = folder / "authority.pem"
        words = [sys.executable, *proxy, "--archive", temporary, "--port", str(port), "--ca", str(authority)]
        with subprocess.Popen(words, stdout=subprocess.PIPE) as server:
            try:
                assert server.stdout is not None
                server.stdout.readline()  # it is ready
                url = f"http://127.0.0.1:{port}"
                yield Web(name, len(found), {"http_proxy": url, "https_proxy": url, "SSL_CERT_FILE": str(authority)})
            finally:
                server.kill()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _write(folder: Path, found: Sequence[Sample]) -> None:
    """An archive of these pages and their list."""
    entries = "".join(f"<url><loc>{escape(one.url)}</loc></url>\n" for one in found)
    body = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    every = [Sample(LIST, body.encode()), *found]
    (folder / "pages").mkdir(parents=True)
    with (folder / "manifest.jsonl").open("w", encoding="utf-8") as manifest:
        for number, one in enumerate(every):
            (folder / "pages" / f"{number}.html.gz").write_bytes(gzip.compress(one.body, 1))
            manifest.write(json.dumps({"id": str(number), "url": one.url}) + "\n")
