"""A draft in the user's editor, or with the words of a file."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

import click

from mentions.cli.opening import opened
from mentions.cli.terminal import safe, safe_line
from mentions.exceptions import MentionsError

if TYPE_CHECKING:
    from mentions.services.drafting import Drafted


def edit(ids: tuple[int, ...], *, subject: str | None, body: str | None, in_editor: bool, by: str) -> "Drafted":
    """The draft of one prospect with other words; they are linted, and nobody has approved them."""
    from mentions.services import editing

    if len(ids) != 1:
        raise click.UsageError("One draft at a time is edited: say its ID.")
    with opened() as (workspace, engine):
        letter = editing.open_draft(engine, workspace, ids[0])
        words = letter.text.subject if subject is None else subject, letter.text.body if body is None else body
        if in_editor:
            words = _in_editor(*words)
        words = safe_line(words[0]), safe(words[1]).strip()
        if not all(words):
            raise MentionsError("a draft needs a subject on its first line, and a body; nothing was changed")
        now = datetime.now(UTC)
        return editing.edit(engine, workspace, letter, subject=words[0], body=words[1], by=by, now=now)


def read_body(file: TextIO) -> str:
    """What a file says. Raises MentionsError where it is no UTF-8."""
    try:
        return file.read()
    except UnicodeDecodeError as error:
        raise MentionsError(f"{file.name}: not UTF-8 ({error.reason} at byte {error.start})") from error


def _in_editor(subject: str, body: str) -> tuple[str, str]:
    """The same words as the editor leaves them: the subject is the first line."""
    text = click.edit(f"{safe_line(subject)}\n\n{safe(body)}\n", extension=".txt")
    if text is None:
        raise MentionsError("the editor saved nothing; the draft is as it was")
    first, _, rest = text.lstrip().partition("\n")
    return first, rest
