from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.items import Contact, ContactKind
from mentions.prospects.contacts import classify, is_of_another_page, rank, usable
from mentions.prospects.qualifying import Situation

PAGE = "https://daily.example/2026/lenses"
CONTACT = Contact(
    email="jane.doe@daily.example", kind=ContactKind.PERSON, source_url=PAGE, snippet="by Jane Doe", sign="mailto"
)


def at(email: str, sign: str = "mailto", source_url: str = PAGE, name: str = "") -> Contact:
    return replace(CONTACT, email=email, sign=sign, source_url=source_url, name=name)


def best_first(*contacts: Contact, situation: Situation = Situation.NEWS_UNLINKED) -> list[str]:
    return [contact.email for contact in rank(contacts, situation, PAGE)]


@pytest.mark.parametrize(
    "local",
    [
        *("security", "abuse", "postmaster", "hostmaster", "webmaster", "privacy", "dpo", "jobs", "careers", "hr"),
        *("billing", "invoice", "legal", "unsubscribe", "mailer-daemon", "noreply", "no-reply", "donotreply"),
        *("press-release", "no_reply", "NoReply", "noreply2", "no-reply-news", "news.noreply", "do-not-reply"),
        *("Abuse", "jobs.de", "jobs2026", "de-jobs", "privacy+form", "mailerdaemon7", "pressreleases"),
    ],
)
def test_desks_that_are_never_written_to(local: str) -> None:
    contact = at(f"{local}@daily.example", "author_mailto")
    assert usable(contact)
    assert not rank([contact], Situation.BLOG_UNLINKED, PAGE)


@pytest.mark.parametrize(
    "local", ["jane", "hrothgar", "legally.blonde", "editor", "info", "reply", "o'neil", "abuselle"]
)
def test_desks_that_only_look_like_them(local: str) -> None:
    assert usable(at(f"{local}@daily.example")) is None


@pytest.mark.parametrize(
    "email", ["", "jane", "jane@", "@daily.example", "a@b.example, c@d.example", "+jane@daily.example", "a\n@b.example"]
)
def test_what_is_no_address_is_not_used(email: str) -> None:
    reason = usable(at(email))
    assert reason
    assert "\n" not in reason


def test_a_form_is_not_written_to() -> None:
    assert usable(replace(CONTACT, kind=ContactKind.FORM))


@pytest.mark.parametrize(
    ("email", "name", "kind"),
    [
        ("jane.doe@daily.example", "", ContactKind.PERSON),
        ("jd@daily.example", "Jane Doe", ContactKind.PERSON),
        ("zoe@blog.example", "", ContactKind.PERSON),
        ("info@daily.example", "Jane Doe", ContactKind.ROLE),
        ("News-Desk2@daily.example", "", ContactKind.ROLE),
        ("redaktion@daily.example", "", ContactKind.ROLE),
        ("daily@mail.example", "The Daily Staff", ContactKind.ROLE),
        ("advertising@daily.example", "", ContactKind.ROLE),
    ],
)
def test_an_address_is_a_persons_or_an_offices(email: str, name: str, kind: ContactKind) -> None:
    assert classify(email, name) is kind


def test_the_trust_in_the_sign_decides_between_people() -> None:
    assert best_first(
        at("d@daily.example", "jsonld_publisher"),
        at("c@daily.example"),
        at("b@daily.example", "jsonld_author"),
        at("a@daily.example", "author_mailto"),
        at("z@daily.example", "manual"),
    ) == ["z@daily.example", "a@daily.example", "b@daily.example", "c@daily.example", "d@daily.example"]


def test_author_then_editors_then_the_general_desk_then_sales() -> None:
    desks = [at(f"{local}@daily.example") for local in ("ads", "info", "newsroom", "jane")]
    assert best_first(*desks) == [f"{local}@daily.example" for local in ("jane", "newsroom", "info", "ads")]


def test_what_stands_on_the_page_comes_before_another_sites_address() -> None:
    assert best_first(at("jane@own.example", "author_mailto"), at("jane@daily.example", "author_mailto")) == [
        "jane@daily.example",
        "jane@own.example",
    ]


def test_an_address_of_somebody_else_in_the_text_is_nobody_to_ask() -> None:
    assert best_first(at("press@lenses.example")) == []
    assert best_first(at("jane@own.example", "jsonld_author")) == ["jane@own.example"]


def test_one_publisher_may_have_two_suffixes() -> None:
    assert best_first(at("jane@daily.co.uk")) == ["jane@daily.co.uk"]


def test_free_mail_counts_where_the_site_itself_prints_it() -> None:
    assert best_first(at("jane@gmail.com")) == ["jane@gmail.com"]
    assert best_first(at("jane@gmail.com", source_url="https://list.example/")) == []


def test_an_address_that_a_person_entered_needs_no_sign() -> None:
    assert best_first(at("jane@own.example", "manual", "https://people.example/jane")) == ["jane@own.example"]


@pytest.mark.parametrize("situation", [s for s in Situation if "linked" not in s])
def test_where_no_mail_is_due_there_is_no_contact(situation: Situation) -> None:
    assert best_first(CONTACT, situation=situation) == []


def test_each_address_comes_once_by_its_best_sign() -> None:
    found = rank([at("Jane@daily.example"), at("jane@daily.example", "author_mailto")], Situation.NEWS_UNLINKED, PAGE)
    assert [contact.sign for contact in found] == ["author_mailto"]


def test_equals_keep_the_order_of_the_page() -> None:
    assert best_first(at("b@daily.example"), at("a@daily.example")) == ["b@daily.example", "a@daily.example"]


@given(st.lists(st.text(max_size=30), max_size=6), st.sampled_from(Situation), st.text(max_size=30))
def test_whatever_a_page_prints_only_usable_addresses_are_ranked(
    emails: list[str], situation: Situation, sign: str
) -> None:
    given_contacts = [at(email, sign) for email in emails]
    ranked = rank(given_contacts, situation, PAGE)
    assert all(contact in given_contacts and usable(contact) is None for contact in ranked)
    assert len({contact.email.lower() for contact in ranked}) == len(ranked)


OTHER_PAGE = "https://daily.example/2026/other"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (at("jane@daily.example", "author_mailto", f"{PAGE}?utm_source=feed", "Jane Doe"), False),
        (at("jane@daily.example", "author_mailto", OTHER_PAGE, "Jane Doe"), False),
        (at("jane@daily.example", "jsonld_author", OTHER_PAGE, "JANE DOE"), False),
        (at("max@daily.example", "author_mailto", OTHER_PAGE, "Max Moon"), True),
        (at("max@daily.example", "jsonld_author", OTHER_PAGE), True),
        (at("desk@daily.example", "mailto", OTHER_PAGE), False),
        (at("max@daily.example", "manual", OTHER_PAGE, "Max Moon"), False),
    ],
)
def test_an_author_is_asked_about_their_own_page(found: Contact, expected: bool) -> None:
    assert is_of_another_page(found, PAGE, " Jane Doe") is expected


def test_where_no_author_is_named_another_pages_author_is_not_it() -> None:
    assert is_of_another_page(at("jane@daily.example", "author_mailto", OTHER_PAGE, "Jane Doe"), PAGE, "")
