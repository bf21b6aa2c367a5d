"""A packed answer counts when it is whole; what breaks off is no page."""

import gzip
import zlib

import pytest
from scrapy import Request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from mentions.middlewares.bodies import WholeBodyMiddleware

PAGE = b"<html><body>" + b"Acme Optics makes lenses. " * 5_000 + b"</body></html>"
URL = "https://news.example/"
RAW = zlib.compressobj(wbits=-15)
PLAIN_DEFLATE = RAW.compress(PAGE) + RAW.flush()


def passes(body: bytes, encoding: str = "", *, flags: tuple[str, ...] = ()) -> bool:
    """Whether an answer is taken for whole."""
    looks = WholeBodyMiddleware.from_crawler(get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": 1_000_000}))
    headers = {"Content-Encoding": encoding} if encoding else {}
    try:
        looks.process_response(Request(URL), HtmlResponse(URL, body=body, headers=headers, flags=list(flags)))
    except ResponseDataLossError:
        return False
    return True


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP", "br, gzip"])
def test_gzip(encoding: str) -> None:
    packed = gzip.compress(PAGE)
    assert passes(packed, encoding)
    assert passes(packed[:-8], encoding), "without its checksum"
    assert passes(packed + b"rest", encoding)
    for size in (5, 20, len(packed) // 2, len(packed) - 9):
        assert not passes(packed[:size], encoding)
    assert not passes(packed[:40] + b"\0" * 40, encoding)


@pytest.mark.parametrize("packed", [zlib.compress(PAGE), PLAIN_DEFLATE])
def test_deflate(packed: bytes) -> None:
    assert passes(packed, "deflate")
    assert not passes(packed[: len(packed) // 2], "deflate")


def test_what_grows_too_large_is_left_to_who_unpacks_it() -> None:
    bomb = gzip.compress(b"\0" * 5_000_000)
    assert passes(bomb, "gzip")
    assert passes(bomb[: len(bomb) // 2], "gzip")


def test_an_answer_that_only_ends_with_its_connection() -> None:
    assert passes(PAGE, flags=("partial",))
    assert passes(b"plain text", flags=("partial",))
    assert not passes(PAGE[:-20], flags=("partial",))
    assert passes(PAGE[:-20]), "as long as its server said"


def test_a_part_is_no_answer() -> None:
    looks = WholeBodyMiddleware.from_crawler(get_crawler())
    with pytest.raises(ResponseDataLossError, match="a part of it"):
        looks.process_response(Request(URL), HtmlResponse(URL, body=PAGE, status=206))
