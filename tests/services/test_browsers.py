"""Which browser draws pages, and what is said where there is none."""

import re
import shutil
from pathlib import Path

import pytest

from mentions.config import Config, Crawl
from mentions.exceptions import ConfigError
from mentions.items import Kind, Source
from mentions.services import browsers

DRAWN = Source(kind=Kind.BLOG, url="https://app.example/feed.xml", browser=True)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without Chromium, whose Python has the extra."""
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "playwright").mkdir()
    (tmp_path / "playwright" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def known(browser: str = "") -> Config:
    return Config(path=Path("mentions.toml"), crawl=Crawl(browser=browser), sources=(DRAWN,))


def program(folder: Path, name: str, says: str = "Chromium 156.0") -> str:
    file = folder / name
    file.write_text(f"#!/bin/sh\necho {says}\n")
    file.chmod(0o755)
    return str(file)


@pytest.mark.parametrize("name", browsers.PROGRAMS)
def test_chromium_under_each_of_its_names(machine: Path, name: str) -> None:
    there = program(machine, name)
    assert browsers.ready(known()) == there


def test_a_program_that_is_named(machine: Path) -> None:
    program(machine, "chromium")
    named = program(machine, "my-chromium")
    assert browsers.ready(known(named)) == named
    assert browsers.ready(known("my-chromium")) == named


@pytest.mark.usefixtures("machine")
def test_a_program_that_is_not_there() -> None:
    with pytest.raises(ConfigError, match=re.escape("crawl.browser: /no/such is no program")):
        browsers.ready(known("/no/such"))


@pytest.mark.usefixtures("machine")
def test_no_chromium() -> None:
    with pytest.raises(ConfigError, match=re.escape("mentions.toml: source.browser: there is no Chromium on the PATH")):
        browsers.ready(known())


def test_no_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "chromium")
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    with pytest.raises(ConfigError, match=re.escape("pip install 'mentions[browser]'")):
        browsers.ready(known(), lambda name: shutil.which(name, path=str(tmp_path)))


def test_who_wants_one() -> None:
    assert browsers.wanted(known())
    assert browsers.wanted(known(), Kind.BLOG)
    assert not browsers.wanted(known(), Kind.NEWS)
    assert not browsers.wanted(Config())


def test_what_it_calls_itself(tmp_path: Path) -> None:
    assert browsers.version(program(tmp_path, "chromium")) == "Chromium 156.0"
    assert browsers.version(program(tmp_path, "broken", "x; exit 3")) is None
    assert browsers.version(str(tmp_path / "none")) is None
