"""Nothing leads into this machine or the network round it: by spelling, and by what a name resolves to."""

from typing import Any

import pytest
from scrapy import Request
from scrapy.resolver import HostResolution, dnscache
from twisted.internet.address import IPv4Address, IPv6Address

from mentions.middlewares.addresses import PublicAddressMiddleware, PublicResolver
from mentions.middlewares.refusals import PrivateAddressError

PUBLIC = ["https://93.184.215.14/", "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/"]


def judge(*urls: str, allowed: tuple[str, ...] = (), proxy: str = "") -> None:
    """Let the requests pass one after the other, or raise PrivateAddressError."""
    middleware = PublicAddressMiddleware(allowed)
    for url in urls:
        middleware.process_request(Request(url, meta={"proxy": proxy} if proxy else {}))


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


class Names:
    """What each name resolves to, in the place of Twisted's own resolver; no network is asked."""

    def __init__(self, **known: list[str]) -> None:
        self.known = {host.replace("_", "."): addresses for host, addresses in known.items()}
        self.nameResolver = self

    def resolveHostName(self, receiver: Any, host: str, port: int = 0, *_: object) -> None:  # noqa: ANN401, N802
        receiver.resolutionBegan(HostResolution(host))
        for address in self.known.get(host, ()):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()


class Connecting:
    """Who wants to connect, and what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.is_complete = False

    def resolutionBegan(self, _: object) -> None:  # noqa: N802
        pass

    def addressResolved(self, address: IPv4Address) -> None:  # noqa: N802
        self.told.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.is_complete = True


def told(resolver: PublicResolver, host: str, port: int = 443) -> list[str]:
    """The addresses that a connection to `host` may try."""
    asking = Connecting()
    resolver.resolveHostName(asking, host, port)  # type: ignore[arg-type]
    assert asking.is_complete
    return asking.told


def resolver(names: Names, *proxies: str) -> PublicResolver:
    dnscache.clear()
    return PublicResolver(names, 0, proxies)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["0.0.0.0"],  # noqa: S104 - an address to be refused
        ["::1"],
        ["fe80::1%eth0"],
        ["::ffff:192.168.0.1"],
        ["64:ff9b::a00:1"],
        ["93.184.215.14", "127.0.0.1"],
    ],
    ids=",".join,
)
def test_a_name_that_leads_to_a_private_address_leads_nowhere(addresses: list[str]) -> None:
    found = resolver(Names(rebound_example=addresses))
    assert told(found, "rebound.example") == []
    assert found.refused == {"rebound.example"}


def test_public_names_lead_where_they_lead() -> None:
    addresses = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
    found = resolver(Names(news_example=addresses))
    assert told(found, "news.example") == addresses
    assert told(found, "nowhere.example") == []
    assert found.refused == set()


def test_a_name_is_judged_each_time_it_is_connected_to() -> None:
    names = Names(news_example=["93.184.215.14"])
    found = resolver(names)
    assert told(found, "news.example") == ["93.184.215.14"]
    names.known["news.example"] = ["192.168.1.1"]
    assert told(found, "news.example") == []


def test_exceptions_hold_for_one_port() -> None:
    found = resolver(Names(intranet_example=["10.0.0.1"]))
    found.allowed.add("intranet.example:8080")
    assert told(found, "intranet.example", 8080) == ["10.0.0.1"]
    assert told(found, "intranet.example", 80) == []


def test_a_proxy_may_be_private_and_nothing_else_on_its_host() -> None:
    found = resolver(Names(proxy_example=["10.0.0.1"]), "proxy.example:3128")
    assert told(found, "proxy.example", 3128) == ["10.0.0.1"]
    assert told(found, "proxy.example", 0) == ["10.0.0.1"]
    assert told(found, "proxy.example", 443) == []
