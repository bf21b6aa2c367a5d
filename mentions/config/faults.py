"""A fault in a configuration, before anyone knows on which line of which file it stands."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Self

Keys = tuple[str | int, ...]


class FaultError(Exception):
    """What is wrong at a key; `keys` leads there from the top, such as ("brand", 0, "domains", 1)."""

    def __init__(self, keys: Keys, message: str) -> None:
        self.keys, self.message = keys, message
        name = ".".join(key for key in keys if isinstance(key, str))
        super().__init__(f"{name}: {message}" if name else message)

    def below(self, *keys: str | int) -> Self:
        """The same fault, seen from further up."""
        return type(self)((*keys, *self.keys), self.message)


def hint(wrong: str, known: Iterable[str]) -> str:
    """The known word that is nearest to a wrong one, or what there is where none is near."""
    words = {word.casefold(): word for word in known}
    if near := get_close_matches(wrong.casefold(), words, n=1, cutoff=0.6):
        return f'did you mean "{words[near[0]]}"?'
    listed = list(words.values())
    return f"known: {', '.join(listed[:12]) or 'none'}{', …' if len(listed) > 12 else ''}"


def shown(value: str) -> str:
    """A value as it may stand in one line of an error message."""
    return repr(value if len(value) <= 80 else f"{value[:80]}…")
