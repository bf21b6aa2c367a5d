"""What is planted in each system, and how it must be found. Texts are Markdown, which each system sets in its own way.

Brand: Acme Optics, acme.example. No text may name it but where `states` says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from mentions.items import LinkState, Section

LINKED, UNLINKED, ELSEWHERE = LinkState.LINKED, LinkState.UNLINKED, LinkState.LINKED_ELSEWHERE
PAGE_BREAK = "\n\n<!--nextpage-->\n\n"
_FIRST = datetime(2026, 6, 1, 14, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """A post of a thread, an article or a comment; `states` has one link state for each mention that it holds."""

    key: str
    author: str
    at: datetime
    text: str
    states: tuple[LinkState, ...] = ()
    quotes: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A topic with its posts, or an article with its comments."""

    key: str
    title: str
    entries: tuple[Entry, ...]
    board: str = "Lenses"


@dataclass(frozen=True, slots=True)
class Found:
    """A mention as it must be reported, but for its address, which the system gives."""

    key: str
    author: str
    day: str
    state: LinkState
    section: Section


def _entry(key: str, author: str, day: int, text: str, *states: LinkState, quotes: str = "") -> Entry:
    return Entry(key, author, _FIRST + timedelta(days=day), text, states, quotes)


_NAMED = "I have looked through one made by Acme Optics for a year now, every clear night, and would buy it again."
_HYPHEN = "The telescope came with a lens by Acme-Optics, which is a good deal lighter than I had expected it to be."
_MISSPELT = "Somebody at the club lent me an Acme Optcis lens for my telescope, and I did not want to give it back."
_LINKED = "They sell it at [Acme Optics](https://acme.example/lenses), where the manual of the lens is to be had, too."
_ELSEWHERE = (
    "The telescope shop has the whole range of [Acme Optics](https://shop.example/acme) lenses, and ships abroad."
)
_QUIET = "For the planets any long telescope will do, they say, if only the night is dark, dry and without any wind."
_AGREED = "That is what I found, too. My neighbour says the same of his, but then he has never looked through another."
_BOTH = "So do I. Before that I had a small one, but since I use the Acme Optics lens I see the rings of Saturn well."


_THINGS = "mirror tripod finder eyepiece filter dome camera battery compass atlas".split()
_ASKED = (
    "How long does a {} last when it stands outside in the rain, and who would mend it for me here in the north?",
    "My {} fell from the table yesterday. It still moves, but there is a sound in it that was not there before.",
    "What would you pay for a {} that is older than I am, and was used by a school for no more than two terms?",
)


def _quiet(key: str, day: int, board: str = "Lenses") -> Thread:
    thing, asked = _THINGS[day % len(_THINGS)], _ASKED[day % len(_ASKED)].format(_THINGS[day % len(_THINGS)])
    return Thread(key, f"The {thing} and day {day}", (_entry(key, "dora", day, f"{asked} {_QUIET}"),), board)


def _long_thread() -> Thread:
    """Twenty-five posts: on each page of it somebody names the brand, on the last one twice."""
    texts = {3: (_NAMED, UNLINKED), 13: (_MISSPELT, UNLINKED), 22: (_ELSEWHERE, ELSEWHERE), 24: (_HYPHEN, UNLINKED)}
    entries = [
        _entry(f"long-{number}", ("ann", "bob", "cleo")[number % 3], 30 + number, f"Night {number}. {text}", *states)
        for number in range(25)
        for text, *states in [texts.get(number, (_QUIET,))]
    ]
    return Thread("long", "All nights of our journey", tuple(entries), "Travels")


THREADS: tuple[Thread, ...] = (
    Thread("unlinked", "Which lens for a beginner", (_entry("unlinked", "ann", 0, _NAMED, UNLINKED),)),
    Thread("linked", "Where to buy in winter", (_entry("linked", "bob", 1, _LINKED, LINKED),)),
    Thread("elsewhere", "Shops that ship abroad", (_entry("elsewhere", "cleo", 2, _ELSEWHERE, ELSEWHERE),)),
    Thread("misspelt", "What the club lends", (_entry("misspelt", "dora", 3, _MISSPELT, UNLINKED),)),
    Thread(
        "talk",
        "Light or heavy, what do you say",
        (
            _entry("talk-0", "bob", 4, _QUIET),
            _entry("talk-1", "cleo", 5, _HYPHEN, UNLINKED),
            _entry("talk-2", "dora", 6, _AGREED, quotes="talk-1"),
            _entry("talk-3", "ann", 7, _BOTH, UNLINKED, quotes="talk-1"),
        ),
    ),
    *(_quiet(f"quiet-{number}", 8 + number) for number in range(22)),
    _long_thread(),
    _quiet("travels", 60, "Travels"),
    _quiet("journey", 61, "Travels"),
)
"""For forums: two boards, the first of more than one page."""

ARTICLES: tuple[Thread, ...] = (
    *(replace(one, board="Lenses") for one in THREADS[:4]),
    Thread(
        "paged",
        "A journey in two parts",
        (_entry("paged", "ann", 4, f"{_QUIET}{PAGE_BREAK}{_NAMED} {_AGREED}", UNLINKED),),
    ),
    Thread(
        "talked-about",
        "Mirrors and how to clean them",
        (
            _entry("talked-about", "bob", 5, f"{_QUIET}\n\n{_AGREED}"),
            _entry("comment-0", "cleo", 6, _HYPHEN, UNLINKED),
            _entry("comment-1", "dora", 7, "Acme Optics makes cloths for that.", UNLINKED),
            _entry("comment-2", "erik", 8, _AGREED, quotes="comment-0"),
            _entry("comment-3", "fred", 9, _ELSEWHERE, ELSEWHERE),
        ),
    ),
    *(_quiet(f"quiet-{number}", 10 + number) for number in range(24)),
)
"""For blogs: more of them than a feed or a page of a list shows; the oldest name the brand."""

NEW = Thread("new", "A telescope for my daughter", (_entry("new", "fred", 70, _NAMED, UNLINKED),))
"""Published after the first crawl."""
REPLY = _entry("reply", "erik", 71, _BOTH, UNLINKED)
"""Added to a topic, or below an article, after the first crawl."""
EDITED = _HYPHEN
"""What a quiet entry is changed to."""


def found(entry: Entry, section: Section) -> list[Found]:
    """The mentions of an entry."""
    return [Found(entry.key, entry.author, f"{entry.at:%Y-%m-%d}", state, section) for state in entry.states]


def all_found(threads: Iterable[Thread], first: Section, others: Section) -> list[Found]:
    """The mentions of all entries: those of a thread's first one, and of the others, by their section."""
    return [
        one
        for thread in threads
        for number, entry in enumerate(thread.entries)
        for one in found(entry, others if number else first)
    ]


def with_reply(threads: Iterable[Thread], to: str) -> tuple[Thread, ...]:
    """These threads with `REPLY` at the end of the one that `to` begins."""
    return tuple(replace(one, entries=(*one.entries, REPLY)) if one.entries[0].key == to else one for one in threads)


def edited(threads: Iterable[Thread], key: str) -> tuple[Thread, ...]:
    """These threads with `EDITED` in place of the text of an entry that named nobody."""
    new = (
        (one, tuple(replace(each, states=(UNLINKED,)) if each.key == key else each for each in one.entries))
        for one in threads
    )
    return tuple(replace(one, entries=entries) for one, entries in new)


def without(threads: Iterable[Thread], *keys: str) -> tuple[Thread, ...]:
    """These threads without some entries; one without its first entry is gone."""
    left = (one for one in threads if one.entries[0].key not in keys)
    return tuple(replace(one, entries=tuple(each for each in one.entries if each.key not in keys)) for one in left)
