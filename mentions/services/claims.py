"""What files of other tools say of links that nobody here has seen, and how long that counts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mentions import urls
from mentions.db import Connection
from mentions.db.store.claims import ClaimRow, SiteClaimRow, claims_of_sites, claims_on
from mentions.db.store.rows import PageRow
from mentions.items import Brand
from mentions.prospects.qualifying import NOTHING_CLAIMED, Claimed


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims about some pages, by likeness, and about their sites."""

    pages: Mapping[str, Sequence[ClaimRow]]
    sites: Mapping[str, Sequence[SiteClaimRow]]

    def of(self, page: PageRow, brand: Brand) -> Claimed:
        """What is said of a page and its site. Our own look at the page counts for more than an older one."""
        if not self.sites.get(page.site):
            return NOTHING_CLAIMED
        domains, known = frozenset(brand.domains), _likenesses(page)
        here = (one for likeness in sorted(known) for one in self.pages.get(likeness, ()))
        newer = (one for one in here if urls.belongs(one.to_host, domains) and one.seen_at > page.last_seen)
        elsewhere = (
            one
            for one in self.sites[page.site]
            if urls.belongs(one.to_host, domains) and (one.pages > 1 or one.likeness not in known)
        )
        of_page, of_site = next(newer, None), next(elsewhere, None)
        return Claimed(_on_page(of_page) if of_page else "", _on_site(of_site) if of_site else "")


def claims_about(connection: Connection, pages: Collection[PageRow]) -> Claims:
    """All that is claimed of these pages and their sites."""
    of_pages, of_sites = defaultdict[str, list[ClaimRow]](list), defaultdict[str, list[SiteClaimRow]](list)
    for site in claims_of_sites(connection, {page.site for page in pages}):
        of_sites[site.site].append(site)
    told = {likeness for page in pages if page.site in of_sites for likeness in _likenesses(page)}
    for claim in claims_on(connection, told):
        of_pages[claim.likeness].append(claim)
    return Claims(of_pages, of_sites)


def _likenesses(page: PageRow) -> set[str]:
    """By what a file may know a page: where it was fetched, and what it calls itself."""
    known = (page.url, page.canonical or "")
    return {urls.likeness(url) for url in known if urls.is_web(url)}


def _on_page(claim: ClaimRow) -> str:
    seen = f"{claim.seen_at:%Y-%m-%d}"
    return f"the page links to {claim.target[:200]} already, as seen {seen} by the word of {claim.source}"


def _on_site(claim: SiteClaimRow) -> str:
    return f"another page of this site links to the brand, by the word of {claim.source}"
