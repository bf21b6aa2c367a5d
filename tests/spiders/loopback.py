"""A web on loopback that remembers who asked for what, and workspaces whose real crawls read it."""

import hashlib
import os
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from typing import Any

import children

from mentions import db
from mentions.db.store.mentions import mentions
from mentions.paths import CHECKOUT
from mentions.services import workspaces

PATIENCE = 120
"""Seconds after which a crawl is taken to hang."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answers, `wait` seconds after it was asked for."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: the address, when (monotonic seconds), with what headers and form, and how it was answered."""

    url: str
    at: float
    headers: Message
    status: int
    form: str = ""


class LoopbackWeb:
    """Answers by whole address, to those who ask it as a proxy as well as to those who come directly.

    With a certificate (`tunnels`; the file `trusted` holds it) it is at the far end of tunnels, too: of https.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.tunnels: ssl.SSLContext | None = None
        self.trusted = ""
        self.asked: list[Asked] = []
        self.on_request: Callable[[str], object] = lambda _url: None
        self.connections = self.most_connections = 0
        self._answers: dict[str, Answer] = {}

    def put(self, url: str, body: str | bytes = b"", *, status: int = 200, wait: float = 0, **headers: str) -> None:
        """Answer `url` from now on; underscores in the names of headers stand for hyphens, an empty one is not sent."""
        body = body.encode() if isinstance(body, str) else body
        kind = (
            "application/xml"
            if body.lstrip()[:5] in (b"<?xml", b"<rss ", b"<feed", b"<urls", b"<site")
            else "text/html"
        )
        named = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if status == 200:
            named.setdefault("ETag", f'"{hashlib.sha256(body).hexdigest()[:12]}"')
        self._answers[url] = Answer(body, status, named, wait)

    def answer(self, url: str, headers: Message, form: str = "") -> Answer:
        """Answer one request, and remember it."""
        self.on_request(url)
        found = self._answers.get(url, Answer(b"<h1>Not Found</h1>", 404, {"Content-Type": "text/html"}))
        for asked, name in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
            said = found.headers.get(name)
            if said and headers.get(asked) == said:
                found = Answer(status=304, headers={name: said})
        self.asked.append(Asked(url, time.monotonic(), headers, found.status, form))
        time.sleep(found.wait)
        return found

    def pages(self, *, since: int = 0) -> list[str]:
        """The addresses asked for, robots.txt left out; `since` requests are passed over."""
        return [asked.url for asked in self.asked[since:] if not asked.url.endswith("/robots.txt")]


class _Handler(BaseHTTPRequestHandler):
    server: "_Listener"
    timeout = 30

    scheme = ""

    def do_CONNECT(self) -> None:
        tls = self.server.web.tunnels
        if tls is None:
            self.send_error(502)
            return
        self.send_response(200)
        self.end_headers()
        self.request = tls.wrap_socket(self.request, server_side=True)
        BaseHTTPRequestHandler.setup(self)
        self.scheme = "https"
        with self.request:
            self.handle_one_request()
            BaseHTTPRequestHandler.finish(self)

    def do_POST(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        scheme = self.scheme or self.server.scheme
        url = self.path if "://" in self.path else f"{scheme}://{self.headers['Host']}{self.path}"
        form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        answer = self.server.web.answer(url, self.headers, form)
        self.send_response(answer.status)
        for name, value in filter(lambda header: header[1], answer.headers.items()):
            self.send_header(name, value)
        if answer.status != 304 and "Content-Length" not in answer.headers:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def setup(self) -> None:
        super().setup()
        with self.server.counting:
            self.server.web.connections += 1
            self.server.web.most_connections = max(self.server.web.connections, self.server.web.most_connections)

    def finish(self) -> None:
        with self.server.counting:
            self.server.web.connections -= 1
        with suppress(OSError):
            super().finish()

    def handle(self) -> None:
        # A crawler that gives up, or is killed, leaves its connections half read.
        with suppress(OSError):
            super().handle()

    def log_message(self, *_: object) -> None:
        """Say nothing: `LoopbackWeb.asked` is the log."""


class _Listener(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128
    web: LoopbackWeb
    counting = threading.Lock()
    scheme = "http"

    def handle_error(self, *_: object) -> None:
        """A handshake that the client breaks off is what some tests want."""


@contextmanager
def serve(tls: ssl.SSLContext | None = None) -> Iterator[LoopbackWeb]:
    """Run a web, at first without an address, while the block lasts."""
    with _Listener(("127.0.0.1", 0), _Handler) as listener:
        if tls:
            listener.scheme = "https"
            listener.socket = tls.wrap_socket(listener.socket, server_side=True, do_handshake_on_connect=False)
        listener.web = LoopbackWeb(listener.server_address[1])
        thread = threading.Thread(target=listener.serve_forever, args=(0.02,), name="loopback web")
        thread.start()
        try:
            yield listener.web
        finally:
            listener.shutdown()
            thread.join()


ACME = '[[brand]]\nname = "Acme Optics"\ndomains = ["acme.example"]\n'


@dataclass(frozen=True, slots=True)
class Crawled:
    """How a command ended, and what it said."""

    status: int
    said: str


@dataclass(frozen=True, slots=True)
class Folder:
    """A workspace in a folder of its own; its crawls ask `proxy` for everything, where there is one."""

    path: Path
    proxy: LoopbackWeb | None = None

    def configure(self, *tables: str, delay: float = 0, crawl: str = "") -> None:
        """Write `mentions.toml`: the brand Acme Optics and these tables."""
        head = f"[crawl]\ndelay_seconds = {delay:.3f}\n{crawl}\n{ACME}"
        (self.path / "mentions.toml").write_text(head + "\n".join(tables))

    def start(
        self, *arguments: str, environ: Mapping[str, str] | None = None, **settings: object
    ) -> "subprocess.Popen[str]":
        """Start `scrapy crawl …` as a user would."""
        return subprocess.Popen(
            [sys.executable, "-m", *_words(arguments, settings)],
            cwd=self.path,
            env=self._environ(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def crawl(self, *arguments: str, environ: Mapping[str, str] | None = None, **settings: object) -> Crawled:
        """Run `scrapy crawl …` to its end, in a process that need not import everything anew."""
        ended = children.run(_words(arguments, settings), self.path, environ=self._environ(environ))
        if ended.status is None or ended.status < 0:
            raise TimeoutError(f"{ended.status}: {ended.out}{ended.err}")
        return Crawled(ended.status, ended.out + ended.err)

    def _environ(self, more: Mapping[str, str] | None) -> dict[str, str]:
        known = {"PATH": os.environ["PATH"], "HOME": str(self.path), "PYTHONPATH": str(CHECKOUT), **(more or {})}
        if self.proxy:
            known["http_proxy"] = f"http://127.0.0.1:{self.proxy.port}"
            if self.proxy.trusted:
                known |= {"https_proxy": known["http_proxy"], "SSL_CERT_FILE": self.proxy.trusted}
        return known

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database answers."""
        with closing(self._database()) as database:
            return database.execute(query, values).fetchall()

    def change(self, statement: str) -> None:
        """Change the database behind the program's back."""
        with closing(self._database()) as database, database:
            database.execute(statement)

    def _database(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path / "mentions.db", timeout=15)

    def visits(self) -> dict[str, str | None]:
        """Why each visited address could not be read; None where it was."""
        return dict(self.rows("SELECT url, unknown FROM visit"))

    def standing(self) -> set[str]:
        """The numbers of the posts whose mentions stand, as `mentions list --mentions` has them."""
        engine = workspaces.find(self.path, {}).store()
        try:
            with db.reading(engine) as connection:
                return {(one.permalink or "").rpartition("/")[2] for one in mentions(connection)}
        finally:
            engine.dispose()


def _words(arguments: Sequence[str], settings: Mapping[str, object]) -> list[str]:
    said = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    return ["scrapy", "crawl", *arguments, *said]


def workspace(path: Path, proxy: LoopbackWeb | None = None) -> Folder:
    """A new workspace at `path`."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "scrapy.cfg").write_text("[settings]\ndefault = mentions.settings\n")
    return Folder(path, proxy)


def source(url: str, kind: str = "news") -> str:
    """A `[[source]]`."""
    return f'[[source]]\nkind = "{kind}"\nurl = "{url}"\n'


def page(number: object, *, head: str = "", body: str = "") -> str:
    """A page that names the brand without a link, and has words of its own."""
    letters = hashlib.sha256(str(number).encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))
    stars = " ".join(letters[start : start + 6] for start in range(0, 48, 6))
    return (
        f"<!doctype html><html lang=en><head><title>Page {number}</title>{head}</head><body><article>"
        f"<h1>Page {number}</h1>"
        f"<p>On the hill, number {number}, they look at the stars through a telescope by Acme Optics all night long."
        f"</p><p>They saw {stars}.</p></article>{body}</body></html>"
    )


def feed(*urls: str) -> str:
    """An RSS feed without dates."""
    items = "".join(f"<item><title>News</title><link>{url}</link></item>" for url in urls)
    return f'<rss version="2.0"><channel><title>News</title><link>http://x.example/</link>{items}</channel></rss>'


def sitemap(*urls: str, **lastmod: str) -> str:
    """A sitemap; `lastmod` by the last part of an address."""
    entries = (f"<url><loc>{url}</loc>{_dated(lastmod.get(url.rsplit('/', 1)[-1]))}</url>" for url in urls)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(entries)}</urlset>'


def index(*urls: str) -> str:
    """An index of sitemaps."""
    entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'


def _dated(lastmod: str | None) -> str:
    return f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
