"""How a name may be written: the forms that are looked for, and how much a form alone can say.

A name is cut into words at spaces, hyphens, dots and camel case. Between them a text may have a space, a hyphen, a dot
or nothing; an apostrophe may be missing; `&` may be spelled out. All of this is judged on folded text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from mentions import urls
from mentions.detection.folding import fold_sign, fold_text
from mentions.detection.words import is_lower_case_word, is_ordinary
from mentions.items import Brand

_CAMEL = re.compile(r"(?<=[^\W\d_][a-zà-ÿ])(?=[A-Z])|(?<=\b[a-z])(?=[A-Z][a-z])")
# Where Latin letters meet Han, kana or Hangul, many a text puts a space.
_SCRIPTS_MEET = re.compile(
    r"(?<=[A-Za-z0-9])(?=[\u3040-\u9fff\uac00-\ud7af])|(?<=[\u3040-\u9fff\uac00-\ud7af])(?=[A-Za-z0-9])"
)
_AND = ("and", "und", "et", "y", "e")
_ANDS = (
    *("&", " & ", " &", "& ", "-&-", "-&", "&-", " &-", "-& ", "+", " + ", " +", "+ ", "-+-", "-+", "+-", " +-", "-+ "),
    *(f"{left}{word}{right}" for word in _AND for left in " -" for right in " -"),
)
_ARTICLES = frozenset("the a an der die das le la les l' el los las il lo o os de het".split())
# What becomes of an article that a name begins with: German cases, and prepositions that melt into it.
_CASES = {
    **dict.fromkeys(("Der", "Die", "Das"), "der die das des dem den"),
    "Le": "le du au",
    "Les": "les des aux",
    "El": "el del al",
    "Il": "il del al dal nel sul",
}
_UMLAUTS = frozenset("äöüÄÖÜ")
_SEPARATORS = re.compile(r"[\s\-‐‑–—._/・·]+")
_SEPARATED = re.compile(r"[\s\-‐‑–—._/&+・·]")
_JOINTS = ("", " ", "-", "_", ".", "'", "・", "·")
_SLOT, _GAP = "\0", "\1"
_UNMISTAKABLE = 10
"""Letters from which on words run together are still known with a slip: `Stackoverlow`."""
_RARE = 4
"""Letters from which on a single word of a name is looked for."""
_LEGAL = re.compile(r"[\s,]+(?:inc|corp|ltd|llc|plc|gmbh|ag|s\.?a|co)\.?$", re.IGNORECASE)


class Ambiguity(StrEnum):
    """What a name may also be; it decides how much more than the name is needed."""

    DISTINCT = "distinct"
    PHRASE = "phrase"  # two or more ordinary words: `Red Hat`, `Stack Overflow`
    WORD = "word"  # one ordinary word: `Target`, `The Sun`
    NAME = "name"  # a name that others have, and no word: `Ford`, `Mercedes`, `Patagonia`
    ABBREVIATION = "abbreviation"  # up to three capitals: `DB`, `HN`


SINGLE = frozenset((Ambiguity.WORD, Ambiguity.NAME))
"""What a name of one word may also be."""


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One name of one brand. `pattern` matches folded text; each match holds one of `anchors`."""

    brand: Brand
    name: str
    pattern: re.Pattern[str]
    anchors: tuple[str, ...]
    ambiguity: Ambiguity
    is_domain: bool = False
    misspelt: str = ""  # the word, folded, that a misspelling has in place of the name's own

    @property
    def whose(self) -> str:
        """What tells the brand from others."""
        return self.brand.key or self.brand.name

    @property
    def reach(self) -> int:
        """How far a match can stretch to either side of its anchor."""
        return 2 * len(self.name) + 8


class Hit(NamedTuple):
    """A form found in a text; `start` and `end` are offsets into that text, the possessive left out."""

    form: Form
    start: int
    end: int


def forms_of(brand: Brand) -> tuple[Form, ...]:
    """Every form of a brand: its name and aliases, then its domains."""
    names = dict.fromkeys((brand.name, *brand.aliases))
    spelled = dict.fromkeys(host for domain in brand.domains for host in (domain, urls.unicode_host(domain)))
    domains = [domain for domain in spelled if fold_text(domain) not in map(fold_text, names)]
    return (
        *(_name_form(brand, name) for name in names),
        *(_domain_form(brand, domain) for domain in domains),
    )


def speaks_of(domain: str, brand: Brand) -> bool:
    """Whether a domain is made from one of the brand's names: `mozilla.org` speaks of Mozilla, not of Firefox."""
    squashed = re.sub(r"[\W_]", "", fold_text(domain))
    return any(re.sub(r"[\W_]", "", fold_text(name)) in squashed for name in (brand.name, *brand.aliases))


def ambiguity_of(name: str) -> Ambiguity:
    """How likely a text means something else by `name`."""
    folded = [fold_text(part).strip("'!.") for part in _split(_LEGAL.sub("", name))]
    content = [word for word in folded if word not in _ARTICLES] or folded
    squashed = "".join(content)
    capitals = sum(map(str.isupper, name))
    if len(squashed) <= 3 and squashed.isalpha() and capitals >= min(2, len(squashed)) and " " not in name:
        return Ambiguity.ABBREVIATION
    if _LEGAL.search(name):
        return Ambiguity.DISTINCT
    if len(content) == 1 or is_ordinary(squashed):
        return _other_sense(squashed, " ".join(content))
    return Ambiguity.PHRASE if all(map(is_lower_case_word, content)) else Ambiguity.DISTINCT


def _other_sense(*spellings: str) -> Ambiguity:
    """What else a single word may mean."""
    read = {reading for word in spellings for reading in _readings(word)}
    if any(len(one) < 3 or is_lower_case_word(one) for one in read):
        return Ambiguity.WORD
    return Ambiguity.NAME if any(map(is_ordinary, read)) else Ambiguity.DISTINCT


def _readings(word: str) -> set[str]:
    """A folded word, without its apostrophe, and without a genitive's sign: `lowe's`, `lowes`, `lowe`."""
    stem = word.replace("'", "")
    return {word, stem, stem.removesuffix("s") if "'" in word else stem}


def _split(name: str) -> list[str]:
    """The words of a name; `&` is one of its own."""
    spaced = _SCRIPTS_MEET.sub(" ", _CAMEL.sub(" ", name.replace("&", " & ").replace("+", " + ")))
    return [part for part in _SEPARATORS.split(spaced) if part]


def _parts(name: str) -> list[str]:
    """The words of a name, an "and" between two of them read as `&`."""
    parts = _split(name)
    return ["&" if part in _AND and 0 < place < len(parts) - 1 else part for place, part in enumerate(parts)]


def _name_form(brand: Brand, name: str) -> Form:
    parts = _parts(name)
    words = list(map(_word, parts))
    if _is_declined(parts):
        words[0] = f"(?:{_CASES[parts[0]].replace(' ', '|')})"
    pattern = _joined(parts, words) if parts else re.escape(fold_text(name))
    if name.rstrip().endswith("."):
        pattern += r"\.?"
    return Form(
        brand,
        name,
        re.compile(pattern),
        _anchors(name, parts),
        ambiguity_of(name),
    )


def _is_declined(parts: Sequence[str]) -> bool:
    """Whether the article of a name may change: `Die Zorblax` is also `der Zorblax`, but "der Zeit" is the noun."""
    rest = " ".join(parts[1:])
    return (
        bool(rest)
        and parts[0] in _CASES
        and max(len(_longest_piece(part)) for part in parts[1:]) >= _RARE
        and ambiguity_of(rest) is Ambiguity.DISTINCT
    )


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a misspelt word in a form: the letters that belong there, and what stands round them.

    `beside` is the longest of the other words, "" where the name has but this one.
    """

    form: Form
    letters: str
    _pattern: str
    beside: str = ""

    def filled(self, word: str) -> Form:
        """The form with a folded word in place of the right one."""
        pattern = re.compile(self._pattern.replace(_SLOT, re.escape(word)))
        return replace(self.form, pattern=pattern, anchors=(word,), misspelt=word)


def slots_of(form: Form) -> Iterator[Slot]:
    """What of a name may be misspelt: a name of one word, or one of its words, the others being right."""
    if form.is_domain:
        return
    parts, is_one_word = _parts(form.name), not _SEPARATED.search(form.name.strip())
    whole = _letters("".join(parts))
    if is_one_word or len(whole) >= _UNMISTAKABLE:
        yield Slot(form, whole, _SLOT)
    if form.name[-2:] in ("'s", "’s"):
        yield Slot(form, whole[:-1], f"{_SLOT}'s")
    if not is_one_word:
        right = list(map(_word, parts))
        for place, part in enumerate(parts):
            spelled = [_SLOT if other == place else word for other, word in enumerate(right)]
            others = (_letters(other) for at, other in enumerate(parts) if at != place)
            yield Slot(form, _letters(part), _joined(parts, spelled), max(others, key=len, default=""))


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", fold_text(text))


def _joined(parts: Sequence[str], patterns: Sequence[str]) -> str:
    """The patterns of the words of a name, with what may stand between them."""
    joints = ["", *(_joint(before, part) for before, part in pairwise(parts))]
    return "".join(joint + pattern for joint, pattern in zip(joints, patterns, strict=True))


def _word(part: str) -> str:
    if part in ("&", "+"):
        return f"(?:[ -]?[&+][ -]?|[ -](?:{'|'.join(_AND)})[ -])"
    signs = []
    for sign in part:
        folded = fold_sign(sign)
        if folded == "'":
            signs.append("'?")
        elif folded in ("!", "."):
            signs.append(re.escape(folded) + "?")
        else:
            signs.append(re.escape(folded) + ("e?" if sign in _UMLAUTS else ""))
    return "".join(signs)


def _joint(before: str, after: str) -> str:
    if "&" in (before, after) or "+" in (before, after):
        return ""
    return "[ .'_・·-]?" if len(before) > 1 or before.isalpha() else "[ .'・·-]"


def _anchors(name: str, parts: list[str]) -> tuple[str, ...]:
    """Words of which every writing of the name holds one, as rare as the name allows."""
    is_camel = len(parts) > 1 and not _SEPARATED.search(name.strip())
    pieces = [_longest_piece(part) for part in parts if part not in ("&", "+")]
    has_and = len(pieces) < len(parts)
    known = [piece for piece in pieces if len(piece) >= _RARE] if has_and else pieces
    longest = max(known, key=lambda piece: (not is_ordinary(piece), len(piece)), default="")
    if not is_camel and len(longest) >= _RARE:
        return (longest,)
    if has_and:
        return _round_the_first_and(parts)
    # Who joins the words of `Q-ZoQ` in another way may leave the second as it is, or take it apart.
    joined = {_longest_piece(_GAP.join(words)) for words in (parts, filter(None, _SEPARATORS.split(name)))}
    spellings = (whole.replace(_GAP, joint) for whole in sorted(joined) for joint in _JOINTS)
    return tuple(dict.fromkeys(filter(None, (fold_text(name).strip("."), *spellings))))


def _round_the_first_and(parts: Sequence[str]) -> tuple[str, ...]:
    """What every writing of a name of short words has in its middle."""
    place = next(place for place, part in enumerate(parts) if part in ("&", "+"))
    left, right = "".join(parts[max(0, place - 1) : place]), "".join(parts[place + 1 : place + 2])
    return tuple(f"{_pieces(left)[-1]}{spelled}{_pieces(right.strip('&+'))[0]}" for spelled in _ANDS)


def _longest_piece(part: str) -> str:
    """The longest run of a word that no apostrophe, umlaut or stop can interrupt, folded."""
    return max(_pieces(part), key=len)


def _pieces(part: str) -> list[str]:
    """The runs of a word between apostrophes, umlauts and stops, folded."""
    marked = "".join(fold_sign(sign) + (_SLOT if sign in _UMLAUTS else "") for sign in part)
    return [run.replace(_SLOT, "") for run in re.split(rf"['.!]|(?<=[aou]){_SLOT}", marked)]


def _domain_form(brand: Brand, domain: str) -> Form:
    folded = fold_text(domain)
    return Form(brand, domain, re.compile(re.escape(folded)), (folded,), Ambiguity.DISTINCT, is_domain=True)
