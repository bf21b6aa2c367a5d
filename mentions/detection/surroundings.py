"""What stands round a place in a text: its line, its neighbours, its letter case. The raw material of evidence."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from mentions.detection.folding import fold_text
from mentions.detection.words import families

NEAR = 300
"""Characters to either side that count as near."""

ARTICLES = frozenset(
    (
        "the a an this that these those my your our his her their its every each any some no another which whose "
        "der die das den dem des ein eine einen einem einer eines kein keine keinen diese dieser dieses diesen diesem "
        "jede jeder jedes jeden mein meine unser unsere ihr ihre sein seine euer alle welche "
        "le la les l un une des du au aux ce cet cette ces mon ma mes son sa ses notre nos leur leurs chaque "
        "el los las una unos unas este esta estos estas mi su sus nuestro nuestra cada il lo gli het een"
    ).split()
)
"""Words that stand before a noun, and seldom before a name."""

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?:;…»\"”)\]|•·–—>]\s*[\"“'‘«(\[]*\s*$|^\s*[\"“'‘«(\[*\-–—•·]*\s*$")
_OPENING, _CLOSING = "\"'“”„‚‘«»‹›", "\"'“”‘’«»‹›"
_LABEL = 3
_SMALL = families("function_words")
_NOUNS = families("ordinary", "de")


def ends_sentence(left: str) -> bool:
    """Whether what follows this part of a line begins a sentence."""
    return bool(_SENTENCE_END.search(left[-40:]))


class Case(StrEnum):
    """How a name is written."""

    LOWER = "lower"
    TITLE = "title"
    UPPER = "upper"
    MIXED = "mixed"


@dataclass(frozen=True)
class Surroundings:
    """The place `text[start:end]` of a text in a language (ISO 639-1; None: not known)."""

    text: str
    start: int
    end: int
    language: str | None = None

    @property
    def surface(self) -> str:
        return self.text[self.start : self.end]

    @cached_property
    def case(self) -> Case:
        """The case of its letters; `TITLE` where every word but articles begins with a capital."""
        letters = "".join(filter(str.isalpha, self.surface))
        if letters.islower():
            return Case.LOWER
        if letters.isupper() and len(letters) > 1:
            return Case.UPPER
        content = [w for w in _TOKEN.findall(self.surface) if w.lower() not in _SMALL] or [self.surface]
        return Case.TITLE if all((w[0].isupper() and w[1:].islower()) or len(w) == 1 for w in content) else Case.MIXED

    @cached_property
    def line(self) -> tuple[str, str]:
        """What stands in the same block before and after."""
        first = self.text.rfind("\n", 0, self.start) + 1
        last = self.text.find("\n", self.end)
        return self.text[first : self.start], self.text[self.end : last if last >= 0 else len(self.text)]

    @cached_property
    def begins_sentence(self) -> bool:
        return ends_sentence(self.line[0])

    @cached_property
    def lines_near(self) -> list[str]:
        """The lines round its own that are not empty, up to four to each side."""
        left = [line for line in self.text[max(0, self.start - 400) : self.start].split("\n")[:-1] if line.strip()]
        right = [line for line in self.text[self.end : self.end + 400].split("\n")[1:] if line.strip()]
        return left[-4:] + right[:4]

    @cached_property
    def is_alone(self) -> bool:
        """Whether the line holds little else: a menu entry, a tag, a cell of a table."""
        return self._others <= 1

    @cached_property
    def is_short(self) -> bool:
        """Whether the line is a label of few words, and no sentence."""
        return self._others <= _LABEL and not self.line[1].rstrip().endswith((".", "!", "?"))

    @cached_property
    def _others(self) -> int:
        """The other words of the line."""
        return len(_TOKEN.findall(self.line[0])) + len(_TOKEN.findall(self.line[1]))

    @cached_property
    def is_title_case(self) -> bool:
        """Whether the words round it carry capitals that mean nothing: headlines, menus, lists of tags."""
        words = _TOKEN.findall(self.line[0][-120:]) + _TOKEN.findall(self.line[1][:120])
        content = [w for w in words if w.lower() not in _SMALL and w[0].isalpha()]
        if self.language == "de":  # Nouns have capitals in any German line.
            content = [w for w in content if w[0].islower() or fold_text(w) not in _NOUNS]
        return len(content) >= 2 and sum(w[0].isupper() for w in content) / len(content) >= 0.6

    @cached_property
    def has_telling_capital(self) -> bool:
        """Whether an ordinary word would have no capital here."""
        is_capital = self.case in (Case.TITLE, Case.UPPER)
        return is_capital and not (self.is_alone or self.is_title_case or self.begins_sentence)

    @cached_property
    def before(self) -> tuple[str, str]:
        """The word in front of it, with the signs between; ("", "") at the start of a block."""
        found = re.search(r"([^\W_]+(?:['’][^\W_]+)*)([^\w]*)\Z", self.line[0][-60:])
        return (found.group(1), found.group(2)) if found else ("", "")

    @cached_property
    def after(self) -> tuple[str, str]:
        """The word behind it, with the signs between."""
        found = re.match(r"((?:['’]s\b)?[^\w]*)([^\W_]+)", self.line[1][:60])
        return (found.group(2), found.group(1)) if found else ("", "")

    @cached_property
    def capitals_after(self) -> list[str]:
        """The capitalised words that follow one another right behind it, up to three."""
        found = re.match(r"(?: [A-Z][\w'’]*){1,3}", self.line[1])
        return found.group().split() if found else []

    @cached_property
    def is_quoted(self) -> bool:
        """Whether quotation marks hold it and nothing else."""
        left, right = self.line[0][-1:], self.line[1][:1]
        return left in _OPENING and right in _CLOSING and bool(left and right)

    @cached_property
    def near(self) -> str:
        """The folded text round it, the place itself cut out, with a space at each end."""
        left = self.text[max(0, self.start - NEAR) : self.start]
        return f" {fold_text(left)} | {fold_text(self.text[self.end : self.end + NEAR])} "

    @cached_property
    def close(self) -> list[str]:
        """The folded words within six to either side, in the same block."""
        return [fold_text(w) for w in _TOKEN.findall(self.line[0][-90:])[-6:] + _TOKEN.findall(self.line[1][:90])[:6]]

    @cached_property
    def chunk(self) -> tuple[str, str]:
        """What is glued to it without a space: parts of addresses, handles, compounds."""
        left = re.search(r"\S*\Z", self.text[max(0, self.start - 200) : self.start])
        right = re.match(r"\S*", self.text[self.end : self.end + 200])
        return (left.group() if left else ""), (right.group() if right else "")
