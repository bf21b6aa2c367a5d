"""Draft templates: where they lie, their front matter, and a rendering that cannot do more than fill in values.

A template is `LANG/SITUATION.txt.jinja`. Its head stands between two lines `---` and gives `id`, `version`, `class`
(promotion or correction) and `subject`; the body follows. Only values, `if`/`else`, comparisons, `~` and a few
filters are understood: no loops, calls, assignments or includes, so a template can neither run away nor reach out.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from jinja2 import StrictUndefined, TemplateRuntimeError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mentions.exceptions import TemplateError

FALLBACK_LANGUAGE = "en"
_HEAD_KEYS = ("id", "version", "class", "subject")
_MAX_SOURCE = 20_000
_MAX_OUTPUT = 10_000
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.Name,
    nodes.If,
    nodes.CondExpr,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
    nodes.Concat,
    nodes.Filter,
)
_FILTERS = ("capitalize", "default", "lower", "trim", "upper")


class TemplateClass(StrEnum):
    """What a mail is in law: one that promotes the sender, or one that only reports a fault."""

    PROMOTION = "promotion"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template as read: `body_line` is where in `file` the body starts, `sha256` is that of the whole file."""

    file: Path
    id: str
    version: str
    template_class: TemplateClass
    subject: str
    subject_line: int
    body: str
    body_line: int
    sha256: str


def find(folders: Sequence[Path], language: str, situation: str) -> Path:
    """The template for a situation in a language, else in English; of several folders the first that has it wins.

    Raises TemplateError where there is none.
    """
    if not re.fullmatch(r"[a-z][a-z_]*", situation):
        raise TemplateError(f"not the name of a situation: {situation[:80]!r}")
    tried = [folder / tongue / f"{situation}.txt.jinja" for tongue in _languages(language) for folder in folders]
    for file in tried:
        try:
            if file.is_file():
                return file
        except OSError as error:
            raise _unreadable(file, error) from error
    where = ", ".join(str(file) for file in tried) or "no folder given"
    raise TemplateError(f"no template for {situation}; write one of: {where}")


def _unreadable(file: Path, error: OSError) -> TemplateError:
    return TemplateError(f"{file}: cannot be read: {error.strerror}; check its rights and those of its folders")


def primary(language: str) -> str:
    """`de` for `de-AT`; "" for anything that is no language tag, since pages claim what they like."""
    found = re.match(r"([a-z]{2,3})(?:[-_]|$)", language.strip().lower())
    return found[1] if found else ""


def _languages(language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (primary(language), FALLBACK_LANGUAGE))))


def read(file: Path) -> Template:
    """Read a template. Raises TemplateError naming file and line where its head is wrong."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise _unreadable(file, error) from error
    if len(content) > _MAX_SOURCE:
        raise TemplateError(f"{file}: longer than {_MAX_SOURCE} bytes; a draft is a short letter")
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise TemplateError(f"{file}: not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from None
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
    if not end or lines[0].strip() != "---":
        raise TemplateError(f"{file}, line 1: the head is missing; put {', '.join(_HEAD_KEYS)} between two lines ---")
    head = dict(_head(file, lines[1:end]))
    if missing := [key for key in _HEAD_KEYS if not head.get(key, ("", 0))[0]]:
        raise TemplateError(f"{file}, line {end + 1}: the head lacks {', '.join(missing)}")
    return Template(
        file=file,
        id=head["id"][0],
        version=head["version"][0],
        template_class=_class(file, *head["class"]),
        subject=head["subject"][0],
        subject_line=head["subject"][1],
        body="\n".join(lines[end + 1 :]),
        body_line=end + 2,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _head(file: Path, lines: Sequence[str]) -> Iterator[tuple[str, tuple[str, int]]]:
    for number, line in enumerate(lines, 2):
        key, colon, value = (part.strip() for part in line.partition(":"))
        if key not in _HEAD_KEYS or not colon:
            raise TemplateError(f"{file}, line {number}: expected one of {', '.join(_HEAD_KEYS)}, then a colon")
        yield key, (value, number)


def _class(file: Path, name: str, line: int) -> TemplateClass:
    try:
        return TemplateClass(name)
    except ValueError:
        known = " or ".join(TemplateClass)
        raise TemplateError(f"{file}, line {line}: class is {known}, not {name[:80]}") from None


def fill(template: Template, values: Mapping[str, str | bool]) -> tuple[str, str]:
    """Subject and body with the values in place.

    Raises TemplateError naming file, line and variable where the template is wrong or asks for what is not in `values`.
    """
    subject = _fill_one(template.file, template.subject, template.subject_line, values)
    body = _fill_one(template.file, template.body, template.body_line, values)
    return " ".join(subject.split()), _tidy(body)


def _fill_one(file: Path, source: str, first_line: int, values: Mapping[str, str | bool]) -> str:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, trim_blocks=True)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    # Blank lines in front make the engine count as the file does.
    source = "\n" * (first_line - 1) + source
    try:
        _check(file, environment.parse(source), values)
        text = environment.from_string(source).render(values)
    except TemplateSyntaxError as error:
        raise TemplateError(f"{file}, line {error.lineno}: {error.message}") from None
    except (TemplateRuntimeError, TypeError, ValueError, SyntaxError, RecursionError) as error:
        raise TemplateError(f"{file}: {error}") from None
    if len(text.encode()) > _MAX_OUTPUT:
        raise TemplateError(f"{file}: the draft grew over {_MAX_OUTPUT} bytes")
    return text


def _check(file: Path, node: nodes.Node, values: Mapping[str, str | bool]) -> None:
    for child in (node, *node.find_all(nodes.Node)):
        if isinstance(child, nodes.Name) and child.name not in values:
            known = ", ".join(sorted(values))
            raise TemplateError(f"{file}, line {child.lineno}: no variable {child.name}; known are {known}")
        if not isinstance(child, _ALLOWED):
            what = type(child).__name__.lower()
            raise TemplateError(f"{file}, line {child.lineno}: {what} is not allowed; values, if/else and filters are")


def _tidy(body: str) -> str:
    """No blanks at line ends, one empty line at most: what an absent value leaves behind."""
    lines = "\n".join(line.rstrip() for line in body.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")
