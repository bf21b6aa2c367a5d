"""Answers of APIs as pages: what went in comes out of the general reader, and nothing a post holds gets out of it."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from mentions.items import Section
from mentions.pages import Document, read
from mentions.pages.composing import Post, compose, fragment

URL = "https://forum.example/t/5"
AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def composed(*posts: Post, section: Section = Section.POST) -> Document:
    return read(compose("Which lens?", posts, URL, language="en", section=section), URL, "text/html")


@pytest.mark.parametrize("section", [Section.POST, Section.COMMENT])
def test_what_goes_in_comes_out(section: Section) -> None:
    document = composed(
        Post(f"{URL}/1", "Jane & <b>Co", AT, "<p>I ask for a lens.</p>"),
        Post(None, None, None, "I know <a href='https://acme.example/'>one</a>."),
        section=section,
    )
    assert document.visible.text == "Which lens?\nI ask for a lens.\nI know one.\n"
    assert [(one.permalink, one.author, one.published) for one in document.posts] == [
        (f"{URL}/1", "Jane & <b>Co", AT),
        (None, None, None),
    ]
    first = document.visible.text.index("I ask")
    assert document.visible.place(first).section is Section.POST  # a discussion: its comments are posts
    said = document.metadata
    assert (said.title, said.language, said.canonical) == ("Which lens?", "en", URL)


def test_a_quote_in_a_post_is_still_one() -> None:
    quote = '<aside class="quote" data-username="ole" data-post="1"><blockquote>Acme Optics</blockquote></aside>'
    document = composed(Post(f"{URL}/1", "jane", AT, f"{quote}<p>So it is.</p>"))
    start = document.visible.text.index("Acme")
    assert document.is_quoted(start, start + 11)
    assert not document.is_quoted(start + 13, start + 15)


HOSTILE = [
    *"</article> </div> <plaintext> <textarea> <!-- --> <script> </script> <table> <td> <form> <select> <svg>".split(),
    *"<math> </body> </html> <title> <frameset> <b> <p> <li> <noscript> <style> <iframe> <template> <xmp>".split(),
    *("<article itemscope itemtype=https://schema.org/Comment>", "<meta itemprop=author content=Eve>", "&lt;", "&#0;"),
    *("<![CDATA[", "]]>", "\x00", "<foreignObject>", "<pre>\n\n\n\n\n\n"),
    *("<base href=//evil.example>", "<body onload=x>", "<html lang=de>", "<a href=x>"),
]  # fmt: skip
PIECES = st.lists(
    st.one_of(
        st.sampled_from(HOSTILE),
        st.text(max_size=8),
    ),
    max_size=20,
).map("".join)


@settings(deadline=None)
@given(PIECES)
@example("<plaintext>")
@example("<pre>\n\n\n\n\n\n\n\nx")
@example("<svg></p><foreignObject><p>")
@example("\ud800")
def test_no_post_breaks_out_of_its_block(html: str) -> None:
    document = composed(Post(f"{URL}/1", "jane", AT, html), Post(f"{URL}/2", "ole", AT, "<p>The end.</p>"))
    assert document.visible.text.endswith("The end.\n")
    assert document.metadata.language == "en"
    assert document.base == URL
    assert [(one.permalink, one.author) for one in document.posts][-1:] == [(f"{URL}/2", "ole")]
    assert {one.author for one in document.posts} <= {"jane", "ole"}


@settings(deadline=None)
@given(PIECES)
def test_a_fragment_stays_as_it_is(html: str) -> None:
    once = fragment(html)
    assert fragment(once) == once
    assert not LexborHTMLParser(f"<body>{once}").css("script, style, plaintext, textarea, base, title, [itemprop]")
