"""What reasons are made of: the reason itself, and what a page as a whole says about one brand."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Reason(NamedTuple):
    """A feature of a place with its value, and what to tell a person about it; its weight comes from elsewhere."""

    feature: str
    words: str
    value: float = 1.0


@dataclass(frozen=True, slots=True)
class Company:
    """What the page as a whole says about one brand.

    `writings` counts how its ambiguous places are written; `topical` are the words of the page that belong to a topic;
    `spoken` counts words of its profile, `spelled_right` the places that name it without a slip, `misspelt` each slip.
    """

    links_own: bool
    is_own_site: bool
    link_text_is_name: bool
    distinct_forms: frozenset[str]
    spelled_right: int
    misspelt: Mapping[str, int]
    writings: Counter[str]
    places: int
    topical: frozenset[str]
    spoken: int
    language: str | None
