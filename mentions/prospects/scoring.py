"""How much an ask is worth: named parts from 0 to 1, each with its weight and its reason, and their weighted mean.

| part | 1 means | 0 means |
|---|---|---|
| relevance | named often, in the title or opening, among the words of its trade | a word in passing |
| placement | in the article's own sentences, early | in a comment, late, in a list |
| freshness | published today | older than one would ask about (news 6 months, blogs and forums 24) |
| authority | not measured yet: neutral for every page, never invented | |
| new site | no page of this site links to the brand | another page of it does |
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from statistics import fmean

from mentions.items import Brand, Kind, Mention, Page, Section

WEIGHTS = {"relevance": 35.0, "placement": 25.0, "freshness": 20.0, "authority": 10.0, "new site": 10.0}
DAYS_FRESH = {Kind.NEWS: 183, Kind.BLOG: 730, Kind.FORUM: 730}

_NEUTRAL = 0.5
_IN_SECTION = {Section.ARTICLE: 1.0, Section.UNCLEAR: 0.6, Section.POST: 0.5, Section.COMMENT: 0.3}
_MANY = 5
_OPENING_PARAGRAPHS = 3
_PARAGRAPH_LENGTH = 60
# Chinese and Japanese write no spaces: about three signs make what counts as a word elsewhere.
_WORD = re.compile(r"[぀-ヿ㐀-鿿]{1,3}|[^\W぀-ヿ㐀-鿿]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: its worth from 0 to 1, and why."""

    name: str
    value: float
    reason: str

    @property
    def weight(self) -> float:
        """What this part weighs against the others."""
        return WEIGHTS[self.name]


def parts(
    page: Page,
    named: Sequence[Mention],
    best: Mention,
    brand: Brand,
    kind: Kind,
    *,
    now: datetime,
    site_links: bool,
    claimed: str = "",
) -> tuple[Part, ...]:
    """The parts of a page's score. `named` are its accepted mentions outside boilerplate, `best` the one to quote.

    `claimed` is what others say of links from other pages of the site, where none was seen.
    """
    return (
        _relevance(page, named, brand),
        _placement(page, best),
        _freshness(page.published, kind, now),
        Part("authority", _NEUTRAL, "authority of the site is not known"),
        _new_site(claimed, site_links=site_links),
    )


def _new_site(claimed: str, *, site_links: bool) -> Part:
    if site_links:
        return Part("new site", 0.3, "another page of this site links to the brand")
    if claimed:
        return Part("new site", 0.3, claimed)
    return Part("new site", 1.0, "no page of this site is known to link to the brand")


def total(of: Sequence[Part]) -> float:
    """The weighted mean of the parts, 0 to 100."""
    return round(100 * sum(part.value * part.weight for part in of) / sum(part.weight for part in of), 1)


def words_in(text: str) -> int:
    """How many words a text has; three Chinese or Japanese signs count as one."""
    return len(_WORD.findall(text))


def _relevance(page: Page, named: Sequence[Mention], brand: Brand) -> Part:
    title = (page.title or "").casefold()
    in_title = any(mention.surface.casefold() in title for mention in named)
    in_opening = min(mention.start for mention in named) < _end_of_opening(page.text)
    prominence = 1.0 if in_title else 0.7 if in_opening else 0.2
    where = "in the title" if in_title else "in the opening" if in_opening else "further down only"
    topic, about = _topic(page.text, brand)
    often = min(len(named), _MANY) / _MANY
    times = "once" if len(named) == 1 else f"{len(named)} times"
    return Part("relevance", 0.4 * often + 0.4 * prominence + 0.2 * topic, f"named {times}, {where}; {about}")


def _topic(text: str, brand: Brand) -> tuple[float, str]:
    ours = {word for phrase in (*brand.context, brand.description) for word in _long_words(phrase)}
    if not ours:
        return _NEUTRAL, "no words of the brand's trade are configured"
    there = len(ours & _long_words(text))
    return there / len(ours), f"{there} of {len(ours)} words of its trade on the page"


@lru_cache(maxsize=64)  # a page is judged for one brand after the other
def _long_words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text) if len(word) > 3 or not word.isascii())


def _end_of_opening(text: str) -> int:
    """Where the third paragraph ends; lines too short for one are headings and menus."""
    end = seen = 0
    for line in text.splitlines(keepends=True):
        end += len(line)
        seen += len(line) >= _PARAGRAPH_LENGTH
        if seen == _OPENING_PARAGRAPHS:
            break
    return end


def _placement(page: Page, best: Mention) -> Part:
    early = best.start <= len(page.text) / 2
    in_sentence = words_in(best.sentence) >= 5
    value = fmean((*[_IN_SECTION.get(best.section, 0.0)] * 3, 1.0 if early else 0.4, 1.0 if in_sentence else 0.2))
    half = "first" if early else "second"
    form = "a sentence" if in_sentence else "a heading or list"
    return Part("placement", value, f"in {form} of the {best.section} section, {half} half of the page")


def _freshness(published: datetime | None, kind: Kind, now: datetime) -> Part:
    if published is None:
        return Part("freshness", _NEUTRAL, "date of publication is not known")
    # In whole days, and said by its date: a score must not change with the hour, nor its reason grow old.
    age, limit = max(0, (now.date() - published.date()).days), DAYS_FRESH[kind]
    if age > limit:
        return Part(
            "freshness", 0.0, f"published {published:%Y-%m-%d}, longer ago than the {limit} days one would ask about"
        )
    return Part("freshness", 1 - 0.6 * age / limit, f"published {published:%Y-%m-%d}")
