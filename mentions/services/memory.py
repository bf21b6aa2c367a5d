"""Who is not to be written to: never, not again, or not beside a letter that is already on its way."""

from collections.abc import Collection, Iterator

from mentions.db import Connection
from mentions.db.store.contacts import suppressed
from mentions.db.store.exports import asked, outgoing
from mentions.db.store.prospects import prospects
from mentions.items import Stage

ON_THE_WAY = (Stage.DRAFTED, Stage.APPROVED, Stage.SNOOZED)
"""Stages in which a site has its letter: one that is put off is not for another of its pages to overtake."""


def barred(connection: Connection, prospect_id: int, *, site: str, emails: Collection[str]) -> dict[str, str]:
    """Which of this site and these addresses (lower case) a prospect must not write to, each with the reason.

    One person, one ask: a site that was asked counts as a whole, an address wherever it was found.
    """
    never = suppressed(connection, [site, *emails])
    reasons = {value: f"{value} is never to be written to: {why}" for value, why in never.items()}
    for whose, value, why in (*_asked(connection, site, emails), *_on_the_way(connection, site, emails)):
        if whose != prospect_id:
            reasons.setdefault(value, why)
    return reasons


def _asked(connection: Connection, site: str, emails: Collection[str]) -> Iterator[tuple[int, str, str]]:
    for row in asked(connection, sites=[site], emails=emails):
        for value in (one for one in (site, *emails) if one in (row.site, row.email)):
            yield row.prospect_id, value, f"{value} was asked on {row.at:%Y-%m-%d} (prospect {row.prospect_id})"


def _on_the_way(connection: Connection, site: str, emails: Collection[str]) -> Iterator[tuple[int, str, str]]:
    for one in prospects(connection, site=site, stages=ON_THE_WAY):
        yield one.id, site, f"prospect {one.id} of {site} is {one.stage} already"
    # Without an address the store would be asked for all of them.
    for row in outgoing(connection, stages=ON_THE_WAY, emails=emails) if emails else ():
        yield row.prospect_id, row.email, f"prospect {row.prospect_id} writes to {row.email} already"
