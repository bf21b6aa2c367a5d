"""What crawls learn of words is kept between them."""

from mentions.db import ready
from mentions.detection import Use
from mentions.services import vocabulary


def test_what_is_kept_is_there_again(database_url: str) -> None:
    engine = ready(database_url)
    vocabulary.keep(engine, [Use("zoltabern", "one.example"), Use("zoltabern", "two.example")])
    vocabulary.keep(engine, [Use("zoltabern", "two.example")])
    engine.dispose()
    engine = ready(database_url)
    knowledge = vocabulary.load(engine)
    assert knowledge.is_word("zoltabern", "news.example")
    assert not knowledge.is_word("zoltabern", "two.example")
    assert knowledge.news() == []
    engine.dispose()
