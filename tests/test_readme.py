"""The first real use goes as README shows it."""

import sys
from pathlib import Path

import first_use
import manual
import pytest


@pytest.mark.slow
def test_the_first_real_use_goes_as_it_is_shown(tmp_path: Path) -> None:
    (tools := tmp_path / "tools").mkdir()
    for name in ("mentions", "scrapy"):
        command = tools / name
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {name} "$@"\n', encoding="utf-8")
        command.chmod(0o700)
    done = first_use.walk(tmp_path, [tools], PYTHONPATH=str(manual.ROOT))
    assert done.commands == ("show", "approve", "export")
    assert "Approved " in done.said
    assert (done.row["email"], done.row["approved_by"]) == ("mara.ellwood@daily-lantern.example", "reader")
