"""Who sites say they are: a folder each under cases/identity, home.html its home page, and what is proposed of it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions import pages
from mentions.pages import Document
from mentions.pages.about_pages import press_pages, worth_reading
from mentions.pages.identity import Trait, proposals

CASES = sorted(path for path in (Path(__file__).parents[1] / "cases" / "identity").iterdir() if path.is_dir())
HOMES = {
    "structured": "https://acme.example/",
    "plain": "https://www.borealisglass.example/",
    "german": "https://xn--mller-orgeln-dlb.example/",
    "hostile": "https://evil.example/",
}


def documents(case: Path) -> list[Document]:
    home = HOMES[case.name]
    files = sorted(case.glob("*.html"), key=lambda file: (file.stem != "home", file.stem))
    return [pages.read(file.read_bytes(), home if file.stem == "home" else home + file.stem) for file in files]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_what_a_site_proposes(case: Path) -> None:
    found = [[one.trait.value, one.text, one.how, one.is_sure] for one in proposals(documents(case))]
    assert found == json.loads((case / "expected.json").read_text(encoding="utf-8"))


def test_each_proposal_names_the_page_that_says_it() -> None:
    found = proposals(documents(CASES[-1]))
    assert {one.page for one in found if one.trait is Trait.PERSON} == {
        "https://acme.example/",
        "https://acme.example/about",
    }


def test_the_pages_that_speak_of_the_site_are_few() -> None:
    links = "".join(
        f"<a href='{path}'>x</a>"
        for path in (
            "/blog/about-lenses/2026/x", "/about", "/en/about-us", "/de/ueber-uns", "/team/", "/press",
            "/abouts", "/impressum.html", "/kontakt", "https://other.example/about", "/products", "/press/kit.pdf",
        )
    )  # fmt: skip
    home = pages.read(f"<html><body>{links}</body></html>".encode(), "https://acme.example/")
    found = [one.removeprefix("https://acme.example") for one in worth_reading(home)]
    assert found == ["/about", "/en/about-us", "/team/", "/press", "/impressum.html", "/products", "/kontakt"]
    assert press_pages(home) == ["https://acme.example/press"]


_JSON = st.recursive(
    st.none()
    | st.integers()
    | st.text()
    | st.sampled_from(["Organization", "Person", "Product", "https://a.example/"]),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["@type", "name", "url", "sameAs", "founder", "brand", "description"]), inner)
    ),
)


@given(_JSON, st.text())
def test_whatever_a_site_says_proposals_are_lines_to_be_shown(said: object, title: str) -> None:
    data = json.dumps(said).replace("<", "\\u003c")
    title = title.replace("<", "").replace("\0", "")  # with one it is no page at all
    html = f'<title>{title}</title><script type="application/ld+json">{data}</script><p>x'
    for one in proposals([pages.read(html.encode("utf-8", "replace"), "https://acme.example/")]):
        assert one.text.isprintable()
        assert one.text
