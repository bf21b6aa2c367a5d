"""How to greet: whether an author line is a person's name, and what the first name is."""

import re
import unicodedata

_PARTICLES = frozenset("van von der den de del della di da dos du la le el bin ten ter zu".split())
_FAMILY_FIRST = frozenset({"hu", "ja", "ko", "vi", "zh"})
_NO_NAME = frozenset(
    "admin administrator associated author blog blogger by and bureau contributor contributors correspondent daily "
    "desk editor editorial editors guest magazine media news newsroom online post press redaktion reporter reporters "
    "reuters staff team the today wire writer writers".split()
)


def is_name(text: str) -> bool:
    """Whether a text looks like a person's full name: two to four capitalised words, none of an office."""
    words = text.split()
    in_range = 2 <= len(words) <= 4 and words[0] not in _PARTICLES and words[-1] not in _PARTICLES
    return in_range and all(map(_is_name_word, words)) and not {word.casefold() for word in words} & _NO_NAME


def first_name(text: str, language: str) -> str:
    """The first of exactly two words of a Latin name; "" for an initial, or where the family may come first."""
    words = text.split()
    if len(words) != 2 or not is_name(text) or language in _FAMILY_FIRST:
        return ""
    first = words[0]
    return first if len(first) > 1 and "." not in first and _is_latin(first) else ""


def _is_name_word(word: str) -> bool:
    letters = re.sub(r"[-'’.]", "", word)
    shouted = len(letters) > 2 and letters.isupper()
    return word in _PARTICLES or (letters.isalpha() and letters[0].isupper() and not shouted)


def _is_latin(word: str) -> bool:
    return all(unicodedata.name(sign, "").startswith("LATIN") for sign in word if sign.isalpha())
