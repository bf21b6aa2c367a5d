"""Where words begin and end, in scripts with and without spaces."""

import re
import unicodedata

# Thai and Lao, Burmese, Khmer, Han and kana, Hangul with its particles.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)


def has_no_spaces(text: str) -> bool:
    """Whether any of a text is in a script that puts no spaces between words."""
    return bool(_SPACELESS.search(text))


def joins(text: str, at: int) -> bool:
    """Whether the signs before and behind an offset belong to one word; scripts without spaces have no words."""
    one, other = text[max(0, at - 1) : at], text[at : at + 1]
    return _is_letter(one) and _is_letter(other) and not (_SPACELESS.match(one) or _SPACELESS.match(other))


def _is_letter(sign: str) -> bool:
    # A modifier letter may be an apostrophe, and "²" is a footnote.
    return sign.isalnum() and unicodedata.category(sign) not in ("Lm", "No")
