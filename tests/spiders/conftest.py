"""A loopback web and a workspace behind it, for each test or for a whole module."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from certificates import certificate, context
from cryptography import x509
from loopback import Folder, LoopbackWeb, serve, workspace


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with serve() as web:
        yield web


@pytest.fixture
def folder(tmp_path: Path, web: LoopbackWeb) -> Folder:
    return workspace(tmp_path, web)


@pytest.fixture
def tunnelled(tmp_path: Path, web: LoopbackWeb) -> LoopbackWeb:
    """The same web, that answers also at the addresses of APIs, which are https."""
    hosts = (
        "api.gdeltproject.org",
        "api.search.brave.com",
        "api.stackexchange.com",
        "hn.algolia.com",
        "oauth.reddit.com",
        "www.reddit.com",
    )
    file = certificate(tmp_path / "web.pem", *map(x509.DNSName, hosts))
    web.tunnels, web.trusted = context(file), str(file)
    return web
