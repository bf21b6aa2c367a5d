"""The browser, as the doctor sees it."""

import shutil
from pathlib import Path

import pytest

from mentions.config import Config, Crawl
from mentions.items import Kind, Source
from mentions.services.doctor.browsing import judge

DRAWN = Source(kind=Kind.BLOG, url="https://app.example/feed.xml", browser=True)


def said(program: str, *, is_root: bool = False, source: Source = DRAWN) -> list[tuple[str, str]]:
    known = Config(crawl=Crawl(browser=program), sources=(source,))
    return [(one.level.value, one.says) for one in judge(known, shutil.which, is_root=is_root)]


@pytest.fixture
def extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "playwright").mkdir()
    (tmp_path / "playwright" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_nobody_wants_one() -> None:
    assert said("/no/such", source=Source(kind=Kind.BLOG, url="https://a.example/")) == []


def test_it_is_not_there() -> None:
    ((level, says),) = said("/no/such")
    assert level == "fail"
    assert "/no/such is no program" in says


@pytest.mark.parametrize(("does", "levels"), [("echo Chromium 156", ["ok", "warn"]), ("exit 1", ["fail"])])
def test_whether_it_starts(extra: Path, does: str, levels: list[str]) -> None:
    program = extra / "chromium"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    assert [level for level, _ in said(str(program), is_root=True)] == levels
