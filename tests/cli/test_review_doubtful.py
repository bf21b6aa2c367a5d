"""`mentions review --doubtful`, typed at a real terminal: the card, the keys, taking back, and without a terminal."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import manual
import pytest
from click.testing import CliRunner
from prospect_examples import BRAND, CHECKOUT, SENDER, crawl, make_workspace, visit
from rich.cells import cell_len
from terminals import Terminal, terminal

from mentions import db
from mentions.cli import main
from mentions.cli.review.doubting import ON_DOUBT
from mentions.cli.review.keys import ALWAYS
from mentions.db import Engine
from mentions.db.store.labels import labels
from mentions.db.store.mentions import mentions
from mentions.db.store.prospects import prospects
from mentions.items import Evidence, Verdict, Visit
from mentions.services.workspaces import Workspace

CARD = "q quit"
GONE_BACK = "any other key goes back"
HOSTILE = "\x1b]0;own\x07\x1b[2J=cmd()\r\nBcc: all@x.example \u202egnp {{7*7}} [bold]<b>望遠鏡" + "x" * 3000
REASONS = (
    Evidence("the name is made of ordinary words", 2.5, "prior.phrase", 1.0),
    Evidence("it stands inside another name, “Acme Optics Ltd of Ohio”", -2.0, "near.inside", 1.0),
    Evidence("near “telescope”: you said yes 3 of 3 times", 0.4, "learnt.word", 1.0),
)

Sit = Callable[..., AbstractContextManager[Terminal]]


def in_doubt(url: str, **changes: object) -> Visit:
    return visit(url, **{"confidence": 0.71, "verdict": Verdict.DOUBTFUL, "evidence": REASONS} | changes)  # type: ignore[arg-type]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USER", "zoe")
    return make_workspace(tmp_path, BRAND + SENDER)


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    """Three pages in doubt on as many sites, and one that is sure."""
    engine = workspace.store()
    pages = [f"https://{site}.example/telescopes" for site in ("night-notes", "observers", "optics")]
    crawl(
        workspace, engine, *(in_doubt(page, title="Ten telescopes") for page in pages), visit("https://sure.example/")
    )
    yield engine
    engine.dispose()


@pytest.fixture
def sit(tmp_path: Path) -> Sit:
    def sit(*arguments: str, size: tuple[int, int] = (80, 24), **env: str) -> AbstractContextManager[Terminal]:
        words = ("-m", "mentions", "review", "--doubtful", *arguments)
        return terminal(*words, cwd=tmp_path, env=CHECKOUT | env, size=size)

    return sit


def said(engine: Engine) -> dict[str, bool]:
    with db.reading(engine) as connection:
        return {one.url: one.is_brand for one in labels(connection)}


def sites(engine: Engine) -> list[str]:
    with db.reading(engine) as connection:
        return [f"{one.site} {one.stage}" for one in prospects(connection)]


def run(*words: str, stdin: str | None = None) -> str:
    result = CliRunner().invoke(main, words, input=stdin)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_no_key_has_two_meanings() -> None:
    signs = [key.sign for key in ON_DOUBT] + list(ALWAYS)
    assert len(set(signs)) == len(signs)


def test_without_a_terminal_it_says_what_to_use_instead(engine: Engine) -> None:
    result = CliRunner().invoke(main, ["review", "--doubtful"])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "mentions review --doubtful --json" in result.stderr
    assert said(engine) == {}


def test_as_json_it_is_a_file_of_labels_but_for_the_answers(engine: Engine) -> None:
    lines = run("review", "--doubtful", "--json", "--limit", "2").splitlines()
    found = [json.loads(line) for line in lines]
    assert {(one["verdict"], one["confidence"], one["title"], one["others"]) for one in found} == {
        ("doubtful", 0.71, "Ten telescopes", 0)
    }
    answers = [json.dumps(one | {"is_brand": True}) for one in found]
    assert run("labels", "import", "-", stdin="\n".join(answers)).splitlines() == [
        "2 new, 0 changed, 0 known before.",
        "Verdict of 2 mentions set by them. Judge the others by it too: mentions rescore",
    ]
    assert sorted(said(engine)) == sorted(one["url"] for one in found)
    assert len(sites(engine)) == 3
    assert len(run("review", "--doubtful", "--json").splitlines()) == 1


@pytest.mark.usefixtures("engine")
def test_it_is_told_that_they_wait() -> None:
    told = "3 pages wait for a yes or no, is it the brand: mentions review --doubtful"
    assert told in run("status").splitlines()
    assert json.loads(run("status", "--json"))["doubtful"] == 3


def test_nothing_in_doubt_is_said(workspace: Workspace, sit: Sit) -> None:
    workspace.store().dispose()
    with sit() as seen:
        assert seen.end() == 0
        assert "No mention waits for a yes or no." in seen.text


def test_a_card_on_80_columns_and_24_rows(sit: Sit, engine: Engine) -> None:
    with sit() as seen:
        shown = seen.wait(CARD)
        assert len(shown.splitlines()) == 24
        row = next(number for number, line in enumerate(seen.screen.display) if "was made by" in line)
        assert seen.screen.buffer[row][seen.screen.display[row].index("Acme")].bold
        seen.press("q", "Nothing decided; 3 left.")
        assert seen.end() == 0
    assert said(engine) == {}


@pytest.mark.usefixtures("engine")
def test_the_screen_in_the_manual_is_what_is_seen(sit: Sit) -> None:
    with sit(NO_COLOR="1") as seen:
        shown = seen.wait(CARD)
        seen.press("q", "Nothing decided")
        assert b"\x1b[1" not in seen.raw
    (block,) = [block for block in manual.fenced("console") if "review --doubtful" in block]
    cut = [line for line in block.splitlines() if line]
    assert cut == ["$ mentions review --doubtful", *(line for line in shown.splitlines() if line)]


@pytest.mark.slow
def test_every_key(sit: Sit, engine: Engine, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/opened\n')
    browser.chmod(0o700)
    with sit("--by", "Ben", BROWSER=str(browser)) as seen:
        assert "u undo" not in seen.wait("1 of 3 waiting")
        seen.press("s", "2 of 3 waiting")
        seen.press("k", "1 of 3 waiting")
        seen.press("\x1b[B", "2 of 3 waiting")
        seen.press("\x1b[A", "1 of 3 waiting")
        seen.press("o", "Opened https://")
        shown = seen.press("?", GONE_BACK)
        listed = re.findall(r"^(\S+) {2,}", shown, re.MULTILINE)
        assert listed == [key.shown for key in ON_DOUBT if key.shown != "space"] + ["?", "q"]
        seen.press("x", CARD)
        assert "is qualified. u takes it back." in seen.press("y", "Yes, ")
        assert "u undo" in seen.press("n", "No, ")
        assert sorted(said(engine).values()) == [False, True]
        assert len(sites(engine)) == 2
        seen.press("u", "Taken back: no")
        seen.press("u", "Taken back: yes")
        assert said(engine) == {}
        assert sorted(one.split()[1] for one in sites(engine)) == ["qualified", "stale"]
        assert "nothing to undo" in seen.press("u", CARD)
        assert "Z is no key here" in seen.press("Z", CARD)
        for _ in range(3):
            seen.press("y", "Yes, ")
        assert "Nothing waits any more. 3 yes; 0 left." in seen.text
        seen.press("y", "y is no key here")
        seen.press("q", "3 yes; 0 left. `mentions draft` writes for them. `mentions rescore` judges")
        assert seen.end() == 0
    assert set(said(engine).values()) == {True}
    assert (tmp_path / "opened").read_text().startswith("https://")
    assert len(sites(engine)) == 4


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (40, 12), (200, 50)])
def test_hostile_pages_fit_and_can_be_answered(
    sit: Sit, workspace: Workspace, engine: Engine, size: tuple[int, int]
) -> None:
    reasons = tuple(Evidence(HOSTILE, 0.1, "learnt.word", 1.0) for _ in range(30))
    url = "https://hostile.example/"
    hostile = in_doubt(url, title=HOSTILE, author=HOSTILE, before=HOSTILE, after=HOSTILE, evidence=reasons)
    with db.transaction(engine) as connection:
        connection.exec_driver_sql("UPDATE mention SET gone = 1")
    crawl(workspace, engine, hostile)
    with sit(size=size) as seen:
        shown = seen.wait("quit")
        assert all(cell_len(line) <= size[0] for line in shown.splitlines())
        assert b"\x1b]0;own" not in seen.raw
        assert "\u202e" not in shown
        seen.press("y", "Yes, ")
        seen.press("q", "1 yes; 0 left.")
        assert seen.end() == 0
    with db.reading(engine) as connection:
        assert [one.reviewed for one in mentions(connection)] == [Verdict.ACCEPTED]
