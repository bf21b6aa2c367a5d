"""`mentions review`, typed at a real terminal: every key, undo, the editor, colours, sizes, and how it ends."""

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import manual
import pytest
from click.testing import CliRunner
from ground import Lock
from prospect_examples import BRAND, CHECKOUT, NOW, SENDER, crawl, jane, make_workspace, visit
from review_examples import SITES, State, actors, dialogue, drafted, history, states
from rich.cells import cell_len
from terminals import Terminal, terminal

from mentions import db
from mentions.cli import main
from mentions.cli.review.deciding import REASONS
from mentions.cli.review.keys import ALWAYS, ON_CARD
from mentions.db import Engine
from mentions.items import Contact, ContactKind, Verdict
from mentions.prospects.rejections import Rejection
from mentions.services.cards import Card
from mentions.services.drafting import draft_sites
from mentions.services.workspaces import Workspace

CARD = "q quit"
TITLE = "Ten telescopes for a dark winter night"
GONE_BACK = "any other key goes back"
PAGES = 'pages = [{ url = "https://acme.example/study", about = ["lens study"] }]\n'
HOSTILE = "\x1b]0;own\x07\x1b[2J=cmd()\r\nBcc: all@x.example \u202egnp {{7*7}} [bold]<b>望遠鏡" + "x" * 3000

Sit = Callable[..., AbstractContextManager[Terminal]]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Workspace, Engine]]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USER", "zoe")
    workspace, engine = drafted(tmp_path, config=BRAND + PAGES + SENDER)
    yield workspace, engine
    engine.dispose()


@pytest.fixture
def workspace(store: tuple[Workspace, Engine]) -> Workspace:
    return store[0]


@pytest.fixture
def engine(store: tuple[Workspace, Engine]) -> Engine:
    return store[1]


@pytest.fixture
def cards(workspace: Workspace, engine: Engine) -> list[Card]:
    return list(dialogue(workspace, engine).cards())


@pytest.fixture
def sit(tmp_path: Path) -> Sit:
    """Sit down before a review."""

    def sit(*arguments: str, size: tuple[int, int] = (80, 24), **env: str) -> AbstractContextManager[Terminal]:
        return terminal("-m", "mentions", "review", *arguments, cwd=tmp_path, env=CHECKOUT | env, size=size)

    return sit


def editor(folder: Path, script: str) -> str:
    file = folder / "editor.sh"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o700)
    return str(file)


def state(engine: Engine, card: Card) -> State:
    return states(engine)[card.id]


# Without a terminal


def test_without_a_terminal_it_says_what_to_use_instead(engine: Engine) -> None:
    before, result = states(engine), CliRunner().invoke(main, ["review"])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "mentions review --json" in result.stderr
    assert "mentions approve ID --yes-i-read-it" in result.stderr
    assert states(engine) == before


def test_what_waits_as_json(cards: list[Card]) -> None:
    result = CliRunner().invoke(main, ["review", "--json", "--limit", "2"])
    assert result.exit_code == 0, result.stderr
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["id"] for one in found] == [card.id for card in cards[:2]]
    first, card = found[0], cards[0]
    assert (first["brand"], first["surface"], first["obstacles"], first["warnings"]) == (
        "Acme Optics", "Acme Optics", [], [],
    )  # fmt: skip
    assert (first["subject"], first["body"]) == (card.letter.text.subject, card.letter.text.body)
    assert first["contact"]["email"] == f"jane@{first['site']}"
    assert first["sha256"] == card.letter.row.sha256
    assert first["further"] == [one.id for one in card.further]
    assert CliRunner().invoke(main, ["review", "--json", "--brand", "Kindling"]).exit_code == 1


def test_every_reason_has_a_key_that_is_one_of_its_letters() -> None:
    assert sorted(REASONS.values()) == sorted(Rejection)
    assert all(sign in reason for sign, reason in REASONS.items())
    assert not set(REASONS) & {"n", "q", "y"}


def test_no_key_has_two_meanings() -> None:
    signs = [key.sign for key in ON_CARD] + list(ALWAYS)
    assert len(set(signs)) == len(signs)


# At a terminal


def test_nothing_to_review_is_said(tmp_path: Path, sit: Sit) -> None:
    make_workspace(tmp_path)
    with sit() as seen:
        assert seen.end() == 0
        assert "Nothing waits for review. `mentions draft` writes drafts" in seen.text


def test_nobody_to_sign_is_one_line(tmp_path: Path, engine: Engine, sit: Sit) -> None:
    make_workspace(tmp_path, BRAND)
    with sit() as seen:
        assert seen.end() == 1
        assert "nobody signs for brand" in seen.text.replace("\n", " ")
    assert {one.stage for one in states(engine).values()} == {"drafted", "qualified"}


def test_a_card_on_80_columns_and_24_rows(sit: Sit, cards: list[Card], engine: Engine) -> None:
    with sit("--by", "Zoe") as seen:
        shown = seen.wait(CARD)
        for said in (
            "1 of 4 waiting",
            f"Acme Optics, prospect {cards[0].id}, score",
            f"page   {cards[0].prospect.site} (Night Notes), by Jane Doe, 9 days ago, 1 more here",
            "why    blog_unlinked: a blog that names the brand",
            f"to     jane@{cards[0].prospect.site} (Jane Doe, person), found on this page",
            "link   https://acme.example/ (the brand's address)",
            "rules  nothing against it",
            "Subject: A link in your post",
            "more lines: space shows them",
            "y approve  n reject  e edit  s snooze  b block  v why  ? keys  q quit",
        ):
            assert said in shown
        assert len(shown.splitlines()) == 24
        row = next(number for number, line in enumerate(seen.screen.display) if line.startswith("quote"))
        column = seen.screen.display[row].index("Acme Optics")
        assert seen.screen.buffer[row][column].bold
        assert not seen.screen.buffer[row][column - 2].bold
        seen.press("q", "Nothing decided; 4 left.")
        assert seen.end() == 0
    assert {one.stage for one in states(engine).values()} == {"drafted", "qualified"}


def test_the_screens_in_the_manuals_are_what_is_seen(tmp_path: Path, sit: Sit) -> None:
    workspace = make_workspace(tmp_path)
    engine = workspace.store()
    pages = [f"https://{site}.example/telescopes" for site in ("night-notes", "observers", "optics", "orbits")]
    crawl(workspace, engine, *(visit(page, title=TITLE) for page in (*pages, f"{pages[0]}-again")))
    list(draft_sites(engine, workspace, workspace.config.brands[0], now=NOW))
    engine.dispose()
    with sit(NO_COLOR="1") as seen:
        shown = seen.wait(CARD)
        seen.press("q", "Nothing decided")
    # The other screen is that of the mentions in doubt, which has a test of its own.
    with_keys = [block for block in manual.fenced("console") if CARD in block and "--doubtful" not in block]
    in_readme, in_manual = with_keys
    assert in_manual.splitlines() == ["$ mentions review", *shown.splitlines()]
    assert [line for line in in_readme.splitlines() if line != "…" and line not in shown.splitlines()] == []


@pytest.mark.slow
def test_every_key_that_decides_and_all_of_it_undone(
    sit: Sit, tmp_path: Path, engine: Engine, cards: list[Card]
) -> None:
    before, first = states(engine), cards[0]
    script = editor(tmp_path, 'sed -i "s/^Thanks for reading.$/Thanks, and clear skies./" "$1"')
    with sit("--by", "Zoe", VISUAL=script) as seen:
        seen.wait(CARD)
        assert "u undo" not in seen.text
        # Other words
        assert "+Thanks, and clear skies." in seen.press("e", GONE_BACK)
        assert f"Edited: {first.id} {first.prospect.site}. u takes it back." in seen.press("x", "u undo")
        assert "-Thanks for reading." in seen.press("d", GONE_BACK)
        seen.press("x", CARD)
        # Another page
        assert "1  https://acme.example/study" in seen.press("l", "Suggest which page?")
        assert "+https://acme.example/study" in seen.press("1", GONE_BACK)
        assert "https://acme.example/study (chosen by Zoe)" in seen.press("x", "Suggests")
        # Another contact
        seen.press("c", "e  enter an address")
        seen.press("e", "Which address?")
        seen.type("Max Moon <max@team.example>\r", "does Max Moon")
        assert "+Hello Max," in seen.type(f"https://{first.prospect.site}/team\r", GONE_BACK)
        assert f"to     max@team.example (Max Moon, person), found on https://{first.prospect.site}/team" in seen.press(
            "x", "To max@team.example"
        )
        assert [one.stage for one in states(engine).values()].count("drafted") == len(SITES)
        # All four decisions
        assert "3 of" not in seen.press("y", f"Approved: {first.id}")
        seen.press("n", "Why not?")
        seen.press("u", "Rejected (not_us)")
        seen.press("s", "Put it off")
        seen.press("m", "Put off until")
        seen.press("b", "Never write to")
        seen.press("y", "Blocked: ")
        seen.wait("Nothing waits any more. 3 edited, 1 approved, 1 rejected, 1 snoozed, 1 blocked; 0 left.")
        after = states(engine)
        assert after[first.id].approved_by == "Zoe"
        assert after[first.id].body
        assert "https://acme.example/" in str(after[first.id].suggested_url)
        assert [after[card.id].stage for card in cards] == ["approved", "rejected", "snoozed", "blocked"]
        assert after[cards[1].id].reviewed == Verdict.REJECTED
        until = datetime.fromisoformat(str(after[cards[2].id].snooze_until)).replace(tzinfo=UTC)
        assert timedelta(days=29) < until - datetime.now(UTC) <= timedelta(days=30)
        assert after[cards[3].id].suppressed == "blocked by Zoe at review"
        assert after[cards[3].further[0].id].stage == "blocked"
        events = len(history(engine))
        # All of it back, the last first
        for said in ("blocked", "snoozed", "rejected", "approved", "edited", "edited"):
            seen.press("u", f"Taken back: {said}")
        assert "u undo" not in seen.press("u", f"Taken back: edited {first.id}")
        assert states(engine) == before
        assert len(history(engine)) > events
        assert "nothing to undo" in seen.press("u", CARD)
        seen.press("y", "Approved: ")
        seen.press("q", "1 approved; 3 left. `mentions export` writes what is approved.")
        assert seen.end() == 0
    assert state(engine, first).approved_by == "Zoe"


@pytest.mark.slow
def test_every_key_that_only_looks(sit: Sit, tmp_path: Path, engine: Engine, cards: list[Card]) -> None:
    before = states(engine), history(engine)
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/opened\n')
    browser.chmod(0o700)
    with sit(BROWSER=str(browser)) as seen:
        seen.wait("1 of 4 waiting")
        assert "2 of 4 waiting" in seen.press("j", CARD)
        assert "1 of 4 waiting" in seen.press("k", CARD)
        assert "4 of 4 waiting" in seen.press("\x1b[A", CARD)
        assert "1 of 4 waiting" in seen.press("\x1b[B", CARD)
        # The letter, to its end and round
        assert "Hello Jane," in seen.text
        assert "Hello Jane," not in seen.press(" ", CARD)
        assert "answer “no” and I will not" in seen.press("\x1b[6~", CARD)
        assert "Hello Jane," in seen.press(" ", CARD)
        # Why
        shown = seen.press("v", GONE_BACK)
        for said in ("made by [Acme Optics]", "for +2.5: the name is made of ordinary words", "relevance: "):
            assert said in shown
        shown = seen.press(" ", GONE_BACK)
        for said in ("status 200", "also there", "history"):
            assert said in shown
        seen.press(" ", CARD)
        # Differences, keys, browser
        assert "Word for word the same." in seen.press("d", GONE_BACK)
        seen.press("x", CARD)
        shown = seen.press("?", GONE_BACK)
        listed = re.findall(r"^(\S+) {2,}", shown, re.MULTILINE)
        assert listed == [key.shown for key in ON_CARD] + ["?", "q"]
        seen.press("x", CARD)
        assert cards[0].prospect.url in seen.press("o", "Opened https://")
        # Only some
        seen.press("/", "Show only what speaks of")
        assert "1 of 1 waiting" in seen.type("gamma\r", "Only what speaks of “gamma”")
        assert "no other card waits" in seen.press("j", "j: ")
        assert not {"j", "k", "a"} & set(re.findall(r"^(\S+) {2,}", seen.press("?", GONE_BACK), re.MULTILINE))
        seen.press("x", CARD)
        seen.press("/", "Show only what speaks of")
        assert "nothing that waits speaks of “zzz”" in seen.type("zzz\r", CARD)
        seen.press("/", "Show only what speaks of")
        assert "of 4 waiting" in seen.type("\r", "All are shown.")
        seen.press("\x04", "Nothing decided; 4 left.")
        assert seen.end() == 0
    assert (states(engine), history(engine)) == before
    assert (tmp_path / "opened").read_text() == cards[0].prospect.url


@pytest.mark.slow
def test_where_no_browser_is_the_address_is_said(sit: Sit, tmp_path: Path, cards: list[Card]) -> None:
    with sit(BROWSER="", DISPLAY="", WAYLAND_DISPLAY="", PATH=str(tmp_path)) as seen:
        seen.wait(CARD)
        seen.press("o", f"No browser could be started; the page is {cards[0].prospect.url}")
        seen.press("q", "Nothing decided")


@pytest.mark.slow
def test_every_question_can_be_left(sit: Sit, engine: Engine) -> None:
    before = states(engine), history(engine)
    with sit() as seen:
        seen.wait(CARD)
        for key, question in (("n", "Why not?"), ("s", "Put it off"), ("b", "Never write"), ("c", "Write to whom?")):
            for back in ("\x1b", "z"):
                seen.press(key, question)
                assert question not in seen.press(back, CARD)
        seen.press("n", "Why not?")
        seen.press("o", "in your words?")
        seen.type("\r", CARD)
        seen.press("s", "Put it off")
        seen.press("d", "Until which day?")
        seen.type("\r", CARD)
        for wrong, said in (("tomorrow", "tomorrow is no date"), ("2020-01-01", "2020-01-01 is not to come")):
            seen.press("s", "Put it off")
            seen.press("d", "Until which day?")
            seen.type(f"{wrong}\r", said)
        seen.press("c", "Write to whom?")
        seen.press("e", "Which address?")
        seen.type("\r", CARD)
        seen.press("c", "Write to whom?")
        seen.press("e", "Which address?")
        seen.type("max\r", "On which page")
        assert "not an address" in seen.type("https://alpha.example/\r", CARD)
        seen.press("a", "letters from")
        seen.press("x", "Type 4")
        seen.type("3\r", CARD)
        assert "Z is no key here" in seen.press("Z", CARD)
        assert "That is no key here" in seen.press("yyyy", CARD)
        assert "That is no key here" in seen.press("\x1b[3~", CARD)
        seen.press("q", "Nothing decided")
    assert (states(engine), history(engine)) == before


@pytest.mark.slow
def test_reasons_dates_notes_and_many_at_once(sit: Sit, engine: Engine, cards: list[Card]) -> None:
    with sit("--by", "Zoe") as seen:
        seen.wait(CARD)
        seen.press("n", "Why not?")
        seen.press("o", "in your words?")
        seen.type("they asked us to stop\r", "Rejected (they asked us to stop)")
        seen.press("s", "Put it off")
        seen.press("d", "Until which day?")
        seen.type("2099-01-31\r", "Put off until 2099-01-31")
        shown = seen.press("a", GONE_BACK)
        assert all(card.letter.row.email in shown for card in cards[2:])
        seen.press("x", "Type 2 to approve these 2 letters:")
        seen.type("2\r", "Approved 2 letters.")
        seen.press("q", "1 rejected, 1 snoozed, 2 approved; 0 left.")
    after = states(engine)
    assert [after[card.id].stage for card in cards] == ["rejected", "snoozed", "approved", "approved"]
    assert str(after[cards[1].id].snooze_until).startswith("2099-01-31")
    assert any("they asked us to stop" in str(event) for event in history(engine))


@pytest.mark.slow
def test_a_known_contact_is_chosen_by_its_number(
    workspace: Workspace, engine: Engine, cards: list[Card], sit: Sit
) -> None:
    page = cards[0].prospect.url
    desk = Contact(
        email=f"editor@{cards[0].prospect.site}", kind=ContactKind.ROLE, source_url=page, snippet="", sign="mailto"
    )
    crawl(workspace, engine, visit(page, title=cards[0].prospect.title or "", contacts=[jane(page), desk]))
    with sit() as seen:
        seen.wait(CARD)
        assert f"1  {desk.email}: role, mailto on {page}" in seen.press("c", "e  enter an address")
        seen.press("1", GONE_BACK)
        seen.press("x", f"to     {desk.email} (role)")
        seen.press("q", "1 edited; 4 left.")


@pytest.mark.slow
@pytest.mark.parametrize("key", ["q", "\x03", "\x04"])
def test_however_it_ends_all_is_kept(sit: Sit, engine: Engine, cards: list[Card], key: str) -> None:
    with sit() as seen:
        seen.wait(CARD)
        seen.press("y", "Approved: ")
        seen.press(key, "1 approved; 3 left.")
        assert seen.end() == 0
    assert state(engine, cards[0]).stage == "approved"


@pytest.mark.slow
def test_ctrl_c_at_a_question_ends_it_too(sit: Sit, engine: Engine) -> None:
    with sit() as seen:
        seen.wait(CARD)
        seen.press("n", "Why not?")
        seen.press("o", "in your words?")
        seen.type("half a no\x03", "Nothing decided; 4 left.")
        assert seen.end() == 0
    assert "rejected" not in {one.stage for one in states(engine).values()}


@pytest.mark.slow
def test_a_terminal_that_closes(sit: Sit, engine: Engine, cards: list[Card]) -> None:
    with sit() as seen:
        seen.wait(CARD)
        seen.press("y", "Approved: ")
        seen.close()
        assert seen.process.wait(timeout=30) == 128 + signal.SIGHUP
    assert state(engine, cards[0]).stage == "approved"


@pytest.mark.slow
def test_a_terminal_that_closes_on_one_who_does_not_hear_it(tmp_path: Path, engine: Engine, cards: list[Card]) -> None:
    deaf = "import signal, runpy, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); sys.argv[1:] = ['review']; "
    with terminal("-c", deaf + "runpy.run_module('mentions', run_name='__main__')", cwd=tmp_path, env=CHECKOUT) as seen:
        seen.wait(CARD)
        seen.press("y", "Approved: ")
        seen.close()
        assert seen.process.wait(timeout=30) == 0
    assert state(engine, cards[0]).stage == "approved"


@pytest.mark.slow
def test_a_window_drawn_larger_or_smaller_is_filled_at_once(sit: Sit, cards: list[Card]) -> None:
    with sit(size=(80, 24)) as seen:
        seen.wait("more lines: space shows them")
        seen.resize(100, 60)
        seen.wait("press officer, Acme Optics")
        assert "more lines" not in seen.text
        seen.resize(40, 12)
        shown = seen.wait("more lines")
        lines = shown.splitlines()
        assert len(lines) == 12
        assert all(cell_len(line) <= 40 for line in lines)
        assert "q quit" in lines[-1]
        seen.press("y", "Approved:")
        seen.press("q", "left.")
    assert cards


@pytest.mark.slow
@pytest.mark.parametrize("size", [(20, 5), (10, 2), (1, 1), (300, 100)])
def test_odd_windows(sit: Sit, engine: Engine, size: tuple[int, int]) -> None:
    with sit(size=size) as seen:
        seen.press("y", "")
        seen._until(lambda: "approved" in {one.stage for one in states(engine).values()}, "an approval")
        seen.press("q", "")
        assert seen.end() == 0


# The editor


@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 0", "the editor saved nothing; the draft is as it was."),
        ("touch $1", "nothing was changed; the draft is as it was"),
        ("exit 3", "Editing failed; the draft is as it was."),
        ("true > $1", "needs a subject on its first line, and a body"),
        ("echo 'Only a subject' > $1", "needs a subject on its first line, and a body"),
        ("printf 'A subject\\n\\nGr\\374\\337e\\n' > $1", "no UTF-8"),
    ],
)
def test_an_editor_that_changes_nothing(sit: Sit, tmp_path: Path, engine: Engine, script: str, said: str) -> None:
    before = states(engine), history(engine)
    with sit(VISUAL="", EDITOR=editor(tmp_path, script)) as seen:
        seen.wait(CARD)
        seen.press("e", said)
        seen.press("q", "Nothing decided")
    assert (states(engine), history(engine)) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", ["no-such-editor", "'unclosed", "/"])
def test_an_editor_that_cannot_be_started(sit: Sit, engine: Engine, cards: list[Card], name: str) -> None:
    before = states(engine), history(engine)
    with sit(VISUAL=name) as seen:
        seen.wait(CARD)
        seen.press("e", f"the draft is as it was. Another way: mentions draft {cards[0].id} --body-file FILE")
        seen.press("q", "Nothing decided")
    assert (states(engine), history(engine)) == before


@pytest.mark.slow
def test_no_editor_at_all(sit: Sit, tmp_path: Path, cards: list[Card]) -> None:
    (tmp_path / "bin").mkdir()
    with sit(VISUAL="", EDITOR="", PATH=str(tmp_path / "bin")) as seen:
        seen.wait(CARD)
        seen.press("e", f"Another way: mentions draft {cards[0].id} --body-file FILE")
        seen.press("q", "Nothing decided")


@pytest.mark.slow
def test_ctrl_c_in_the_editor_is_the_editors(sit: Sit, tmp_path: Path, engine: Engine, cards: list[Card]) -> None:
    script = editor(
        tmp_path, "trap 'echo A subject > $1; echo The body. >> $1; exit 0' INT\necho waits\nsleep 60 & wait"
    )
    with sit(VISUAL=script) as seen:
        seen.wait(CARD)
        seen.press("e", "waits")
        seen.type("\x03", GONE_BACK)
        seen.press("x", CARD)
        seen.press("q", "1 edited; 4 left.")
        assert seen.end() == 0
    assert (state(engine, cards[0]).subject, state(engine, cards[0]).body) == ("A subject", "The body.")


@pytest.mark.slow
def test_comments_are_left_out_and_lines_of_the_letter_are_not(
    sit: Sit, tmp_path: Path, workspace: Workspace, engine: Engine, cards: list[Card]
) -> None:
    dialogue(workspace, engine).edit(cards[0], "A subject for your post", "#1 is this line.\n\nThe end.")
    script = editor(tmp_path, f'cp "$1" {tmp_path}/given; echo "P.S." >> "$1"')
    with sit(VISUAL=script) as seen:
        seen.wait(CARD)
        seen.press("e", GONE_BACK)
        seen.press("q", CARD)
        seen.press("q", "1 edited")
    assert state(engine, cards[0]).body == "#1 is this line.\n\nThe end.\nP.S."
    given = (tmp_path / "given").read_text().splitlines()
    assert given[:3] == ["A subject for your post", "", "#1 is this line."]
    assert any(line.startswith("; To jane@") for line in given)


@pytest.mark.slow
def test_words_that_came_too_late_are_not_lost(
    sit: Sit, tmp_path: Path, workspace: Workspace, engine: Engine, cards: list[Card]
) -> None:
    ready, go = tmp_path / "ready", tmp_path / "go"
    script = f"touch {ready}; while [ ! -e {go} ]; do sleep 0.05; done; echo 'My own words.' >> $1"
    with sit(VISUAL=editor(tmp_path, script), TMPDIR=str(tmp_path)) as seen:
        seen.wait(CARD)
        os.write(seen._ours, b"e")
        seen._until(ready.exists, "the editor")
        dialogue(workspace, engine, "Ben").approve(cards[0])
        go.touch()
        said = seen.wait("Your words are in").replace("\n", " ")
        assert f"{cards[0].id} {cards[0].prospect.site}: approved by Ben meanwhile; nothing was done" in said
        seen.press("q", "Nothing decided; 3 left.")
    (kept,) = tmp_path.glob(f"draft-{cards[0].id}-*.txt")
    assert kept.read_text().endswith("My own words.\n")
    assert kept.read_text().startswith(cards[0].letter.text.subject)


# Colours, signs, and what pages say


@pytest.mark.slow
@pytest.mark.usefixtures("engine")
def test_without_colour_the_brand_stands_in_brackets(sit: Sit) -> None:
    with sit(NO_COLOR="1") as seen:
        assert "made by [Acme Optics]" in seen.wait(CARD)
        assert not re.search(rb"\x1b\[[\d;]*m", seen.raw)


@pytest.mark.slow
def test_a_dumb_terminal_gets_no_escapes_at_all(sit: Sit, engine: Engine) -> None:
    with sit(TERM="dumb") as seen:
        assert "made by [Acme Optics]" in seen.wait(CARD)
        seen.press("y", "Approved: ")
        seen.press("q", "1 approved")
        assert b"\x1b" not in seen.raw
    assert "approved" in {one.stage for one in states(engine).values()}


@pytest.mark.slow
@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}])
def test_hostile_pages_harm_no_terminal(tmp_path: Path, sit: Sit, env: dict[str, str]) -> None:
    workspace = make_workspace(tmp_path)
    engine = workspace.store()
    page = "https://evil.example/x"
    sentence = f"The sharpest was made by Acme Optics, {HOSTILE[:60]} and so on."
    crawl(workspace, engine, visit(page, title=HOSTILE, author=HOSTILE, sentence=sentence, contacts=[jane(page)]))
    assert [one.skip for one in draft_sites(engine, workspace, workspace.config.brands[0], now=NOW)] == [None]
    engine.dispose()
    with sit(**env) as seen:
        shown = seen.wait(CARD)
        assert "Acme Optics" in shown
        assert len(shown.splitlines()) == 24
        for key in ("v", " ", "d", "?", "c"):
            seen.press(key, "")
            seen.press("\x1b", CARD)
        seen.press("q", "Nothing decided")
        ours = re.sub(rb"\x1b\[H\x1b\[2J|\x1b\[[\d;]*m|\r", b"", seen.raw).decode()
        assert not [sign for sign in ours if sign < " " and sign != "\n"]
        assert not set(ours) & set("\x7f\x9b\u202e\u200b")


# Several at once


@pytest.mark.slow
def test_what_somebody_else_decides_meanwhile(
    sit: Sit, workspace: Workspace, engine: Engine, cards: list[Card]
) -> None:
    with sit("--by", "Zoe") as seen:
        seen.wait(CARD)
        theirs = dialogue(workspace, engine, "Ben")
        theirs.approve(cards[0])
        shown = seen.press("y", f"{cards[0].id} {cards[0].prospect.site}: approved by Ben meanwhile; nothing was done")
        assert f"prospect {cards[1].id}" in shown
        theirs.next()
        theirs.reject(cards[2], Rejection.OLD)
        shown = seen.press("y", f"{cards[2].id} {cards[2].prospect.site}: rejected by Ben meanwhile")
        assert f"prospect {cards[3].id}" in shown
        seen.press("q", "1 approved; 1 left.")
    assert actors(history(engine)).count("Zoe") == 1


@pytest.mark.slow
def test_a_store_that_is_written_to_refuses_one_key_and_takes_the_next(
    sit: Sit, tmp_path: Path, engine: Engine, cards: list[Card]
) -> None:
    config = tmp_path / "mentions.toml"
    config.write_text(f'[store]\nurl = "sqlite:///mentions.db?timeout=0.2"\n{config.read_text()}')
    before = states(engine)
    with sit() as seen:
        seen.wait(CARD)
        other = Lock(tmp_path / "mentions.db")
        other.begin()
        seen.press("y", "another program is writing to it; try again when that is done")
        assert f"prospect {cards[0].id}," in seen.text
        other.end()
        assert states(engine) == before
        seen.press("y", f"Approved: {cards[0].id}")
        seen.press("q", "1 approved; 3 left.")


@pytest.mark.slow
def test_a_store_that_is_lost_ends_it_with_a_line_of_its_own(sit: Sit, engine: Engine) -> None:
    with sit() as seen:
        seen.wait(CARD)
        with db.transaction(engine) as connection:
            connection.exec_driver_sql("ALTER TABLE event RENAME TO former")
        seen.press("j", "no such table: event")
        assert seen.end() == 1
        assert "\nError: /" in seen.text


@pytest.mark.slow
def test_obstacles_are_said_and_y_is_refused(sit: Sit, workspace: Workspace, engine: Engine, cards: list[Card]) -> None:
    dialogue(workspace, engine).edit(cards[0], "A subject for your post", "We would gladly pay you $50 for the link.")
    with sit() as seen:
        shown = seen.wait(CARD)
        assert "stop   offers something for a link" in shown
        assert "y approve" not in shown
        assert f"y: {cards[0].id} cannot be approved: " in seen.press("y", "cannot be approved")
        assert not re.search(r"^[ya] ", seen.press("?", GONE_BACK), re.MULTILINE)
        seen.press("q", CARD)
        seen.press("q", "Nothing decided")
    assert state(engine, cards[0]).stage == "drafted"


@pytest.mark.slow
def test_a_habit_is_said_and_nothing_is_done_by_itself(sit: Sit, engine: Engine) -> None:
    with sit() as seen:
        seen.wait(CARD)
        for _ in range(2):
            seen.press("n", "Why not?")
            assert "To block" not in seen.press("i", "Rejected (policy)")
        seen.press("n", "Why not?")
        shown = seen.press("i", "Rejected (policy)").replace("\n", " ")
        assert "3 pages by Jane Doe were rejected as policy. To block the site: u, then b." in shown
        seen.press("u", "Taken back: rejected")
        seen.press("b", "Never write to")
        seen.press("y", "Blocked: ")
        seen.press("q", "2 rejected, 1 blocked; 1 left.")
    assert [one.stage for one in states(engine).values()].count("blocked") == 2
