"""A loopback web and a workspace behind it, for each test or for a whole module."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Folder, LoopbackWeb, serve, workspace


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with serve() as web:
        yield web


@pytest.fixture
def folder(tmp_path: Path, web: LoopbackWeb) -> Folder:
    return workspace(tmp_path, web)
