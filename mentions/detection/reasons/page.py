"""What the page as a whole says."""

from collections.abc import Iterator

from mentions.detection.folding import fold_text
from mentions.detection.forms import SINGLE, Ambiguity, Hit
from mentions.detection.reasons.longer_names import is_within_name
from mentions.detection.reasons.values import Company, Reason
from mentions.detection.surroundings import Case, Surroundings
from mentions.detection.words import families, is_lower_case_word
from mentions.items import LinkState

_ELSEWHERE = {
    "page.lower_case": "the page uses it as a word elsewhere",
    "page.within_names": "stands inside other names elsewhere on the page",
    "page.capital": "has a capital inside sentences elsewhere on the page",
}


def page_of(hit: Hit, around: Surroundings, page: Company, state: LinkState) -> Iterator[Reason]:
    yield from _links(page, state)
    if page.distinct_forms - {hit.form.name} and not hit.form.misspelt:
        yield Reason("page.distinct", f"the page also says “{min(page.distinct_forms - {hit.form.name})}”")
    if hit.form.ambiguity in SINGLE:
        yield from _elsewhere(hit, around, page)
    if page.spoken:
        yield Reason("page.spoken", "the page uses words of the brand's description", page.spoken)


def writings(around: Surroundings) -> set[str]:
    """The features of a page that a place adds to, by how it is written."""
    # Where every noun has a capital, it says nothing.
    is_noun = around.language == "de" and _last_word(around.surface) in families("ordinary", "de")
    found = {
        "page.lower_case": around.case is Case.LOWER,
        "page.within_names": is_within_name(around),
        "page.capital": around.has_telling_capital and not (is_noun or is_within_name(around)),
    }
    return {feature for feature, holds in found.items() if holds}


def _elsewhere(hit: Hit, around: Surroundings, page: Company) -> Iterator[Reason]:
    """How the other places of the page are written."""
    own, others = writings(around), page.places - 1
    for feature, words in _ELSEWHERE.items():
        count = page.writings[feature] - (feature in own)
        if others > 0 and count > 0 and _is_telling(feature, hit, around):
            yield Reason(feature, words, round(count / others, 4))


def _is_telling(feature: str, hit: Hit, around: Surroundings) -> bool:
    """Whether another place in lower case, or with a capital, says anything of this one."""
    if feature == "page.lower_case":
        return around.case is not Case.LOWER and is_lower_case_word(_last_word(hit.form.name))
    return feature != "page.capital" or hit.form.ambiguity is not Ambiguity.NAME


def _links(page: Company, state: LinkState) -> Iterator[Reason]:
    if page.is_own_site:
        yield Reason("page.own", "the page is the brand's own")
    if state is LinkState.LINKED:
        yield Reason("page.linked", "links to the brand")
    elif page.link_text_is_name:
        yield Reason("page.name_linked", "the name links to the brand elsewhere on the page")
    elif page.links_own:
        yield Reason("page.links", "the page links to the brand")


def _last_word(name: str) -> str:
    """A name without its article."""
    return fold_text(name.split()[-1])
