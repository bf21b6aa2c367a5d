"""What breaks off is no answer: half a page would be one without a mention."""

import re
import zlib

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

CHUNK = 65_536
PARTIAL = 206
"""The status of an answer to who asked for a part, which we never do."""
_BEGINS, _ENDS = re.compile(rb"<(?:html|body)[\s>]", re.IGNORECASE), re.compile(rb"</(?:html|body)\b", re.IGNORECASE)
_GZIP, _ZLIB, _RAW = 31, 15, -15
_GZIP_HEAD = 10


class WholeBodyMiddleware:
    """Looks at each answer before it is unpacked: Scrapy makes do with as much as there is.

    It needs to see what was sent, so its place is between the network and `HttpCompressionMiddleware`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._max_size = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "WholeBodyMiddleware":
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        packed = b",".join(response.headers.getlist("Content-Encoding")).rpartition(b",")[2].strip().lower()
        if response.status == PARTIAL:
            raise ResponseDataLossError(f"{request.url} answered with a part of it")
        if response.body and not _is_whole(response.body, packed, "partial" in response.flags, self._max_size):
            raise ResponseDataLossError(f"{request.url} broke off after {len(response.body):,} bytes")
        return response


def _is_whole(body: bytes, packed: bytes, has_no_length: bool, max_size: int) -> bool:
    """`has_no_length`: the server did not say how long the answer is, and ended it by hanging up."""
    if packed in (b"gzip", b"x-gzip"):
        # Some servers forget the checksum at the end.
        return ends(body, _GZIP, max_size) or (body[3:4] == b"\0" and ends(body[_GZIP_HEAD:], _RAW, max_size))
    if packed == b"deflate":
        return ends(body, _ZLIB, max_size) or ends(body, _RAW, max_size)
    return not (has_no_length and not packed and _BEGINS.search(body) and not _ENDS.search(body))


def ends(packed: bytes, kind: int, max_size: int) -> bool:
    """Whether packed data is whole; what grows beyond `max_size` bytes is taken to be, and left to who unpacks it."""
    unpack, left, size = zlib.decompressobj(kind), packed, 0
    while left and not unpack.eof and size <= max_size:
        try:
            size += len(unpack.decompress(left, CHUNK))
        except zlib.error:
            return False
        left = unpack.unconsumed_tail
    return unpack.eof or size > max_size
