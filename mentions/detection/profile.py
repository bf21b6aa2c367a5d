"""What is known of a brand, folded once, so that reasons only look things up."""

import re
from dataclasses import dataclass
from functools import lru_cache

from mentions.detection.folding import fold_text
from mentions.detection.topics import topics_of
from mentions.detection.words import families
from mentions.items import Brand

_WORD = re.compile(r"[^\W\d_]{3,}")
_NOT = re.compile(r"[;,]?\s+\bnot\b")


@dataclass(frozen=True, slots=True)
class Profile:
    """Folded words and phrases of a brand; phrases are matched as whole words.

    `denied` are the words of what the description says that it is not; `topics` those that the profile speaks of.
    """

    names: frozenset[str]
    described: frozenset[str]
    denied: frozenset[str]
    topics: frozenset[str]
    context: tuple[str, ...]
    not_context: tuple[str, ...]
    products: tuple[str, ...]


@lru_cache(maxsize=20_000)
def profile_of(brand: Brand) -> Profile:
    """The profile of a brand. What a description says after "not" speaks of something else."""
    names = frozenset(w for name in (brand.name, *brand.aliases) for w in fold_text(name).split())
    positive, *negative = _NOT.split(fold_text(brand.description))
    described = frozenset(_WORD.findall(positive)) - families("function_words") - names
    denied = frozenset(word for part in negative for word in _WORD.findall(part))
    own = described.union(*(fold_text(phrase).split() for phrase in (*brand.context, *brand.products)))
    return Profile(
        names=names,
        described=described,
        denied=denied - families("function_words") - names - described,
        topics=topics_of(own),
        context=tuple(map(fold_text, brand.context)),
        not_context=tuple(map(fold_text, brand.not_context)),
        products=tuple(map(fold_text, brand.products)),
    )


def in_words(brand: Brand) -> str:
    """What a profile says that the brand is and makes, as one text; "" where it says nothing."""
    said = _NOT.split(brand.description)[0].strip()
    return ". ".join(filter(None, (said, ", ".join((*brand.context, *brand.products)))))


def holds(text: str, phrase: str) -> bool:
    """Whether a folded text holds a folded phrase as whole words."""
    at = text.find(phrase)
    while at >= 0 and phrase:
        if not text[at - 1 : at].isalnum() and not text[at + len(phrase) : at + len(phrase) + 1].isalnum():
            return True
        at = text.find(phrase, at + 1)
    return False


def count_of(text: str, phrases: tuple[str, ...] | frozenset[str]) -> int:
    """How many different phrases a folded text holds."""
    return sum(holds(text, phrase) for phrase in phrases)


def spoken(text: str, brand: Brand) -> int:
    """How many words of a brand's profile a text uses."""
    known = profile_of(brand)
    return count_of(text.lower(), known.described.union(known.context))
