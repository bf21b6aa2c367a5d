"""Lists of sources as feed readers and spreadsheets write them."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.exceptions import UnreadableError
from mentions.imports.opml import read_opml, write_opml
from mentions.imports.sources import Listed, read_sources, write_sources
from mentions.items import Kind, Source

READER = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.1"><head><title>Feeds</title></head><body>
<outline text="News"><outline text="a" type="rss" xmlUrl="https://news.example/feed" htmlUrl="https://news.example/"/></outline>
<outline title="Astronomy"><outline text="b" xmlURL=" https://blog.example/feed "/></outline>
<outline text="c" htmlUrl="https://forum.example/" category="/kind/forum,/brand/acme"/>
<outline text="only a note"/>
</body></opml>"""


def table(text: str) -> list[Listed]:
    return read_sources(io.BytesIO(text.encode()))


def plain(listed: list[Listed]) -> list[tuple[str, Kind | None, tuple[str, ...]]]:
    return [(one.url, one.kind, one.brands) for one in listed]


def test_a_list_of_a_feed_reader() -> None:
    assert plain(read_opml(READER)) == [
        ("https://news.example/feed", Kind.NEWS, ()),
        ("https://blog.example/feed", None, ()),
        ("https://forum.example/", Kind.FORUM, ("acme",)),
    ]
    assert [one.line for one in read_opml(READER)] == [3, 4, 5]


def laughs(number: int) -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, number))
    return (
        f'<!DOCTYPE opml [<!ENTITY e0 "ha">{entities}]><opml version="2.0"><body>'
        f'<outline xmlUrl="https://a.example/&e{number - 1};"/><outline>&e{number - 1};</outline></body></opml>'
    ).encode()


def test_entities_neither_grow_nor_read_files_of_this_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("swordfish")
    body = (
        f'<!DOCTYPE opml [<!ENTITY x SYSTEM "{secret.as_uri()}">]><opml version="2.0"><body>'
        '<outline text="a" xmlUrl="https://a.example/">&x;</outline></body></opml>'
    )
    assert plain(read_opml(body.encode())) == [("https://a.example/", None, ())]
    with pytest.raises(UnreadableError, match="no OPML"):
        read_opml(laughs(12))


@pytest.mark.parametrize(
    "body", [b"<rss version='2.0'><channel/></rss>", b"<opml", b"<?xml version='1.0'?>", b"<a>\0</a>"]
)
def test_what_is_no_opml(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_opml(body)


def test_a_table_with_any_of_the_usual_headers() -> None:
    assert plain(table("Name;Feed URL;Category\nA;https://a.example/feed;News\nB;https://b.example/;x\n")) == [
        ("https://a.example/feed", Kind.NEWS, ()),
        ("https://b.example/", None, ()),
    ]
    assert plain(table('url,brands\nhttps://a.example/,"acme, kindling"\n')) == [
        ("https://a.example/", None, ("acme", "kindling"))
    ]
    assert plain(table("https://a.example/\nhttps://b.example/\n")) == [
        ("https://a.example/", None, ()),
        ("https://b.example/", None, ()),
    ]


URL = st.text(st.characters(categories=["L", "N", "P"]), max_size=20).map(lambda text: f"https://a.example/{text}")
BRANDS = st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True)).map(tuple)
SOURCE = st.builds(Source, kind=st.sampled_from(Kind), url=URL, brands=BRANDS)


@given(st.lists(SOURCE, min_size=1, max_size=8))
def test_what_was_written_is_read_the_same(every: list[Source]) -> None:
    said = [(one.url, one.kind, one.brands) for one in every]
    assert plain(read_sources(io.BytesIO(write_sources(every)))) == said
    assert sorted(plain(read_opml(write_opml(every)))) == sorted(said)


@given(st.text(max_size=40))
def test_any_address_can_be_written(text: str) -> None:
    written = write_opml([Source(kind=Kind.BLOG, url=f"https://a.example/{text}")])
    assert len(read_opml(written)) == 1


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_refused(body: bytes) -> None:
    for read in (read_opml, lambda found: read_sources(io.BytesIO(found))):
        try:
            assert all(isinstance(one, Listed) for one in read(body))
        except UnreadableError:
            continue
