"""What all systems have in common: they are filled by deeds, and name each entry by an address of its own."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from planted import EDITED, Entry, Thread

from mentions.items import Section

Deed = dict[str, Any]
_EDITED_AT = datetime(2026, 8, 20, 9, 30, tzinfo=UTC)


class Site(ABC):
    """One running system on loopback."""

    name: ClassVar[str]
    software: ClassVar[str] = ""
    """What `sources add` calls it; empty where nobody knows it by name."""
    spider: ClassVar[str]
    first: ClassVar[Section] = Section.POST
    others: ClassVar[Section] = Section.POST
    MOST_FOR_NEWS: ClassVar[int] = 3
    """Requests for topics and posts that a new topic and a reply cost at most, redirects included."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"http://127.0.0.1:{port}/"
        self.ids: dict[str, str] = {}

    @abstractmethod
    def carry_out(self, deeds: Sequence[Deed]) -> Mapping[str, str]:
        """Do these things; the id of each entry by its key."""

    @abstractmethod
    def is_at(self, permalink: str, key: str) -> bool:
        """Whether an address leads to this entry and to no other."""

    @abstractmethod
    def is_page(self, url: str) -> bool:
        """Whether an address is that of a topic or post, or tells one; not of a list."""

    def publish(self, *threads: Thread) -> None:
        """Publish topics with their posts, or articles with their comments."""
        self._do([deed for thread in threads for deed in _deeds_of(thread)])

    def reply(self, to: str, entry: Entry) -> None:
        """Add a post to a topic, or a comment to an article, that began with the entry `to`."""
        self._do([{"deed": "reply", "key": entry.key, "to": self.ids[to], "entry": _shown(entry)}])

    def edit(self, key: str) -> None:
        """Write an entry anew: from now on it names the brand."""
        at = _EDITED_AT.isoformat()
        self._do([{"deed": "edit", "key": key, "id": self.ids[key], "text": EDITED, "at": at}])

    def delete(self, key: str) -> None:
        """Take an entry away."""
        self._do([{"deed": "delete", "key": key, "id": self.ids[key]}])

    def _do(self, deeds: Sequence[Deed]) -> None:
        done = self.carry_out(deeds)
        self.ids.update({key: one for key, one in done.items() if one})


def last_line(said: str) -> dict[str, str]:
    """The JSON that a script prints at last."""
    found: dict[str, str] = json.loads(said.strip().rpartition("\n")[2])
    return found


def _deeds_of(thread: Thread) -> list[Deed]:
    first, *others = thread.entries
    begun = {"deed": "topic", "key": first.key, "title": thread.title, "board": thread.board, "entry": _shown(first)}
    return [begun, *({"deed": "reply", "key": one.key, "to": first.key, "entry": _shown(one)} for one in others)]


def _shown(entry: Entry) -> dict[str, str]:
    return {"author": entry.author, "at": entry.at.isoformat(), "text": entry.text, "quotes": entry.quotes}
