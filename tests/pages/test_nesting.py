"""Documents that are made to take time are not parsed, and every other one is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions import pages
from mentions.exceptions import UnknownPageError
from mentions.items import Unknown
from mentions.pages.nesting import MOST_IN_A_TAG, excess

TAGS = b"div span x-y ul section b font blockquote table svg".split()


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("closing", [b"", b"</%s>"])
def test_what_nests_too_deeply(tag: bytes, closing: bytes) -> None:
    body = b"<body>" + b"<%s>" % tag * 20_000 + (closing % tag * 20_000 if closing else b"")
    assert excess(body) is not None
    with pytest.raises(UnknownPageError, match="inside each other") as raised:
        pages.read(body, "https://news.example/")
    assert raised.value.reason == Unknown.TOO_LARGE


def test_a_tag_of_attributes_without_end() -> None:
    attributes = b" ".join(b"a%d=1" % number for number in range(20_000))
    with pytest.raises(UnknownPageError, match="attributes"):
        pages.read(b"<body><p " + attributes + b">x", "https://news.example/")


@pytest.mark.parametrize(
    "body",
    [
        b"<p>Acme Optics" * 30_000,
        b"<li>Acme Optics<br>" * 30_000,
        b"<tr><td>Acme Optics" * 30_000,
        b"<div><p>Acme Optics</div>" * 30_000,
        b"<img src=x>" * 30_000,
        b'<p><img src="data:image/png;base64,' + b"A" * 500_000 + b'">Acme Optics',
        b"a < b " * 30_000,
        b"<div>" * 400 + b"Acme Optics" + b"</div>" * 400,
    ],
)
def test_long_documents_are_read(body: bytes) -> None:
    assert excess(body) is None


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(body: bytes) -> None:
    assert excess(body) is None


@given(st.lists(st.sampled_from((0, 1, 30_000, *range(MOST_IN_A_TAG - 1, MOST_IN_A_TAG + 3), 130_000)), max_size=6))
def test_a_long_tag_is_found_wherever_it_stands(lengths: list[int]) -> None:
    body = b"".join(b"<p " + b"a" * max(0, length - 2) for length in lengths)
    assert (excess(body) is not None) == any(length > MOST_IN_A_TAG for length in lengths)
