"""What a document refuses, and that nothing a server can send makes it fail in another way."""

from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentions.exceptions import UnknownPageError
from mentions.items import Unknown
from mentions.pages import MAX_BYTES, Document, read

URL = "https://news.example/dir/page.html"

TAGS = (
    "a article aside b base body br button comment div dl footer form frameset h1 head header html iframe li main math "
    "meta nav noscript p pre script select span style svg table tbody td template textarea title tr ul"
).split()
ATTRIBUTES = [
    *('href="https://acme.example/"', 'href="//["', "href", "href='mailto:jane@news.example'", 'rel="nofollow ugc"'),
    *('class="sidebar share"', "id=comments", "hidden", 'style="display:none"', 'itemprop="author"', "role=main"),
    *('property="og:title" content="\x00"', 'name="date" content="2026-13-45"', 'datetime="2026-01-01T25:00"'),
    *('type="application/ld+json"', 'lang="\u212a"', "=", '"', "<"),
]
PIECES = st.one_of(
    st.builds("<{} {}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.builds("<{}>".format, st.sampled_from(TAGS)),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    st.sampled_from(
        ["<!--", "-->", "<![CDATA[", "]]>", "<?xml", "&amp;", "&#xD800;", "&#0;", "\x00", "\ud800", "\n", " "]
    ),
    st.sampled_from(
        ['{"@type":"Article","author":{"email":"a@b.example"}}', "[[[{", '{"@graph":[null,1]}', '"\\ud800"']
    ),
    st.text(max_size=12),
)
SOUP = st.lists(PIECES, max_size=40).map("".join)


def read_everything(document: Document) -> None:
    text = document.visible.text
    assert document.loose_text is not None
    assert len(text) >= text.count("\n")
    assert document.metadata is not None
    assert isinstance(document.types, frozenset)
    assert all(contact.email.count("@") == 1 for contact in document.contacts)
    assert sorted(outlink.site for outlink in document.outlinks) == [outlink.site for outlink in document.outlinks]
    assert len(document.hrefs) >= len(document.linked_hosts)
    assert document.needs_javascript in (True, False)
    assert isinstance(document.feeds, tuple)
    assert isinstance(document.links_within, tuple)
    text.encode("utf-8")  # a database and a terminal can hold it


HREFS = st.lists(
    st.sampled_from(
        "/ // t lens 2 ? # page=2 . .. \\ \n %20 http: https: ftp:x //news.example http://[ ; @ : é".split(" ")
    ),
    max_size=9,
).map("".join)


@given(st.lists(HREFS, max_size=5), st.sampled_from(["", "/t", "/t/lens", "/é"]))
@example(["https:/t\n/lens/2", "t/../t/lens?page=2", "\\t\\lens"], "/t/lens")
def test_links_below_a_path_are_those_within_that_begin_so(hrefs: list[str], path: str) -> None:
    links = "".join(f'<a href="{href}">x</a>' for href in hrefs)
    document = Document(links, URL)
    assert document.links_below(path) == tuple(
        one for one in document.links_within if urlsplit(one).path.startswith(path)
    )


@settings(deadline=None)
@given(SOUP)
@example("<frameset>")
@example("<a href='https://[x'>x</a>")
@example("<html lang='\ud800'><title>\ud800</title>")
def test_no_markup_makes_a_document_fail(html: str) -> None:
    read_everything(Document(html, URL))


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=400), SOUP.map(lambda html: html.encode("utf-16", "replace"))))
def test_bytes_are_a_document_or_unknown(body: bytes) -> None:
    with suppress(UnknownPageError):
        read_everything(read(body, URL))


def test_a_document_of_20_mb_is_not_read() -> None:
    with pytest.raises(UnknownPageError, match="20,000,000 bytes") as caught:
        read(b"<p>Acme Optics</p>".ljust(20_000_000, b"x"), URL)
    assert caught.value.reason is Unknown.TOO_LARGE


def test_the_largest_document_is_read_to_its_end() -> None:
    document = read(b"<p>Acme" + b" filler" * (MAX_BYTES // 8) + b"<p>Optics".ljust(MAX_BYTES // 9), URL)
    assert document.visible.text.rstrip().endswith(" filler\nOptics")
    assert document.loose_text.rstrip().endswith("Optics")


@pytest.mark.parametrize("levels", [300, 5_000])
def test_nesting_deeper_than_python_recurses(levels: int) -> None:
    document = read(b"<div>" * levels + b"Acme Optics" + b"</div>" * levels, URL)
    assert "Acme Optics" in document.visible.text
    assert "Acme Optics" in document.loose_text


def test_deeply_nested_json_ld_is_left_out() -> None:
    block = '{"a":' * 100_000 + "1" + "}" * 100_000
    html = f'<title>Tab</title><script type="application/ld+json">{block}</script><p>x</p>'
    assert Document(html, URL).metadata.title == "Tab"


@pytest.mark.parametrize(
    "content_type", ["text/html", "TEXT/HTML; Charset=utf-8", "application/xhtml+xml", "application/octet-stream", None]
)
def test_types_that_may_hold_html(content_type: str | None) -> None:
    assert read(b"<p>Acme</p>", URL, content_type).visible.text == "Acme\n"


@pytest.mark.parametrize("content_type", ["application/pdf", "image/png", "text/css", "application/json", "video/mp4"])
def test_types_that_hold_none(content_type: str) -> None:
    with pytest.raises(UnknownPageError) as caught:
        read(b"<p>Acme</p>", URL, content_type)
    assert caught.value.reason is Unknown.NOT_HTML
    assert caught.value.detail == content_type


@pytest.mark.parametrize(
    ("html", "is_shell"),
    [
        ("<div id=app></div><SCRIPT src=app.js></SCRIPT>", True),
        ("<!-- no <script> here --><p>Closed today</p>", False),
        (f"<script></script><p>{'word ' * 24}</p>", True),
        (f"<script></script><p>{'word ' * 25}</p>", False),
    ],
)
def test_a_shell_has_a_script_and_next_to_no_words(html: str, is_shell: bool) -> None:
    assert Document(html, URL).needs_javascript is is_shell


def test_the_type_of_a_script_is_read_in_any_case() -> None:
    html = '<script type="Application/LD+JSON">{"@type": "Article", "headline": "Lenses"}</script><p>x</p>'
    assert Document(html, URL).metadata.title == "Lenses"


def test_links_within_are_those_of_no_visit() -> None:
    sessions = "".join(f'<a href="/viewtopic.php?t=7&sid={number:031x}a">topic</a>' for number in range(3))
    found = read(f"<html><body>{sessions}<a href='/a;jsessionid=X1'>a</a>".encode(), "https://forum.example/")
    assert found.links_within == ("https://forum.example/viewtopic.php?t=7", "https://forum.example/a")
