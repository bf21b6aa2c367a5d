"""Spiders, run as a user runs them: `scrapy crawl` in a process of its own. Only Scrapy fetches."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from mentions.cli.terminal import safe_line
from mentions.exceptions import MentionsError

GRACE = 20.0
"""Seconds that a crawl has to write what it found, once somebody pressed Ctrl-C."""
_TICK = 0.5  # seconds after which the line that says how far a crawl is, is written anew
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
    workspace: Path,
    spider: str,
    *,
    environment: Mapping[str, str],
    log: Path,
    arguments: Sequence[str] = (),
    label: Callable[[], str] | None = None,
) -> None:
    """Run a spider in a workspace to its end, its log added to the file `log`.

    A line on a terminal shows the `label` meanwhile, which may change; without one, the command.

    `scrapy crawl` ends with status 0 whatever happens inside, so the log is asked too. Raises MentionsError.
    """
    start = log.stat().st_size if log.exists() else 0
    command = [sys.executable, "-m", "scrapy", "crawl", spider, *arguments]
    with log.open("ab") as written, _waiting(label or (lambda: f"scrapy crawl {spider}")) as moved:
        status = _run(command, workspace, environment, written.fileno(), moved)
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


def _run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], log: int, moved: Callable[[], object]
) -> int:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=quiet, stdout=log, stderr=log) as process:  # noqa: S603 - our own words
        try:
            while True:
                with suppress(subprocess.TimeoutExpired):
                    return process.wait(_TICK)
                moved()
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
def _waiting(label: Callable[[], str]) -> Iterator[Callable[[], object]]:
    """A line that moves while one has to wait, where there is a terminal to show it; what is given says it anew."""
    if not sys.stderr.isatty():
        yield label
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(label())) as line:
        yield lambda: line.update(Text(label()))
