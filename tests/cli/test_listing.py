"""`mentions list` and `mentions show`: for people in 80 columns, for programs in JSON, unharmed by what pages say."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from prospect_examples import (
    BRAND,
    CHECKOUT,
    NOW,
    OTHER_BRAND,
    SENDER,
    crawl,
    hours,
    jane,
    make_workspace,
    visit,
    without_mention,
)
from rich.cells import cell_len

from mentions import db
from mentions.cli import main
from mentions.db import Engine
from mentions.items import Evidence, Kind, LinkState, Section, Verdict
from mentions.services.drafting import draft_sites
from mentions.services.workspaces import Workspace

URL = "https://blog.example/telescopes"
HOSTILE = "\x1b]0;own\x07\x1b[2J=cmd()\r\nBcc: all@x.example \u202egnp {{7*7}} [bold]<b>望遠鏡" + "x" * 300
SCAN = "url brand surface before after section match link_state href rel link_note confidence verdict evidence"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(tmp_path)
    return make_workspace(tmp_path, BRAND + OTHER_BRAND + SENDER)


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    engine = workspace.store()
    crawl(
        workspace,
        engine,
        visit(URL),
        visit("https://www.blog.example/acme", title="Acme Optics, a portrait of the workshop"),
        visit("https://forum.example/t/1", kind=Kind.FORUM, section=Section.POST, contacts=[]),
        visit("https://linked.example/", link_state=LinkState.LINKED, href="https://acme.example/", rel=("nofollow",)),
        visit("https://doubt.example/", verdict=Verdict.DOUBTFUL, confidence=0.5),
    )
    yield engine
    engine.dispose()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def lines(*arguments: str) -> list[dict[str, object]]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.usefixtures("engine")
def test_one_line_a_site() -> None:
    result = run("list")
    head, _, *rows = result.stdout.splitlines()
    assert head.split() == ["id", "score", "site", "brand", "situation", "stage", "title"]
    assert len(rows) == 2
    assert "blog.example" in rows[0]
    assert "(+1)" in rows[0]
    assert "manual" in rows[1]
    assert all(cell_len(line) <= 80 for line in result.stdout.splitlines())


@pytest.mark.usefixtures("engine")
def test_sites_as_json() -> None:
    best, thread = lines("list")
    assert (best["site"], best["brand"], best["stage"], best["further"]) == (
        "blog.example", "Acme Optics", "qualified", [1],
    )  # fmt: skip
    assert (thread["situation"], thread["stage"]) == ("forum", "manual")
    assert lines("list", "--limit", "1") == [best]
    assert lines("list", "--stage", "manual") == [thread]
    assert lines("list", "--brand", "kindling") == []
    assert lines("list", "--brand", "acme optics", "--all") == [best, thread]


@pytest.mark.usefixtures("engine")
def test_an_empty_list_says_what_to_do() -> None:
    result = run("list", "--brand", "Kindling")
    assert (result.exit_code, result.stdout) == (
        0, "No prospects here. `mentions status` says what the crawls found, --all shows all stages.\n",
    )  # fmt: skip


def test_mentions_have_the_fields_of_scan_and_the_page(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, without_mention(URL, hours(-0.5)))
    found = lines("list", "--mentions")
    assert {" ".join(one) for one in found} == {f"{SCAN} permalink author published gone"}
    assert [one["url"] for one in found] == [
        "https://forum.example/t/1",
        "https://linked.example/",
        "https://www.blog.example/acme",
    ]
    assert (found[1]["href"], found[1]["rel"], found[1]["link_state"]) == (
        "https://acme.example/",
        ["nofollow"],
        "linked",
    )
    assert (found[0]["section"], found[0]["author"], found[0]["published"]) == ("post", None, None)
    assert found[2]["author"] == "Jane Doe"
    assert found[2]["published"] == visit(URL).page.published.isoformat()  # type: ignore[union-attr]
    assert found[0]["evidence"] == [
        {"reason": "the name is made of ordinary words", "weight": 2.5, "feature": "prior.phrase", "value": 1.0},
        {"reason": "has a possessive", "weight": 0.4, "feature": "near.possessive", "value": 1.0},
    ]
    everything = lines("list", "--mentions", "--all")
    assert [one["url"] for one in everything if one["gone"]] == [URL]
    assert [one["url"] for one in everything if one["verdict"] == "doubtful"] == ["https://doubt.example/"]


def test_what_a_mention_says_of_itself_goes_before_the_page(workspace: Workspace) -> None:
    engine = workspace.store()
    own: dict[str, Any] = {"author": "Bob", "published": hours(-50), "permalink": f"{URL}#post-7"}
    first = visit(URL, kind=Kind.FORUM)
    assert first.page
    mention = replace(first.page.mentions[0], **own)
    crawl(workspace, engine, replace(first, page=replace(first.page, mentions=(mention,))))
    engine.dispose()
    (one,) = lines("list", "--mentions")
    assert {name: one[name] for name in own} == own | {"published": hours(-50).isoformat()}


@pytest.mark.usefixtures("engine")
def test_mentions_fit_the_screen() -> None:
    result = run("list", "--mentions")
    assert "[Acme Optics]" in result.stdout
    assert all(cell_len(line) <= 80 for line in result.stdout.splitlines())


@pytest.mark.usefixtures("engine")
def test_show_says_it_all() -> None:
    shown = run("show", "1").stdout
    for said in (
        "Ten telescopes for a dark winter night in the mountains",
        URL,
        "blog.example (Night Notes)",
        "Jane Doe",
        "blog_unlinked: a blog that names the brand",
        "freshness",
        "made by [Acme Optics]",
        "for +2.5: the name is made of ordinary words",
        "jane@blog.example (Jane Doe): person, author_mailto",
        "also there",
        "none yet",
        "found → qualified",
    ):
        assert said in shown
    assert all(cell_len(line) <= 80 for line in shown.splitlines())


@pytest.mark.usefixtures("engine")
def test_a_site_is_listed_then_its_best_page_shown() -> None:
    shown = run("show", "blog.example").stdout
    table, _, best = shown.partition("\n\n")
    assert len(table.splitlines()) == 4
    assert "Acme Optics, a portrait of the workshop" in best
    assert [one["id"] for one in lines("show", "blog.example")] == [3, 1]


@pytest.mark.usefixtures("engine")
def test_what_is_set_aside_comes_last_and_is_no_best_page() -> None:
    assert run("reject", "3", "--reason", "old").exit_code == 0
    assert [one["id"] for one in lines("show", "blog.example")] == [1, 3]
    assert [one["id"] for one in lines("list", "--stage", "qualified")] == [1]


def test_what_gives_no_reason_to_ask_is_named_too(workspace: Workspace, engine: Engine) -> None:
    linked = [
        visit(f"https://blog.example/{number:02}", title=f"Linked {number}", link_state=LinkState.LINKED)
        for number in range(11)
    ]
    crawl(workspace, engine, *linked)
    shown = run("show", "1").stdout
    assert shown.count("nothing to ask for: Linked") == 9
    assert "and 2 more: mentions list --mentions --all" in shown
    (known,) = lines("show", "1")
    assert known["nothing_to_ask"] == [one.url for one in linked]


def test_a_page_that_is_no_prospect_says_what_it_names_and_why(workspace: Workspace, engine: Engine) -> None:
    url, reasons = (
        "https://doubt.example/",
        tuple(Evidence(f"reason {each}", 2.0 - each, "x", 1.0) for each in range(8)),
    )
    crawl(workspace, engine, visit(url, verdict=Verdict.DOUBTFUL, confidence=0.4, evidence=reasons))
    result = run("show", url)
    assert result.exit_code == 0
    for said in (
        "prospect   none: there is nothing to ask for",
        "mentions review --doubtful",
        "made by [Acme Optics]",
        "unlinked, article, one of 1 on the page; doubtful at 0.40",
        "for +2.0: reason 0",
        "against -3.0: reason 5",
        "and 2 weaker: --json has them all",
    ):
        assert said in result.stdout
    assert all(cell_len(line) <= 80 for line in result.stdout.splitlines())
    known = json.loads(run("show", url, "--json").stdout)
    assert (known["id"], known["url"], known["mentions"][0]["verdict"]) == (None, url, "doubtful")
    assert len(known["mentions"][0]["evidence"]) == 8
    with db.transaction(engine) as connection:
        connection.exec_driver_sql("UPDATE mention SET reviewed = 'rejected'")
    shown = run("show", url).stdout
    assert "rejected by a person, doubtful at 0.40 by the program" in " ".join(shown.split())
    assert "--doubtful" not in shown
    assert run("show", url, "--brand", "Kindling").exit_code == 1


@pytest.mark.usefixtures("engine")
def test_show_as_json() -> None:
    (known,) = lines("show", URL)
    assert (known["id"], known["brand"], known["url"], known["stage"]) == (1, "Acme Optics", URL, "qualified")
    assert known["further"] == [one["id"] for one in lines("list")[:1]]
    assert known["contacts"] == [
        {
            "email": "jane@blog.example",
            "kind": "person",
            "source_url": URL,
            "snippet": "by Jane Doe",
            "sign": "author_mailto",
            "name": "Jane Doe",
            "role": "",
            "against": None,
        }
    ]


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["show", "99"], 1, "Error: there is no prospect 99; `mentions list` shows them\n"),
        (["show", "1", "--brand", "Kindling"], 1, "Error: 1: nothing is known there of Kindling\n"),
        (["list", "--brand", "Acme"], 1, "no brand"),
        (["list", "--stage", "sent"], 2, "'sent' is not one of"),
        (["list", "--mentions", "--stage", "drafted"], 2, "--stage goes with none of"),
        (["list", "--limit", "0"], 2, "0"),
    ],
)
def test_what_goes_wrong_is_said(arguments: list[str], status: int, said: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (status, "")
    assert said in result.stderr


def is_harmless(text: str) -> bool:
    return not any(sign < " " and sign != "\n" for sign in text) and not set(text) & set("\x7f\x9b\u202e\u200b")


def test_hostile_pages_harm_no_screen(workspace: Workspace) -> None:
    engine = workspace.store()
    bad = [jane("https://evil.example/x", f"{local}@evil.example") for local in ("=cmd", "jane\x1b[2J")]
    good = jane("https://evil.example/x")
    crawl(workspace, engine, visit("https://evil.example/x", title=HOSTILE, author=HOSTILE, contacts=[*bad, good]))
    list(draft_sites(engine, workspace, workspace.config.brands[0], now=NOW))
    engine.dispose()
    for arguments in (["list"], ["list", "--mentions"], ["show", "1"], ["show", "evil.example"]):
        result = run(*arguments)
        assert result.exit_code == 0
        assert is_harmless(result.stdout)
        assert all(cell_len(line) <= 80 for line in result.stdout.splitlines())
        json_result = run(*arguments, "--json")
        assert is_harmless(json_result.stdout)
        assert json.loads(json_result.stdout.splitlines()[0])


@pytest.mark.usefixtures("engine")
def test_a_real_process_prints_for_a_pipe(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mentions", "list"]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | CHECKOUT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "blog.example" in done.stdout
    assert "\x1b" not in done.stdout


STORY = "\n".join(" ".join(f"word{line * 12 + place}" for place in range(12)) for line in range(12))


def test_copies_are_told_and_never_listed_as_prospects(workspace: Workspace, engine: Engine) -> None:
    told = [visit(f"https://{name}.example/story") for name in ("first", "second", "third")]
    told = [replace(one, page=replace(one.page, text=f"{one.page.text}\n{STORY}")) for one in told if one.page]
    crawl(workspace, engine, *told)
    listed = run("list").output
    assert "is also on 2 other sites" in listed
    assert "second.example" not in listed
    lines = [json.loads(line) for line in run("list", "--json").output.splitlines()]
    assert [line["copies"] for line in lines if line["copies"]] == [[one.url for one in told[1:]]]
    shown = run("show", told[0].url).output
    assert "also on    2 other sites, never asked:" in shown
    assert told[2].url in shown
    assert f"copy of    {told[0].url}" in run("show", told[1].url).output
    assert json.loads(run("show", told[1].url, "--json").output)["copy_of"] == told[0].url
