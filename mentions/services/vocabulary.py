"""What detection learnt of words in earlier crawls, kept from one crawl to the next."""

from collections.abc import Iterable

from mentions import db
from mentions.db import Engine
from mentions.db.store.word_uses import save_word_uses, word_uses
from mentions.detection import Knowledge, Use


def load(engine: Engine) -> Knowledge:
    """What all crawls have learnt so far."""
    with db.reading(engine) as connection:
        return Knowledge(Use(word, site) for word, site in word_uses(connection))


def keep(engine: Engine, learnt: Iterable[Use]) -> None:
    """Add what a crawl learnt; two crawls may do so at once."""
    with db.transaction(engine) as connection:
        save_word_uses(connection, learnt)
