"""What is kept is judged again, without a page."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from prospect_examples import NOW, crawl, hours, make_workspace, visit

from mentions import db
from mentions.cli import main
from mentions.db import Engine
from mentions.db.store.mentions import mentions, review_place
from mentions.db.store.prospects import prospects
from mentions.db.store.rows import MentionRow
from mentions.detection.weights import shipped
from mentions.items import Evidence, Stage, Thresholds, Verdict, Visit
from mentions.services.rescoring import rescore
from mentions.services.workspaces import Workspace

FEATURE = "form.inside_sentence"
WEIGHT = shipped()[FEATURE]
OLD = Evidence("old", 0.4)
"""A row from before features were kept."""
LENIENT = Thresholds(accept=0.5, reject=0.1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    engine = workspace.store()
    yield engine
    engine.dispose()


def judged(url: str, *evidence: Evidence, confidence: float, verdict: Verdict) -> Visit:
    """A page that a crawl judged so, by other weights perhaps."""
    found = visit(url, at=hours(-3))
    assert found.page
    named = replace(found.page.mentions[0], evidence=evidence, confidence=confidence, verdict=verdict)
    return replace(found, page=replace(found.page, mentions=(named,)))


def judge(engine: Engine, workspace: Workspace, thresholds: Thresholds) -> Counter[tuple[Verdict, Verdict]]:
    done = rescore(engine, workspace.config.brands, thresholds, now=NOW)
    return sum((one.moves for one in done), Counter[tuple[Verdict, Verdict]]())


def only(engine: Engine) -> MentionRow:
    with db.reading(engine) as connection:
        (row,) = mentions(connection)
    return row


def stages(engine: Engine) -> list[Stage]:
    with db.reading(engine) as connection:
        return [one.stage for one in prospects(connection)]


def test_other_weights_judge_by_the_features_that_are_kept(workspace: Workspace, engine: Engine) -> None:
    old = Evidence("has a capital inside a sentence", -9.0, FEATURE, 1.0)
    crawl(workspace, engine, judged("https://a.example/", old, confidence=0.0001, verdict=Verdict.REJECTED))
    assert stages(engine) == []
    assert judge(engine, workspace, LENIENT) == {(Verdict.REJECTED, Verdict.ACCEPTED): 1}
    row = only(engine)
    assert (row.verdict, row.evidence) == (Verdict.ACCEPTED, [[old.reason, WEIGHT, FEATURE, 1.0]])
    assert stages(engine) == [Stage.QUALIFIED]
    assert judge(engine, workspace, LENIENT) == {}


def test_stricter_thresholds_set_a_prospect_aside(workspace: Workspace, engine: Engine) -> None:
    kept = Evidence("has a capital inside a sentence", WEIGHT, FEATURE, 1.0)
    crawl(workspace, engine, judged("https://a.example/", kept, confidence=0.8, verdict=Verdict.ACCEPTED))
    assert stages(engine) == [Stage.QUALIFIED]
    strict = Thresholds(accept=0.99, reject=0.1)
    assert judge(engine, workspace, strict) == {(Verdict.ACCEPTED, Verdict.DOUBTFUL): 1}
    assert stages(engine) == [Stage.STALE]


def test_evidence_of_old_that_has_no_feature_keeps_its_weight(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, judged("https://a.example/", OLD, confidence=0.6, verdict=Verdict.DOUBTFUL))
    judge(engine, workspace, LENIENT)
    assert [only(engine).confidence, only(engine).verdict] == [0.5987, Verdict.ACCEPTED]


def test_what_a_person_said_stands(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, judged("https://a.example/", OLD, confidence=0.6, verdict=Verdict.DOUBTFUL))
    with db.transaction(engine) as connection:
        review_place(connection, only(engine), Verdict.REJECTED)
    judge(engine, workspace, LENIENT)
    assert only(engine).standing is Verdict.REJECTED
    assert stages(engine) == []


def test_more_pages_than_one_batch(workspace: Workspace, engine: Engine) -> None:
    urls = [f"https://site{number}.example/" for number in range(230)]
    crawl(workspace, engine, *(judged(url, OLD, confidence=0.9, verdict=Verdict.DOUBTFUL) for url in urls))
    assert judge(engine, workspace, LENIENT) == {(Verdict.DOUBTFUL, Verdict.ACCEPTED): len(urls)}


def test_the_command(workspace: Workspace, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace.folder)
    crawl(workspace, engine, judged("https://a.example/", OLD, confidence=0.6, verdict=Verdict.DOUBTFUL))
    file = workspace.folder / "mentions.toml"
    file.write_text(f"{file.read_text()}\n[detection]\naccept = 0.55\n")
    run = CliRunner().invoke
    said = json.loads(run(main, ["rescore", "--json"]).stdout)
    assert said == {"pages": 1, "mentions": 1, "moves": [{"from": "doubtful", "to": "accepted", "count": 1}]}
    assert run(main, ["rescore"]).stdout == "1 mentions on 1 pages judged again: no verdict changed.\n"
    file.write_text(file.read_text().replace("0.55", "0.7\nreject = 0.65"))
    assert run(main, ["rescore"]).stdout.endswith("judged again: 1 accepted now rejected.\n")
    shown = run(main, ["list", "--rejected"]).stdout
    assert "+0.4 old\n" in shown
    assert "[Acme Optics]" in shown
    assert run(main, ["list", "--rejected", "--stage", "drafted"]).exit_code == 2
