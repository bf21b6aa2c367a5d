"""A proxy on loopback that hands every request on, and remembers what was asked."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import IO

_HOP = frozenset(("connection", "transfer-encoding", "keep-alive", "proxy-connection", "content-length"))


@dataclass(slots=True)
class Forwarded:
    """What was asked through a proxy: addresses in their order, with the status that came back."""

    port: int
    asked: list[tuple[str, int]] = field(default_factory=list)

    @property
    def environ(self) -> dict[str, str]:
        """What makes a crawl use it."""
        return {"http_proxy": f"http://127.0.0.1:{self.port}"}


class _AsItIs(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """A redirect is the crawl's to follow."""


_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}), _AsItIs())


class _Handler(BaseHTTPRequestHandler):
    server: "_Listener"
    timeout = 60

    def do_GET(self) -> None:
        kept = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
        try:
            with _direct.open(urllib.request.Request(self.path, headers=kept), timeout=60) as answer:  # noqa: S310 - our own servers
                self._hand_on(answer.status, answer.headers, answer)
        except urllib.error.HTTPError as answer:
            self._hand_on(answer.code, answer.headers, answer)

    def _hand_on(self, status: int, headers: Message, answer: IO[bytes]) -> None:
        body = answer.read()
        self.server.forwarded.asked.append((self.path, status))
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in _HOP:
                self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        # A crawler closes what it no longer needs.
        with suppress(OSError):
            super().handle()

    def log_message(self, *_: object) -> None:
        """Say nothing: `Forwarded.asked` is the log."""


class _Listener(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    forwarded: Forwarded


@contextmanager
def forwarding() -> Iterator[Forwarded]:
    """Run a proxy while the block lasts."""
    with _Listener(("127.0.0.1", 0), _Handler) as listener:
        listener.forwarded = Forwarded(listener.server_address[1])
        thread = threading.Thread(target=listener.serve_forever, args=(0.02,), name="forwarding proxy")
        thread.start()
        try:
            yield listener.forwarded
        finally:
            listener.shutdown()
            thread.join()
