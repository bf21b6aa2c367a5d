"""From bytes to text; the charsets as pages declare them are in tests/cases/pages/charset-*."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.pages.charset import as_utf8, declared, decode

ENCODINGS = (
    "utf-8 utf-16 iso-8859-1 iso-8859-15 windows-1250 windows-1251 shift_jis euc-jp gb18030 big5 koi8-r x-user".split()
)


@given(st.text())
def test_utf8_is_read_whatever_is_declared(text: str) -> None:
    assert decode(text.encode("utf-8", "replace"), "text/html; charset=koi8-r") == text.removeprefix("\ufeff")


@given(st.binary(max_size=200), st.sampled_from(ENCODINGS), st.sampled_from(ENCODINGS))
def test_any_bytes_become_text(body: bytes, header: str, meta: str) -> None:
    text = decode(body + f'<meta charset="{meta}">'.encode("ascii"), f"text/html; charset={header}")
    assert isinstance(text, str)


@given(st.binary(max_size=80) | st.text().map(lambda text: text.encode("utf-8-sig", "replace")), st.text(max_size=40))
def test_utf8_says_the_same(body: bytes, content_type: str) -> None:
    assert as_utf8(body, content_type) == decode(body, content_type).encode("utf-8", "replace")


@given(st.binary(max_size=80), st.text(max_size=40))
def test_any_header_is_taken(body: bytes, content_type: str) -> None:
    assert isinstance(decode(body, content_type), str)


@pytest.mark.parametrize("mark", ["utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be", "utf-8"])
def test_a_byte_order_mark_is_believed_and_taken_away(mark: str) -> None:
    assert decode("\ufeffZoë".encode(mark)) == "Zoë"


@given(st.text(alphabet="aé€🔭", min_size=1, max_size=20), st.integers(1, 3))
def test_utf8_cut_off_loses_the_last_sign_at_most(text: str, cut: int) -> None:
    body = ("é" + text).encode()[:-cut]
    assert decode(body) == body.decode("utf-8", "ignore")


@pytest.mark.parametrize(
    ("content_type", "body", "codec"),
    [
        (None, b"", None),
        ("text/html", b"", None),
        ("text/html; charset=utf-8", b"", None),
        ("text/html; charset=utf-8", b'<meta charset="windows-1251">', "cp1251"),
        ("text/html; charset=latin1", b'<meta charset="windows-1251">', "cp1252"),
        (None, b'<?xml version="1.0" encoding="koi8-r"?>', "koi8_r"),
        (None, b'<meta charset="utf-16">', None),  # were it so, this could not have been read
        (None, b" " * 4096 + b'<meta charset="koi8-r">', None),
    ],
)
def test_what_is_declared(content_type: str | None, body: bytes, codec: str | None) -> None:
    found = declared(body, content_type)
    assert (found and found.replace("-", "_")) == codec


PYTHONS_OWN = ["idna", "punycode", "unicode_escape", "raw_unicode_escape", "raw-unicode-escape"]


@pytest.mark.parametrize("codec", ["base64", "hex", "zlib", "rot13", "undefined", *PYTHONS_OWN])
def test_codecs_that_are_no_charsets_are_not_used(codec: str) -> None:
    assert decode(r"café \u0041".encode("cp1252"), f"text/html; charset={codec}") == r"café \u0041"
