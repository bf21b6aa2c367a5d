"""`mentions init`: what it writes, what it leaves alone, what it asks."""

import json
import os
import pty
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from mentions.cli import COMMANDS, main
from mentions.cli.first_config import Answers, mentions_toml
from mentions.cli.init import init
from mentions.config import load
from mentions.items import Kind, Source

NAMED = ("--name", "Acme Optics", "--domain", "acme.example")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["init", *map(str, arguments)])


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_workspace_from_flags_alone(tmp_path: Path) -> None:
    folder = tmp_path / "clients" / "acme"
    result = run(folder, *NAMED, "--domain", "https://www.acme-lens.example/", "--yes")
    assert (result.exit_code, result.stderr) == (0, "")
    assert names(folder) == [".gitignore", "mentions.toml", "scrapy.cfg"]
    config = load(folder / "mentions.toml")
    assert [(brand.name, brand.key, brand.domains) for brand in config.brands] == [
        ("Acme Optics", "acme-optics", ("acme.example", "acme-lens.example"))
    ]
    assert config.sources == ()
    cfg = ConfigParser()
    cfg.read(folder / "scrapy.cfg")
    assert cfg["settings"]["default"] == "mentions.settings"
    assert "mentions.db*" in (folder / ".gitignore").read_text()


def test_it_ends_with_the_next_three_commands(tmp_path: Path) -> None:
    folder = tmp_path / "with space"
    lines = run(folder, *NAMED, "--kind", "blog", "--yes").stdout.splitlines()
    assert lines[-3:] == [f"  cd '{folder}' && scrapy crawl blogs", "  mentions list", "  mentions draft"]


def test_the_current_folder_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*NAMED, "--yes")
    assert "  scrapy crawl news" in result.stdout.splitlines()
    assert (tmp_path / "mentions.toml").is_file()


def test_sources_and_description(tmp_path: Path) -> None:
    urls = ("https://a.example/feed", "https://b.example/?q=\"'")
    flags = [flag for url in urls for flag in ("--source", url)]
    run(tmp_path, *NAMED, "--description", "Makes\n lenses", "--kind", "forum", *flags)
    config = load(tmp_path / "mentions.toml")
    assert config.sources == tuple(Source(kind=Kind.FORUM, url=url) for url in urls)
    assert config.brands[0].description == "Makes lenses"


def test_every_example_in_the_file_is_right(tmp_path: Path) -> None:
    answers = Answers(name="Acme", domains=("acme.example",), description="", kind=None, sources=())
    lines = mentions_toml(answers).splitlines()
    examples = [line.removeprefix("# ") if " = " in line or "[[" in line else line for line in lines]
    (tmp_path / "mentions.toml").write_text("\n".join(examples))
    config = load(tmp_path / "mentions.toml")
    assert (config.brands[0].key, config.brands[0].sender) == ("acme-optics", "acme")
    assert config.senders[0].name == "Jane Doe"
    assert config.sources[0].url == "https://news.example/feed.xml"


@given(name=st.text(min_size=1).filter(str.strip), description=st.text())
def test_whatever_is_typed_is_read_back(tmp_path_factory: pytest.TempPathFactory, name: str, description: str) -> None:
    answers = Answers(name=name, domains=("acme.example",), description=description, kind=None, sources=())
    file = tmp_path_factory.mktemp("typed") / "mentions.toml"
    file.write_text(mentions_toml(answers), encoding="utf-8", newline="")
    (brand,) = load(file).brands
    assert brand.name == " ".join(name.split())
    assert brand.description == " ".join(description.split())


def test_bytes_that_are_no_unicode_do_not_stop_it(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mentions",
        "init",
        str(tmp_path),
        "--name",
        os.fsdecode(b"Acm\xe9"),
        "--domain",
        "acme.example",
    ]
    assert subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode == 0
    assert load(tmp_path / "mentions.toml").brands[0].name == "Acm?"


def test_a_configuration_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mentions.toml").write_text("mine")
    result = run(tmp_path, *NAMED, "--yes")
    assert result.exit_code == 1
    assert result.stderr == f"Error: {tmp_path}/mentions.toml is there already; nothing was written\n"
    assert names(tmp_path) == ["mentions.toml"]
    assert (tmp_path / "mentions.toml").read_text() == "mine"


def test_a_link_that_leads_nowhere_is_not_overwritten_either(tmp_path: Path) -> None:
    (tmp_path / "mentions.toml").symlink_to(tmp_path / "gone.toml")
    assert run(tmp_path, *NAMED, "--yes").exit_code == 1
    assert names(tmp_path) == ["mentions.toml"]


def test_other_files_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").write_text("mine")
    result = run(tmp_path, *NAMED, "--yes", "--json")
    assert json.loads(result.stdout) == {
        "folder": str(tmp_path),
        "written": [".gitignore", "mentions.toml"],
        "kept": ["scrapy.cfg"],
        "next": [f"cd {tmp_path} && scrapy crawl news", "mentions list", "mentions draft"],
    }
    assert (tmp_path / "scrapy.cfg").read_text() == "mine"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run(tmp_path / "file" / "below", *NAMED, "--yes")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1
    assert names(tmp_path) == ["file"]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    # A limit on the size of files is what a process can be given; a write beyond it fails as on a full disk.
    program = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)); from mentions.cli import main; main()"
    )
    command = [sys.executable, "-B", "-c", program, "init", str(tmp_path / "new" / "folder"), *NAMED, "--yes"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"Error: {tmp_path}/new/folder cannot be written: File too large\n"
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ((), "give --name NAME and --domain DOMAIN"),
        (("--name", "Acme"), "give --domain DOMAIN"),
        (("--domain", "acme.example", "--yes"), "give --name NAME"),
        (("--name", " ", "--domain", "acme.example"), "Invalid value for '--name'"),
        (("--name", "Acme", "--domain", "acme"), "'acme' is no domain; write the host alone"),
        ((*NAMED, "--source", "news.example/feed"), "news.example/feed is no web address"),
        ((*NAMED, "--kind", "newspaper"), "'newspaper' is not one of 'news', 'blog', 'forum'"),
    ],
)
def test_wrong_or_missing_flags_end_with_2(tmp_path: Path, flags: tuple[str, ...], message: str) -> None:
    result = run(tmp_path / "new", *flags)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert not (tmp_path / "new").exists()


def test_help_has_an_example_and_the_line_of_the_list() -> None:
    assert init.help
    assert init.help.splitlines()[0] == COMMANDS["init"].short_help
    assert "  Example:\n    mentions init\n" in run("--help").stdout


def test_what_the_terminal_cannot_show_is_no_reason_to_stop(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mentions", "init", str(tmp_path / "Schnee☃"), *NAMED, "--yes"]
    environ = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "/Schnee?." in done.stdout


def test_on_a_terminal_it_asks_for_what_no_flag_says(tmp_path: Path) -> None:
    answers = [
        "",
        " ",
        "Acme",
        "acme",
        "acme.example, www.lens.example",
        "Makes lenses",
        "https://b.example/",
        "x",
        "blog",
    ]
    out = asked(tmp_path, [], answers)
    assert "scrapy crawl blogs" in out
    config = load(tmp_path / "mentions.toml")
    assert [(brand.name, brand.domains) for brand in config.brands] == [("Acme", ("acme.example", "lens.example"))]
    assert config.brands[0].description == "Makes lenses"
    assert config.sources == (Source(kind=Kind.BLOG, url="https://b.example/"),)


def test_questions_leave_stdout_to_json(tmp_path: Path) -> None:
    out = asked(tmp_path, ["--domain", "acme.example", "--description", "Lenses", "--json"], ["Acme", ""])
    assert sorted(json.loads(out)["written"]) == [".gitignore", "mentions.toml", "scrapy.cfg"]
    assert load(tmp_path / "mentions.toml").sources == ()


def asked(folder: Path, flags: list[str], answers: list[str]) -> str:
    """What `init` prints on stdout, started on a terminal where somebody types the answers."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "mentions", "init", str(folder), *flags]
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    done = subprocess.run(command, stdin=theirs, capture_output=True, text=True, timeout=20, check=False)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 0, done.stderr
    return done.stdout
