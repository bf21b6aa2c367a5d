"""docs/cron.md can be copied as it stands: cron and systemd take it, and its commands do what it says."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import manual
import pytest
from cronsim import CronSim
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from mentions import demo, settings
from mentions.services.runs import SEARCH
from mentions.services.runs import SPIDERS as OF_SOURCES

UNITS = dict(re.findall(r"^```systemd (\S+)\n(.*?)^```$", manual.text("cron.md"), re.DOTALL | re.MULTILINE))
TABLES = manual.fenced("crontab")
KEYS = {
    "Unit": {"Description", "Wants", "After", "OnFailure"},
    "Service": set("Type User WorkingDirectory ExecStart Nice TimeoutStartSec TimeoutStopSec KillMode UMask".split()),
    "Timer": {"OnCalendar", "RandomizedDelaySec", "Persistent"},
    "Install": {"WantedBy"},
}
SPIDERS = (*OF_SOURCES.values(), SEARCH)
BIN = "/srv/mentions/.venv/bin"


@dataclass(frozen=True)
class Job:
    """A line of a crontab."""

    when: str
    command: str

    @property
    def next(self) -> datetime:
        return next(CronSim(self.when, datetime(2026, 11, 20, tzinfo=UTC)))


def jobs(table: str) -> list[Job]:
    """The jobs of a crontab: five fields and the rest of the line."""
    lines = [line for line in table.splitlines() if line and not re.match(r"[A-Z]+=", line)]
    return [Job(" ".join(line.split()[:5]), line.split(maxsplit=5)[5]) for line in lines]


def variables(table: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in table.splitlines() if re.match(r"[A-Z]+=", line))


def test_there_is_a_crontab_for_one_workspace_and_one_for_many() -> None:
    assert [len(jobs(table)) for table in TABLES] == [5, 2]


@pytest.mark.parametrize("table", TABLES, ids=["one", "many"])
def test_cron_takes_each_line(table: str) -> None:
    for job in jobs(table):
        assert job.next - datetime(2026, 11, 20, tzinfo=UTC) < timedelta(days=1)
        assert "%" not in job.command  # cron would end the command there
    for name, value in variables(table).items():
        assert not set("~$\"'") & set(value), f"cron takes {name} as it is written"


@pytest.mark.parametrize("table", TABLES, ids=["one", "many"])
def test_each_spider_is_started_and_the_check_comes_last(table: str) -> None:
    *crawls, check = sorted(jobs(table), key=lambda job: job.next)
    words = [word for job in crawls for word in re.findall(r"\w+", job.command)]
    assert [words.count(spider) for spider in SPIDERS] == [1, 1, 1, 1]
    assert len({job.next for job in crawls}) == len(crawls)
    assert "mentions status --check" in check.command


def test_the_spiders_exist() -> None:
    loader = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": settings.SPIDER_MODULES}))
    assert set(SPIDERS) < set(loader.list())


def unit(text: str) -> ConfigParser:
    """A unit, read strictly; systemd alone lets a key stand several times: here ExecStart is numbered."""
    parser = ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#", ";"))
    parser.optionxform = str  # type: ignore[assignment, method-assign] # its keys are not in lower case
    lines = [
        line.replace("ExecStart=", f"ExecStart.{number}=") if line.startswith("ExecStart=") else line
        for number, line in enumerate(text.splitlines())
    ]
    parser.read_string("\n".join(lines))
    return parser


def started(parser: ConfigParser) -> list[str]:
    return [value for key, value in parser["Service"].items() if key.startswith("ExecStart.")]


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_has_known_sections_and_keys(name: str) -> None:
    parser = unit(UNITS[name])
    found = {section: {key.partition(".")[0] for key in parser[section]} for section in parser.sections()}
    assert found.keys() <= KEYS.keys()
    assert [key for section, keys in found.items() for key in keys - KEYS[section]] == []


def test_the_units_belong_together() -> None:
    assert set(UNITS) == {"mentions@.service", "mentions@.timer", "mentions-failed@.service"}
    service, timer = unit(UNITS["mentions@.service"]), unit(UNITS["mentions@.timer"])
    assert service["Unit"]["OnFailure"] == "mentions-failed@%i.service"
    assert timer["Timer"].getboolean("Persistent")
    assert started(service) == [
        *(f"{BIN}/scrapy crawl {spider}" for spider in SPIDERS),
        f"{BIN}/mentions status --check",
    ]
    (told,) = started(unit(UNITS["mentions-failed@.service"]))
    assert "journalctl --unit=mentions@%i.service" in told


@pytest.mark.system
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    here = str(Path(sys.executable).parent)
    for name, text in UNITS.items():
        (tmp_path / name).write_text(text.replace(BIN, here))
    instances = ["mentions@acme.service", "mentions@acme.timer", "mentions-failed@acme.service"]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *instances],
        env=os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    calendar = unit(UNITS["mentions@.timer"])["Timer"]["OnCalendar"]
    assert subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, check=False).returncode == 0


@dataclass(frozen=True)
class Machine:
    """A home folder, and the little that cron gives to a command; the web is the made-up one."""

    home: Path
    proxy: str

    def workspace(self, name: str) -> Path:
        folder = self.home / name
        folder.mkdir(parents=True)
        (folder / "scrapy.cfg").write_text("[settings]\ndefault = mentions.settings\n")
        (folder / "mentions.toml").write_text(demo.CONFIG.read_text(encoding="utf-8"), encoding="utf-8")
        return folder

    def mail(self, job: Job) -> str:
        """What cron would mail: all that a job prints."""
        environment = {
            "HOME": str(self.home),
            "LOGNAME": "you",
            "SHELL": "/bin/sh",
            "PATH": f"{self.home}/bin:/usr/bin:/bin",
            "PYTHONPATH": str(manual.ROOT),
            "http_proxy": self.proxy,
            "https_proxy": self.proxy,
        }
        done = subprocess.run(
            ["/bin/sh", "-c", job.command],
            cwd=self.home,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=600,
        )
        return done.stdout


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    (tmp_path / "bin").mkdir()
    for name in ("mentions", "scrapy"):
        command = tmp_path / "bin" / name
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {name} "$@"\n')
        command.chmod(0o700)
    with demo.serve() as served:
        yield Machine(tmp_path, served.proxy_url)


@pytest.mark.slow
def test_cron_has_nothing_to_mail_of_a_good_night_and_one_line_a_problem_of_a_bad_one(machine: Machine) -> None:
    acme = machine.workspace("acme")
    night = jobs(TABLES[0])
    assert [machine.mail(job) for job in night] == [""] * 5
    assert "ERROR" not in (acme / "crawl.log").read_text()
    file = acme / "mentions.toml"
    file.write_text(file.read_text().replace("/feed.rss", "/moved.rss", 1))
    *crawls, checked = [machine.mail(job) for job in night]
    assert crawls == [""] * 4
    assert re.fullmatch(r"Error: \w+: http://\S+/moved.rss could not be read: gone; correct its address .*\n", checked)
    file.write_text(file.read_text() + "\n[crawll]\n")
    for job in night:
        (line,) = machine.mail(job).splitlines()
        assert line.startswith("Error: ")
        assert "crawll: unknown key" in line


@pytest.mark.slow
def test_the_crontab_for_many_crawls_and_checks_each_of_them(machine: Machine) -> None:
    night = jobs(TABLES[1])
    one, other = machine.workspace("clients/one"), machine.workspace("clients/other")
    assert machine.mail(night[1]).count("never ran\n") == 2 * 3
    assert machine.mail(night[0]) == ""
    assert machine.mail(night[1]) == ""
    for folder in (one, other):
        assert (folder / "mentions.db").is_file()
    (other / "mentions.db").unlink()
    assert machine.mail(night[1]).splitlines()[-1] == f"in {other}/"
