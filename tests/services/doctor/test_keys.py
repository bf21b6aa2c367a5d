"""Keys that a configuration needs, and that may not be there."""

import pytest

from mentions.config.model import Config, Search
from mentions.items import Kind, Source
from mentions.services.doctor.findings import Level
from mentions.services.doctor.keys import judge

BOTH = {"REDDIT_CLIENT_ID": "a", "REDDIT_CLIENT_SECRET": "b"}
READS_REDDIT = Config(sources=(Source(kind=Kind.FORUM, url="https://www.reddit.com/r/telescopes/"),))


def test_who_reads_nothing_with_keys_needs_none() -> None:
    elsewhere = Source(kind=Kind.FORUM, url="https://notreddit.com/")
    assert judge(Config(sources=(elsewhere,), search=Search(engines=("hn", "gdelt"))), {}) == []


@pytest.mark.parametrize("known", [READS_REDDIT, Config(search=Search(engines=("reddit",)))])
def test_who_reads_reddit_is_told_which_key_is_missing_and_how_to_get_it(known: Config) -> None:
    (found,) = judge(known, {"REDDIT_CLIENT_ID": "a", "REDDIT_CLIENT_SECRET": " "})
    assert (found.level, found.about) == (Level.WARN, "keys for Reddit")
    assert found.says == "nothing in REDDIT_CLIENT_SECRET: it is not asked"
    assert "https://www.reddit.com/prefs/apps" in found.mend
    (found,) = judge(known, BOTH)
    assert found.level is Level.OK


def test_keys_are_not_shown() -> None:
    (found,) = judge(Config(search=Search(engines=("brave",))), {"BRAVE_SEARCH_API_KEY": "x9-secret"})
    assert "x9-secret" not in str(found)
    assert found.level is Level.OK
