"""What the words right before and behind a name say."""

import re
from collections.abc import Iterator

from mentions.detection.folding import fold_text
from mentions.detection.index import Hit
from mentions.detection.profile import profile_of
from mentions.detection.reasons.values import Reason
from mentions.detection.surroundings import ARTICLES, Case, Surroundings
from mentions.detection.words import families
from mentions.items import Brand

_PREPOSITIONS = frozenset(
    "at from by on with via for in to of bei von mit auf über chez par sur avec pour en con por".split()
)
_MODALS = frozenset("to can could will would should may might must i you we they he she it not".split())


def neighbours(hit: Hit, around: Surroundings) -> Iterator[Reason]:
    yield from _before(hit, around)
    yield from _behind(hit, around)


def _before(hit: Hit, around: Surroundings) -> Iterator[Reason]:
    (before, left), (after, right) = around.before, around.after
    small, known = fold_text(before), profile_of(hit.form.brand)
    # A capital behind the hyphen is how German builds on a brand: "Shell-Tankstelle".
    if left == "-" or (right == "-" and after.islower()):
        yield Reason("near.hyphen", f"is joined to “{before if left == '-' else after}” by a hyphen")
    elif left != " ":
        return
    elif _is_telling(around) and before[:1].isupper() and small not in families("function_words"):
        if small not in known.names and small not in known.described:
            yield Reason("near.inside_name", f"stands inside another name, “{before} {around.surface}”")
    elif small in _PREPOSITIONS and _is_telling(around):
        yield Reason("near.preposition", f"“{before}” and a capital")
    elif small in ARTICLES and not (_has_article(hit) or (small in ("a", "an") and _is_told(around))):
        yield Reason("near.article", f"“{before}” stands before it")
    elif small in _MODALS:
        yield Reason("near.modal", f"“{before}” stands before it")


def _behind(hit: Hit, around: Surroundings) -> Iterator[Reason]:
    after, right = around.after
    if right.startswith(("'s", "’s")):
        yield Reason("near.possessive", "has a possessive")
    elif right == " " and _is_telling(around) and after[:1].isupper() and not _is_profiled(hit.form.brand, after):
        yield Reason("near.capital_follows", f"another capital follows, “{around.surface} {after}”")


def _is_telling(around: Surroundings) -> bool:
    """Whether its capital means something here."""
    return around.case in (Case.TITLE, Case.UPPER) and not around.is_title_case


def _has_article(hit: Hit) -> bool:
    return bool(re.match(r"(?i)the |die |der |le |el ", hit.form.name))


def _is_told(around: Surroundings) -> bool:
    """Whether only a name would have its capital here: “a Dell laptop”."""
    return _is_telling(around) and not around.begins_sentence


def is_within_name(around: Surroundings) -> bool:
    """Whether another capitalised word stands right before it: `Taylor Swift`, `Madison Square`."""
    before, between = around.before
    is_capital = before[:1].isupper() and fold_text(before) not in families("function_words")
    return between == " " and is_capital and around.case is Case.TITLE and not around.is_title_case


def _is_profiled(brand: Brand, word: str) -> bool:
    """Whether the brand's own profile has a word that stands behind its name."""
    known, small = profile_of(brand), fold_text(word)
    phrases = (*known.products, *known.context, *map(fold_text, brand.aliases))
    own = known.described.union(part for phrase in phrases for part in phrase.split())
    return small in own or small.removesuffix("s") in own
