"""One letter a site: who gets one, who gets none, and what it says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prospect_examples import BRAND, NOW, OTHER_BRAND, SENDER, crawl, hours, jane, make_workspace, unreadable, visit

from mentions import db
from mentions.db import Engine
from mentions.db.store.contacts import suppress
from mentions.db.store.drafts import drafts_of
from mentions.db.store.events import events_of
from mentions.db.store.prospects import prospects
from mentions.db.store.rows import ProspectRow
from mentions.exceptions import ConfigError, MoveError
from mentions.items import Contact, ContactKind, Kind, LinkState, Section, Stage
from mentions.outreach.linting import Severity
from mentions.services.drafting import Drafted, Skip, draft, draft_sites
from mentions.services.entering import contact
from mentions.services.workspaces import Workspace

URL = "https://blog.example/telescopes"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    engine = workspace.store()
    yield engine
    engine.dispose()


def draft_all(workspace: Workspace, engine: Engine) -> list[Drafted]:
    return list(draft_sites(engine, workspace, workspace.config.brands[0], now=NOW))


def known(engine: Engine) -> list[ProspectRow]:
    with db.reading(engine) as connection:
        return prospects(connection)


def test_a_letter_quotes_the_page_and_is_kept_with_its_findings(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, visit(URL))
    (done,) = draft_all(workspace, engine)
    assert done.text is not None
    assert (done.skip, done.email, done.prospect.stage) == (None, "jane@blog.example", Stage.DRAFTED)
    assert "“The sharpest of the ten was made by Acme Optics, and nobody had expected that.”" in done.text.body
    assert not [one for one in done.findings if one.severity is Severity.BLOCK]
    with db.reading(engine) as connection:
        (kept,) = drafts_of(connection, done.prospect.id)
        (*_, event) = events_of(connection, done.prospect.id)
    assert (kept.subject, kept.body) == (done.text.subject, done.text.body)
    assert (kept.approved_by, kept.suggested_url) == (None, "https://acme.example/")
    assert (event.to_stage, event.draft_id, event.actor) == (Stage.DRAFTED, kept.id, "program")


def test_one_letter_a_site_for_its_best_page(workspace: Workspace, engine: Engine) -> None:
    other = "https://www.blog.example/acme"
    crawl(workspace, engine, visit(URL), visit(other, title="Acme Optics, a portrait of the workshop"))
    best = known(engine)[0]
    (done,) = draft_all(workspace, engine)
    assert (done.prospect.id, best.url) == (best.id, other)
    assert [again.skip for again in draft_all(workspace, engine)] == [Skip.BARRED]
    assert [one.stage for one in known(engine)] == [Stage.DRAFTED, Stage.QUALIFIED]


def test_no_letter_beside_one_for_another_brand(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, BRAND + OTHER_BRAND + SENDER)
    engine = workspace.store()
    other = visit(
        "https://blog.example/fire",
        sentence="A fire of Kindling burns long and bright, they say.",
        brand=("kindling", "Kindling"),
    )
    crawl(workspace, engine, visit(URL), other)
    results = [done for brand in workspace.config.brands for done in draft_sites(engine, workspace, brand, now=NOW)]
    assert [done.skip for done in results] == [None, Skip.BARRED]
    assert "blog.example" in results[1].why
    engine.dispose()


def test_the_same_person_elsewhere_is_not_written_to_twice(workspace: Workspace, engine: Engine) -> None:
    second = "https://second.example/telescopes"
    crawl(workspace, engine, visit(URL), visit(second, contacts=[jane(second, "jane@blog.example")]))
    results = draft_all(workspace, engine)
    assert sorted(str(done.skip) for done in results) == ["None", "not to be written to"]
    assert "writes to jane@blog.example already" in next(done.why for done in results if done.skip)


@pytest.mark.parametrize("value", ["jane@blog.example", "blog.example"])
def test_the_suppressed_get_none(workspace: Workspace, engine: Engine, value: str) -> None:
    crawl(workspace, engine, visit(URL))
    with db.transaction(engine) as connection:
        suppress(connection, value, reason="said no", at=NOW)
    (done,) = draft_all(workspace, engine)
    assert done.skip is Skip.BARRED
    assert "said no" in done.why
    assert known(engine)[0].stage is Stage.QUALIFIED


def test_the_next_contact_is_taken_where_the_best_is_suppressed(workspace: Workspace, engine: Engine) -> None:
    desk = Contact(
        email="editor@blog.example", kind=ContactKind.ROLE, source_url=URL, snippet="write to us", sign="mailto"
    )
    crawl(workspace, engine, visit(URL, contacts=[jane(URL), desk]))
    with db.transaction(engine) as connection:
        suppress(connection, "jane@blog.example", reason="said no", at=NOW)
    (done,) = draft_all(workspace, engine)
    assert (done.skip, done.email) == (None, "editor@blog.example")


def test_nobody_is_asked_about_another_authors_page(workspace: Workspace, engine: Engine) -> None:
    other = visit("https://blog.example/other", title="Odds and ends", sentence="Far down it says Acme Optics.")
    crawl(workspace, engine, visit(URL, author="Max Moon", contacts=[]), other)
    assert draft(engine, workspace, known(engine)[0].id, now=NOW).skip is Skip.NO_CONTACT
    (done,) = draft_all(workspace, engine)
    assert (done.prospect.url, done.email) == (other.url, "jane@blog.example")


def test_a_site_without_a_contact_is_named_once(workspace: Workspace, engine: Engine) -> None:
    best = visit("https://blog.example/acme", title="Acme Optics, a portrait of the workshop", contacts=[])
    crawl(workspace, engine, visit(URL, contacts=[]), best)
    (done,) = draft_all(workspace, engine)
    assert (done.prospect.url, done.skip) == (best.url, Skip.NO_CONTACT)


def test_without_a_printed_address_nobody_is_guessed(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, visit(URL, contacts=[]))
    (done,) = draft_all(workspace, engine)
    assert done.skip is Skip.NO_CONTACT
    entered = contact("Jane Doe <Jane@Blog.example>", "https://blog.example/about")
    done = draft(engine, workspace, done.prospect.id, entered=entered, now=NOW)
    assert (done.skip, done.email) == (None, "jane@blog.example")
    assert done.text is not None
    assert done.text.body.startswith("Hello Jane,")
    assert "https://blog.example/about" in done.text.body


@pytest.mark.parametrize(
    ("address", "found_at"),
    [
        ("noreply@blog.example", "https://blog.example/"),
        ("jane", "https://blog.example/"),
        ("a@blog.example, b@blog.example", "https://blog.example/"),
        ("jane@blog.example\r\nBcc: all@blog.example", "https://blog.example/"),
        ("jane@blog.example", "about page"),
    ],
)
def test_an_address_is_entered_right_or_not_at_all(address: str, found_at: str) -> None:
    with pytest.raises(ValueError, match="address"):
        contact(address, found_at)


def test_what_has_no_template_is_said_and_the_next_page_taken(workspace: Workspace, engine: Engine) -> None:
    elsewhere = visit(
        "https://blog.example/a",
        title="Acme Optics, a portrait of the workshop",
        link_state=LinkState.LINKED_ELSEWHERE,
        href="https://shop.example/",
    )
    crawl(workspace, engine, elsewhere, visit(URL))
    assert "shop.example" in draft(engine, workspace, known(engine)[0].id, now=NOW).why
    (done,) = draft_all(workspace, engine)
    assert (done.prospect.url, done.skip) == (URL, None)


def test_a_thread_gets_no_mail(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, visit(URL, kind=Kind.FORUM, section=Section.POST))
    assert draft_all(workspace, engine) == []
    (one,) = known(engine)
    done = draft(engine, workspace, one.id, now=NOW)
    assert (one.stage, done.skip) == (Stage.MANUAL, Skip.NO_TEMPLATE)
    assert "reply there" in done.why


def test_a_page_that_went_gets_none(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, visit(URL))
    crawl(workspace, engine, unreadable(URL, hours(-0.5)))
    (done,) = draft_all(workspace, engine)
    assert done.skip is Skip.CHANGED
    assert "gone" in done.why


def test_a_draft_is_written_anew_and_the_old_one_kept(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, visit(URL))
    (first,) = draft_all(workspace, engine)
    changed = "Nobody had expected that the sharpest one of all would be made by Acme Optics."
    crawl(workspace, engine, visit(URL, sentence=changed, at=hours(-0.5)))
    again = draft(engine, workspace, first.prospect.id, now=NOW)
    assert again.text is not None
    assert (again.skip, again.prospect.stage) == (None, Stage.DRAFTED)
    assert changed in again.text.body
    with db.reading(engine) as connection:
        assert [one.is_current for one in drafts_of(connection, first.prospect.id)] == [True, False]


def test_a_draft_whose_page_links_by_now_stays_as_it_is(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, visit(URL))
    (first,) = draft_all(workspace, engine)
    linked = visit(URL, at=hours(-0.5), link_state=LinkState.LINKED, href="https://acme.example/")
    crawl(workspace, engine, linked)
    again = draft(engine, workspace, first.prospect.id, now=NOW)
    assert (again.skip, known(engine)[0].stage) == (Skip.STAGE, Stage.DRAFTED)


def test_without_a_sender_nothing_is_written(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, BRAND)
    engine = workspace.store()
    crawl(workspace, engine, visit(URL))
    with pytest.raises(ConfigError, match=r"add a \[\[sender\]\]"):
        draft_all(workspace, engine)
    engine.dispose()


def test_an_unknown_prospect_is_an_error(workspace: Workspace, engine: Engine) -> None:
    with pytest.raises(MoveError, match="no prospect 7"):
        draft(engine, workspace, 7, now=NOW)


def test_a_draft_that_promotes_without_an_address_is_kept_and_blocked(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, BRAND + SENDER.replace("postal_address", "# postal_address"))
    engine = workspace.store()
    crawl(workspace, engine, visit(URL))
    (done,) = draft_all(workspace, engine)
    assert done.prospect.stage is Stage.DRAFTED
    assert [one.message for one in done.findings if one.severity is Severity.BLOCK] == [
        "the sender has no postal address: add it to [[sender]]"
    ]
    engine.dispose()
