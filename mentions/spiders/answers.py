"""What an answer says: that its page is what it was, or no longer there; else the page, or what stands before it."""

import hashlib
from datetime import UTC, datetime

from scrapy.http import Response

from mentions import pages
from mentions.db.store.rows import VisitRow
from mentions.exceptions import UnknownPageError
from mentions.pages import Document, walls
from mentions.platforms import Front
from mentions.platforms.ways import is_front
from mentions.services.visiting import Due, address_of

NOT_MODIFIED = 304


def header(response: Response | None, name: str) -> str | None:
    """A header of an answer as text."""
    value = response.headers.get(name) if response is not None else None
    return value.decode("latin-1") if value else None


def robots_tag(response: Response) -> str:
    """Every `X-Robots-Tag` of an answer; "" where it has none."""
    return b",".join(response.headers.getlist("X-Robots-Tag")).decode("latin-1")


def page_of(response: Response, asked: str) -> Document:
    """The page that an answer to `asked` holds. Raises UnknownPageError where it holds none, or stands before one."""
    kind, tag = header(response, "Content-Type"), robots_tag(response)
    document = pages.read(response.body, response.url, kind, robots_tag=tag, now=datetime.now(UTC))
    if stands_before := walls.wall(document, asked):
        raise UnknownPageError(*stands_before)
    return document


def digest(response: Response) -> str:
    """What changes with the page: its links count as well as its words."""
    # Read by another charset, or from another address, the same bytes say something else.
    parts = (header(response, "Content-Type") or "").encode(), response.url.encode(), response.body
    asked = robots_tag(response).encode()
    return hashlib.sha256(b"\n".join((*parts, asked) if asked else parts)).hexdigest()


def is_of_another_page(response: Response, standing: VisitRow) -> bool:
    """Whether an answer came from elsewhere than the last one: its 304 says nothing of the page we know."""
    return address_of(response.url) != standing.address


def is_unchanged(response: Response, due: Due) -> bool:
    """Whether the page holds what its last reading found, where that was all that is wanted now."""
    if due.standing is None or is_of_another_page(response, due.standing):
        return False
    return response.status == NOT_MODIFIED or digest(response) == due.standing.content_hash


def leads_to_the_front(response: Response, due: Due) -> bool:
    """Whether an address that held a page now leads to the front page: sites do so with what they deleted."""
    before = due.visit
    return (
        before is not None
        and held_a_page(due)
        and is_front(response.url)
        and not any(map(is_front, (before.page_address, before.address)))
    )


def held_a_page(due: Due) -> bool:
    """Whether there was a page at an address when it was asked for before."""
    return due.visit is not None and due.visit.looked_for is not None


def front_of(response: Response) -> Front:
    """An answer as `mentions.platforms` looks at it."""
    names = (name.decode("latin-1") for name in response.headers)
    headers = {name.lower(): b", ".join(response.headers.getlist(name)).decode("latin-1") for name in names}
    return Front(url=response.url, body=response.body, headers=headers)
