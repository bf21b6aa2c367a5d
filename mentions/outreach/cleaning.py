"""Text from the web made harmless for a letter or a cell, and cut to length by words."""

import re
import unicodedata

from mentions import urls

ELLIPSIS = "…"

# Joiners that Arabic, Persian and the scripts of India cannot do without; anywhere else they only hide things.
_IDLE_JOINER = re.compile(r"(?<![\u0600-\u109f])[\u200c\u200d]")
_STAR_TAG = re.compile(r"\*(?=\|)|\|(?=\*)")
_BRACES = str.maketrans("{}", "()")
_JOINERS = "\u200c\u200d"
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs"})
# Chinese and Japanese write no spaces: about three signs make what counts as a word elsewhere.
_UNSPACED = re.compile(r"[぀-ヿ㐀-鿿]")
_WORD = re.compile(r"[぀-ヿ㐀-鿿]{1,3}|[^\W぀-ヿ㐀-鿿]+(?:['’][^\W_]+)*")


def plain(text: str) -> str:
    """One harmless line: no controls, no invisible signs, NFC, and nothing that a sending tool takes for its own tag.

    Braces become parentheses and `*|` gets a space, wherever they stand: tools differ in what they replace.
    Cleaning twice changes nothing.
    """
    kept = (" " if sign.isspace() else sign for sign in text if not _is_hidden(sign))
    line = unicodedata.normalize("NFC", _IDLE_JOINER.sub("", "".join(kept)))
    return _STAR_TAG.sub(r"\g<0> ", " ".join(line.split()).translate(_BRACES))


def _is_hidden(sign: str) -> bool:
    return not sign.isspace() and sign not in _JOINERS and unicodedata.category(sign) in _HIDDEN


def holds(text: str, quote: str) -> bool:
    """Whether a text holds a quote word for word, both cleaned; signs that it was cut do not count."""
    return plain(quote).strip(f"{ELLIPSIS} ") in plain(text)


def plain_url(url: str) -> str:
    """A web address as one harmless word, "" where it is none."""
    url = url.replace("{", "%7B").replace("}", "%7D").replace("|", "%7C")
    url = plain(url).replace(" ", "%20")
    return url if urls.is_web(url) else ""


def words_in(text: str) -> int:
    """How many words a text has; three Chinese or Japanese signs count as one."""
    return len(_WORD.findall(text))


def has_no_spaces(text: str) -> bool:
    """Whether a text has Chinese or Japanese signs, so that words in it have no visible edges."""
    return bool(_UNSPACED.search(text))


def width(text: str) -> int:
    """How many columns a text fills; a Chinese or Japanese sign fills two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` columns, cut between words, with `…` where something is missing."""
    if width(text) <= limit:
        return text
    kept = _head(text, limit - 1)
    between_words = kept.rsplit(" ", 1)[0] if text[len(kept)] != " " and " " in kept else kept
    return between_words.rstrip(" ,;:.-–—") + ELLIPSIS


def _head(text: str, limit: int) -> str:
    """The longest beginning of `text` that fills at most `limit` columns."""
    filled = 0
    for index, sign in enumerate(text):
        filled += width(sign)
        if filled > limit:
            return text[:index]
    return text
