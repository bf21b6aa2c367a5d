"""From a document to its mentions: candidates on the loose text, then the walk, link state, evidence and verdict."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from mentions import urls
from mentions.detection.evidence import REPEATED, judged, match_of
from mentions.detection.folding import fold_text
from mentions.detection.forms import SINGLE, Ambiguity, Form, Hit
from mentions.detection.index import Index
from mentions.detection.knowledge import Knowledge
from mentions.detection.languages import language_of
from mentions.detection.learning import Taught, learnt
from mentions.detection.link_states import State, is_own_site, links_own, state_of
from mentions.detection.passages import Reading, Span, passages
from mentions.detection.profile import spoken
from mentions.detection.reasons import Company, Reason, reasons, ruled_out, writings
from mentions.detection.sieve import Look
from mentions.detection.surroundings import Surroundings
from mentions.detection.topics import topical, words_of
from mentions.detection.weights import shipped, weigh
from mentions.items import LinkState, Mention, Page, Section, Thresholds, Verdict
from mentions.pages import Document

CONTEXT = 100
"""Characters of visible text kept to each side of a mention."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A hit with what is known of it before it is weighed; `ruled_out` is the reason that ends the question."""

    hit: Hit
    around: Surroundings
    state: State
    ruled_out: Reason | None
    repeats: Reason | None

    @property
    def is_open(self) -> bool:
        return _is_open(self.hit)


class _Speech(NamedTuple):
    """The words of a page that belong to a topic, and its language; read only where a candidate asks for them."""

    topical: frozenset[str]
    language: str | None


def scan(document: Document, index: Index, knowledge: Knowledge) -> Page | None:
    """The page with every candidate mention and its verdict, or None where it names no brand."""
    mentions = find(document, index, knowledge)
    return _page(document, mentions) if mentions else None


def find(document: Document, index: Index, knowledge: Knowledge) -> tuple[Mention, ...]:
    """Every candidate mention of a page with its verdict, in order.

    `knowledge` learns which words of the page look like a misspelt name; what verdicts taught it is evidence too.
    """
    look = index.look(document.pieces)
    misspelt = _misspelt(document, look, knowledge)
    if not misspelt and not look.may_hold:
        return ()
    hits = list(index.hits(document.visible, misspelt))
    if not hits:
        return ()
    speech = _speech(document, hits)
    by_brand: dict[str, list[_Candidate]] = defaultdict(list)
    for hit in hits:
        by_brand[hit.form.whose].append(_candidate(document, hit, speech.language))
    reading = _read(document, index, [one for some in by_brand.values() for one in some if not one.ruled_out])
    advised = _advised(document, index, by_brand.values())
    mentions = [
        mention for some in by_brand.values() for mention in _mentions(document, some, index, reading, speech, advised)
    ]
    judged = (_as_taught(mention, knowledge.taught.get(mention.brand), index.thresholds) for mention in mentions)
    return tuple(sorted(judged, key=lambda mention: (mention.start, mention.brand)))


def _misspelt(document: Document, look: Look, knowledge: Knowledge) -> list[Form]:
    """The forms that the words of this page may be slips of, unless enough other sites use the same words."""
    site = urls.site_of(document.url)
    knowledge.learn(look.slips, site)
    return [form for word, forms in look.slips.items() if not knowledge.is_word(word, site) for form in forms]


def _candidate(document: Document, hit: Hit, language: str | None) -> _Candidate:
    around = Surroundings(document.visible.text, hit.start, hit.end, language)
    return _Candidate(
        hit,
        around,
        state_of(document, hit.form.brand, hit.start, hit.end),
        ruled_out(hit, around, in_code=document.visible.place(hit.start).code),
        Reason(REPEATED, "inside a quote of another post") if document.is_quoted(hit.start, hit.end) else None,
    )


def _read(document: Document, index: Index, candidates: Sequence[_Candidate]) -> Reading:
    """What stands round the candidates, read once."""
    text = document.visible.text
    places = [Span(one.hit.start, one.hit.end) for one in candidates]
    in_doubt = [place for one, place in zip(candidates, places, strict=True) if one.is_open]
    return index.reader.read(text, passages(text, places, in_doubt), document.language)


def _is_open(hit: Hit) -> bool:
    """Whether more than the name is needed to decide."""
    return bool(hit.form.misspelt) or hit.form.ambiguity is not Ambiguity.DISTINCT


def _speech(document: Document, hits: Sequence[Hit]) -> _Speech:
    declared = document.language
    if not any(map(_is_open, hits)):
        return _Speech(frozenset(), declared)
    words = words_of(fold_text(document.visible.text))
    return _Speech(topical(words), language_of(words, declared))


def _advised(
    document: Document, index: Index, candidates: Iterable[Sequence[_Candidate]]
) -> Mapping[Hit, Sequence[Reason]]:
    """What advisers say of the candidates that more than the name must decide."""
    found = defaultdict[Hit, list[Reason]](list)
    hits = [one.hit for some in candidates for one in some if one.is_open and not one.ruled_out]
    for adviser in index.advisers if hits else ():
        for hit, reason in adviser.advise(hits, document.visible.text, document.language):
            found[hit].append(reason)
    return found


def _page(document: Document, mentions: tuple[Mention, ...]) -> Page:
    meta = document.metadata
    author, published = _byline(mentions) or (meta.author, meta.published)
    return Page(
        url=document.url,
        text=document.visible.text,
        mentions=mentions,
        title=meta.title,
        author=author,
        published=published,
        language=meta.language,
        site_name=meta.site_name,
        canonical=meta.canonical,
        contacts=document.contacts,
        outlinks=document.outlinks,
    )


def _byline(mentions: Sequence[Mention]) -> tuple[str | None, datetime | None] | None:
    """Of a page of a forum, who wrote the first post that counts, and when: forums name themselves on every page."""
    posts = [one for one in mentions if one.section is Section.POST and one.permalink]
    first = next((one for one in posts if one.verdict is not Verdict.REJECTED), posts[0] if posts else None)
    return (first.author, first.published) if first else None


def _mentions(
    document: Document,
    candidates: Sequence[_Candidate],
    index: Index,
    reading: Reading,
    speech: _Speech,
    advised: Mapping[Hit, Sequence[Reason]],
) -> Iterator[Mention]:
    """The mentions of one brand on one page."""
    company, names = _company(document, candidates, speech), index.reader.names
    for one in candidates:
        if one.ruled_out:
            found = [one.ruled_out]
        else:
            near = reading.near(one.hit.start, one.hit.end) if one.is_open else ()
            found = reasons(one.hit, one.around, company, one.state.link_state, names.known(near, one.hit.form.whose))
            found += advised.get(one.hit, ())
        if one.repeats:
            found = [*found, one.repeats]
        yield _mention(document, one, found, reading, index.thresholds)


def _company(document: Document, candidates: Sequence[_Candidate], speech: _Speech) -> Company:
    brand = candidates[0].hit.form.brand
    right = [one for one in candidates if not one.hit.form.misspelt]
    words = [one.around for one in right if one.hit.form.ambiguity in SINGLE]
    return Company(
        links_own=links_own(document, brand),
        is_own_site=is_own_site(document, brand),
        link_text_is_name=any(one.state.link_state is LinkState.LINKED for one in candidates),
        distinct_forms=frozenset(one.hit.form.name for one in right if one.hit.form.ambiguity is Ambiguity.DISTINCT),
        spelled_right=sum(not one.ruled_out for one in right),
        misspelt=Counter(one.hit.form.misspelt for one in candidates),
        writings=Counter(way for around in words for way in writings(around)),
        places=len(words),
        topical=speech.topical,
        spoken=spoken(document.visible.text, brand),
        language=speech.language,
    )


def _mention(
    document: Document, one: _Candidate, found: Sequence[Reason], reading: Reading, thresholds: Thresholds
) -> Mention:
    hit, text = one.hit, document.visible.text
    evidence = weigh(found, shipped())
    probability, decided = judged(evidence, thresholds)
    post = document.post_at(hit.start)
    return Mention(
        brand=hit.form.brand.key,
        name=hit.form.brand.name,
        surface=one.around.surface,
        start=hit.start,
        end=hit.end,
        before=text[max(0, hit.start - CONTEXT) : hit.start],
        after=text[hit.end : hit.end + CONTEXT],
        # Other weights may think better of what is rejected, but for what a rule turned down.
        sentence="" if one.ruled_out else reading.sentence(text, hit.start, hit.end),
        section=document.visible.place(hit.start).section,
        match=match_of(one.around.surface, hit.form),
        link_state=one.state.link_state,
        href=one.state.href,
        rel=one.state.rel,
        link_note=one.state.note,
        confidence=probability,
        verdict=decided,
        evidence=tuple(sorted(evidence, key=lambda reason: -abs(reason.weight))),
        permalink=post.permalink if post else None,
        author=post.author if post else None,
        published=post.published if post else None,
    )


def _as_taught(mention: Mention, taught: Taught | None, thresholds: Thresholds) -> Mention:
    """The mention as the verdicts on its brand have it judged."""
    if taught is None:
        return mention
    evidence = learnt(mention.evidence, mention, taught, shipped())
    probability, decided = judged(evidence, thresholds)
    return replace(
        mention,
        confidence=probability,
        verdict=decided,
        evidence=tuple(sorted(evidence, key=lambda reason: -abs(reason.weight))),
    )
