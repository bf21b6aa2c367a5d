"""Lines that fit: folded to a width, a head and a foot round as much of a body as there is room for."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

LABEL = 7
_LEAST = 5
"""Rows that are left to the body, whatever else there is to say."""
_WIDEST = 100
_MOST = 3


def reading_width(width: int) -> int:
    """How wide text is set on a screen of this width."""
    return min(width, _WIDEST)


def folded(text: Text, width: int) -> list[Text]:
    """A text in lines of at most so many cells; what is longer than a line is broken."""
    lines = text.wrap(Console(width=max(width, 1)), max(width, 1), tab_size=4)
    for line in lines:
        line.rstrip()
    return list(lines) or [Text()]


def labelled(label: str, text: Text, width: int, *, indent: int = LABEL) -> Iterator[Text]:
    """A text behind its label; of what needs more lines than most do, the beginning."""
    lines = folded(text, width - indent)
    if len(lines) > _MOST:
        lines[_MOST - 1 :] = [Text.assemble(lines[_MOST - 1][: width - indent - 1], "…")]
    for number, line in enumerate(lines):
        yield Text.assemble((f"{'' if number else label:<{indent}}", "dim"), line)


def rule(width: int) -> Text:
    """A line across."""
    return Text("─" * width, style="dim")


def framed(
    head: Sequence[Text], body: Sequence[Text], foot: Sequence[Text], *, height: int, start: int
) -> tuple[list[Text], int]:
    """The lines of a screen, and the line of the body that the next one begins with: 0 where this shows the last."""
    foot = list(foot)[-height:]
    rest = height - len(foot)
    head = list(head)[: max(rest - _LEAST, 0)] if len(head) + min(len(body), _LEAST) > rest else list(head)
    room = rest - len(head)
    if len(body) - start <= room:
        shown, following = list(body[start:]), 0
        shown += [Text()] * (room - len(shown))
    else:
        shown, following = list(body[start : start + room - 1]), start + room - 1
        shown.append(Text(f"… {len(body) - following} more lines: space shows them", style="dim"))
    return [*head, *shown[:room], *foot], following
