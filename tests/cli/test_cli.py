"""The frame of all commands: what is imported when, how errors end, what a closed pipe does."""

import subprocess
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import ClassVar

import click
import pytest
from click.testing import CliRunner

from mentions import __version__
from mentions.cli import COMMANDS, Entry, LazyGroup, main
from mentions.exceptions import ConfigError

HEAVY = ("pydantic", "rich", "scrapy", "spacy", "sqlalchemy", "tldextract", "mentions.config", "mentions.urls")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "mentions", *arguments], capture_output=True, text=True, check=False)


def test_help_lists_every_command() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    for name, entry in COMMANDS.items():
        assert f"  {name} " in result.output
        assert entry.short_help in result.output
    assert "Example:" in result.output


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from mentions.cli import main; main(['--help'], standalone_mode=False); "
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"mentions, version {__version__}\n")


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], ["init", "--nonsense"]])
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "nonsense" in done.stderr
    assert done.stdout == ""


@click.command()
@click.argument("way")
def end(way: str) -> None:
    """End in some way."""
    if way == "error":
        raise ConfigError("a\x1b[31m.toml", "two\nlines", line=3)
    raise KeyboardInterrupt


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch) -> LazyGroup:
    module = ModuleType("a_command_of_these_tests")
    module.__dict__["end"] = end
    monkeypatch.setitem(sys.modules, module.__name__, module)

    class Group(LazyGroup):
        entries: ClassVar[Mapping[str, Entry]] = {"end": Entry(f"{module.__name__}:end", "End in some way.")}

    return Group(name="mentions")


def test_an_error_is_one_safe_line_and_1(group: LazyGroup) -> None:
    result = CliRunner().invoke(group, ["end", "error"])
    assert result.exit_code == 1
    assert result.stderr == "Error: a␛[31m.toml, line 3: two lines\n"
    assert result.stdout == ""


def test_an_interrupt_is_quiet_and_1(group: LazyGroup) -> None:
    result = CliRunner().invoke(group, ["end", "interrupt"])
    assert (result.exit_code, result.stderr.strip()) == (1, "Aborted!")


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [sys.executable, "-m", "mentions", "--help"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
