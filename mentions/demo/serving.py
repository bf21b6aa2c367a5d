"""A proxy on loopback that answers for the made-up web; it never opens a connection of its own."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer

from mentions.demo.web import Answer, Web, load


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: the address as it was asked for, and the status it was answered with."""

    url: str
    status: int


class ServedWeb:
    """The web behind a running proxy; it may be changed while it is read."""

    def __init__(self, web: Web, proxy_url: str) -> None:
        self.proxy_url = proxy_url
        self._web = web
        self._requests: list[Asked] = []
        self._lock = threading.Lock()

    @property
    def web(self) -> Web:
        """The web as it stands now."""
        return self._web

    @property
    def requests(self) -> tuple[Asked, ...]:
        """Everything asked for so far, in order."""
        with self._lock:
            return tuple(self._requests)

    def publish(self, url: str, body: str, *, status: int = 200) -> None:
        """Put a page at `url`, or a newer one in the place of the old."""
        with self._lock:
            self._web = self._web.with_page(url, body, status=status)

    def remove(self, url: str) -> None:
        """Delete the page at `url`, which answers 404 from now on; KeyError where there was none."""
        with self._lock:
            self._web = self._web.without(url)

    def ask(self, url: str, headers: Message) -> Answer:
        """Answer one request, and remember it."""
        with self._lock:
            answer = answer_to(self._web, url, headers)
            self._requests.append(Asked(url, answer.status))
        return answer

    def refuse(self, tunnel: str) -> None:
        """Remember a request for a tunnel, of which there are none here."""
        with self._lock:
            self._requests.append(Asked(tunnel, HTTPStatus.BAD_GATEWAY))


def answer_to(web: Web, url: str, headers: Message) -> Answer:
    """What `web` answers to a request with these headers: 304 where the asker has the page already."""
    answer = web.answer(url)
    if answer.status == HTTPStatus.OK and _has_it(dict(answer.headers), headers):
        return Answer(HTTPStatus.NOT_MODIFIED, answer.headers)
    return answer


def _has_it(validators: Mapping[str, str], headers: Message) -> bool:
    # RFC 9110, 13.1.3: where both are sent, only If-None-Match counts.
    if tags := headers.get("If-None-Match"):
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in known or validators["ETag"] in known
    try:
        since = parsedate_to_datetime(headers.get("If-Modified-Since", ""))
        return parsedate_to_datetime(validators["Last-Modified"]) <= since
    except (ValueError, TypeError, OverflowError):  # no date, one without a time zone, one of another era
        return False


@contextmanager
def serve(web: Web | None = None, *, port: int = 0) -> Iterator[ServedWeb]:
    """Run the proxy while the block lasts; `web` is the shipped one by default, `port` 0 any that is free."""
    with _Listener(("127.0.0.1", port), _Handler) as listener:
        listener.served = ServedWeb(web or load(), f"http://127.0.0.1:{listener.server_address[1]}")
        thread = threading.Thread(target=listener.serve_forever, args=(0.05,), name="made-up web")
        thread.start()
        try:
            yield listener.served
        finally:
            listener.shutdown()
            thread.join()


class _Listener(ThreadingTCPServer):
    # Not HTTPServer, which looks up the name of this machine when it starts.
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128
    served: ServedWeb


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    server_version = "made-up-web"
    timeout = 30

    def do_GET(self) -> None:
        answer = self.server.served.ask(self.path, self.headers)
        self._head(answer)
        self.wfile.write(answer.body)

    def do_HEAD(self) -> None:
        self._head(self.server.served.ask(self.path, self.headers))

    def do_CONNECT(self) -> None:
        self.server.served.refuse(self.path)
        self.send_error(HTTPStatus.BAD_GATEWAY, "The made-up web has no https")

    def handle(self) -> None:
        # A crawler that is killed leaves its connections half read: its own affair.
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *_: object) -> None:
        """Say nothing: `ServedWeb.requests` is the log."""

    def _head(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
