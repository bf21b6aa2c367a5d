"""The browser that reads the sources with `browser = true`: which program it is, and whether all it needs is there."""

import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec

from mentions.config import Config
from mentions.exceptions import ConfigError
from mentions.items import Kind

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What Chromium is called on the systems that ship it."""


def wanted(config: Config, kind: Kind | None = None) -> bool:
    """Whether a source, of that kind if one is named, is to be read with a browser."""
    return any(source.browser and kind in (None, source.kind) for source in config.sources)


def ready(config: Config, which: Callable[[str], str | None] = shutil.which) -> str:
    """The path of the browser. Raises ConfigError where it, or what drives it, is not installed."""
    file, named = config.path or "mentions.toml", config.crawl.browser
    found = next(filter(None, map(which, [named] if named else PROGRAMS)), None)
    if found is None and named:
        raise ConfigError(file, f"crawl.browser: {named} is no program; name Chromium's, such as /usr/bin/chromium")
    if found is None:
        what = "install it (Debian: apt install chromium), or name its program in [crawl] browser"
        raise ConfigError(file, f"source.browser: there is no Chromium on the PATH; {what}")
    if find_spec("playwright") is None:
        raise ConfigError(file, "source.browser: an extra is missing; install it: pip install 'mentions[browser]'")
    return found


def version(program: str) -> str | None:
    """What a browser calls itself; None where it does not start."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()[:80] or None
