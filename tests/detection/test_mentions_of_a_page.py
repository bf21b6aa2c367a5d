"""Pages scanned whole: each folder of tests/cases/detection, and what must hold of any page.

A case is `page.html`, fetched from and scanned for what `case.json` says; `expected.json` lists every candidate in
the order of the text, each with the facts that the case is about (`because`: reasons that must be among its evidence).
"""

import html
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentions.detection import Index, Knowledge, scan
from mentions.detection.evidence import confidence, verdict
from mentions.items import Brand, Mention, Page, Verdict
from mentions.pages import Document, read

FOLDER = Path(__file__).parents[1] / "cases" / "detection"
URL = "https://news.example/dir/page.html"
ACME = Brand(name="Acme Optics", key="acme-optics", domains=("acme.example",))
HARBOR = Brand(name="Harbor", key="harbor", domains=("harbor.example",))
KNOWN_FAULTS: dict[str, str] = {}


def marks_of(case: Path) -> list[pytest.MarkDecorator]:
    fault = KNOWN_FAULTS.get(case.name)
    return [pytest.mark.xfail(strict=True, reason=fault)] if fault else []


def brand_of(given: dict[str, Any]) -> Brand:
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    return Brand(**{"domains": ("acme.example",), "key": given["name"].casefold(), **fields})


def shown(mention: Mention, fact: str, asked: object) -> object:
    """A fact in the form of expected.json."""
    if fact == "because":
        said = [evidence.reason for evidence in mention.evidence]
        return asked if isinstance(asked, list) and set(asked) <= set(said) else said
    value = getattr(mention, fact)
    return list(value) if isinstance(value, tuple) else value


def check(page: Page) -> None:
    """What holds of every page with mentions."""
    text = page.text
    assert [(m.start, m.brand) for m in page.mentions] == sorted((m.start, m.brand) for m in page.mentions)
    for mention in page.mentions:
        assert mention.surface == text[mention.start : mention.end] != ""
        assert "\n" not in mention.surface
        assert mention.before == text[: mention.start][-100:]
        assert mention.after == text[mention.end :][:100]
        assert abs(confidence(mention.evidence) - mention.confidence) <= 0.00005
        assert mention.verdict in (verdict(mention.confidence), verdict(confidence(mention.evidence)))
        assert mention.evidence
        if any(reason.feature.startswith("rule.") for reason in mention.evidence):
            assert mention.sentence == ""
        else:
            assert mention.surface in mention.sentence
            assert mention.sentence in text
            assert "\n" not in mention.sentence


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name, marks=marks_of(c)) for c in sorted(FOLDER.iterdir())])
def test_case(case: Path) -> None:
    asked = case / "case.json"
    given = json.loads(asked.read_text(encoding="utf-8")) if asked.exists() else {}
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    brands = list(map(brand_of, given["brands"])) if "brands" in given else [ACME]
    page = scan(read((case / "page.html").read_bytes(), given.get("url", URL)), Index(brands), Knowledge())
    if page is not None:
        check(page)
    found = page.mentions if page else ()
    assert [mention.surface for mention in found] == [wanted["surface"] for wanted in expected]
    assert [
        {fact: shown(mention, fact, value) for fact, value in wanted.items()}
        for mention, wanted in zip(found, expected, strict=True)
    ] == expected


def scanned(markup: str, *brands: Brand, url: str = URL) -> Page | None:
    page = scan(Document(markup, url), Index(brands or (ACME,)), Knowledge())
    if page is not None:
        check(page)
    return page


def only(markup: str, brand: Brand) -> Mention:
    page = scanned(markup, brand)
    assert page is not None
    (mention,) = page.mentions
    return mention


FILLER = st.text(max_size=60) | st.text(alphabet="aé ßﬁ東京ทเرشע🔭\u0301\u00ad\u200b\u00a0İŉ½\n.:/@-'’", max_size=60)
WRITINGS = [
    "Acme Optics",
    "ACME-OPTICS",
    "acmeoptics",
    "Acme\u00adOptics",
    "Ac\u00adme Op\u200btics",
    "Acme‑Optics",
    "Ácme Öptics",
    "Acme Op\u0308tics",
    "Ａｃｍｅ Ｏｐｔｉｃｓ",
    "Acme\u3000Optics",
]


@settings(deadline=None)
@given(FILLER, st.sampled_from(WRITINGS), FILLER)
@example("", "Acme Optics", "")
@example("İ" * 30, "Acme Optics", "ŉ" * 30)
def test_a_planted_name_is_always_found_at_its_place(left: str, writing: str, right: str) -> None:
    markup = f"<p>{html.escape(left)} <b>{writing}</b> {html.escape(right)}</p>"
    page = scanned(markup)
    assert page is not None
    start = len(Document(f"<p>{html.escape(left)} <b>X", URL).visible.text.rstrip("\n")) - 1
    found = {mention.start: mention.surface for mention in page.mentions}
    assert found[start] == writing


WORDS = [
    *(
        "Acme",
        "Optics",
        "acme",
        "OPTICS",
        "Red",
        "Hat",
        "hat",
        "Harbor",
        "harbor's",
        "Boehm",
        "Joe",
        "s",
        "acme.example",
    ),
    *(
        " ",
        " ",
        "\n",
        "-",
        ".",
        "'",
        "’",
        "_",
        "/",
        "@",
        "&",
        "\u00ad",
        "\u200b",
        "\u00a0",
        "\u2003",
        "1",
        "é",
        "ß",
        "東",
    ),
    *(
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<a href='https://acme.example'>",
        "</a>",
        "<nav>",
        "</nav>",
        "<code>",
        "<!-- x -->",
    ),
]
PAGES = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)


@settings(deadline=None)
@given(PAGES, st.sampled_from([URL, "https://shop.acme.example/", "https://[", ""]))
def test_no_page_breaks_a_scan(markup: str, url: str) -> None:
    scanned(markup, ACME, HARBOR, replace(ACME, name="Acme", key="acme", aliases=("Optics", "A & B")), url=url)


@settings(deadline=None, max_examples=500)
@given(PAGES)
@example("Acme\nOptics")
@example("Ac<b>me Op</b>tics")
def test_what_a_page_holds_its_loose_text_may_hold(markup: str) -> None:
    index, document = Index([ACME, HARBOR]), Document(markup, URL)
    assert index.look(document.pieces).may_hold or not index.hits(document.visible)


@pytest.mark.parametrize(
    ("name", "markup"),
    [
        ("Red Hat", "<p>We met Red\nHat in Prague</p>"),  # as sources wrap their lines
        ("Red Hat", "<p>We met Red &nbsp;Hat</p>"),
        ("ClearLens", "<p>The Clear\n  Lens kit</p>"),
        ("The Sun", "<p>It was in The\nSun today</p>"),
        ("Weiss", "<p>Weiß sells lenses</p>"),
        ("Acme", "<p>𝐀𝐜𝐦𝐞 sells lenses</p>"),
    ],
)
def test_what_the_visible_text_holds_is_no_surprise(name: str, markup: str) -> None:
    index, document = Index([brand_of({"name": name})]), Document(markup, URL)
    assert index.hits(document.visible)
    assert index.look(document.pieces).may_hold


def test_a_page_without_a_name_is_none() -> None:
    assert scanned("<p>Borealis Glass makes lenses.</p>") is None
    assert scanned("") is None
    assert scan(Document("<p>Acme Optics</p>", URL), Index([]), Knowledge()) is None


def test_a_page_carries_what_the_document_says() -> None:
    page = scanned(
        '<html lang=en><title>Lenses</title><link rel=canonical href="/c">'
        '<meta property=og:site_name content="The News"><meta name=author content="Jane Doe">'
        '<meta name=date content="2026-03-02"><p>Acme Optics '
        '<a href="https://maker.example/">maker</a> <a href="mailto:jane@news.example">Jane</a></p>'
    )
    assert page is not None
    assert page.url == URL
    assert page.text == "Acme Optics maker Jane\n"
    assert (page.title, page.author, page.language, page.site_name) == ("Lenses", "Jane Doe", "en", "The News")
    assert page.published is not None
    assert page.published.isoformat() == "2026-03-02T00:00:00+00:00"
    assert page.canonical == "https://news.example/c"
    assert [contact.email for contact in page.contacts] == ["jane@news.example"]
    assert [outlink.site for outlink in page.outlinks] == ["maker.example"]


@pytest.mark.parametrize(
    ("more", "markup"),
    [
        ({"context": ("registry",)}, "<p>We moved our images to the registry of Harbor in May.</p>"),
        ({"description": "A registry for container images"}, "<p>We moved our images to the registry of Harbor.</p>"),
        ({"products": ("Quay Sync",)}, "<p>With Quay Sync came a new release of Harbor in May.</p>"),
        ({"people": ("Ada Example",)}, "<p>Ada Example spoke about Harbor in May.</p>"),
        ({"competitors": ("Dockside",)}, "<p>We left Dockside and moved to Harbor in May.</p>"),
        ({"aliases": ("Harbor Registry",)}, "<p>In May came Harbor again.</p><p>Harbor Registry is its name.</p>"),
    ],
)
def test_what_is_known_of_a_brand_speaks_for_an_ambiguous_name(more: dict[str, Any], markup: str) -> None:
    plain, informed = scanned(markup, HARBOR), scanned(markup, replace(HARBOR, **more))
    assert plain is not None
    assert informed is not None
    assert informed.mentions[0].confidence > plain.mentions[0].confidence


@pytest.mark.parametrize(
    ("surer", "than"),
    [
        ("<p>We asked Harbor for images.</p>", "<p>We asked at the harbor for images.</p>"),
        ("<p>We asked Harbor for images.</p>", "<p>Harbor for images.</p>"),
        ("<p>We asked Harbor for images.</p>", "<p>We asked Pearl Harbor for images.</p>"),
        ("<p>We asked Harbor for images.</p>", "<p>We asked the Harbor for images.</p>"),
        ("<p>We asked the CEO of Harbor for images.</p>", "<p>We asked the sailor of Harbor for images.</p>"),
        (
            "<p>We ask <a href='https://harbor.example'>Harbor</a> now.</p>",
            "<p>We ask <a href='/h'>Harbor</a> now.</p>",
        ),
        ("<p>On it a Harbor laptop was left.</p>", "<p>On it the Harbor laptop was left.</p>"),
        ("<p>On it a Harbor laptop was left.</p>", "<p>On It A Harbor Laptop Was Left.</p>"),
        (
            "<p>We ask Harbor <a href='https://harbor.example'>now</a>.</p>",
            "<p>We ask Harbor <a href='/h'>now</a>.</p>",
        ),
    ],
)
def test_what_stands_round_an_ambiguous_name_counts(surer: str, than: str) -> None:
    assert only(surer, HARBOR).confidence > only(than, HARBOR).confidence


def test_a_rejected_candidate_is_kept_with_its_reasons() -> None:
    mention = only("<p>The boats lay in the harbor all winter.</p>", HARBOR)
    assert mention.verdict is Verdict.REJECTED
    assert mention.evidence[0].reason == "is written in lower case"
    assert mention.evidence[0].weight < 0


def test_two_brands_on_one_page_are_judged_apart() -> None:
    borealis = Brand(name="Borealis Glass", key="borealis", domains=("borealis.example",))
    page = scanned(
        "<p><a href='https://acme.example/'>Acme Optics</a>, <a href='https://acme.example/b'>Borealis Glass</a></p>",
        ACME,
        borealis,
    )
    assert page is not None
    assert [(m.brand, m.link_state.value) for m in page.mentions] == [
        ("acme-optics", "linked"),
        ("borealis", "linked_elsewhere"),
    ]


def test_brands_that_share_a_name_are_both_found() -> None:
    page = scanned("<p>Acme Optics</p>", ACME, replace(ACME, key="acme-shop", domains=("acme-shop.example",)))
    assert page is not None
    assert [mention.brand for mention in page.mentions] == ["acme-optics", "acme-shop"]


def test_brands_without_a_key_do_not_hide_each_other() -> None:
    page = scanned("<p>Acme Optics</p>", replace(ACME, key=""), Brand(name="Acme", domains=("acme.example",)))
    assert page is not None
    assert {mention.name for mention in page.mentions} == {"Acme Optics", "Acme"}


@pytest.mark.parametrize("names", [("Acme Optics", "AcmeOptics"), ("AcmeOptics", "Acme Optics")])
def test_a_name_written_exactly_is_exact_whatever_the_aliases(names: tuple[str, str]) -> None:
    page = scanned("<p>Acme Optics and AcmeOptics.</p>" * 50, replace(ACME, name=names[0], aliases=names[1:]))
    assert page is not None
    assert {mention.match.value for mention in page.mentions} == {"exact"}


def test_a_name_may_end_the_text_in_a_sign_that_folds_to_several() -> None:
    only("Kuffin Glaß", brand_of({"name": "Kuffin Glass"}))


def test_words_of_the_description_count_in_capitals_too() -> None:
    brand, far = replace(HARBOR, description="A registry for images"), "<p>" + "so it goes, " * 40
    small, capital = (
        only(f"<p>We moved to Harbor.</p>{far} {word} and more", brand) for word in ("registry", "Registry")
    )
    assert small.confidence == capital.confidence
