"""From recorded pages to prospects: each page is judged for each brand it names."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from mentions import urls
from mentions.db import Connection
from mentions.db.store.drafts import current_draft
from mentions.db.store.mentions import mentions_on
from mentions.db.store.pages import pages, restored, texts
from mentions.db.store.prospects import NewProspect, move, prospects_on, upsert_prospects
from mentions.db.store.rows import MentionRow, PageRow, ProspectRow
from mentions.db.store.site_links import links_from
from mentions.db.store.visits import visits_of
from mentions.items import Brand, Stage
from mentions.prospects.qualifying import Qualification, gone, qualify
from mentions.prospects.stages import Actor, check
from mentions.services.claims import claims_about
from mentions.services.looks import deleted

UNTOUCHED = frozenset((Stage.FOUND, Stage.QUALIFIED, Stage.MANUAL, Stage.STALE))
"""Stages in which no person has had a hand: there a new look at the page decides anew."""
_move = partial(move, actor=Actor.PROGRAM, check=partial(check, actor=Actor.PROGRAM))


@dataclass(frozen=True, slots=True)
class _Case:
    """One page and one brand that it names or once named."""

    page: PageRow
    brand: Brand
    mentions: Sequence[MentionRow]
    prospect: ProspectRow | None
    found: Qualification

    @property
    def is_open(self) -> bool:
        return self.prospect is None or self.prospect.stage in UNTOUCHED


def qualify_pages(connection: Connection, page_ids: Collection[int], brands: Sequence[Brand], *, now: datetime) -> None:
    """Judge pages for these brands: make prospects, bring known ones up to date, set aside what no longer holds."""
    cases = [case for case in _judge(connection, page_ids, {b.key: b for b in brands}, now) if case.is_open]
    asked = {(case.page.id, case.brand.key): case for case in cases if case.found.ask}
    for row in upsert_prospects(connection, map(_prospect, asked.values()), at=now):
        stage = _stage(connection, asked[row.page_id, row.brand])
        if row.stage is not stage:
            _move(connection, row.id, stage, why=str(row.reasons[0]), at=now)
    for case in cases:
        if case.prospect and not case.found.ask and case.prospect.stage is not Stage.STALE:
            _move(connection, case.prospect.id, Stage.STALE, why=case.found.reasons[0], at=now)


def _stage(connection: Connection, case: _Case) -> Stage:
    """Where a prospect belongs; one that comes back keeps the letter that was written for it."""
    before, found = case.prospect, case.found
    is_back = before and before.stage is Stage.STALE and before.situation == found.situation
    return Stage.DRAFTED if before and is_back and current_draft(connection, before.id) else found.stage


def own_sites(brand: Brand) -> set[str]:
    """The registered domains that are the brand's as a whole."""
    return {domain for domain in brand.domains if urls.site_of_host(domain) == domain}


def _judge(
    connection: Connection, page_ids: Collection[int], brands: Mapping[str, Brand], now: datetime
) -> Iterator[_Case]:
    named: dict[int, dict[str, list[MentionRow]]] = defaultdict(lambda: defaultdict(list))
    for row in mentions_on(connection, page_ids):
        named[row.page_id][row.brand].append(row)
    known = {(row.page_id, row.brand): row for row in prospects_on(connection, page_ids) if row.campaign == row.brand}
    for page_id, key in known:
        named[page_id].setdefault(key, [])
    kept, found = texts(connection, page_ids), pages(connection, page_ids)
    own = {site for brand in brands.values() for site in own_sites(brand)}
    linking = links_from(connection, {page.site for page in found}, own)
    visits, claims = visits_of(connection, (page.address for page in found)), claims_about(connection, found)
    for page in found:
        lost = deleted(visits.get(page.address))
        for key in sorted(named[page.id].keys() & brands.keys()):
            brand, mentions = brands[key], named[page.id][key]
            whole = restored(page, mentions, kept.get(page.id, ""))
            links = any((page.site, site) in linking for site in own_sites(brand))
            claimed = claims.of(page, brand)
            judged = qualify(
                whole,
                whole.mentions,
                brand,
                page.kind,
                now=now,
                site_links=links,
                claimed=claimed,
                original=page.original,
            )
            yield _Case(page, brand, mentions, known.get((page.id, key)), gone(lost) if lost else judged)


def _prospect(case: _Case) -> NewProspect:
    best = case.found.best
    return NewProspect(
        page_id=case.page.id,
        brand=case.brand.key,
        campaign=case.brand.key,
        situation=case.found.situation,
        score=case.found.score,
        parts=[asdict(part) for part in case.found.parts],
        reasons=case.found.reasons,
        mention_id=next((row.id for row in case.mentions if best and row.start == best.start), None),
    )
