"""What reasons are made of: the reason itself, and what a page as a whole says about one brand."""

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

    `lower_case` and `within_names` are shares, 0 to 1, of its ambiguous hits; `spoken` counts words of its profile,
    `spelled_right` the places that name it without a slip, `misspelt` each misspelling.
    """

    links_own: bool
    is_own_site: bool
    link_text_is_name: bool
    distinct_forms: frozenset[str]
    spelled_right: int
    misspelt: Mapping[str, int]
    lower_case: float
    within_names: float
    spoken: int
    language: str | None
