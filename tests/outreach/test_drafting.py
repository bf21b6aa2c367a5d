import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach_examples import DRAFT, FACTS, TEMPLATES

from mentions.exceptions import TemplateError
from mentions.items import Brand, BrandPage
from mentions.outreach import rules
from mentions.outreach.cleaning import plain, width, words_in
from mentions.outreach.drafting import quote_of, render, suggest_url, title_forms, variables
from mentions.outreach.linting import lint
from mentions.outreach.templates import TemplateClass

SITUATIONS = ("news_unlinked", "blog_unlinked")
HOSTILE_TITLES = (
    '=HYPERLINK("https://evil.example","x")',
    "\x1b]52;c;ZXZpbA==\x07\x1b[2J",
    "safe\u202egpj.exe\u2066",
    "Title\r\nBcc: all@list.example\r\n\r\nBody",
    "{{7*7}} {% include '/etc/passwd' %} {{ config }}",
    "*|FNAME|* {a|b}",
    "word " * 2_000,
    "x" * 10_000,
    "<script>alert(1)</script>",
    "",
)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_draft_says_all_it_owes(situation: str) -> None:
    text = render(replace(FACTS, situation=situation), [TEMPLATES])
    for owed in (
        *("Zoe Park", "press officer", "Acme Optics Ltd", "1 Lens Road, 12345 Springfield"),
        *(FACTS.page_title, FACTS.page_url, f"“{FACTS.quote}”"),
        *("\nhttps://acme.example/\n", "https://blog.example/about"),
    ):
        assert owed in text.body
    assert text.template_id == f"en/{situation}@1"
    assert re.fullmatch("[0-9a-f]{64}", text.template_sha)
    assert (text.template_class, text.language, text.warnings) == (TemplateClass.PROMOTION, "en", ())


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("title", ["Winter", "Ten telescopes for a dark winter night", "word " * 200])
@pytest.mark.parametrize("description", ["", "Makes lenses for telescopes and cameras."])
@pytest.mark.parametrize("organisation", ["Acme Optics", "Fern Agency"])
def test_the_shipped_templates_pass_the_rules_without_a_warning(
    situation: str, title: str, description: str, organisation: str
) -> None:
    facts = replace(
        FACTS,
        situation=situation,
        page_title=title,
        brand=replace(FACTS.brand, description=description),
        sender=replace(FACTS.sender, organisation=organisation),
    )
    text = render(facts, [TEMPLATES])
    checked = replace(
        DRAFT, subject=text.subject, body=text.body, page_title=title, brand=facts.brand, sender=facts.sender
    )
    assert lint(checked) == ()
    assert 60 <= rules.length(checked) <= 130
    assert 25 <= width(text.subject) <= 60
    assert ("on behalf of Acme Optics" in text.body) == (organisation == "Fern Agency")


@pytest.mark.parametrize(
    ("situation", "name", "greeting"),
    [
        ("blog_unlinked", "Jane Doe", "Hello Jane,"),
        ("blog_unlinked", "Jane Mary Doe", "Hello Jane Mary Doe,"),
        ("news_unlinked", "Jane Doe", "Hello Jane Doe,"),
        ("news_unlinked", "The Daily Staff", "Hello,"),
        ("blog_unlinked", "", "Hello,"),
        ("blog_unlinked", "admin", "Hello,"),
        ("blog_unlinked", "Jane Doe\r\nBcc: all@list.example", "Hello,"),
        ("news_unlinked", "{{7*7}} Doe", "Hello,"),
    ],
)
def test_only_what_looks_like_a_name_is_greeted(situation: str, name: str, greeting: str) -> None:
    text = render(replace(FACTS, situation=situation, contact=replace(FACTS.contact, name=name)), [TEMPLATES])
    assert text.body.partition("\n")[0] == greeting


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("title", HOSTILE_TITLES)
def test_a_hostile_title_stays_a_harmless_value(situation: str, title: str) -> None:
    text = render(replace(FACTS, situation=situation, page_title=title, site_name=title), [TEMPLATES])
    assert plain(text.subject) == text.subject
    assert "\n".join(map(plain, text.body.split("\n"))) == text.body
    assert not re.search(r"(?<!\d)49(?!\d)|root:", text.body)
    assert width(text.subject) <= 60
    assert len(text.body) < 2_000


@given(title=st.text(), quote=st.text(max_size=300), name=st.text(max_size=60))
def test_any_page_gives_a_clean_draft(title: str, quote: str, name: str) -> None:
    contact = replace(FACTS.contact, name=name)
    text = render(replace(FACTS, page_title=title, quote=quote, contact=contact), [TEMPLATES])
    assert "\n".join(map(plain, text.body.split("\n"))) == text.body
    assert plain(text.subject) == text.subject
    assert plain(quote) in text.body


def test_a_page_without_title_is_called_by_its_host() -> None:
    assert "“blog.example”" in render(replace(FACTS, page_title=""), [TEMPLATES]).subject


def test_another_language_is_written_in_english_and_says_so() -> None:
    text = render(replace(FACTS, language="de-AT"), [TEMPLATES])
    assert (text.language, text.warnings) == ("en", ("no de template for blog_unlinked; written in en",))
    assert render(replace(FACTS, language="../../etc"), [TEMPLATES]).warnings == ()


def test_every_variable_is_documented_and_known(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    head = "---\nid: all\nversion: 1\nclass: promotion\nsubject: x\n---\n"
    body = "\n".join(f"{name}={{{{ {name} }}}}" for name in variables())
    (folder / "blog_unlinked.txt.jinja").write_text(head + body)
    said = dict(line.split("=", 1) for line in render(FACTS, [tmp_path]).body.splitlines())
    assert set(said) == set(variables())
    assert said["page_published"] == "2026-11-02"
    assert said["is_own_brand"] == "True"
    assert said["contact_email"] == "jane@blog.example"
    (folder / "blog_unlinked.txt.jinja").write_text(head + "{{ page_text }}")
    with pytest.raises(TemplateError, match=r"blog_unlinked.txt.jinja, line 7: no variable page_text"):
        render(FACTS, [tmp_path])


def test_a_draft_that_came_out_empty_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    file = tmp_path / "en" / "blog_unlinked.txt.jinja"
    file.write_text("---\nid: x\nversion: 1\nclass: promotion\nsubject: x\n---\n \n")
    with pytest.raises(TemplateError, match="the body came out empty"):
        render(FACTS, [tmp_path])


def test_a_short_sentence_is_quoted_whole() -> None:
    assert quote_of("Made by  Acme Optics,\nit works.", "Acme Optics") == "Made by Acme Optics, it works."


def test_a_long_sentence_is_quoted_round_the_name() -> None:
    words = [f"w{number}" for number in range(60)]
    middle = quote_of(" ".join([*words[:30], "Acme Optics", *words[30:]]), "Acme Optics")
    assert middle.startswith("…w")
    assert middle.endswith("…")
    assert "w29 Acme Optics w30" in middle
    assert len(middle.split()) == 25
    first = quote_of(" ".join(["Acme Optics", *words]), "Acme Optics")
    assert first.startswith("Acme Optics w0")
    assert first.endswith("…")
    last = quote_of(" ".join([*words, "Acme Optics"]), "Acme Optics")
    assert last.startswith("…")
    assert last.endswith("w59 Acme Optics")


def test_a_sentence_without_spaces_is_cut_round_the_name() -> None:
    quote = quote_of("望" * 300 + "アクメ" + "鏡" * 300, "アクメ")
    assert quote.startswith("…望")
    assert "望アクメ鏡" in quote
    assert len(quote) <= 77


@given(st.lists(st.text(min_size=1, max_size=12), max_size=60), st.text(max_size=12))
def test_a_quote_is_short_and_verbatim(words: list[str], name: str) -> None:
    sentence = plain(" ".join([*words, name]))
    quote = quote_of(sentence, name)
    assert len(quote.split()) <= 25
    assert quote == sentence or quote.removeprefix("…").removesuffix("…") in sentence


PAGES = (
    BrandPage(url="https://acme.example/study", about=("lens study", "survey")),
    BrandPage(url="https://acme.example/lens", about=("lens",)),
    BrandPage(url="https://acme.example/jp", about=("望遠鏡",)),
)
ACME = Brand(name="Acme Optics", domains=("acme.example",), url="https://acme.example/", pages=PAGES)


@pytest.mark.parametrize(
    ("sentence", "url", "rule"),
    [
        ("Their Lens Study of 2025 says so.", "https://acme.example/study", "the sentence speaks of “lens study”"),
        ("A lens by Acme Optics.", "https://acme.example/lens", "the sentence speaks of “lens”"),
        ("Lenses by Acme Optics.", "https://acme.example/", "the brand's address"),
        ("アクメの望遠鏡です。", "https://acme.example/jp", "the sentence speaks of “望遠鏡”"),
    ],
)
def test_the_page_to_suggest_is_the_one_the_sentence_speaks_of(sentence: str, url: str, rule: str) -> None:
    assert suggest_url(ACME, sentence) == (url, rule)


def test_without_an_address_the_first_domain_is_suggested() -> None:
    brand = replace(ACME, url="", pages=())
    assert suggest_url(brand, "x") == ("https://acme.example/", "the brand's first domain")


def test_titles_are_shortened_between_words() -> None:
    long, short = title_forms("word " * 100)
    assert words_in(long) > words_in(short)
    assert long.endswith("word…")
    assert short.endswith("word…")
