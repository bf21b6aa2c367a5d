"""From bytes to text as browsers see it: byte order mark, strict UTF-8, the declared charset, else windows-1252."""

import codecs
from contextlib import suppress

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_CHARSETS = ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
"""Ways to write text that only Python takes for charsets; the rest of its codecs refuses to make text."""


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of `body`; `content_type` is the header's value. Never fails: bytes that mean nothing become U+FFFD."""
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body.decode(codec, errors="replace").removeprefix("\ufeff")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        encoding = declared(body, content_type)
        if encoding is None and error.end >= len(body) - 3 and error.reason == "unexpected end of data":
            return body.decode("utf-8", errors="ignore")  # cut off in the middle of a sign
    try:
        return body.decode(encoding or "cp1252", errors="replace")
    except (LookupError, UnicodeError):  # a codec of Python's that is no charset: `charset=base64`
        return body.decode("cp1252", errors="replace")


def as_utf8(body: bytes, content_type: str | None = None) -> bytes:
    """The same text in UTF-8, which most bodies are as they came."""
    if body.isascii():
        return body
    if not body.startswith(codecs.BOM_UTF8):
        with suppress(UnicodeDecodeError):
            body.decode("utf-8")
            return body
    return decode(body, content_type).encode("utf-8", "replace")


def declared(body: bytes, content_type: str | None) -> str | None:
    """The charset that the header, else the document, names, as a codec of Python's; None where neither names one.

    UTF-8 does not count: the caller has found that the bytes are not.
    """
    for name in (http_content_type_encoding(content_type), html_body_declared_encoding(body[:4096])):
        encoding = resolve_encoding(name) if name else None
        if encoding and not encoding.startswith(("utf-8", "utf8", "utf-16", "utf-32", *_NO_CHARSETS)):
            return encoding
    return None
