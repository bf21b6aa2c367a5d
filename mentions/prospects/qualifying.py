"""Is a page worth asking for one brand: the situation, the reasons, a score with its parts, the mention to quote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mentions import urls
from mentions.items import Brand, Kind, LinkNote, LinkState, Mention, Page, Section, Stage, Verdict
from mentions.prospects import scoring
from mentions.prospects.scoring import Part


class Situation(StrEnum):
    """What kind of ask this is, or (from `own_site` on) why there is none."""

    NEWS_UNLINKED = "news_unlinked"
    BLOG_UNLINKED = "blog_unlinked"
    LINKED_ELSEWHERE = "linked_elsewhere"
    FORUM = "forum"
    OWN_SITE = "own_site"
    ALREADY_LINKS = "already_links"
    DOUBTFUL = "doubtful"
    BOILERPLATE_ONLY = "boilerplate_only"
    NOT_NAMED = "not_named"
    COPY = "copy"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """Whether to ask for a link, and why.

    `ask` is true too where the ask is not a mail (`stage` is then manual). Where it is false the stage stays `found`,
    the score is 0 without parts and `best` is None.
    """

    ask: bool
    stage: Stage
    situation: Situation
    reasons: tuple[str, ...]
    score: float = 0.0
    parts: tuple[Part, ...] = ()
    best: Mention | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """What others say of links that we have not seen, in words: of the page, and of other pages of its site."""

    page: str = ""
    site: str = ""


NOTHING_CLAIMED = Claimed()
_HAS_LINK = frozenset({LinkState.LINKED, LinkState.PAGE_LINKS})
_BY_PEOPLE = frozenset({Section.POST, Section.COMMENT})
_SECTION_ORDER = (Section.ARTICLE, Section.UNCLEAR, Section.POST, Section.COMMENT)
_SENTENCE_END = re.compile(r"""[.!?…。！？]["”’»')\]]*\Z""")
_QUOTABLE_WORDS = range(5, 41)


def qualify(
    page: Page,
    mentions: Sequence[Mention],
    brand: Brand,
    kind: Kind,
    *,
    now: datetime,
    site_links: bool,
    claimed: Claimed = NOTHING_CLAIMED,
    original: str | None = None,
) -> Qualification:
    """Judge one page for one brand; `mentions` are those of that brand on it.

    `site_links` says whether another page of the site is known to link to the brand, `original` is the address of the
    page that this one is a copy of.
    """
    if against := _reason_not_to_ask(page, mentions, brand, claimed, original):
        situation, reason = against
        return Qualification(ask=False, stage=Stage.FOUND, situation=situation, reasons=(reason,))
    named = [mention for mention in mentions if _speaks_for_brand(mention)]
    best = min(named, key=lambda mention: _quoting_order(mention, page.url))
    situation, reason = _situation(page, named, best, kind)
    parts = scoring.parts(page, named, best, brand, kind, now=now, site_links=site_links, claimed=claimed.site)
    return Qualification(
        ask=True,
        stage=Stage.MANUAL if situation is Situation.FORUM else Stage.QUALIFIED,
        situation=situation,
        reasons=(reason, *(part.reason for part in parts)),
        score=scoring.total(parts),
        parts=parts,
        best=best,
    )


def gone(why: str) -> Qualification:
    """The judgement on a page that was deleted."""
    return Qualification(ask=False, stage=Stage.FOUND, situation=Situation.GONE, reasons=(why,))


def _reason_not_to_ask(
    page: Page, mentions: Sequence[Mention], brand: Brand, claimed: Claimed, original: str | None
) -> tuple[Situation, str] | None:
    # A link counts whatever the verdict on the words inside it: who gave one already is never asked.
    states = {mention.link_state for mention in mentions}
    if LinkState.OWN_SITE in states or urls.belongs(urls.host_of(page.url), brand.domains):
        return Situation.OWN_SITE, "the page is on the brand's own domain"
    if states & _HAS_LINK or _links_to_own_site(page, brand):
        return Situation.ALREADY_LINKS, "the page already links to the brand"
    if claimed.page:
        return Situation.ALREADY_LINKS, claimed.page
    if original:
        return Situation.COPY, f"a copy of {original[:300]}: whoever wrote that is the one to ask"
    if any(map(_speaks_for_brand, mentions)):
        return None
    outside = [mention for mention in mentions if mention.section is not Section.BOILERPLATE]
    if any(mention.verdict is Verdict.DOUBTFUL for mention in outside):
        return Situation.DOUBTFUL, "it is doubtful whether the page means the brand"
    if any(mention.verdict is Verdict.ACCEPTED for mention in mentions):
        return Situation.BOILERPLATE_ONLY, "the brand is named in navigation, footer or sidebar only"
    return Situation.NOT_NAMED, "no mention on the page is the brand"


def _speaks_for_brand(mention: Mention) -> bool:
    return mention.verdict is Verdict.ACCEPTED and mention.section is not Section.BOILERPLATE


def _links_to_own_site(page: Page, brand: Brand) -> bool:
    """By the page's outlinks. They are kept by site, so an own domain that is only a part of a site proves nothing."""
    whole_sites = {domain for domain in brand.domains if urls.site_of_host(domain) == domain}
    return any(outlink.site in whole_sites for outlink in page.outlinks)


def _situation(page: Page, named: Sequence[Mention], best: Mention, kind: Kind) -> tuple[Situation, str]:
    if kind is Kind.FORUM or best.section in _BY_PEOPLE:
        return Situation.FORUM, "written by a reader of the site: reply there and say who you are, no mail"
    if in_the_way := _link_in_the_way(named, best, page.url):
        return Situation.LINKED_ELSEWHERE, in_the_way
    if kind is Kind.NEWS:
        return Situation.NEWS_UNLINKED, "news that names the brand and does not link to it"
    return Situation.BLOG_UNLINKED, "a blog that names the brand and does not link to it"


def _link_in_the_way(named: Sequence[Mention], best: Mention, page_url: str) -> str | None:
    """Why a person must look at the link of the name before anything is asked."""
    broken = next((m.href for m in named if m.link_note is LinkNote.BROKEN), None)
    if broken:
        return f"the link of the name was meant for the brand and looks broken ({broken[:120]}); write by hand"
    hidden = next((m.href for m in named if m.href and urls.is_shortener(m.href)), None)
    if hidden:
        return f"a link of the name goes through {urls.host_of(hidden)}: look where it leads"
    if not _is_unlinked(best, page_url):
        return f"the name links to {urls.host_of(best.href or '')}; no template yet, write by hand"
    return None


def _is_unlinked(mention: Mention, page_url: str) -> bool:
    """A link to the page's own site, such as a tag page, leads readers nowhere else."""
    to_itself = bool(mention.href) and urls.site_of(mention.href or "") == urls.site_of(page_url)
    return mention.link_state is LinkState.UNLINKED or to_itself


def _quoting_order(mention: Mention, page_url: str) -> tuple[bool, bool, int, bool, bool, int]:
    return (
        mention.section in _BY_PEOPLE,
        not _is_unlinked(mention, page_url),
        _SECTION_ORDER.index(mention.section),
        # A headline says less to its author than a sentence of the text.
        not _SENTENCE_END.search(mention.sentence),
        scoring.words_in(mention.sentence) not in _QUOTABLE_WORDS,
        mention.start,
    )
