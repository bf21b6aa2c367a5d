"""What the page as a whole says."""

from collections.abc import Iterator

from mentions.detection.folding import fold_text
from mentions.detection.index import Hit
from mentions.detection.reasons.values import Company, Reason
from mentions.detection.words import is_lower_case_word
from mentions.items import LinkState


def page_of(hit: Hit, page: Company, state: LinkState) -> Iterator[Reason]:
    yield from _links(page, state)
    if page.distinct_forms - {hit.form.name} and not hit.form.misspelt:
        yield Reason("page.distinct", f"the page also says “{min(page.distinct_forms - {hit.form.name})}”")
    if page.lower_case and is_lower_case_word(_last_word(hit.form.name)):
        yield Reason("page.lower_case", "the page uses it as a word elsewhere", page.lower_case)
    if page.within_names:
        yield Reason("page.within_names", "stands inside other names elsewhere on the page", page.within_names)
    if page.spoken:
        yield Reason("page.spoken", "the page uses words of the brand's description", page.spoken)


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
