"""What the words right before and behind a name say."""

import re
from collections.abc import Iterator

from mentions.detection.folding import fold_text
from mentions.detection.index import Hit
from mentions.detection.profile import profile_of
from mentions.detection.reasons.values import Reason
from mentions.detection.surroundings import ARTICLES, Case, Surroundings
from mentions.detection.words import families, words
from mentions.items import Brand

_PREPOSITIONS = {
    **dict.fromkeys("from by with for in to of von mit über par avec pour en con por".split(), "near.preposition"),
    **dict.fromkeys("at bei beim chez".split(), "near.at"),
    **dict.fromkeys("on via auf sur using use uses used".split(), "near.on"),
}
_CONTRACTED = frozenset("im am beim vom zum zur dem den des du au aux del al laut".split())
_ARTICLE = re.compile(r"(?i)(?:the|die|der|das|le|la|les|el|los|las) ")
_WHERE = frozenset("in to across through visit visiting nach en".split())
_MODALS = frozenset("to can could will would should may might must i you we they he she it not".split())


def neighbours(hit: Hit, around: Surroundings) -> Iterator[Reason]:
    yield from _before(hit, around)
    yield from _person(around)
    yield from _own_article(hit, around)
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
    elif small in _WHERE and fold_text(around.surface) in words("places"):
        yield Reason("near.place", f"“{before} {around.surface}” is said of a place")
    elif small in _PREPOSITIONS and _is_telling(around):
        yield Reason(_PREPOSITIONS[small], f"“{before}” and a capital")
    elif small in ARTICLES and not (_has_article(hit) or (small in ("a", "an") and _is_told(around))):
        yield Reason("near.article", f"“{before}” stands before it")
    elif small in _MODALS:
        yield Reason("near.modal", f"“{before}” stands before it")


def _behind(hit: Hit, around: Surroundings) -> Iterator[Reason]:
    after, right = around.after
    if right.startswith(("'s", "’s")):
        yield Reason("near.possessive", "has a possessive")
    elif right in ("'", "’"):
        yield Reason("near.elision", f"an apostrophe glues it to “{after}”")
    elif right == " " and around.case is not Case.LOWER and fold_text(after) in families("agent_verbs"):
        yield Reason("near.verb", f"“{after}” is what companies do")
    elif right == " " and after[:1].isdigit() and around.case is not Case.LOWER:
        yield Reason("near.version", f"a number follows, “{around.surface} {after}”")
    elif any(fold_text(word) in families("designators") for word in around.capitals_after):
        yield Reason("near.designator", f"names something else, “{' '.join((around.surface, *around.capitals_after))}”")
    elif right == " " and _is_telling(around) and after[:1].isupper() and not _is_profiled(hit.form.brand, after):
        yield Reason("near.capital_follows", f"another capital follows, “{around.surface} {after}”")


def _is_telling(around: Surroundings) -> bool:
    """Whether its capital means something here."""
    return around.case in (Case.TITLE, Case.UPPER) and not around.is_title_case


def _has_article(hit: Hit) -> bool:
    """Whether the brand is one that texts name with an article."""
    return any(map(_ARTICLE.match, (hit.form.brand.name, *hit.form.brand.aliases)))


def _person(around: Surroundings) -> Iterator[Reason]:
    """A given name or an initial in front, also among words that all have capitals."""
    before, left = around.before
    is_capital = around.case in (Case.TITLE, Case.UPPER)
    is_given = left == " " and before[:1].isupper() and fold_text(before) in words("given_names")
    if is_capital and (is_given or (left == ". " and len(before) == 1 and before.isupper())):
        yield Reason("near.given_name", f"“{before}{left}{around.surface}” is the name of a person")


def _own_article(hit: Hit, around: Surroundings) -> Iterator[Reason]:
    """A name that texts put an article before, without one: “members of Independent Press”."""
    before, left = around.before
    is_bare = _has_article(hit) and not _ARTICLE.match(around.surface) and _is_told(around)
    if is_bare and left == " " and fold_text(before) not in ARTICLES | _CONTRACTED:
        yield Reason("near.no_article", "lacks the article of the brand's name")


def _is_told(around: Surroundings) -> bool:
    """Whether only a name would have its capital here: “a Dell laptop”."""
    return _is_telling(around) and not around.begins_sentence


def _is_profiled(brand: Brand, word: str) -> bool:
    """Whether the brand's own profile has a word that stands behind its name."""
    known, small = profile_of(brand), fold_text(word)
    phrases = (*known.products, *known.context, *map(fold_text, brand.aliases))
    own = known.described.union(part for phrase in phrases for part in phrase.split())
    return small in own or small.removesuffix("s") in own
