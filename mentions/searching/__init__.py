"""Search engines that programs may ask, and the addresses of pages that they find for a phrase.

One module an engine. They make the address of a question and read the answer; the spider fetches.
"""

from collections.abc import Sequence

from mentions.items import Brand
from mentions.searching.brave import Brave
from mentions.searching.engine import Engine
from mentions.searching.gdelt import Gdelt
from mentions.searching.hackernews import HackerNews
from mentions.searching.reddit import Reddit
from mentions.searching.stackexchange import StackExchange

__all__ = ["Engine", "engines", "phrases"]


def engines(
    name: str, *, stack_exchange: Sequence[str], subreddits: Sequence[str], brave_key: str
) -> tuple[Engine, ...]:
    """The engines behind a name, none where a key is missing.

    `stack_exchange` are the domains of its sites, `subreddits` are to be searched with the keys for Reddit.
    """
    known: dict[str, tuple[Engine, ...]] = {
        Gdelt.name: (Gdelt(),),
        HackerNews.name: (HackerNews(),),
        StackExchange.name: tuple(StackExchange(site=site) for site in stack_exchange),
        Reddit.name: tuple(Reddit(subreddit=one) for one in subreddits),
        Brave.name: (Brave(key=brave_key),) if brave_key else (),
    }
    return known[name]


def phrases(brands: Sequence[Brand]) -> tuple[str, ...]:
    """What is searched for, word for word: the names and aliases of brands, each once."""
    said = (" ".join(name.replace('"', " ").split()) for brand in brands for name in (brand.name, *brand.aliases))
    return tuple({phrase.casefold(): phrase for phrase in said if phrase}.values())
