import socket
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from http.client import HTTPConnection
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.demo import ServedWeb, load, serve
from mentions.demo.serving import answer_to

BOOM = "http://daily-lantern.example/2026/11/telescope-boom.html"
WEB = load()


class Got(NamedTuple):
    status: int
    headers: Message
    body: bytes


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def get(web: ServedWeb, url: str, *, method: str = "GET", **headers: str) -> Got:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": web.proxy_url}), NoRedirects())
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, headers=sent, method=method)  # noqa: S310 - loopback only
    try:
        with opener.open(request, timeout=5) as answer:
            return Got(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Got(error.code, error.headers, error.read())


@pytest.fixture
def web() -> Iterator[ServedWeb]:
    with serve() as served:
        yield served


def test_every_address_is_served_as_the_web_describes_it(web: ServedWeb) -> None:
    for url, answer in WEB.answers.items():
        got = get(web, url)
        assert (got.status, got.body) == (answer.status, answer.body), url
        assert [got.headers[name] for name, _ in answer.headers] == [value for _, value in answer.headers]
        assert int(got.headers["Content-Length"]) == len(answer.body)


def test_redirects_are_answered_and_not_followed(web: ServedWeb) -> None:
    got = get(web, "http://daily-lantern.example/news/4711")
    assert (got.status, got.headers["Location"]) == (
        301,
        "http://daily-lantern.example/2026/10/harbour-lights.html",
    )


@pytest.mark.parametrize("form", ["{0}", "W/{0}", '"other", {0}', "*"])
def test_a_known_tag_is_answered_with_304(web: ServedWeb, form: str) -> None:
    tag = get(web, BOOM).headers["ETag"]
    got = get(web, BOOM, If_None_Match=form.format(tag))
    assert (got.status, got.body, got.headers["ETag"]) == (304, b"", tag)


def test_dates_decide_where_no_tag_is_sent(web: ServedWeb) -> None:
    known = get(web, BOOM).headers["Last-Modified"]
    assert get(web, BOOM, If_Modified_Since=known).status == 304
    assert get(web, BOOM, If_Modified_Since="Mon, 05 Jan 2026 08:00:00 GMT").status == 200
    assert get(web, BOOM, If_Modified_Since="yesterday").status == 200
    assert get(web, BOOM, If_Modified_Since="Mon, 05 Jan 2099 08:00:00 -0000").status == 200
    assert get(web, BOOM, If_Modified_Since=known, If_None_Match='"other"').status == 200


@given(tag=st.text(), date=st.text())
def test_no_validator_breaks_the_answer(tag: str, date: str) -> None:
    headers = Message()
    headers["If-Modified-Since"], headers["If-None-Match"] = date, tag
    assert answer_to(WEB, BOOM, headers).status in {200, 304}


def test_a_published_page_is_new_to_those_who_had_the_old_one(web: ServedWeb) -> None:
    old = get(web, BOOM).headers
    web.publish(BOOM, "<p>now with <a href='http://acme.example/'>Acme Optics</a></p>")
    by_tag, by_date = (
        get(web, BOOM, If_None_Match=old["ETag"]),
        get(web, BOOM, If_Modified_Since=old["Last-Modified"]),
    )
    assert by_tag.status == by_date.status == 200
    assert b"acme.example" in by_tag.body
    assert get(web, BOOM, If_None_Match=by_tag.headers["ETag"]).status == 304
    assert web.web.answer(BOOM).body == by_tag.body


def test_a_removed_page_is_not_found(web: ServedWeb) -> None:
    web.remove(BOOM)
    assert get(web, BOOM).status == 404
    with pytest.raises(KeyError):
        web.remove(BOOM)


def test_head_has_the_headers_and_no_body(web: ServedWeb) -> None:
    whole, head = get(web, BOOM), get(web, BOOM, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.body))


def test_nothing_is_forwarded(web: ServedWeb) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.1)
        assert get(web, f"http://127.0.0.1:{other.getsockname()[1]}/").status == 502
        assert get(web, "http://elsewhere.example/").status == 502
        with pytest.raises(TimeoutError):
            other.accept()


def test_tunnels_are_refused(web: ServedWeb) -> None:
    host, port = web.proxy_url.removeprefix("http://").split(":")
    connection = HTTPConnection(host, int(port), timeout=5)
    connection.set_tunnel("acme.example", 443)
    with pytest.raises(OSError, match="502"):
        connection.request("GET", "/")
    connection.close()
    assert [(asked.url, asked.status) for asked in web.requests] == [("acme.example:443", 502)]


def test_requests_are_counted_also_when_many_ask_at_once(web: ServedWeb) -> None:
    urls = sorted(WEB.answers) * 3
    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda url: get(web, url).status, urls))
    assert Counter(asked.url for asked in web.requests) == Counter(urls)
    assert Counter(asked.status for asked in web.requests) == Counter(statuses)


def test_a_client_that_dies_harms_nobody(web: ServedWeb, capfd: pytest.CaptureFixture[str]) -> None:
    host, port = web.proxy_url.removeprefix("http://").split(":")
    for started in (b"", b"GET http://wi", f"GET {BOOM} HTTP/1.1\r\n\r\n".encode()):
        with socket.create_connection((host, int(port)), timeout=5) as client:
            client.sendall(started)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert get(web, BOOM).status == 200
    assert capfd.readouterr().err == ""


def test_a_port_may_be_chosen_and_is_free_again_afterwards() -> None:
    with serve() as first:
        port = int(first.proxy_url.rsplit(":", 1)[1])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)
    with serve(WEB.with_page(BOOM, "mine"), port=port) as second:
        assert second.proxy_url == first.proxy_url
        assert get(second, BOOM).body == b"mine"
