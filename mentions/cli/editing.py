"""A draft in the user's editor, or with the words of a file."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

import click

from mentions.cli.opening import opened
from mentions.cli.terminal import safe, safe_line
from mentions.exceptions import MentionsError

if TYPE_CHECKING:
    from mentions.services.drafting import Drafted

_COMMENTS = "#;%|"
_ABOUT = ("The first line is the subject. Lines like this one are left out.", "Save nothing to leave all as it was.")


def edit(ids: tuple[int, ...], *, subject: str | None, body: str | None, in_editor: bool, by: str) -> "Drafted":
    """The draft of one prospect with other words; they are linted, and nobody has approved them."""
    from mentions.services import editing

    if len(ids) != 1:
        raise click.UsageError("One draft at a time is edited: say its ID.")
    with opened() as (workspace, engine):
        letter = editing.open_draft(engine, workspace, ids[0])
        words = letter.text.subject if subject is None else subject, letter.text.body if body is None else body
        if in_editor:
            words = edited(*words)
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


def edited(subject: str, body: str, about: Sequence[str] = ()) -> tuple[str, str]:
    """The same words as the user's editor leaves them, made safe; `about` is told beside them.

    Raises MentionsError where the editor saves nothing, fails or cannot be started.
    """
    lines = [safe_line(subject), "", *safe(body).split("\n")]
    mark = next((sign for sign in _COMMENTS if not any(line.startswith(sign) for line in lines)), "#!")
    told = (f"{mark} {line}" for line in (*_ABOUT, *about))
    try:
        with _left_to_the_editor():
            text = click.edit("\n".join((*lines, mark, *told)), extension=".txt")
    except UnicodeDecodeError as error:
        raise MentionsError("the editor saved something that is no UTF-8; the draft is as it was") from error
    except (click.ClickException, ValueError) as error:
        said = error.message if isinstance(error, click.ClickException) else f"$VISUAL or $EDITOR: {error}"
        raise MentionsError(f"{said}; the draft is as it was") from error
    if text is None:
        raise MentionsError("the editor saved nothing; the draft is as it was")
    kept = "\n".join(line for line in text.split("\n") if not line.startswith(mark))
    first, _, rest = kept.lstrip().partition("\n")
    return safe_line(first), safe(rest).strip()


@contextmanager
def _left_to_the_editor() -> Iterator[None]:
    """Ctrl-C is for the editor; a handler, because what is ignored here would be ignored there too."""
    former = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)
