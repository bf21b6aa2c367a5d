import pytest
from db_examples import NOW, hours, keep, mention, visit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from mentions.db.store.contacts import add_contact, contact, suppress, suppressed, unsuppress
from mentions.db.store.pages import pages
from mentions.items import Contact, ContactKind


def test_a_contact_entered_twice_is_one(connection: Connection) -> None:
    (touched,) = keep(connection, visit(mention()))
    (page,) = pages(connection, [touched.page_id])
    found = Contact(
        email="Ed@News.example", kind=ContactKind.ROLE, source_url="", snippet="", sign="manual", role="desk"
    )
    first = add_contact(connection, page.site_id, found, at=NOW)
    assert add_contact(connection, page.site_id, found, at=hours(1)) == first
    kept = contact(connection, first)
    assert kept is not None
    assert (kept.email, kept.role, kept.kind, kept.found_at) == ("ed@news.example", "desk", ContactKind.ROLE, hours(1))
    assert contact(connection, first + 1) is None


@pytest.mark.parametrize(
    ("blocked", "asked", "is_suppressed"),
    [
        ("Anna@news.example", "anna@NEWS.example ", True),
        ("anna@news.example", "ben@news.example", False),
        ("anna@news.example", "news.example", False),
        ("news.example", "anna@news.example", True),
        ("news.example", "anna@mail.news.example", True),
        ("news.example", "mail.news.example", True),
        ("mail.news.example", "anna@news.example", False),
        ("news.example", "anna@notnews.example", False),
        ("bücher.example", "anna@xn--bcher-kva.example", True),
    ],
)
def test_who_is_suppressed(connection: Connection, blocked: str, asked: str, is_suppressed: bool) -> None:
    suppress(connection, blocked, reason="asked us to stop", at=NOW)
    assert suppressed(connection, [asked]) == ({asked: "asked us to stop"} if is_suppressed else {})


def test_the_first_reason_stays_until_it_is_taken_back(connection: Connection) -> None:
    suppress(connection, "news.example", reason="opted out", at=NOW)
    suppress(connection, "NEWS.example", reason="bounced", at=hours(1))
    assert suppressed(connection, ["news.example"]) == {"news.example": "opted out"}
    assert unsuppress(connection, "News.example")
    assert not unsuppress(connection, "news.example")
    assert suppressed(connection, ["news.example"]) == {}


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec=None)))
def test_any_text_can_be_looked_up(connection: Connection, text: str) -> None:
    assert suppressed(connection, [text]) == {}
