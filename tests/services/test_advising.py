"""What is turned on and cannot be had is said with file, key and what to install."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from mentions.config import load
from mentions.exceptions import ConfigError
from mentions.services.advising import advisers, wanted


def configured(folder: Path, detection: str) -> Path:
    file = folder / "mentions.toml"
    file.write_text(f"[detection]\n{detection}\n", encoding="utf-8")
    return file


def test_nothing_is_loaded_unless_it_is_asked_for(tmp_path: Path) -> None:
    assert advisers(wanted(load(configured(tmp_path, "")))) == ()


def test_a_pipeline_that_is_not_there(tmp_path: Path) -> None:
    file = configured(tmp_path, 'pipeline = "none"')
    with pytest.raises(ConfigError) as caught:
        advisers(wanted(load(file)))
    assert str(caught.value).startswith(f"{file}: detection.pipeline: none is neither a folder in {tmp_path} nor ")


def test_meaning_without_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if find_spec("wordllama"):
        monkeypatch.setitem(sys.modules, "wordllama", None)  # as if it were not installed
    file = configured(tmp_path, "semantic = true")
    with pytest.raises(ConfigError) as caught:
        advisers(wanted(load(file)))
    assert str(caught.value) == f"{file}: detection.semantic: needs word vectors; pip install 'mentions[semantic]'"
