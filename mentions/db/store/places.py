"""By what a place on a page is known again: its words and those round it, not where it stands."""

from hashlib import sha256
from typing import Protocol

from mentions.db.base import storable

_CONTEXT = 40


class Place(Protocol):
    """A mention, or a verdict on one."""

    @property
    def brand(self) -> str: ...
    @property
    def surface(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...


class PagePlace(Place, Protocol):
    """A place of a page that was fetched from an address."""

    @property
    def url(self) -> str: ...


def place_of(one: Place) -> str:
    """A hash that stays the same at the next look at the page."""
    before, after = " ".join(one.before.split()), " ".join(one.after.split())
    words = "\n".join((one.brand, one.surface, before[-_CONTEXT:], after[:_CONTEXT]))
    return sha256(storable(words).encode()).hexdigest()[:32]
