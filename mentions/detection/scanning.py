"""From a document to its mentions: candidates on the loose text, then the walk, link state, evidence and verdict."""

from collections.abc import Iterable, Sequence

from mentions.detection.evidence import confidence, match_of, verdict
from mentions.detection.forms import Ambiguity
from mentions.detection.index import Hit, Index
from mentions.detection.link_states import State, is_own_site, links_own, state_of
from mentions.detection.profile import spoken
from mentions.detection.reasons import Company, is_within_name, reasons
from mentions.detection.sentences import Sentences
from mentions.detection.surroundings import Case, Surroundings
from mentions.items import LinkState, Mention, Page, Verdict
from mentions.pages import Document

CONTEXT = 100
"""Characters of visible text kept to each side of a mention."""


def scan(document: Document, index: Index) -> Page | None:
    """The page with every candidate mention and its verdict, or None where it names no brand."""
    if not index.may_hold(document.loose_text):
        return None
    by_brand: dict[str, list[Hit]] = {}
    for hit in index.hits(document.visible):
        by_brand.setdefault(hit.form.whose, []).append(hit)
    sentences = Sentences(document.visible.text, document.metadata.language if by_brand else None)
    mentions = [mention for hits in by_brand.values() for mention in _mentions(document, hits, sentences)]
    return _page(document, sorted(mentions, key=lambda mention: (mention.start, mention.brand))) if mentions else None


def _page(document: Document, mentions: Sequence[Mention]) -> Page:
    meta = document.metadata
    return Page(
        url=document.url,
        text=document.visible.text,
        mentions=tuple(mentions),
        title=meta.title,
        author=meta.author,
        published=meta.published,
        language=meta.language,
        site_name=meta.site_name,
        canonical=meta.canonical,
        contacts=document.contacts,
        outlinks=document.outlinks,
    )


def _mentions(document: Document, hits: Sequence[Hit], sentences: Sentences) -> list[Mention]:
    """The mentions of one brand on one page."""
    places = [Surroundings(document.visible.text, hit.start, hit.end) for hit in hits]
    states = [state_of(document, hit.form.brand, hit.start, hit.end) for hit in hits]
    company = _company(document, hits, places, states)
    return [
        _mention(document, hit, around, state, company, sentences)
        for hit, around, state in zip(hits, places, states, strict=True)
    ]


def _company(
    document: Document, hits: Sequence[Hit], places: Sequence[Surroundings], states: Sequence[State]
) -> Company:
    brand = hits[0].form.brand
    words = [around for hit, around in zip(hits, places, strict=True) if hit.form.ambiguity is Ambiguity.WORD]
    return Company(
        links_own=links_own(document, brand),
        is_own_site=is_own_site(document, brand),
        link_text_is_name=any(state.link_state is LinkState.LINKED for state in states),
        distinct_forms=frozenset(h.form.name for h in hits if h.form.ambiguity is Ambiguity.DISTINCT),
        lower_case=_share(around.case is Case.LOWER for around in words),
        within_names=_share(is_within_name(around) for around in words),
        spoken=spoken(document.visible.text, brand),
        language=document.metadata.language,
    )


def _share(flags: Iterable[bool]) -> float:
    values = list(flags)
    return sum(values) / len(values) if values else 0.0


def _mention(
    document: Document, hit: Hit, around: Surroundings, state: State, company: Company, sentences: Sentences
) -> Mention:
    place, text = document.visible.place(hit.start), document.visible.text
    found = reasons(hit, around, company, state.link_state, in_code=place.code)
    probability = confidence(found)
    decided = verdict(probability)
    return Mention(
        brand=hit.form.brand.key,
        name=hit.form.brand.name,
        surface=around.surface,
        start=hit.start,
        end=hit.end,
        before=text[max(0, hit.start - CONTEXT) : hit.start],
        after=text[hit.end : hit.end + CONTEXT],
        sentence=sentences.around(hit.start, hit.end) if decided is not Verdict.REJECTED else "",
        section=place.section,
        match=match_of(around.surface, hit.form.name, is_domain=hit.form.is_domain),
        link_state=state.link_state,
        href=state.href,
        rel=state.rel,
        confidence=round(probability, 4),
        verdict=decided,
        evidence=tuple(sorted(found, key=lambda reason: -abs(reason.weight))),
    )
