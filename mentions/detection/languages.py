"""In which language a text is: by its small words where they tell, else as its page says."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from mentions.detection.words import families

OTHER = "und"
"""ISO 639 for a language that is not determined: here one that is not written in Latin letters."""
_LANGUAGES = ("de", "en", "es", "fr")
_ENOUGH, _CLEARLY = 8, 3
_LATIN = "\u024f"
"""The last letter of the Latin alphabets."""


def language_of(words: frozenset[str], declared: str | None) -> str | None:
    """The language (ISO 639-1) of a text that has these folded words, which its page calls `declared`.

    Templates often declare another one, or none.
    """
    counts = sorted(((len(words & own), language) for language, own in _telling().items()), reverse=True)
    (most, language), (next_most, _) = counts[:2]
    if most >= _ENOUGH and most > _CLEARLY * next_most:
        return language
    if not declared and 2 * sum(word[0] > _LATIN for word in words) > len(words):
        return OTHER
    return declared


@cache
def _telling() -> Mapping[str, frozenset[str]]:
    """By language, the small words that no other has."""
    lists = {language: families("function_words", language) for language in _LANGUAGES}
    return MappingProxyType(
        {
            language: own.difference(*(other for name, other in lists.items() if name != language))
            for language, own in lists.items()
        }
    )
