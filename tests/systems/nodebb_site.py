"""NodeBB 1.4.0, with Debian's Redis: JSON beside every page, feeds, a sitemap; its pages differ at each request."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import processes
from sites import Deed, Site

_SCRIPT = Path(__file__).parent / "inside" / "nodebb_forum.js"
_LOADING = ("nodebb-plugin-emoji-one", "nodebb-plugin-emoji-extended")
"""What wants to fetch pictures when it starts."""


class NodeBB(Site):
    """Written to over a port of its own."""

    name = software = "NodeBB"
    spider: ClassVar[str] = "forums"

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.deeds_port = processes.free_port()

    def carry_out(self, deeds: Sequence[Deed]) -> Mapping[str, str]:
        address, said = f"http://127.0.0.1:{self.deeds_port}/", json.dumps(deeds).encode()
        try:
            with urllib.request.urlopen(urllib.request.Request(address, said), timeout=60) as answer:
                done: dict[str, str] = json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from error
        return done

    def hide(self, key: str) -> None:
        """Delete a topic as moderators do: it stays in the database, and guests are led to the login."""
        self.carry_out([{"deed": "hide", "key": key, "id": self.ids[key]}])

    def is_at(self, permalink: str, key: str) -> bool:
        return permalink == f"{self.address}post/{self.ids[key]}"

    def is_page(self, url: str) -> bool:
        return urlsplit(url).path.removeprefix("/api").startswith(("/topic/", "/post/"))


@contextmanager
def served(folder: Path) -> Iterator[NodeBB]:
    """A forum, empty at first, while the block lasts."""
    root = _installed()
    folder.mkdir()
    site = NodeBB(processes.free_port())
    socket = folder / "redis.sock"
    environ = {
        "url": site.address.rstrip("/"),
        "secret": "secret",
        "database": "redis",
        "redis__host": str(socket),
        "redis__database": "0",
        "bind_address": "127.0.0.1",
    }
    alone = ("--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder)
    with processes.running("redis-server", *alone, at=socket, log=folder / "redis.log"):
        _set_up(root, socket, folder, environ)
        words = ("node", _SCRIPT, str(site.deeds_port))
        with processes.running(*words, at=site.port, log=folder / "log", cwd=root, **environ):
            yield site


def _installed() -> Path:
    """The folder of NodeBB, inside which all that it needs is installed."""
    processes.debian("redis-server", proof="/usr/bin/redis-server")
    folder = processes.INSTALLED / "nodebb"
    root, done = folder / "package", folder / "installed"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        processes.run("npm", "pack", "--silent", "nodebb@1.4.0", cwd=folder)
        processes.run("tar", "xzf", "nodebb-1.4.0.tgz", cwd=folder)
        processes.run("npm", "install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", cwd=root)
        (root / "public" / "uploads" / "sounds").mkdir(parents=True, exist_ok=True)
        done.touch()
    return root


def _set_up(root: Path, socket: Path, folder: Path, environ: Mapping[str, str]) -> None:
    admin = {"username": "admin", "password": "secret-secret", "password:confirm": "secret-secret"}
    answers = {f"admin:{name}": said for name, said in {**admin, "email": "admin@forum.example"}.items()}
    answers |= {"url": environ["url"], "secret": "secret", "database": "redis", "redis:host": str(socket)}
    said = json.dumps({**answers, "redis:port": "6379", "redis:password": "", "redis:database": "0"})
    processes.run("node", "app.js", "--config", folder / "config.json", "--setup", said, cwd=root, **environ)
    processes.run("redis-cli", "-s", socket, "zrem", "plugins:active", *_LOADING)
