"""What the last look at a page says, and whether a letter about it still holds."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from mentions.db import Connection
from mentions.db.store.mentions import mentions_on
from mentions.db.store.pages import pages, restored, texts
from mentions.db.store.rows import MentionRow, PageRow, VisitRow
from mentions.db.store.visits import visits_of
from mentions.items import Brand, Unknown
from mentions.prospects.qualifying import Qualification, Situation, qualify
from mentions.services.claims import Claims, claims_about

LOOKS = 2
"""Looks in a row that do not find a page, before it counts as deleted."""
_FOR_GOOD, _FOUND = 410, 200
_UNLINKED = frozenset((Situation.NEWS_UNLINKED, Situation.BLOG_UNLINKED))


@dataclass(frozen=True, slots=True)
class Look:
    """A page as it was last read, the mentions that still stand there, and how its address went the last time."""

    page: PageRow
    text: str
    mentions: tuple[MentionRow, ...]
    visit: VisitRow | None
    claims: Claims

    @property
    def gone(self) -> str | None:
        """Why the page counts as deleted, None where it does not."""
        return deleted(self.visit)

    def of(self, brand: Brand) -> tuple[MentionRow, ...]:
        """The mentions of one brand."""
        return tuple(mention for mention in self.mentions if mention.brand == brand.key)

    def text_for(self, brand: Brand) -> str:
        """What the page says as long as it names the brand: the text of a page that stopped is not kept anew."""
        return self.text if self.of(brand) else ""

    def judged(self, brand: Brand, *, now: datetime) -> Qualification:
        """Whether one would ask for a link today."""
        mentions = self.of(brand)
        page = restored(self.page, mentions, self.text)
        claimed = self.claims.of(self.page, brand)
        kind, original = self.page.kind, self.page.original
        return qualify(page, page.mentions, brand, kind, now=now, site_links=False, claimed=claimed, original=original)

    def is_copy(self, brand: Brand, *, now: datetime) -> str | None:
        """Why the page is not asked for itself but for its original, None where it may be."""
        judged = self.judged(brand, now=now)
        return judged.reasons[0] if judged.situation is Situation.COPY else None

    def links(self, brand: Brand, *, now: datetime) -> bool:
        """Whether the page links to the brand by now."""
        return self.judged(brand, now=now).situation is Situation.ALREADY_LINKS

    def change(self, brand: Brand, situation: str, *, now: datetime) -> str | None:
        """Why a letter for this situation no longer holds, None where it does."""
        if self.visit and self.visit.unknown:
            return f"the page could not be read at the last look ({self.visit.unknown})"
        judged = self.judged(brand, now=now)
        same = judged.situation == situation or {judged.situation, situation} <= _UNLINKED
        return None if judged.ask and same else judged.reasons[0]


def deleted(visit: VisitRow | None) -> str | None:
    """Why a page counts as deleted, None where it does not: some sites lose a page for an hour."""
    if visit is None or visit.unknown is not Unknown.GONE:
        return None
    if visit.status == _FOR_GOOD:
        return f"the page is gone for good (status {_FOR_GOOD})"
    said = f"status {visit.status}" if visit.status != _FOUND else visit.detail
    return f"the page is gone, by {visit.failures} looks in a row ({said})" if visit.failures >= LOOKS else None


def looks(connection: Connection, page_ids: Collection[int]) -> dict[int, Look]:
    """The last look at each of these pages."""
    kept, standing = texts(connection, page_ids), defaultdict[int, list[MentionRow]](list)
    for mention in mentions_on(connection, page_ids):
        standing[mention.page_id].append(mention)
    found = pages(connection, page_ids)
    visits = visits_of(connection, (page.address for page in found))
    claims = claims_about(connection, found)
    return {
        page.id: Look(page, kept.get(page.id, ""), tuple(standing[page.id]), visits.get(page.address), claims)
        for page in found
    }
