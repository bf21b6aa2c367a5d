"""A server that does what a crawler should never see: each behaviour has a name, a host of its own, and an outcome.

It is asked as a proxy: `http://NAME.example/page` is the page of the behaviour NAME. What is expected of it is the
reason with which the page is recorded, None where it is read all the same.
"""

import base64
import gzip
import random
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from socketserver import StreamRequestHandler, ThreadingTCPServer
from urllib.parse import urlsplit

from loopback import page

NAMED = page("hidden").encode()
"""A page that names the brand: wherever it is not read whole, it must not count."""
HTML = b"Content-Type: text/html; charset=utf-8\r\n"
LONGEST = 30.0
"""Seconds after which the server itself gives up what it would do for ever."""


class Wire:
    """One connection, and the address that was asked for on it."""

    def __init__(self, connection: socket.socket, url: str) -> None:
        self._connection = connection
        self.url, self.path = url, urlsplit(url).path

    def send(self, raw: bytes) -> None:
        self._connection.sendall(raw)

    def answer(self, body: bytes, *, status: str = "200 OK", head: bytes = HTML) -> None:
        """An answer as it should be."""
        self.send(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n%s\r\n" % (status.encode(), len(body), head) + body)

    def for_ever(self, raw: bytes, *, every: float = 0) -> None:
        """Send the same again and again, until nobody listens any more."""
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            self.send(raw)
            time.sleep(every)

    def reset(self) -> None:
        """Break the connection off, and be rude about it."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a host does, and what is to be recorded of its page; `is_slow` where it takes seconds to find out."""

    name: str
    act: Callable[[Wire], None]
    expected: str | None
    is_slow: bool

    @property
    def url(self) -> str:
        return f"http://{self.name}.example/page"


ALL: dict[str, Behaviour] = {}


def behaviour(expected: str | None, *, is_slow: bool = False) -> Callable[[Callable[[Wire], None]], None]:
    """Register what a function does under its name."""

    def register(act: Callable[[Wire], None]) -> None:
        name = act.__name__.strip("_").replace("_", "-")
        ALL[name] = Behaviour(name, act, expected, is_slow)

    return register


def packed(body: bytes, encoding: str) -> Callable[[Wire], None]:
    head = HTML + f"Content-Encoding: {encoding}\r\n".encode()
    return lambda wire: wire.answer(body, head=head)


def redirect(target: str) -> Callable[[Wire], None]:
    return lambda wire: wire.answer(b"", status="302 Found", head=f"Location: {target}\r\n".encode())


def of(name: str, expected: str | None, act: Callable[[Wire], None], *, is_slow: bool = False) -> None:
    ALL[name] = Behaviour(name, act, expected, is_slow)


# Servers that take their time.


@behaviour("timeout", is_slow=True)
def drip(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\n" + HTML + b"\r\n" + NAMED[:-20])
    wire.for_ever(b" ", every=0.3)


@behaviour("timeout", is_slow=True)
def silence(_: Wire) -> None:
    time.sleep(LONGEST)


@behaviour("timeout", is_slow=True)
def dripping_head(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\n")
    wire.for_ever(b"X-More: 1\r\n", every=0.3)


# Answers without an end, or larger than anything.


@behaviour("too large")
def endless_body(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + HTML + b"\r\n")
    wire.for_ever(b"10000\r\n" + b"x" * 65_536 + b"\r\n")


@behaviour("too large")
def announced_size(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n" + HTML + b"\r\n" + NAMED)
    wire.for_ever(b" " * 1000, every=0.1)


@behaviour("connection failed")
def endless_headers(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\n")
    wire.for_ever(b"".join(b"X-%d: %s\r\n" % (number, b"x" * 100) for number in range(500)))


@behaviour("connection failed")
def endless_header(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    wire.for_ever(b"x" * 65_536)


@behaviour("connection failed")
def endless_continues(wire: Wire) -> None:
    wire.for_ever(b"HTTP/1.1 100 Continue\r\n\r\n" * 500)


BOMB = b"\0" * 200_000_000
# As many zeros by brotli, which the crawl does not ask for.
BROTLI = base64.b64decode(
    "y///PwAkAOKxQHLv//j//weABEAcFoDu/R////8AkACIwwLQvf/j//8fABIAcVgAuvd//P//A0ACIA4LQPf+j///fwBIAMRhAeje//H//w8A"
    "CYA4LADd+z/+//8BIAEQhwWge//H//8/ACQA4rAAdO//+P//B4AEQBwWgO79H////wCQAIjDAtC9/+P//x8AEgBxWAC693/8//8DQAIgDgtA"
    "9/6P//9/AEgAxGEB6N7/8f//DwAJgDgsAN37P/7//wEgARCHBaB7/8f//z8AJADisAB07//4//8HgARAHBaA7v0f////AJAAiMMC0L3/4///"
    "HwASAHFYALr3f/z//wNAAiAOC0D3/o///38ASADEYQHo3v/x//8PAAmAOCwA3fu//A9eAyABEIcF"
)
of("gzip-bomb", "too large", packed(gzip.compress(BOMB, 1), "gzip"))
of("gzip-in-gzip-bomb", "too large", packed(gzip.compress(gzip.compress(BOMB, 1)), "gzip, gzip"))
of("deflate-bomb", "too large", packed(zlib.compress(BOMB, 1), "deflate"))
of("brotli-bomb", "too large", packed(BROTLI, "br"))


# Answers that break off, or are none.

of("truncated-gzip", "connection failed", packed(gzip.compress(NAMED * 50)[:-60], "gzip"))
of("no-gzip", "connection failed", packed(NAMED, "gzip"))


@behaviour("connection failed")
def half_a_body(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n" + HTML + b"\r\n" + NAMED)


@behaviour("connection failed")
def half_a_chunk(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + HTML + b"\r\n1000\r\n" + NAMED)


@behaviour("connection failed")
def hung_up(wire: Wire) -> None:
    wire.send(b"HTTP/1.0 200 OK\r\n" + HTML + b"\r\n" + NAMED[:-20])


@behaviour("connection failed")
def bad_chunk(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + HTML + b"\r\nzz\r\n" + NAMED)


@behaviour("connection failed")
def nothing_at_all(_: Wire) -> None:
    """Hang up without a word."""


@behaviour("connection failed")
def reset(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n" + HTML + b"\r\n" + NAMED)
    wire.reset()


@behaviour("connection failed")
def not_http(wire: Wire) -> None:
    wire.send(b"SSH-2.0-OpenSSH_9.2\r\n" + NAMED)


@behaviour("connection failed")
def no_status(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 fine\r\n\r\n" + NAMED)


@behaviour("connection failed")
def two_lengths(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 5000\r\n" + HTML + b"\r\n" + NAMED)


of("status-999", "blocked", lambda wire: wire.answer(NAMED, status="999 Request denied"))
of("status-799", "server error", lambda wire: wire.answer(NAMED, status="799 What"))
of("status-206", "connection failed", lambda wire: wire.answer(NAMED[:300], status="206 Partial Content"))


@behaviour("blocked")
def too_many_requests(wire: Wire) -> None:
    wire.answer(NAMED, status="429 Too Many Requests", head=b"Retry-After: 86400\r\n")


# Redirects.

of("redirect-loop", "client error", redirect("/page"))
of("redirect-to-file", "client error", redirect("file:///etc/passwd"))
of("redirect-to-data", "client error", redirect("data:text/html,Acme%20Optics"))
of("redirect-to-metadata", "private address", redirect("http://169.254.169.254/latest/meta-data/"))
of("redirect-to-number", "private address", redirect("http://2130706433/"))
of("redirect-to-octal", "private address", redirect("http://0177.0.0.1:8080/"))
of("redirect-to-mapped", "private address", redirect("http://[::ffff:10.0.0.1]/"))
of("redirect-without-end", "client error", lambda wire: redirect(f"{wire.path}/on")(wire))
of("redirect-to-login", "blocked", lambda wire: (redirect("/login") if wire.path == "/page" else login)(wire))
of("redirect-long", "connection failed", redirect("/" + "x" * 60_000))


def login(wire: Wire) -> None:
    wire.answer(page("login").encode())


# What only looks like a page, or is made to hurt who reads it.

of("nested", "too large", lambda wire: wire.answer(b"<html><body>" + b"<div>" * 500_000 + NAMED))
of("attributes", "too large", lambda wire: wire.answer(b"<p " + b"a%d=1 " * 100_000 % tuple(range(100_000)) + b">"))
of("nul-bytes", "not html", lambda wire: wire.answer(b"<html>\0\0\0" + NAMED))
of("picture", "not html", lambda wire: wire.answer(b"\x89PNG\r\n" + NAMED))
of("json", "not html", lambda wire: wire.answer(NAMED, head=b"Content-Type: application/json\r\n"))
of("blank", "empty", lambda wire: wire.answer(b" \n" * 100))
of("shell", "needs javascript", lambda wire: wire.answer(b"<div id=root>Acme Optics</div><script src=/a.js></script>"))
of("consent", "blocked", lambda wire: wire.answer(b"<title>Before you continue</title><p>Acme Optics and partners"))
of("robot-check", "blocked", lambda wire: wire.answer(b"<title>Just a moment...</title><p>Acme Optics"))
of("soft-404", "gone", lambda wire: wire.answer(b"<title>Page not found - Acme Optics</title><p>Try the search"))
of("one-line", None, lambda wire: wire.answer(NAMED + b"x y " * 2_300_000), is_slow=True)
of("reloading", None, lambda wire: wire.answer(page(1, head='<meta http-equiv=refresh content="0">').encode()))
of("unknown-charset", None, lambda wire: wire.answer(NAMED, head=b"Content-Type: text/html; charset=\xff\xfe\r\n"))
of("wrong-charset", None, lambda wire: wire.answer(NAMED, head=b"Content-Type: text/html; charset=utf-16\r\n"))
of("no-type", None, lambda wire: wire.answer(NAMED, head=b""))


# robots.txt.


def with_robots(body: bytes) -> Callable[[Wire], None]:
    """A good page behind this robots.txt."""
    head = b"Content-Type: text/plain\r\n"
    return lambda wire: wire.answer(body, head=head) if wire.path == "/robots.txt" else wire.answer(NAMED)


of("robots-long", None, with_robots(b"User-agent: *\nDisallow: /no\n" + b"# Acme Optics\n" * 650_000))
of("robots-patterns", None, with_robots(b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*a*a*b$\n" * 15_000))
of("robots-too-large", "too large", with_robots(b"# Acme Optics\n" * 800_000))


@behaviour("timeout", is_slow=True)
def robots_dripping(wire: Wire) -> None:
    if wire.path != "/robots.txt":
        wire.answer(NAMED)
        return
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    wire.for_ever(b"#", every=0.3)


# Sources.

SITES: dict[str, Callable[[Wire], None]] = {}
"""By name: sources that are meant to keep a crawl busy. Each leads to the page `/good` on its host, among others."""
GOOD_ENTRY = "<item><link>/good</link></item>"
SECTIONS = ("good", "about", "news")
XML = b"Content-Type: application/xml\r\n"


def source_of(name: str) -> str:
    return f"http://{name}.example/"


def site(act: Callable[[Wire], None]) -> None:
    """Register a source; its page `/good` is good."""

    def either(wire: Wire) -> None:
        if wire.path == "/good":
            wire.answer(page("good").encode())
        elif wire.path in ("/robots.txt", "/sitemap.xml"):
            wire.answer(b"", status="404 Not Found")
        else:
            act(wire)

    SITES[act.__name__.replace("_", "-")] = either


@site
def laughing_feed(wire: Wire) -> None:
    laughs = "".join(f"<!ENTITY l{one} '{f'&l{one - 1};' * 10}'>" for one in range(1, 12))
    kinds = f"<!DOCTYPE r [<!ENTITY l0 'lol'>{laughs}<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    entry = "<item><title>&l11;</title><link>/&l11;&x;</link></item>"
    wire.answer(f"<?xml version='1.0'?>{kinds}<rss version='2.0'><channel>{GOOD_ENTRY}{entry}".encode(), head=XML)


@site
def million_entries(wire: Wire) -> None:
    feed = f"<rss version='2.0'><channel>{GOOD_ENTRY}" + "<item/>" * 1_000_000
    wire.answer(feed.encode(), head=XML)


@site
def broken_feed(wire: Wire) -> None:
    feed = f"<rss version='2.0'><channel>{GOOD_ENTRY}<item><title>" + "<" * 1_000_000
    wire.answer(feed.encode(), head=XML)


@site
def junk_sitemap(wire: Wire) -> None:
    wire.answer(b"<urlset><url><loc>/good</loc></url>" + b"<a/>" * 2_000_000, head=XML)


@site
def calendar(wire: Wire) -> None:
    """Each month leads to the next and to its days; none has an event."""
    number = int(wire.path.rpartition("/")[2] or 0) if wire.path.startswith("/calendar/") else 0
    days = "".join(f'<a href="/calendar/{number}/{day}">{day}</a> ' for day in range(1, 31))
    links = f'<a href="/good">Good</a> <a href="/calendar/{number + 1}">next</a> {days}'
    wire.answer(f"<html><title>Month {number}</title><body><p>No events in this month.</p>{links}".encode())


@site
def sessions(wire: Wire) -> None:
    """Each page gives each link another session."""
    links = "".join(f'<a href="/{path}?sid={random.getrandbits(128):032x}">{path}</a> ' for path in SECTIONS)
    wire.answer(f"<html><title>Home</title><body><p>Welcome.</p>{links}".encode())


@site
def growing_paths(wire: Wire) -> None:
    """A relative link that is wrong makes ever longer addresses."""
    links = f'<a href="/good">Good</a> <a href="{wire.path.rstrip("/")}/a/">deeper</a>'
    wire.answer(f"<html><title>{wire.path}</title><body><p>Words of {wire.path}</p>{links}".encode())


# The server.


class _Handler(StreamRequestHandler):
    timeout = LONGEST

    def handle(self) -> None:
        with suppress(OSError):
            url = self.rfile.readline(100_000).split(b" ")[1].decode()
            while self.rfile.readline(100_000).strip():
                pass
            self._act(url)

    def _act(self, url: str) -> None:
        name, wire = (urlsplit(url).hostname or "").removesuffix(".example"), Wire(self.connection, url)
        known = ALL.get(name)
        if wire.path == "/robots.txt" and not name.startswith("robots-"):
            wire.answer(b"", status="404 Not Found")
        elif name in SITES:
            SITES[name](wire)
        elif known:
            known.act(wire)
        else:
            self.server.answer_well(wire)  # type: ignore[attr-defined] # ours


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    good: dict[str, bytes]

    def answer_well(self, wire: Wire) -> None:
        body = self.good.get(wire.url)
        kind = XML if body and body.startswith(b"<rss") else HTML
        wire.answer(body or b"", status="200 OK" if body else "404 Not Found", head=kind)

    def handle_error(self, *_: object) -> None:
        """Who is asked for addresses that are none need not answer."""


@contextmanager
def serve_hostile(good: dict[str, bytes]) -> Iterator[int]:
    """Run the server while the block lasts, beside a web of good pages; gives its port."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.good = good
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="hostile web")
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
