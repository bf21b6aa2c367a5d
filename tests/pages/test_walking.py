"""The walk's offsets fit together, whatever the markup."""

from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.items import Section
from mentions.pages import Document
from mentions.pages.walking import Place, VisibleText

INLINE = st.sampled_from(
    ["", "b", "i", "span", "em", "code", "a href='/x'", "a href='https://acme.example/' rel=nofollow"]
)
BLOCK = st.sampled_from(
    [
        "p",
        "div",
        "li",
        "td",
        "nav",
        "article",
        "footer",
        "header",
        "div class=comment",
        "div class=has-sidebar",
        "div class=sidebar",
        "div class=postbody",
    ]
)
WORDS = st.text(alphabet=st.sampled_from("aB é東🔭\u00ad\u00a0\n\t.,"), max_size=8)
TREES: st.SearchStrategy[str] = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>" if tag else "".join(parts),
        st.one_of(INLINE, BLOCK),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


def walked(html: str) -> VisibleText:
    return Document(html, "https://news.example/").visible


@settings(deadline=None)
@given(TREES)
def test_places_follow_one_another_through_the_text(html: str) -> None:
    visible = walked(html)
    assert len(visible.starts) == len(visible.places)
    assert visible.starts[0] == 0
    assert list(visible.starts) == sorted(visible.starts)
    assert all(start <= len(visible.text) for start in visible.starts)
    assert all(one != other for one, other in zip(visible.places, visible.places[1:], strict=False))
    assert all(-1 <= place.link < len(visible.links) for place in visible.places)
    assert all(isinstance(visible.place(offset), Place) for offset in range(len(visible.text)))


@settings(deadline=None)
@given(TREES, st.data())
def test_links_within_are_those_of_the_places_between(html: str, data: st.DataObject) -> None:
    visible = walked(html)
    if not visible.text:
        return
    start = data.draw(st.integers(0, len(visible.text) - 1))
    end = data.draw(st.integers(start + 1, len(visible.text)))
    numbers = dict.fromkeys(visible.place(offset).link for offset in range(start, end))
    assert visible.links_within(start, end) == tuple(visible.links[number] for number in numbers if number >= 0)


@settings(deadline=None)
@given(TREES)
def test_text_is_in_lines_without_doubled_spaces(html: str) -> None:
    text = walked(html).text
    assert "\n\n" not in text
    assert "  " not in text
    assert "\n " not in text
    assert not text.startswith((" ", "\n"))
    assert not set(text) & set("\t\r\f\u00a0")


@settings(deadline=None)
@given(TREES)
def test_the_walk_shows_all_that_the_loose_text_holds(html: str) -> None:
    document = Document(html, "https://news.example/")
    assert "".join(document.visible.text.split()) == "".join(document.loose_text.split())


@settings(deadline=None)
@given(TREES)
def test_seams_stand_between_two_words(html: str) -> None:
    visible = walked(html)
    assert all(visible.text[seam - 1].isalnum() and visible.text[seam].isalnum() for seam in visible.seams)


def test_what_holds_at_an_offset() -> None:
    visible = walked("<h2>Up</h2><article>a <code>b<a href='/x' rel='UGC me'>c</a></code> d</article>")
    at = {letter: visible.place(visible.text.index(letter)) for letter in "Ubcd"}
    assert at["U"] == Place(Section.UNCLEAR, -1, code=False, heading=True)
    assert at["b"] == Place(Section.ARTICLE, -1, code=True, heading=False)
    assert at["c"] == Place(Section.ARTICLE, 0, code=True, heading=False)
    assert at["d"] == Place(Section.ARTICLE, -1, code=False, heading=False)
    assert visible.links[0].rel == ("ugc", "me")


def test_links_within_are_given_once_and_in_order() -> None:
    visible = walked("<p><a href=1>one <b>two</b> three</a> four <a href=2>five</a> six</p>")
    begin, end = visible.text.index("two"), visible.text.index("six")
    assert [link.href for link in visible.links_within(0, end + 3)] == ["1", "2"]
    assert [link.href for link in visible.links_within(begin, begin + 3)] == ["1"]
    assert visible.links_within(visible.text.index("four"), visible.text.index("four") + 4) == ()
    assert [link.href for link in visible.links_within(visible.text.index("four"), end)] == ["2"]


@settings(deadline=None)
@given(TREES)
def test_boilerplate_by_tag_holds_to_its_end_and_no_further(html: str) -> None:
    visible = walked(f"<main>Before</main><nav>{html}<p>Inside</p></nav><main>Behind</main>")
    inside = visible.text.rindex("Inside")
    assert visible.place(inside).section is Section.BOILERPLATE
    assert visible.place(visible.text.rindex("Behind")).section is Section.ARTICLE
    assert visible.place(visible.text.index("Before")).section is Section.ARTICLE


def test_wrappers_named_like_boxes_cost_no_reading_each() -> None:
    text = "".join(f"<b>{number}</b> " for number in range(50_000))
    many = 400
    began = process_time()
    plain = walked("<div>" * many + text + "</div>" * many)
    between = process_time()
    boxed = walked("<div class=sidebar>" * many + text + "</div>" * many)
    assert boxed.text == plain.text
    assert process_time() - between < 4 * (between - began)
