"""The planted threads as mails, for archives of lists."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

import planted
from planted import Thread
from sites import Deed

from mentions.items import LinkState

_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_DOMAIN = ".2026@posts.example"
_AS_MAIL = {
    LinkState.LINKED: (LinkState.PAGE_LINKS, LinkState.LINKED),
    LinkState.LINKED_ELSEWHERE: (LinkState.UNLINKED,),
}
"""In plain text an address stands behind the words, never round them; the brand's own one is a mention, too."""


def as_mail(thread: Thread) -> Thread:
    """A thread, with the states of mentions as a mail in plain text shows them."""
    entries = (
        replace(one, states=tuple(new for old in one.states for new in _AS_MAIL.get(old, (old,))))
        for one in thread.entries
    )
    return replace(thread, entries=tuple(entries))


THREADS: tuple[Thread, ...] = tuple(map(as_mail, planted.THREADS))


def identifier(key: str) -> str:
    """The Message-ID of an entry, without its brackets."""
    return f"{key}{_DOMAIN}"


def _key(said: str) -> str:
    return said.removesuffix(_DOMAIN)


class Mailbox:
    """Makes mails of deeds; knows the ones before, which later ones answer and quote."""

    def __init__(self) -> None:
        self._subjects: dict[str, str] = {}
        self._known: dict[str, tuple[str, str]] = {}

    def mail(self, deed: Deed) -> EmailMessage:
        """The mail of a new topic, or of an answer to an entry, which its key or its identifier names."""
        entry: Mapping[str, str] = deed["entry"]
        mail = EmailMessage()
        mail["From"] = f"{entry['author']} <{entry['author']}@posts.example>"
        mail["To"] = "stars@lists.example"
        mail["Date"] = format_datetime(datetime.fromisoformat(entry["at"]))
        mail["Message-ID"] = f"<{identifier(deed['key'])}>"
        self._subjects[deed["key"]] = deed.get("title") or self._subjects[_key(deed["to"])]
        mail["Subject"] = deed.get("title") or f"Re: {self._subjects[deed['key']]}"
        if deed["deed"] == "reply":
            mail["In-Reply-To"] = f"<{identifier(entry['quotes'] or _key(deed['to']))}>"
        text = _LINK.sub(r"\1 <\2>", entry["text"])
        quoted = self._quoted(entry["quotes"])
        mail.set_content(f"{quoted}{text}\n", cte="8bit")
        self._known[deed["key"]] = entry["author"], text
        return mail

    def _quoted(self, key: str) -> str:
        if not key:
            return ""
        author, text = self._known[key]
        lines = "\n".join(f"> {line}" for line in text.splitlines())
        return f"On Fri, 5 Jun 2026 at 14:05, {author} wrote:\n{lines}\n\n"
