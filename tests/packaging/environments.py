"""Fresh environments with the wheel in them, and the Pythons that there are to make them with."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import manual

UV = (sys.executable, "-m", "uv", "--quiet", "--no-python-downloads")
_MINORS = range(sys.version_info.minor + 1, 30)


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment that holds the wheel and its dependencies."""

    folder: Path

    @property
    def commands(self) -> Path:
        """Where its commands lie."""
        return self.folder / "bin"

    def run(self, *words: str | Path, cwd: Path, **environment: str) -> str:
        """What one of its commands prints; it sees nothing of the environment that the tests run in."""
        path = os.pathsep.join((str(self.commands), os.defpath))
        clean = {"PATH": path, "HOME": str(self.folder), "LANG": "C.UTF-8", **environment}
        return run(self.commands / words[0], *words[1:], cwd=cwd, environment=clean)


def build(out: Path) -> Path:
    """The wheel of the checkout."""
    return _built("--wheel", manual.ROOT, out, "*.whl")


def build_sdist(out: Path) -> Path:
    """The source distribution of the checkout."""
    return _built("--sdist", manual.ROOT, out, "*.tar.gz")


def build_from_sdist(sdist: Path, out: Path) -> Path:
    """The wheel that a source distribution makes."""
    return _built("--wheel", sdist, out, "*.whl")


def _built(what: str, source: Path, out: Path, name: str) -> Path:
    run(*UV, "build", what, "--out-dir", out, source)
    (file,) = out.glob(name)
    return file


def with_oldest(python: Path, wheel: Path, folder: Path) -> Environment:
    """Each direct dependency in the oldest version that pyproject.toml allows; what these need, as new as there is."""
    interpreter = _made(python, folder)
    project = manual.ROOT / "pyproject.toml"
    run(*UV, "pip", "install", "--python", interpreter, "--resolution", "lowest-direct", "--requirements", project)
    run(*UV, "pip", "install", "--python", interpreter, "--no-deps", wheel)
    return Environment(folder)


def with_newest(python: Path, wheel: Path, folder: Path) -> Environment:
    """The newest of everything."""
    run(*UV, "pip", "install", "--python", _made(python, folder), "--upgrade", wheel)
    return Environment(folder)


def by_pip(python: Path, wheel: Path, folder: Path) -> Environment:
    """The newest of everything, the extra too, by the pip that a Python brings along, however old that is."""
    run(python, "-m", "venv", folder)
    run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", f"{wheel}[semantic]")
    return Environment(folder)


def add_test_tools(environment: Environment) -> None:
    """What the tests need besides; nothing that is there already is changed."""
    python = environment.commands / "python"
    run(*UV, "pip", "install", "--python", python, "--group", f"{manual.ROOT / 'pyproject.toml'}:dev")


def _made(python: Path, folder: Path) -> Path:
    run(*UV, "venv", "--python", python, folder)
    return folder / "bin" / "python"


def newer_python() -> Path | None:
    """The newest Python that is newer than the running one, on PATH or kept by pyenv; None where there is none."""
    return max(_newer(), default=(0, None))[1]


def _newer() -> Iterator[tuple[int, Path]]:
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    for minor in _MINORS:
        name = f"python3.{minor}"
        found = [Path(one) for one in [shutil.which(name)] if one] + sorted(kept.glob(f"3.{minor}.*/bin/{name}"))
        # pyenv puts a command for each version on PATH, and most of them refuse to start.
        yield from ((minor, one) for one in found if _starts(one))


def _starts(python: Path) -> bool:
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


def lower_bounds(requirements: list[str]) -> dict[str, str]:
    """The oldest allowed version of each requirement, by name."""
    found = (re.match(r"([\w-]+)(?:\[\w+\])?>=([\w.]+)", one) for one in requirements)
    return {one[1].lower(): one[2] for one in found if one}


def run(
    *words: str | Path, cwd: Path = manual.ROOT, environment: Mapping[str, str] | None = None, timeout: float = 900
) -> str:
    """What a command prints; its errors are the test's."""
    command = [str(word) for word in words]
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout
