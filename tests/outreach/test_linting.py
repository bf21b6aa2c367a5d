from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach_examples import DRAFT

from mentions.outreach.linting import RULES, LintInput, Severity, blocks, lint
from mentions.outreach.templates import TemplateClass


def broken(draft: LintInput, severity: Severity | None = None) -> set[str]:
    return {finding.rule for finding in lint(draft) if severity in (None, finding.severity)}


def test_the_draft_of_the_shipped_template_breaks_none() -> None:
    assert lint(DRAFT) == ()
    assert not blocks(lint(DRAFT))


def test_each_rule_is_there_with_its_severity() -> None:
    severities: dict[str, set[Severity]] = {}
    for rule, severity, _ in RULES:
        severities.setdefault(rule, set()).add(severity)
    blocking = {rule for rule, found in severities.items() if Severity.BLOCK in found}
    assert blocking == {"L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L11", "L12"}
    assert set(severities) - blocking == {"L13", "L14", "L16", "L17", "L19"}


@pytest.mark.parametrize(
    ("rule", "added"),
    [
        ("L01", "Dear {{ first_name }}"),
        ("L01", "Dear *|FNAME|*"),
        ("L01", "Dear {FirstName}"),
        ("L01", "a {nice|fine} day"),
        ("L01", "Dear [FIRST NAME]"),
        ("L01", "Dear None"),
        ("L01", "It is nan."),
        ("L02", "a bell \x07"),
        ("L02", "turned \u202e round"),
        ("L04", "We can offer a gift card for it."),
        ("L05", "We would link back to you."),
        ("L06", "Please make it dofollow."),
        ("L07", "Please answer within 3 days."),
        ("L11", "As discussed, here it is."),
    ],
)
def test_words_that_block(rule: str, added: str) -> None:
    assert rule in broken(replace(DRAFT, body=f"{added}\n{DRAFT.body}"), Severity.BLOCK)


@pytest.mark.parametrize(
    "added", ["We offer a gift card.", "We would link back.", "Please make it dofollow.", "As discussed:"]
)
def test_the_subject_is_judged_like_the_body(added: str) -> None:
    assert blocks(lint(replace(DRAFT, subject=added)))


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("L02", {"subject": " "}),
        ("L02", {"body": ""}),
        ("L02", {"recipient": ""}),
        ("L02", {"recipient": "jane@blog.example, joe@blog.example"}),
        ("L02", {"subject": "A link in your post\r\nBcc: all@list.example"}),
        ("L03", {"quote": ""}),
        ("L03", {"quote": "The best of the ten was made by Acme Optics."}),
        ("L03", {"page_text": "Something else by now."}),
        ("L03", {"page_status": 404}),
        ("L03", {"links_now": True}),
        ("L09", {"contact_source_url": ""}),
        ("L09", {"contact_source_url": "https://blog.example/impressum"}),
        ("L11", {"subject": "Re: A link in your post on telescopes"}),
        ("L11", {"subject": "AW: A link in your post on telescopes"}),
    ],
)
def test_facts_that_block(rule: str, changes: dict[str, Any]) -> None:
    assert rule in broken(replace(DRAFT, **changes), Severity.BLOCK)


@pytest.mark.parametrize("status", [None, 200, 304])
def test_a_page_that_answered_well_or_was_not_asked_again_is_no_fault(status: int | None) -> None:
    assert lint(replace(DRAFT, page_status=status)) == ()


@pytest.mark.parametrize("field", ["name", "organisation", "postal_address"])
def test_nobody_writes_without_saying_who_from_where(field: str) -> None:
    anonymous = replace(DRAFT, sender=replace(DRAFT.sender, **{field: ""}))
    assert "L08" in broken(anonymous, Severity.BLOCK)
    said = getattr(DRAFT.sender, field).splitlines()[0]
    assert "L08" in broken(replace(DRAFT, body=DRAFT.body.replace(said, "")), Severity.BLOCK)


def test_the_relation_to_the_brand_is_not_said_by_the_quote() -> None:
    silent = DRAFT.body.replace("Acme Optics Ltd", "Fern Agency").replace("About Acme Optics", "About us")
    sender = replace(DRAFT.sender, organisation="Fern Agency")
    assert "L08" in broken(replace(DRAFT, body=silent, sender=sender))


def test_a_correction_needs_neither_postal_address_nor_a_way_out() -> None:
    bare = replace(
        DRAFT,
        sender=replace(DRAFT.sender, postal_address=""),
        body=DRAFT.body.partition("I found your address")[0],
    )
    assert broken(bare) == {"L08", "L09"}
    assert broken(replace(bare, template_class=TemplateClass.CORRECTION)) == set()


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("L12", {"subject": "Lenses"}),
        ("L12", {"subject": "word " * 20}),
        ("L13", {"anchor": "best lenses"}),
        ("L13", {"anchor": "sharpest of the ten was made by"}),
        ("L17", {"suggested_url": "https://bit.ly/abc"}),
        ("L17", {"suggested_url": "http://acme.example/"}),
        ("L17", {"suggested_url": "https://acme.example/?utm_source=mail"}),
        ("L17", {"suggested_url": "https://notacme.example/"}),
    ],
)
def test_facts_that_warn(rule: str, changes: dict[str, Any]) -> None:
    assert rule in broken(replace(DRAFT, **changes), Severity.WARN)


@pytest.mark.parametrize(
    ("rule", "added"),
    [
        ("L12", "Is it? Is it?"),
        ("L12", "See https://acme.example/a and https://acme.example/b too."),
        ("L12", "word " * 100),
        ("L13", "Could you also change the title."),
        ("L14", "I came across your great article."),
        ("L17", "See https://bit.ly/abc too."),
        ("L19", "Wow! Really!"),
        ("L19", "Nice \U0001f600"),
        ("L19", "This is GREAT news."),
        ("L19", "A <b>bold</b> word."),
        ("L19", "![a](https://acme.example/a.png)"),
    ],
)
def test_words_that_warn(rule: str, added: str) -> None:
    found = lint(replace(DRAFT, body=DRAFT.body.replace("Thanks for reading.", added)))
    assert (rule, Severity.WARN) in {(finding.rule, finding.severity) for finding in found}
    assert not blocks(found)


def test_what_nobody_reads_to_the_end_is_blocked() -> None:
    found = lint(replace(DRAFT, body=DRAFT.body.replace("Thanks for reading.", "word " * 200)))
    assert [(finding.rule, finding.severity) for finding in found] == [("L12", Severity.BLOCK)]


@pytest.mark.parametrize(
    ("greeting", "odd"),
    [
        *(("Hello Jane,", False), ("Hello,", False), ("Guten Tag Jane Doe,", False), ("Hello JD,", False)),
        *(("Dear Sir or Madam,", True), ("Dear Mr Doe,", True), ("Hi jane,", True), ("Hello JANE,", True)),
        *(("Hello Admin,", True), ("Dear Editor Team,", True), ("Sehr geehrte Frau Doe,", True)),
    ],
)
def test_greetings(greeting: str, odd: bool) -> None:
    assert ("L16" in broken(replace(DRAFT, body=DRAFT.body.replace("Hello Jane,", greeting)))) == odd


@pytest.mark.parametrize("url", ["https://[bad", "http://", "https://acme.example:99999999/", "javascript:alert(1)"])
def test_an_address_that_is_none_is_a_finding_not_a_crash(url: str) -> None:
    assert "L17" in broken(replace(DRAFT, suggested_url=url, body=f"{DRAFT.body} {url}"))


def test_a_draft_without_recipient_is_still_read() -> None:
    rude = replace(DRAFT, recipient="", body=f"{DRAFT.body}\nThere is a gift card in it.")
    assert broken(rude, Severity.BLOCK) == {"L02", "L04"}


def test_an_edited_quote_is_shown() -> None:
    edited = DRAFT.body.replace("The sharpest of the ten", "The very sharpest of the ten")
    assert [(finding.rule, finding.severity) for finding in lint(replace(DRAFT, body=edited))] == [
        ("L03", Severity.WARN)
    ]


RUDE = "Act now! You must pay your small fee for SEO backlinks! GREAT ARTICLE, gift cards in return by Acme Optics."


@pytest.mark.parametrize("field", ["quote", "page_title", "site_name", "page_author"])
def test_what_the_page_says_is_not_held_against_the_draft(field: str) -> None:
    old = getattr(DRAFT, field)
    changes: dict[str, Any] = {field: RUDE, "page_text": f"{DRAFT.page_text} {RUDE}"}
    rude = replace(DRAFT, **changes)
    body = DRAFT.body.replace(old, RUDE) if old in DRAFT.body else f"{DRAFT.body}\n{RUDE}"
    assert lint(replace(rude, body=body)) == ()


@pytest.mark.parametrize("page_title", [RUDE, "gift", "SEO"])
def test_a_title_does_not_hide_the_same_words_of_the_writer(page_title: str) -> None:
    body = DRAFT.body.replace(DRAFT.page_title, page_title).replace("Thanks for reading.", f"There is a {page_title}.")
    assert blocks(lint(replace(DRAFT, body=body, page_title=page_title)))


def test_a_brand_may_be_called_what_it_likes() -> None:
    brand = replace(DRAFT.brand, name="GIFT SEO Backlinks", description="Free samples and discounts!! PAYMENTS.")
    body = DRAFT.body.replace("Acme Optics", brand.name).replace(
        "Makes lenses for telescopes and cameras", brand.description.rstrip(".")
    )
    sender = replace(DRAFT.sender, organisation="GIFT SEO Backlinks Ltd", role="SEO manager")
    quote = DRAFT.quote.replace("Acme Optics", brand.name)
    named = replace(
        DRAFT,
        brand=brand,
        sender=sender,
        quote=quote,
        page_text=quote,
        body=body.replace("press officer", "SEO manager"),
    )
    assert lint(named) == ()


@given(st.text(), st.text(), st.text(max_size=40), st.text())
def test_any_text_can_be_checked(subject: str, body: str, recipient: str, quote: str) -> None:
    found = lint(replace(DRAFT, subject=subject, body=body, recipient=recipient, quote=quote, page_title=subject))
    assert all(finding.message for finding in found)
    assert blocks(found)
