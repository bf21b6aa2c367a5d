"""WordPress as Debian has it: posts with pages and comments, REST, feeds, and a sitemap without dates."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import processes
from sites import Deed, Site, last_line

from mentions.items import Section

_SCRIPT = Path(__file__).parent / "inside" / "wordpress_blog.php"
_PACKAGES = "wordpress mariadb-server php-cli php-mysql php-xml php-mbstring"
_THEMES = "wordpress-theme-twentytwentyone wordpress-theme-twentytwentythree"
_SHIPPED = Path("/usr/share/wordpress")
_CONFIG = """<?php
define('DB_NAME', 'blog'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
_ROUTER = """<?php
$path = __DIR__ . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (is_file($path)) return false;
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
require __DIR__ . '/index.php';
"""


class WordPress(Site):
    """Written to by a script that loads WordPress, as its own command line does."""

    name = software = "WordPress"
    spider: ClassVar[str] = "blogs"
    first: ClassVar[Section] = Section.ARTICLE
    others: ClassVar[Section] = Section.COMMENT

    def __init__(self, port: int, root: Path) -> None:
        super().__init__(port)
        self.root = root

    def carry_out(self, deeds: Sequence[Deed]) -> Mapping[str, str]:
        return last_line(processes.run("php", _SCRIPT, self.root, "write", said=json.dumps(deeds)))

    def is_at(self, permalink: str, key: str) -> bool:
        if self.ids[key].startswith("c"):
            return permalink.endswith(f"#comment-{self.ids[key][1:]}")
        path = urlsplit(permalink).path.removeprefix("/2026/").partition("/")[2]
        return path in (f"{key}/", f"{key}/2/") and "#" not in permalink

    def is_page(self, url: str) -> bool:
        return urlsplit(url).path.startswith("/2026/")


@contextmanager
def served(folder: Path, theme: str) -> Iterator[WordPress]:
    """A blog, empty at first, while the block lasts."""
    processes.debian(*_PACKAGES.split(), proof="/usr/sbin/mariadbd")
    processes.debian(*_THEMES.split(), proof=str(_SHIPPED / "wp-content" / "themes" / theme))
    socket, root = folder / "mariadb.sock", folder / "blog"
    site = WordPress(processes.free_port(), root)
    shutil.copytree(_SHIPPED, root)
    # Debian's own configuration asks /etc for one by the name of the host.
    (root / "wp-config.php").unlink()
    (root / "wp-config.php").write_text(_CONFIG.format(socket=socket))
    (root / "router.php").write_text(_ROUTER)
    with _database(folder, socket):
        processes.run("php", _SCRIPT, root, "set-up", site.address.rstrip("/"), theme)
        words = ("php", "-S", f"127.0.0.1:{site.port}", "-t", root, root / "router.php")
        with processes.running(*words, at=site.port, log=folder / "log", PHP_CLI_SERVER_WORKERS="4"):
            yield site


@contextmanager
def _database(folder: Path, socket: Path) -> Iterator[None]:
    data = f"--datadir={folder / 'data'}"
    own = ("--no-defaults", data, "--user=root")
    processes.run("mariadb-install-db", *own, "--auth-root-authentication-method=normal", "--skip-test-db")
    words = ("mariadbd", *own, f"--socket={socket}", "--skip-networking", f"--pid-file={folder / 'pid'}")
    with processes.running(*words, at=socket, log=folder / "mariadb.log"):
        processes.run("mariadb", "--no-defaults", f"--socket={socket}", "-u", "root", "-e", "CREATE DATABASE blog")
        yield
