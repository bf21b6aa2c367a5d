"""What the words right before and behind a name say."""

import re
from collections.abc import Iterator

from mentions.detection.folding import fold_text
from mentions.detection.forms import Ambiguity, Hit
from mentions.detection.profile import profile_of
from mentions.detection.reasons.longer_names import is_designated, is_within_name
from mentions.detection.reasons.values import Reason
from mentions.detection.surroundings import ARTICLES, Case, Surroundings
from mentions.detection.words import families, words
from mentions.items import Brand

_AT = frozenset("at bei beim chez".split())
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
    # A capital behind the hyphen is how German builds on a brand: "Shell-Tankstelle".
    if left == "-" or (right == "-" and after.islower() and not _is_told(around)):
        yield Reason("near.hyphen", f"is joined to “{before if left == '-' else after}” by a hyphen")
    elif left == " " and before[0].isupper() and fold_text(before) not in families("function_words"):
        yield from _name_before(hit, around)
    elif left == " ":
        yield from _small_before(hit, around)


def _name_before(hit: Hit, around: Surroundings) -> Iterator[Reason]:
    before, _ = around.before
    small, known = fold_text(before), profile_of(hit.form.brand)
    if small in known.names or small in known.described or around.case is Case.LOWER:
        return
    if is_within_name(around):
        yield Reason("near.inside_name", f"stands inside another name, “{before} {around.surface}”")
    elif around.is_title_case:
        yield Reason("near.title_before", f"another capital word stands before it, “{before} {around.surface}”")


def _small_before(hit: Hit, around: Surroundings) -> Iterator[Reason]:
    small = fold_text(around.before[0])
    if small in _WHERE and fold_text(around.surface) in words("places"):
        yield Reason("near.place", f"“{small} {around.surface}” is said of a place")
    elif small in _AT and _is_telling(around):
        yield Reason("near.at", f"“{small}” and a capital")
    elif small in ("a", "an") and _is_told(around):
        yield Reason("near.a_capital", f"“{small}” and a capital")
    elif small in ARTICLES and not _has_article(hit):
        yield Reason("near.article", f"“{small}” stands before it")
    elif small in _MODALS:
        yield Reason("near.modal", f"“{small}” stands before it")


def _behind(hit: Hit, around: Surroundings) -> Iterator[Reason]:
    after, right = around.after
    if right.startswith(("'s", "’s")):
        yield Reason("near.possessive", "has a possessive")
    elif right in ("'", "’"):
        yield Reason("near.elision", f"an apostrophe glues it to “{after}”")
    elif right == " " and around.case is not Case.LOWER:
        yield from _word_behind(hit, around)


def _word_behind(hit: Hit, around: Surroundings) -> Iterator[Reason]:
    after, _ = around.after
    if fold_text(after) in families("agent_verbs"):
        yield Reason("near.verb", f"“{after}” is what companies do")
    elif _is_product(after):
        yield Reason("near.product", f"“{after}” follows, as products are called")
    elif is_designated(around):
        yield Reason("near.designator", f"names something else, “{' '.join((around.surface, *around.capitals_after))}”")
    elif not after[:1].isupper() or _is_profiled(hit.form.brand, after):
        return
    elif around.is_title_case:
        yield Reason("near.title_behind", f"another capital word follows, “{around.surface} {after}”")
    elif hit.form.ambiguity is not Ambiguity.ABBREVIATION:
        yield Reason("near.capital_follows", f"another capital follows, “{around.surface} {after}”")


def _is_product(word: str) -> bool:
    """Whether a word is one that products are called by, or the code of a model: “Pay”, “S3”, “EBS”."""
    is_code = word[:1].isalpha() and word.upper() == word and any(map(str.isdigit, word))
    return is_code or (word[:1].isupper() and fold_text(word) in families("product_words"))


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
