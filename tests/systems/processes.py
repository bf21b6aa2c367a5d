"""Other people's programs: installed once, run to their end or until a test is through with them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mentions.paths import CHECKOUT as _CHECKOUT

CHECKOUT = str(_CHECKOUT)

INSTALLED = Path(sys.prefix, "systems")
"""Where what the registries give is kept: inside the environment that the tests run in."""
_PATIENCE = 120
_POLICY = Path("/usr/sbin/policy-rc.d")


def run(*words: str | Path, cwd: Path | None = None, said: str | None = None, **environ: str) -> str:
    """What a command prints; `said` goes to its standard input. Its errors are the test's."""
    command = [str(word) for word in words]
    done = subprocess.run(
        command,
        cwd=cwd,
        input=said if said is not None else "",
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=1_500,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
    return done.stdout


@contextmanager
def running(*words: str | Path, at: int | Path, log: Path, cwd: Path | None = None, **environ: str) -> Iterator[None]:
    """A server while the block lasts, from when it answers at its port, or its socket in a folder, on."""
    command = [str(word) for word in words]
    known = {**os.environ, **environ}
    with log.open("wb") as out, subprocess.Popen(command, cwd=cwd, env=known, stdout=out, stderr=out) as process:
        try:
            _wait_for(at, process, log)
            yield
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


def _wait_for(at: int | Path, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        family = socket.AF_INET if isinstance(at, int) else socket.AF_UNIX
        with suppress(OSError), socket.socket(family) as asked:
            asked.connect(("127.0.0.1", at) if isinstance(at, int) else str(at))
            return
        time.sleep(0.1)
    raise AssertionError(f"{process.args!r} does not answer\n{log.read_text(errors='replace')[-4000:]}")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def environment(name: str, *requirements: str, is_whole: bool = False) -> Path:
    """The Python of an environment of its own; with `is_whole` nothing is installed but what is named."""
    folder = INSTALLED / name
    python, done = folder / "bin" / "python", folder / "installed"
    if not done.exists():
        run(sys.executable, "-m", "venv", "--clear", folder)
        if is_whole:
            tools = [one for one in requirements if one.startswith(("setuptools", "wheel", "packaging"))]
            run(python, "-m", "pip", "install", "--quiet", "--no-deps", *tools)
        alone = ("--no-deps", "--no-build-isolation") if is_whole else ()
        run(python, "-m", "pip", "install", "--quiet", *alone, *requirements)
        done.touch()
    return python


def debian(*packages: str, proof: str) -> None:
    """Install Debian's packages unless the file `proof` is there; they must start no servers of their own."""
    if Path(proof).exists():
        return
    _POLICY.write_text("#!/bin/sh\nexit 101\n")
    _POLICY.chmod(0o755)
    try:
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages, DEBIAN_FRONTEND="noninteractive")
    finally:
        _POLICY.unlink()
