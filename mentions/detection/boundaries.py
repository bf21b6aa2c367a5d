"""Where words begin and end, in scripts with and without spaces."""

import re
import unicodedata

# Thai and Lao, Burmese, Khmer, Han and kana, Hangul with its particles.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
# What Arabic and Hebrew write in one with the next word: and, so, in, for, like, the; and, that, the, in, to, from, as.
_CLITICS = re.compile(r"(?:^|\W)(?:[وف]?(?:لل|[بلك]?(?:ال)?)|[ושהבלמכ]{1,3})$")
_MOST_CLITICS = 4
# Genitive and plural; German adjectives ("die Zorblaxschen Linsen"). What a name ends in decides on "-es".
_ENDING = re.compile(r"(?:s|(?<=[sxz])es|(?<=[cs]h)es|sche[nrsm]?)(?![^\W_])", re.IGNORECASE)
_HANDLE_ENDING = re.compile(
    r"(?:hq|official|inc|apps?|news|support|help|care|global|world|dev|team|tv|eu|us|usa|uk|de|at|ch|fr|es|it|nl|be|pl|se"
    r"|ca|au|in|br|mx|jp)(?![^\W_])",
    re.IGNORECASE,
)


def has_no_spaces(text: str) -> bool:
    """Whether any of a text is in a script that puts no spaces between words."""
    return bool(_SPACELESS.search(text))


def joins(text: str, at: int) -> bool:
    """Whether the signs before and behind an offset belong to one word; scripts without spaces have no words."""
    one, other = text[max(0, at - 1) : at], text[at : at + 1]
    return _is_letter(one) and _is_letter(other) and not (_SPACELESS.match(one) or _SPACELESS.match(other))


def is_behind_clitics(text: str, at: int) -> bool:
    """Whether all that stands before an offset within its word are an article, conjunctions or prepositions."""
    return bool(_CLITICS.search(text[max(0, at - _MOST_CLITICS - 1) : at]))


def is_inflected(text: str, end: int) -> bool:
    """Whether a name that ends at an offset goes on with an ending that leaves it the name."""
    return bool(_ENDING.match(text, end))


def is_handle(text: str, start: int, end: int) -> bool:
    """Whether a name is the beginning of an account that says more of it: `@zorblaxhq`, `u/ZorblaxUS`."""
    return text[max(0, start - 2) : start].lower().endswith(("@", "u/")) and bool(_HANDLE_ENDING.match(text, end))


def _is_letter(sign: str) -> bool:
    # A modifier letter may be an apostrophe, and "²" is a footnote.
    return sign.isalnum() and unicodedata.category(sign) not in ("Lm", "No")
