"""Which sites link where, and the pages of a site."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from mentions.db import models
from mentions.db.store.upserts import chunks


def links_from(connection: Connection, sites: Iterable[str], to_sites: Collection[str]) -> set[tuple[str, str]]:
    """The pairs (site, to_site) of these registered domains between which a link was seen."""
    site, link = models.Site, models.SiteLink
    statement = select(site.domain, link.to_site).select_from(link).join(site, site.id == link.site_id)
    return {
        (domain, to_site)
        for some in chunks(sites)
        for others in chunks(to_sites)
        for domain, to_site in connection.execute(statement.where(site.domain.in_(some), link.to_site.in_(others)))
    }


def pages_of_sites(connection: Connection, sites: Iterable[str]) -> set[int]:
    """The ids of all pages of these registered domains."""
    page, site = models.Page, models.Site
    return {
        page_id
        for some in chunks(sites)
        for page_id in connection.scalars(select(page.id).join(site).where(site.domain.in_(some)))
    }
