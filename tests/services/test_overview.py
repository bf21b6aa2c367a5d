"""One line a site; mentions as they are recorded, and all that is known of one prospect."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prospect_examples import (
    BRAND,
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

from mentions import db
from mentions.db import Engine
from mentions.db.store.contacts import suppress
from mentions.exceptions import MentionsError
from mentions.items import Contact, ContactKind, LinkState, Stage, Verdict
from mentions.services.dossiers import dossier, find
from mentions.services.drafting import draft
from mentions.services.overview import recorded, sites
from mentions.services.workspaces import Workspace

URL = "https://blog.example/telescopes"
BEST = "https://www.blog.example/acme"
LINKED = "https://linked.example/"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, BRAND + OTHER_BRAND + SENDER)


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    engine = workspace.store()
    crawl(
        workspace,
        engine,
        visit(URL),
        visit(BEST, title="Acme Optics, a portrait of the workshop"),
        visit("https://late.example/x", sentence="Far down it says Acme Optics.", title="Odds and ends"),
        visit(LINKED, link_state=LinkState.LINKED, href="https://acme.example/"),
        visit("https://doubt.example/", verdict=Verdict.DOUBTFUL, confidence=0.5),
    )
    yield engine
    engine.dispose()


def test_a_site_is_one_line_with_its_best_page(engine: Engine) -> None:
    first, second = sites(engine)
    assert (first.best.url, [one.url for one in first.further]) == (BEST, [URL])
    assert (second.best.site, second.further) == ("late.example", ())
    assert sites(engine, limit=1) == [first]


def test_lines_of_a_brand_and_a_stage(workspace: Workspace, engine: Engine) -> None:
    fire = "A fire of Kindling burns long and bright, they say."
    crawl(workspace, engine, visit("https://fire.example/", sentence=fire, brand=("kindling", "Kindling")))
    assert [line.best.site for line in sites(engine, brand="kindling")] == ["fire.example"]
    (best, _) = sites(engine, brand="acme-optics")
    draft(engine, workspace, best.best.id, now=NOW)
    assert [line.best.url for line in sites(engine, stages=[Stage.DRAFTED])] == [BEST]


def test_mentions_are_the_accepted_ones_that_stand(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, without_mention(URL, hours(-0.5)))
    accepted = recorded(engine)
    assert {row.url for row in accepted} == {BEST, LINKED, "https://late.example/x"}
    everything = recorded(engine, verdicts=(), with_gone=True)
    assert {row.url for row in everything} - {row.url for row in accepted} == {URL, "https://doubt.example/"}
    assert [row.url for row in everything if row.gone] == [URL]
    assert recorded(engine, brand="kindling", verdicts=(), with_gone=True) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("1", [URL]),
        (URL, [URL]),
        (f"{URL}?utm_source=mail#top", [URL]),
        ("blog.example", [BEST, URL]),
        ("www.blog.example", [BEST, URL]),
        (" BLOG.example ", [BEST, URL]),
    ],
)
def test_a_prospect_is_found_by_id_site_or_address(engine: Engine, wanted: str, found: list[str]) -> None:
    assert [one.url for one in find(engine, wanted)] == found


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("99", "no prospect 99"),
        ("9" * 40, "no prospect 999"),
        ("nowhere.example", "nothing worth asking about is known of nowhere.example"),
        ("https://nowhere.example/", "no page with a mention is recorded"),
        (LINKED, "nothing to ask for; it names Acme Optics (accepted, linked)"),
        ("no site", "neither the id of a prospect, nor a site, nor a web address"),
        ("", "neither the id"),
    ],
)
def test_what_is_not_found_is_said(engine: Engine, wanted: str, said: str) -> None:
    with pytest.raises(MentionsError) as error:
        find(engine, wanted)
    assert said in str(error.value)


def test_a_dossier_holds_all_that_is_known(workspace: Workspace, engine: Engine) -> None:
    (one,) = find(engine, URL)
    draft(engine, workspace, one.id, now=NOW)
    known = dossier(engine, find(engine, URL)[0])
    assert known.quoted is not None
    assert (known.page.url, known.quoted.surface, len(known.mentions)) == (URL, "Acme Optics", 1)
    assert [other.url for other in known.further] == [BEST]
    assert known.draft is not None
    assert [event.to_stage for event in known.events] == [Stage.QUALIFIED, Stage.DRAFTED]


def test_contacts_come_ranked_and_with_what_speaks_against_them(workspace: Workspace, engine: Engine) -> None:
    url = "https://many.example/post"
    found = [
        Contact(email="sales@many.example", kind=ContactKind.ROLE, source_url=url, snippet="", sign="mailto"),
        Contact(email="privacy@many.example", kind=ContactKind.ROLE, source_url=url, snippet="", sign="mailto"),
        Contact(email="no@many.example", kind=ContactKind.PERSON, source_url=url, snippet="", sign="mailto"),
        Contact(email="who@stranger.example", kind=ContactKind.PERSON, source_url=url, snippet="", sign="mailto"),
        jane(url),
    ]
    crawl(workspace, engine, visit(url, contacts=found))
    with db.transaction(engine) as connection:
        suppress(connection, "no@many.example", reason="said no", at=NOW)
    (one,) = find(engine, url)
    candidates = dossier(engine, one).contacts
    assert candidates[0].contact.email == "jane@many.example"
    against = {each.contact.email: each.against for each in candidates}
    assert (against["jane@many.example"], against["sales@many.example"]) == (None, None)
    assert "addresses like privacy@" in str(against["privacy@many.example"])
    assert "said no" in str(against["no@many.example"])
    assert "somebody else's address" in str(against["who@stranger.example"])
