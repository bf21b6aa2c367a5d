"""Nothing leads into this machine or the network round it: by spelling, by name, by redirect."""

import asyncio
import socket

import pytest
from scrapy import Request

from mentions.middlewares import PrivateAddressError, PublicAddressMiddleware

PUBLIC = ["https://93.184.215.14/", "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/"]


def judge(*urls: str, allowed: tuple[str, ...] = (), proxy: str = "") -> None:
    """Let the requests pass one after the other, or raise PrivateAddressError."""
    middleware = PublicAddressMiddleware(allowed)

    async def run() -> None:
        for url in urls:
            await middleware.process_request(Request(url, meta={"proxy": proxy} if proxy else {}))

    asyncio.run(run())


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.8.9.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address to be refused
        "255.255.255.255",
        "192.0.2.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "127.0.0.1.",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:10.0.0.1]",
        "[fe80::1]",
        "[fc00::1]",
        "[fd12:3456::1]",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "router",
        "printer.local",
        "db.internal",
        "wiki.intranet",
        "nas.lan",
        "hub.home.arpa",
        "any.localhost",
    ],
)
@pytest.mark.parametrize("proxy", ["", "http://127.0.0.1:3128"])
def test_private_by_spelling(host: str, proxy: str) -> None:
    for url in (f"http://{host}/", f"https://{host}:8443/a?b#c", f"http://user:word@{host}/"):
        with pytest.raises(PrivateAddressError, match="is a private address"):
            judge(url, proxy=proxy)


@pytest.mark.parametrize(
    "host",
    [
        "[64:ff9b::7f00:1]",  # NAT64: leads to 127.0.0.1
        "[2002:7f00:1::]",  # 6to4
        "[::127.0.0.1]",  # the mapping that was there before ::ffff
    ],
)
def test_an_ipv4_address_wrapped_in_another_way(host: str) -> None:
    with pytest.raises(PrivateAddressError):
        judge(f"http://{host}/")


@pytest.mark.parametrize("url", PUBLIC)
def test_public_addresses_pass(url: str) -> None:
    judge(url)


def test_only_what_is_listed_passes_host_and_port() -> None:
    judge("http://127.0.0.1:8080/a", allowed=("127.0.0.1:8080",))
    judge("http://intranet/", "https://intranet/", allowed=("intranet:80", "intranet:443"))
    for url in ("http://127.0.0.1:8081/", "http://127.0.0.1/", "http://localhost:8080/", "http://127.0.0.2:8080/"):
        with pytest.raises(PrivateAddressError):
            judge(url, allowed=("127.0.0.1:8080",))


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What each name resolves to; no network is asked."""
    known: dict[str, list[str]] = {}

    def resolve(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_UNSPEC, socket.SOCK_STREAM, 6, "", (address, 0)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.1.2.3"], ["::1"], ["fe80::1%eth0"], ["::ffff:192.168.0.1"], ["93.184.215.14", "127.0.0.1"]],
    ids=",".join,
)
def test_private_by_what_a_name_resolves_to(names: dict[str, list[str]], addresses: list[str]) -> None:
    names["rebound.example"] = addresses
    with pytest.raises(PrivateAddressError, match=r"rebound\.example is a private address"):
        judge("https://rebound.example/")


def test_public_names_pass_and_unknown_ones_are_left_to_the_download(names: dict[str, list[str]]) -> None:
    names["news.example"] = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
    judge("https://news.example/", "https://nowhere.example/")


def test_behind_a_proxy_no_name_is_looked_up(names: dict[str, list[str]]) -> None:
    names["news.example"] = ["10.0.0.1"]
    judge("http://news.example/", "http://nowhere.example/", proxy="http://127.0.0.1:3128")
