"""Which pages were read before a brand was known, or described as it is now, and are to be read again.

Also those that no list offers any more; `services.settling` first lets what is kept speak for them.
"""

from collections.abc import Iterable, Iterator

from mentions import db
from mentions.config import Config, fingerprints
from mentions.db import Engine
from mentions.db.store.aging import not_seen_since
from mentions.db.store.outdated import Offering, count_to_read_again, to_read_again
from mentions.items import Brand, Source
from mentions.pages.listings import Offered
from mentions.services.visiting import PASSING, TRIES, Due, Revisits


def offering(source: Source, brands: Iterable[Brand]) -> Offering:
    """A source with those of these brands that it is meant for."""
    wanted = {key: said for key, said in fingerprints(brands).items() if not source.brands or key in source.brands}
    return Offering(source_url=source.url, looked_for=wanted)


def overdue(engine: Engine, source: Source, rule: Revisits) -> Iterator[Due]:
    """What is left to be read again, pages that seem to name a brand first."""
    wanted = Offering(source_url=source.url, looked_for=rule.fingerprints)
    with db.reading(engine) as connection:
        for visit in to_read_again(connection, wanted, passing=PASSING, tries=TRIES):
            yield rule.due(Offered(visit.url), visit, None)


def aged(engine: Engine, source: Source, rule: Revisits) -> Iterator[Due]:
    """The pages with a mention that were not looked at for `rule.after`: whatever no list offers, the oldest first."""
    with db.reading(engine) as connection:
        for visit in not_seen_since(connection, source.url, rule.now - rule.after, tries=TRIES):
            yield rule.due(Offered(visit.url, thread=visit.thread), visit, None)


def left(engine: Engine, config: Config) -> int:
    """How many addresses are left to be read again, for all brands and sources that are configured."""
    with db.reading(engine) as connection:
        offerings = (offering(source, config.brands) for source in config.sources)
        return sum(count_to_read_again(connection, one, passing=PASSING, tries=TRIES) for one in offerings)
