"""The wheel in fresh environments, from an empty folder: the oldest allowed and the newest dependencies, two Pythons.

`make install-check` runs these: they fetch some hundred packages from the registry.
"""

import json
import os
import sys
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import environments
import first_use
import manual
import pytest
from environments import Environment

from mentions.cli import COMMANDS

pytestmark = pytest.mark.install

Maker = Callable[[Path, Path], Environment]
"""An environment in a folder, with a wheel in it."""
THIS = Path(sys.executable)


def on_newer_python(wheel: Path, folder: Path) -> Environment:
    python = environments.newer_python()
    if python is None:
        said = f"no Python newer than 3.{sys.version_info.minor} on PATH or kept by pyenv: ran on that one alone"
        pytest.skip(said)
    return environments.with_newest(python, wheel, folder)


MAKERS: dict[str, Maker] = {
    "oldest": partial(environments.with_oldest, THIS),
    "pip": partial(environments.by_pip, THIS),
    "newer-python": on_newer_python,
}


@pytest.fixture(scope="module", params=MAKERS)
def environment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    wheel = environments.build(tmp_path_factory.mktemp("dist"))
    return MAKERS[request.param](wheel, tmp_path_factory.mktemp("made") / request.param)


def test_the_package_is_the_wheels(environment: Environment, tmp_path: Path) -> None:
    said = environment.run("python", "-c", "import mentions; print(mentions.__file__)", cwd=tmp_path)
    assert Path(said).is_relative_to(environment.folder)


def test_every_command_explains_itself(environment: Environment, tmp_path: Path) -> None:
    assert "Example:" in environment.run("mentions", "--help", cwd=tmp_path)
    for name in COMMANDS:
        assert f"mentions {name} " in environment.run("mentions", name, "--help", cwd=tmp_path)


def test_a_workspace_in_an_empty_folder(environment: Environment, tmp_path: Path) -> None:
    environment.run("mentions", "init", "--name", "Acme Optics", "--domain", "acme.example", "--yes", cwd=tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [".gitignore", "mentions.toml", "scrapy.cfg"]
    assert {"blogs", "forums", "news", "urls"} <= set(environment.run("scrapy", "list", cwd=tmp_path).split())
    assert environment.run("mentions", "list", cwd=tmp_path).startswith("No prospects here.")


def test_the_doctor_finds_the_installation_sound(environment: Environment, tmp_path: Path) -> None:
    environment.run("mentions", "init", "--name", "Acme Optics", "--domain", "acme.example", "--yes", cwd=tmp_path)
    found = [json.loads(line) for line in environment.run("mentions", "doctor", "--json", cwd=tmp_path).splitlines()]
    levels = {one["about"]: one["level"] for one in found}
    assert levels["Python"] == levels["packages"] == levels["Scrapy settings"] == "ok"
    assert "fail" not in levels.values()


def test_the_first_use_from_a_crawl_to_an_export(environment: Environment, tmp_path: Path) -> None:
    done = first_use.walk(tmp_path, [environment.commands])
    assert (done.row["email"], done.row["approved_by"]) == ("mara.ellwood@daily-lantern.example", "reader")


def test_the_demo(environment: Environment, tmp_path: Path) -> None:
    said = environment.run("mentions", "demo", "--yes", cwd=tmp_path)
    assert "== 7. The link came" in said
    assert [file.name for file in tmp_path.iterdir()] == ["demo"]


@pytest.mark.parametrize("environment", ["oldest"], indirect=True)
def test_the_oldest_are_those_that_pyproject_allows(environment: Environment) -> None:
    allowed = tomllib.loads((manual.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    listed = environments.run(
        *environments.UV, "pip", "freeze", "--python", environment.commands / "python", "--exclude-editable"
    )
    versions = dict(line.lower().split("==") for line in listed.splitlines() if "==" in line)
    bounds = environments.lower_bounds(allowed)
    assert len(bounds) == len(allowed)
    assert {name: versions[name] for name in bounds} == bounds


@pytest.mark.parametrize("environment", ["oldest", "newer-python"], indirect=True)
def test_the_fast_tests(environment: Environment) -> None:
    """Those of the checkout, with the packages of the environment; `make test` has the newest ones on this Python."""
    environments.add_test_tools(environment)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    python = environment.commands / "python"
    environments.run(python, "-m", "pytest", "-p", "no:cacheprovider", "-n", "auto", environment=clean)
