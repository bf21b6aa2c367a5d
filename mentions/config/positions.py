"""On which line of a TOML text a key stands. `tomllib` gives values only, and an error has to name its line.

Reads texts that `tomllib` has accepted, so it only needs to find its way, not to judge.
"""

import re
import tomllib
from typing import NamedTuple

from mentions.config.faults import Keys

_TOKEN = re.compile(
    r'''
    (?P<string> """(?:\\.|[^\\])*?"""(?:"{0,2}) | \'\'\'.*?\'\'\'(?:'{0,2})
                | "(?:\\.|[^"\\\n])*" | '[^'\n]*' )
    | (?P<sign> [\[\]{}=,.\n] )
    | (?P<bare> [^\s\[\]{}=,.\#"']+ )
    | \#[^\n]* | [ \t\r]+
    ''',
    re.VERBOSE | re.DOTALL,
)


def line_of(text: str, keys: Keys) -> int | None:
    """The line, from 1, of what `keys` lead to, else of the nearest table or array round it, else None."""
    lines = _Walk(text).lines
    return next((lines[keys[:end]] for end in range(len(keys), 0, -1) if keys[:end] in lines), None)


def lines_of(text: str, keys: Keys) -> list[int]:
    """The lines, from 1 and in order, on which what `keys` lead to begins, and each key and element in it."""
    return sorted(line for place, line in _Walk(text).lines.items() if place[: len(keys)] == keys)


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


class _Walk:
    """One walk over a text; `lines` then holds the line of each table, key and array element by its path."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Keys, int] = {}
        self._last_of: dict[Keys, int] = {}
        self._tokens = _tokens(text)
        table: Keys = ()
        while self._tokens:
            if self._next_is("["):
                table = self._header()
            elif self._next_is("\n"):
                self._take()
            else:
                self._pair(table)

    def _header(self) -> Keys:
        line = self._take().line
        is_array = self._next_is("[")
        table = self._table(self._key(), is_array=is_array, line=line)
        while self._next_is("]"):
            self._take()
        return table

    def _table(self, key: Keys, *, is_array: bool, line: int) -> Keys:
        """The path a header opens: each array of tables on the way stands for its last element."""
        table: Keys = ()
        for depth, part in enumerate(key, start=1):
            table += (part,)
            if is_array and depth == len(key):
                self._last_of[table] = self._last_of.get(table, -1) + 1
            self.lines.setdefault(table, line)
            if table in self._last_of:
                table += (self._last_of[table],)
                self.lines.setdefault(table, line)
        return table

    def _pair(self, table: Keys) -> None:
        line = self._tokens[-1].line
        for part in self._key():
            table += (part,)
            self.lines.setdefault(table, line)
        self._value(table)

    def _key(self) -> Keys:
        """A bare, quoted or dotted key, up to the sign that ends it."""
        parts = []
        while self._tokens and not self._next_is("=", "]", "\n"):
            token = self._take()
            if token.kind == "bare":
                parts.append(token.text)
            elif token.kind == "string":
                parts.append(tomllib.loads(f"key = {token.text}")["key"])
        return tuple(parts)

    def _value(self, keys: Keys) -> None:
        if self._next_is("="):
            self._take()
        if self._next_is("[", "{"):
            self._container(keys, is_array=self._take().text == "[")
            return
        while self._tokens and not self._next_is(",", "]", "}", "\n"):
            self._take()

    def _container(self, keys: Keys, *, is_array: bool) -> None:
        number = 0
        while self._tokens and not self._next_is("]", "}"):
            if self._next_is(",", "\n"):
                self._take()
            elif is_array:
                self.lines[*keys, number] = self._tokens[-1].line
                self._value((*keys, number))
                number += 1
            else:
                self._pair(keys)
        self._tokens.pop()

    def _next_is(self, *signs: str) -> bool:
        return bool(self._tokens) and self._tokens[-1].kind == "sign" and self._tokens[-1].text in signs

    def _take(self) -> _Token:
        return self._tokens.pop()


def _tokens(text: str) -> list[_Token]:
    """The tokens that matter, the first one last, so that taking one is a pop."""
    tokens, line = [], 1
    for found in _TOKEN.finditer(text):
        if found.lastgroup:
            tokens.append(_Token(found.lastgroup, found.group(), line))
        line += found.group().count("\n")
    return tokens[::-1]
