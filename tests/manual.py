"""README and docs as tests read them: their tables, their commands, their blocks, their links."""

import re
import shlex
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

_TERM = re.compile(r"`([^`]+)`(?: \*)?")
_ENDS = ("&&", "||", ";", "|")
_REDIRECTS = ("<", ">", ">>")


def text(name: str) -> str:
    """A file of docs."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def rows(name: str, mark: str) -> list[list[str]]:
    """The cells of the first table below the line of a file of docs that begins with `mark`, without its head."""
    lines = dropwhile(lambda line: not line.startswith(mark), text(name).splitlines())
    table = takewhile(lambda line: line.startswith("|"), dropwhile(lambda line: not line.startswith("|"), lines))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in list(table)[2:]]


def terms(cells: Sequence[str]) -> list[str]:
    """What the cells are about: those that are nothing but code."""
    return [found[1] for cell in cells if (found := _TERM.fullmatch(cell))]


def named(name: str, mark: str) -> list[str]:
    """What the rows of a table explain."""
    return terms([row[0] for row in rows(name, mark)])


def fenced(language: str) -> list[str]:
    """Every block ```LANGUAGE of README and docs."""
    whole = "\n".join(file.read_text(encoding="utf-8") for file in FILES)
    return re.findall(rf"^```{language}\n(.*?)^```$", whole, re.DOTALL | re.MULTILINE)


def shown_lines(file: Path) -> list[str]:
    """The lines that are shown to be typed: indented by four."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line[4:] for line in lines if line.startswith("    ") and line.strip()]


def commands(line: str) -> Iterator[list[str]]:
    """The commands of a line of shell, each as its words; comments and redirections left out."""
    words = shlex.shlex(line, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    command: list[str] = []
    for word in words:
        if word in _ENDS:
            yield command
            command = []
        elif word in _REDIRECTS:
            next(words)
        else:
            command.append(word)
    yield command


def spans(file: Path) -> list[str]:
    """What stands between backticks in running text."""
    body = re.sub(r"^```.*?^```$", "", file.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"`([^`\n]+)`", body)


def links(file: Path) -> list[str]:
    """The relative links of a file."""
    found = re.findall(r"\]\(([^)\s]+)\)", file.read_text(encoding="utf-8"))
    return [link for link in found if "://" not in link]
