"""The editor, the clock and the list of public suffixes."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mentions import urls
from mentions.services.doctor.findings import Level
from mentions.services.doctor.machine import judge_clock, judge_editor, judge_suffixes

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with one editor."""
    for name in ("nano", "my editor"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("environ", "level", "says"),
    [
        ({}, "ok", "nano"),
        ({"EDITOR": "  "}, "ok", "nano"),
        ({"EDITOR": "nano -w"}, "ok", "nano -w"),
        ({"EDITOR": "'my editor' --wait"}, "ok", "'my editor' --wait"),
        ({"EDITOR": "emacs"}, "warn", "EDITOR is emacs, which is not there"),
        ({"VISUAL": "code --wait", "EDITOR": "nano"}, "warn", "VISUAL is code --wait, which is not there"),
        ({"EDITOR": "nano '"}, "warn", "EDITOR is nano ', which is not there"),
    ],
)
def test_the_editor(environ: dict[str, str], level: str, says: str) -> None:
    (found,) = judge_editor(environ, shutil.which)
    assert found.level == level
    assert found.says.endswith(says)


def test_no_editor_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (found,) = judge_editor({}, shutil.which)
    assert (found.level, found.says) == (Level.WARN, "there is none")


@pytest.mark.parametrize(("ahead", "is_wrong"), [(-9, False), (0.05, False), (0.2, True)])
def test_the_clock(ahead: float, is_wrong: bool) -> None:
    assert bool(list(judge_clock(NOW + timedelta(hours=ahead), NOW))) == is_wrong
    assert not list(judge_clock(None, NOW))


@pytest.mark.parametrize(
    ("made", "level"),
    [(date(2025, 4, 7), "ok"), (date(2023, 11, 19), "warn"), (date(2023, 11, 20), "ok"), (None, "ok")],
)
def test_the_list_of_suffixes(made: date | None, level: str) -> None:
    (found,) = judge_suffixes(made, NOW)
    assert found.level == level


def test_a_list_of_the_29th_of_february() -> None:
    assert [one.level for one in judge_suffixes(date(2020, 2, 29), NOW)] == ["warn"]


def test_the_date_of_the_list_that_is_used() -> None:
    made = urls.suffix_list_date()
    assert made is not None
    assert date(2024, 1, 1) < made < datetime.now(UTC).date()
