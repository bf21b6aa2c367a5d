"""What is in the wheel and in the source distribution: all that is needed, nothing else."""

import tarfile
import tomllib
from pathlib import Path
from zipfile import ZipFile

import environments
import manual
import pytest

pytestmark = pytest.mark.slow

PACKAGE = "mentions/"
MOVED = {"migrations": "mentions/_migrations", "outreach_templates": "mentions/_templates"}
"""Folders of the checkout that lie elsewhere in the wheel."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environments.build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environments.build_sdist(tmp_path_factory.mktemp("sdist"))


def contents(wheel: Path) -> dict[str, bytes]:
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def in_checkout(folder: str) -> set[str]:
    """The files of a folder, without what Python and editors leave behind."""
    files = (file for file in (manual.ROOT / folder).rglob("*") if file.is_file())
    return {str(file.relative_to(manual.ROOT)) for file in files if "__pycache__" not in file.parts}


def test_it_holds_the_package_templates_and_migrations_and_nothing_else(wheel: Path) -> None:
    expected = in_checkout("mentions")
    for folder, place in MOVED.items():
        expected |= {name.replace(folder, place, 1) for name in in_checkout(folder)}
    assert {name for name in contents(wheel) if ".dist-info/" not in name} == expected


def test_it_says_what_it_is(wheel: Path) -> None:
    project = tomllib.loads((manual.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    held = {name.partition(".dist-info/")[2]: data for name, data in contents(wheel).items() if ".dist-info/" in name}
    assert held["licenses/LICENSE"] == (manual.ROOT / "LICENSE").read_bytes()
    assert held["entry_points.txt"].decode().split() == ["[console_scripts]", "mentions", "=", "mentions.cli:main"]
    assert f"Version: {project['version']}\n" in held["METADATA"].decode()
    assert "Root-Is-Purelib: true" in held["WHEEL"].decode()


def test_the_source_distribution_makes_the_same_wheel(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    assert contents(environments.build_from_sdist(sdist, tmp_path)) == contents(wheel)


def test_the_source_distribution_holds_tests_and_docs_and_nothing_that_git_ignores(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"tests/test_docs.py", "docs/outreach.md", "CHANGELOG.md", "Makefile", "scrapy.cfg"} <= names
    assert not [name for name in names if "__pycache__" in name or name.startswith(".venv") or name.endswith(".db")]
