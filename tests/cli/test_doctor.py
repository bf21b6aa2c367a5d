"""`mentions doctor` as a user types it, and the settings that Scrapy would use."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from prospect_examples import BRAND, CHECKOUT, SENDER, SOURCES, make_workspace

from mentions.cli import main
from mentions.services.doctor import manners

CRAWL = '[crawl]\ncontact = "https://acme.example/bot"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, value in CHECKOUT.items():
        monkeypatch.setenv(name, value)
    make_workspace(tmp_path, CRAWL + BRAND + SENDER + SOURCES)
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = mentions.settings\n", encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *arguments])


def findings() -> list[tuple[str, str, str]]:
    found = [json.loads(line) for line in run("--json").stdout.splitlines()]
    return [(one["level"], one["about"], one["says"]) for one in found if one["about"] == manners.ABOUT]


def own_settings(folder: Path, text: str) -> None:
    (folder / "mine.py").write_text(text, encoding="utf-8")
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = mine\n", encoding="utf-8")


def test_a_workspace_that_works_ends_with_0(folder: Path) -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "\nok   Scrapy settings: robots.txt, delays and limits are as they should be\n" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("0 fail, ")
    assert all(len(line) <= 80 or str(folder) in line for line in result.stdout.splitlines())


def test_what_fails_ends_with_1_and_says_how_to_mend_it(folder: Path) -> None:
    (folder / "scrapy.cfg").unlink()
    result = run()
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("fail scrapy.cfg: is missing in "))
    mend = next(line for line in lines[place:] if line.startswith("     -> "))
    assert "printf" in mend
    assert "1 fail, " in lines[-1]


@pytest.mark.usefixtures("folder")
def test_as_json() -> None:
    found = [json.loads(line) for line in run("--json").stdout.splitlines()]
    assert all(list(one) == ["level", "about", "says", "mend"] for one in found)
    assert {one["level"] for one in found} <= {"ok", "warn", "fail"}


def test_what_a_configuration_says_cannot_harm_a_terminal(folder: Path) -> None:
    text = BRAND.replace("Acme Optics", "\\u001b[2JAcme\\u202e").replace("description", "#")
    (folder / "mentions.toml").write_text(text, encoding="utf-8")
    for said in (run().stdout, run("--json").stdout):
        assert "[2JAcme" in said
        assert not set("\x1b\u202e") & set(said)


def test_settings_of_ones_own_that_build_on_the_shipped_ones(folder: Path) -> None:
    own_settings(folder, "from mentions.settings import *\nLOG_LEVEL = 'DEBUG'\nprint('hello')\n")
    assert findings() == [("ok", manners.ABOUT, "robots.txt, delays and limits are as they should be")]


def test_settings_that_undo_what_makes_crawls_polite(folder: Path) -> None:
    text = (
        "from mentions.settings import *\n"
        "from scrapy.extensions.telnet import TelnetConsole\n"
        "ROBOTSTXT_OBEY = False\nREMOTE_CONTROL_ENABLED = TELNETCONSOLE_ENABLED = COOKIES_ENABLED = True\n"
        "TWISTED_DNS_RESOLVER = 'scrapy.resolver.CachingThreadedResolver'\n"
        "AUTOTHROTTLE_ENABLED = False\nCONCURRENT_REQUESTS_PER_DOMAIN = 8\n"
        "ITEM_PIPELINES = {}\nEXTENSIONS = {TelnetConsole: 1}\n"
        "DOWNLOADER_MIDDLEWARES['mentions.middlewares.addresses.PublicAddressMiddleware'] = None\n"
    )
    own_settings(folder, text)
    found = findings()
    assert [(level, says.split()[0]) for level, _, says in found] == [
        ("fail", "ROBOTSTXT_OBEY"),
        ("fail", "REMOTE_CONTROL_ENABLED"),
        ("fail", "TELNETCONSOLE_ENABLED"),
        ("fail", "TWISTED_DNS_RESOLVER"),
        ("warn", "AUTOTHROTTLE_ENABLED"),
        ("warn", "CONCURRENT_REQUESTS_PER_DOMAIN"),
        ("warn", "COOKIES_ENABLED"),
        ("fail", "DOWNLOADER_MIDDLEWARES"),
        ("fail", "ITEM_PIPELINES"),
        ("fail", "EXTENSIONS"),
    ]
    assert run().exit_code == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[settings]\ndefault = no_such_module\n", "No module named 'no_such_module'"),
        ("nonsense", "no section headers"),
    ],
)
def test_settings_that_cannot_be_loaded(folder: Path, text: str, says: str) -> None:
    (folder / "scrapy.cfg").write_text(text, encoding="utf-8")
    ((level, _, said),) = findings()
    assert level == "fail"
    assert said.startswith("cannot be loaded: ")
    assert says in said or says == "no section headers"


def test_settings_that_say_nothing_of_this_program(folder: Path) -> None:
    (folder / "scrapy.cfg").write_text("", encoding="utf-8")
    assert ("fail", "ITEM_PIPELINES") in [(level, says.split()[0]) for level, _, says in findings()]


def test_a_folder_that_has_gone(tmp_path: Path) -> None:
    program = "import os; os.rmdir(os.getcwd()); from mentions.cli import main; main(['doctor'])"
    (gone := tmp_path / "gone").mkdir()
    command = [sys.executable, "-P", "-c", program]  # as a script: the folder is no place to import from
    done = subprocess.run(command, cwd=gone, env=os.environ | CHECKOUT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "fail folder: cannot be looked at: " in done.stdout


@pytest.mark.parametrize(
    ("missing", "level", "says"),
    [("packaging", "fail", "packaging is missing"), ("spacy", "fail", "spacy is missing")],
)
def test_a_package_that_is_missing(missing: str, level: str, says: str, folder: Path) -> None:
    """An installation beside the checkout that says what it needs, and a Python that does not find one of it."""
    (known := folder / "site" / "mentions-0.1.0.dist-info").mkdir(parents=True)
    text = "Metadata-Version: 2.4\nName: mentions\nVersion: 0.1.0\nRequires-Python: >=3.11\nRequires-Dist: {}>=1\n"
    (known / "METADATA").write_text(text.format(missing), encoding="utf-8")
    program = f"""
import sys
from importlib import metadata
sys.path.insert(0, {str(folder / "site")!r})
sys.modules[{missing!r}] = None
metadata.distributions = lambda: [one for one in metadata.Distribution.discover() if one.name != {missing!r}]
from mentions.cli import main
main(["doctor", "--json"])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    last = json.loads(done.stdout.splitlines()[-1])
    assert (last["level"], last["about"], last["says"]) == (level, "packages", says)
