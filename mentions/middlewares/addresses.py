"""Nothing leads into this machine or the network round it: by spelling, and by the address that is connected to."""

from collections.abc import Collection, Sequence
from typing import Any, Self, cast
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingHostnameResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver

from mentions import urls
from mentions.middlewares.refusals import PrivateAddressError


class PublicAddressMiddleware:
    """Refuses private addresses by their spelling; `[crawl] allow_private` lists exceptions.

    What a name resolves to is judged by `PublicResolver`, and told from here.
    """

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = frozenset(allowed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getlist("ALLOW_PRIVATE"))

    def process_request(self, request: Request) -> None:
        host, port = _host_and_port(request.url)
        if f"{host}:{port}" in self._allowed:
            if resolver := _resolver():
                resolver.allowed.add(f"{host}:{port}")
        elif urls.is_private_host(host):
            raise PrivateAddressError(f"{host} is a private address")

    def process_exception(self, request: Request, exception: Exception) -> None:
        host, resolver = urlparse_cached(request).hostname, _resolver()
        if isinstance(exception, CannotResolveHostError) and resolver and host in resolver.refused:
            raise PrivateAddressError(f"{host} leads to a private address") from exception


def _resolver() -> "PublicResolver | None":
    # Twisted has one a process, made before the spider's settings are known; the import makes a reactor if need be.
    from twisted.internet import reactor

    found = getattr(reactor, "nameResolver", None)
    return found if isinstance(found, PublicResolver) else None


class PublicResolver(CachingHostnameResolver):
    """Gives back no address of a name that leads to a private one: what it gives is what is connected to.

    So no name can be public when it is judged and private when it is asked. Proxies may be private: behind one, it
    alone knows what a name resolves to. `allowed` are hosts with their ports, `refused` the hosts that it gave nothing
    for: to whom asks, they are not found.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, proxies: Collection[str] = ()) -> None:
        super().__init__(reactor, cache_size)
        self.allowed, self.refused = set(proxies), set[str]()
        self._proxies = frozenset(proxy.rpartition(":")[0] for proxy in proxies)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        proxies = ["{}:{}".format(*_host_and_port(url)) for url in getproxies().values() if url]
        return cls(reactor, crawler.settings.getint("DNSCACHE_SIZE"), proxies)

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        # The tunnel through a proxy is the one that does not say its port.
        is_allowed = f"{hostName}:{portNumber}" in self.allowed or (not portNumber and hostName in self._proxies)
        receiver = resolutionReceiver
        if not is_allowed:
            receiver = cast("IResolutionReceiver", _Judge(receiver, hostName, self.refused))
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


class _Judge:
    """Passes addresses on once all are known, and none if one of them is private."""

    def __init__(self, receiver: Any, host: str, refused: set[str]) -> None:  # noqa: ANN401 - zope's interfaces are no types
        self._receiver, self._host, self._refused = receiver, host, refused
        self._found: list[IAddress] = []

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        self._found.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        if any(urls.is_private_address(address.host) for address in self._found):
            self._refused.add(self._host)
        else:
            self._refused.discard(self._host)
            for address in self._found:
                self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


def _host_and_port(url: str) -> tuple[str, int]:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
