"""What is found where pages were saved: the pages, and what stands in their place where there is none to read."""

from dataclasses import dataclass, field

from mentions.items import Unknown


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved page: `place` is where it lies, `url` where it was fetched from, None where only the page can say."""

    place: str
    url: str | None
    body: bytes = field(repr=False)
    content_type: str | None = None
    robots_tag: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A page that could not be read, and why. It is never one without a mention."""

    place: str
    reason: Unknown


@dataclass(frozen=True, slots=True)
class Fault:
    """A file or folder that could not be read, or not to its end, as one line."""

    line: str


Found = Saved | Unread | Fault
