"""Spiders, run as a user runs them: `scrapy crawl` in a process of its own. Only Scrapy fetches."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from mentions.cli.terminal import safe_line
from mentions.exceptions import MentionsError

GRACE = 20.0
"""Seconds that a crawl has to write what it found, once somebody pressed Ctrl-C."""
_ERROR = " ERROR: "
_SETTINGS = """
import json, sys
from scrapy.utils.project import get_project_settings
settings = get_project_settings()
found = {name: settings.get(name) for name in sys.argv[1:]}
path = lambda key: key if isinstance(key, str) else f"{key.__module__}.{key.__qualname__}"
for name, value in found.items():
    if hasattr(value, "items"):
        found[name] = {path(key): value[key] for key in value}
print(json.dumps(found, default=str))
"""


def crawl(
    workspace: Path, spider: str, *, environment: Mapping[str, str], log: Path, arguments: Sequence[str] = ()
) -> None:
    """Run a spider in a workspace to its end, its log added to the file `log`; a line on a terminal says so meanwhile.

    `scrapy crawl` ends with status 0 whatever happens inside, so the log is asked too. Raises MentionsError.
    """
    start = log.stat().st_size if log.exists() else 0
    command = [sys.executable, "-m", "scrapy", "crawl", spider, *arguments]
    with log.open("ab") as written, _waiting(f"scrapy crawl {spider}"):
        status = _run(command, workspace, environment, written.fileno())
    said = log.read_bytes()[start:].decode("utf-8", "replace").splitlines()
    if wrong := next((line.partition(_ERROR)[2] for line in said if _ERROR in line), _last(said) if status else ""):
        raise MentionsError(f"scrapy crawl {spider} failed: {safe_line(wrong, width=200)} (the whole log: {log})")


def settings(workspace: Path, names: Sequence[str], *, environment: Mapping[str, str]) -> dict[str, Any]:
    """The settings that crawls of a workspace would have; components as a mapping from their import paths.

    Raises MentionsError where they cannot be loaded.
    """
    command = [sys.executable, "-c", _SETTINGS, *names]
    done = subprocess.run(  # noqa: S603 - our own words
        command, cwd=workspace, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        raise MentionsError(_last(done.stderr.decode("utf-8", "replace").splitlines()))
    found: dict[str, Any] = json.loads(done.stdout.decode("utf-8").splitlines()[-1])
    return found


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: int) -> int:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=quiet, stdout=log, stderr=log) as process:  # noqa: S603 - our own words
        try:
            return process.wait()
        except BaseException as error:
            # Ctrl-C reached the crawl too; any other end it is told. Then it stops by itself, and writes what it has.
            if not isinstance(error, KeyboardInterrupt):
                process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(GRACE)
            process.kill()
            raise


def _last(lines: Sequence[str]) -> str:
    return next((line for line in reversed(lines) if line.strip()), "it said nothing")


@contextmanager
def _waiting(label: str) -> Iterator[None]:
    """A line that moves while one has to wait, where there is a terminal to show it."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(label)):
        yield
