"""Whether pages can be drawn, where a source asks for it."""

from collections.abc import Callable, Iterator

from mentions.config import Config
from mentions.exceptions import ConfigError
from mentions.services import browsers
from mentions.services.doctor.findings import Finding, fail, ok, warn


def judge(known: Config, which: Callable[[str], str | None], *, is_root: bool) -> Iterator[Finding]:
    """Of the browser, if a source wants one; `which` finds a command."""
    if not browsers.wanted(known):
        return
    try:
        program = browsers.ready(known, which)
    except ConfigError as error:
        yield fail("browser", str(error), "do that; sources with browser = true are not read until then")
        return
    version = browsers.version(program)
    if version is None:
        yield fail("browser", f"{program} does not start", "run it with --version to see why")
        return
    yield ok("browser", f"{version}, {program}")
    if is_root:
        yield warn("browser", "has no sandbox for pages that root draws", "crawl as another user")
