"""What a brand's own site says of it, put before a person: a table of proposals with where each was found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import click

from mentions.cli.asking import asked
from mentions.cli.first_config import Answers
from mentions.cli.tables import room
from mentions.cli.terminal import safe_line, table
from mentions.exceptions import MentionsError
from mentions.pages.identity import Proposal, Trait

_WIDEST = 80


@dataclass(frozen=True, kw_only=True)
class Introduction:
    """The pages of a site that were read, why others were not, and what they propose."""

    url: str
    read: tuple[str, ...]
    unread: Mapping[str, str]
    proposals: tuple[Proposal, ...]

    def sure(self, trait: Trait) -> tuple[str, ...]:
        """What is proposed for a trait beyond doubt."""
        return tuple(one.text for one in self.proposals if one.trait is trait and one.is_sure)

    def answers(self, said: Answers) -> Answers:
        """What a user said, and what the site says for sure of the rest."""
        return Answers(
            name=said.name or next(iter(self.sure(Trait.NAME)), ""),
            domains=said.domains or self.sure(Trait.DOMAIN),
            description=said.description or next(iter(self.sure(Trait.DESCRIPTION)), ""),
            aliases=self.sure(Trait.ALIAS),
            products=self.sure(Trait.PRODUCT),
            people=self.sure(Trait.PERSON),
            profiles=self.sure(Trait.PROFILE),
            pages=self.sure(Trait.PAGE),
            url=self.url,
            kind=said.kind,
            sources=said.sources,
        )


def introduce(url: str) -> Introduction:
    """Read the site of a brand. Raises MentionsError where its home page cannot be read."""
    (said,) = asked("identity", [{"url": url}], folder=None)
    if not said["read"]:
        why = next(iter(said["unread"].values()), "it was stopped")
        raise MentionsError(f"{safe_line(url)} cannot be read: {why}; give --name and --domain in its place")
    found = tuple(Proposal(**{**one, "trait": Trait(one["trait"])}) for one in said["proposals"])
    return Introduction(url=said["read"][0], read=tuple(said["read"]), unread=said["unread"], proposals=found)


def show(found: Introduction) -> None:
    """What was read and what is proposed, on stderr: a program may read stdout."""
    pages = f"{len(found.read)} page{'s'[len(found.read) == 1 :]}"
    click.echo(f"Read {pages} of {safe_line(found.url, width=60)}", err=True)
    for url, why in found.unread.items():
        click.echo(f"  not {safe_line(url, width=50)}: {why}", err=True)
    rows = list(_rows(found.proposals))
    columns = ("", "key", "found")
    width = room([(mark, key, where) for mark, key, where, _ in rows], columns)
    cells = [(mark, key, safe_line(text, width=width), where) for mark, key, where, text in rows]
    click.echo(f"\n{table(cells, ('', 'key', 'proposal', 'found'), width=_WIDEST)}\n", err=True)
    if any(mark for mark, *_ in rows):
        click.echo("? is not sure, and left out unless you write it.\n", err=True)


def _rows(proposals: Iterable[Proposal]) -> Iterable[tuple[str, str, str, str]]:
    for one in proposals:
        where = f"{one.how}, {safe_line(urlsplit(one.page).path or '/', width=14)}"
        yield "" if one.is_sure else "?", one.trait.value, where, one.text
