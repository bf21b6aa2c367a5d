"""What detection has learnt, of words in earlier crawls and from people's verdicts, loaded for the next."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter

from mentions import db
from mentions.db import Connection, Engine
from mentions.db.condition import peeking
from mentions.db.store.labels import labels
from mentions.db.store.word_uses import save_word_uses, word_uses
from mentions.detection import Knowledge, Use
from mentions.detection.learning import Taught, learn
from mentions.detection.weights import shipped

_brand = attrgetter("brand")


def load(engine: Engine) -> Knowledge:
    """What all crawls and all verdicts have taught so far."""
    with db.reading(engine) as connection:
        return Knowledge((Use(word, site) for word, site in word_uses(connection)), taught(connection))


def taught(connection: Connection) -> Mapping[str, Taught]:
    """What the verdicts on each brand (key) teach."""
    by_brand = groupby(sorted(labels(connection), key=_brand), key=_brand)
    learnt = {brand: learn(list(some), shipped()) for brand, some in by_brand}
    return {brand: known for brand, known in learnt.items() if known}


def taught_at(url: str) -> Mapping[str, Taught]:
    """The same of a database that is neither made, upgraded nor waited for; nothing where there is none yet.

    Raises StoreError, also where it would have to be upgraded first.
    """
    with peeking(url) as connection:
        return taught(connection) if connection else {}


def keep(engine: Engine, learnt: Iterable[Use]) -> None:
    """Add what a crawl learnt; two crawls may do so at once."""
    with db.transaction(engine) as connection:
        save_word_uses(connection, learnt)
