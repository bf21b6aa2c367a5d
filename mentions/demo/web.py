"""The made-up web: what each of its addresses answers.

`pages/HOST/PATH` holds the bodies, all of them in UTF-8 so that they can be read and compared; `answers.json`
says where an address differs from a plain page (status, content type, the charset its body is sent in);
`later/` holds some of the pages as they stand after their editors wrote back.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import Self
from urllib.parse import urlsplit

from mentions.items import Kind

FOLDER = Path(__file__).parent
CONFIG = FOLDER / "mentions.toml"

_HTML = "text/html; charset=utf-8"
_TYPES = {
    "": _HTML,
    ".html": _HTML,
    ".htm": _HTML,
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
}
_SHIPPED = datetime(2026, 11, 6, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answers; `headers` are those that speak of the body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Web:
    """Answers by address. `revision` counts the changes since the web was loaded."""

    answers: Mapping[str, Answer]
    revision: int = 0

    @property
    def hosts(self) -> frozenset[str]:
        """Every host that has at least one address."""
        return frozenset(urlsplit(url).netloc for url in self.answers)

    def answer(self, url: str) -> Answer:
        """What `url` answers: 404 where its host has no such page, 502 where there is no such host."""
        try:
            address = _address(url)
        except ValueError:
            return _notice(HTTPStatus.BAD_REQUEST)
        if found := self.answers.get(address):
            return found
        is_known = urlsplit(address).netloc in self.hosts
        return _notice(HTTPStatus.NOT_FOUND if is_known else HTTPStatus.BAD_GATEWAY)

    def with_page(self, url: str, body: str, *, status: int = 200) -> Self:
        """The web after `body` was put at `url`, newer than all that stood there before."""
        revision = self.revision + 1
        answer = _page(status, _content_type(url), body.encode(), modified=_SHIPPED + timedelta(seconds=revision))
        return type(self)(MappingProxyType({**self.answers, _address(url): answer}), revision)

    def without(self, url: str) -> Self:
        """The web after the page at `url` was deleted; KeyError where there was none."""
        answers = dict(self.answers)
        del answers[_address(url)]
        return type(self)(MappingProxyType(answers), self.revision + 1)


def load() -> Web:
    """The made-up web as it is shipped."""
    special = {row["url"]: row for row in json.loads((FOLDER / "answers.json").read_text("utf-8"))}
    bodies = dict(_bodies(FOLDER / "pages"))
    answers = {url: _special(special.get(url, {}), url, bodies.get(url, "")) for url in bodies | special}
    return Web(MappingProxyType(answers))


def later() -> dict[str, str]:
    """Pages by address as they stand some weeks on: the links that were asked for have come."""
    return dict(_bodies(FOLDER / "later"))


def sources() -> tuple[tuple[Kind, str], ...]:
    """Kind and address of every source that the demo's `mentions.toml` names."""
    return tuple((Kind(row["kind"]), row["url"]) for row in tomllib.loads(CONFIG.read_text("utf-8"))["source"])


def _bodies(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            path = file.relative_to(folder).as_posix()
            yield f"http://{path.removesuffix('index.html')}", file.read_text("utf-8")


def _special(row: Mapping[str, str | int], url: str, text: str) -> Answer:
    status = int(row.get("status", 200))
    if "location" in row:
        return Answer(status, (*_notice(status).headers, ("Location", str(row["location"]))))
    content_type = str(row.get("content_type", _content_type(url)))
    return _page(status, content_type, text.encode(str(row.get("charset", "utf-8"))), modified=_SHIPPED)


def _page(status: int, content_type: str, body: bytes, *, modified: datetime) -> Answer:
    headers = (
        ("Content-Type", content_type),
        ("ETag", f'"{hashlib.sha256(body).hexdigest()[:16]}"'),
        ("Last-Modified", format_datetime(modified, usegmt=True)),
    )
    return Answer(status, headers, body)


def _notice(status: int) -> Answer:
    phrase = HTTPStatus(status).phrase
    body = f"<!doctype html>\n<title>{phrase}</title>\n<h1>{status} {phrase}</h1>\n"
    return Answer(status, (("Content-Type", _HTML),), body.encode())


def _content_type(url: str) -> str:
    return _TYPES[Path(urlsplit(url).path).suffix]


def _address(url: str) -> str:
    """The form under which an address is kept: lower-case host, no default port, no fragment, a path."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removesuffix(":80")
    return parts._replace(netloc=host, path=parts.path or "/", fragment="").geturl()
