"""What a text may name besides the brand itself: every brand, product and person of the profiles."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from mentions.detection.folding import fold_text
from mentions.detection.forms import Ambiguity, ambiguity_of
from mentions.items import Brand


class Label(StrEnum):
    """What sort of name an entity is: the labels of `Doc.ents`."""

    BRAND = "BRAND"
    PRODUCT = "PRODUCT"
    PERSON = "PERSON"


class Role(StrEnum):
    """What a name is to a brand, in words; `OTHER` is the name of a brand that it has nothing to do with."""

    NAME = "the brand"
    PRODUCT = "a product of the brand"
    PERSON = "a person of the brand"
    COMPETITOR = "a competitor"
    OTHER = "another brand"


class Entity(NamedTuple):
    """A name as it stands at `text[start:end]`."""

    start: int
    end: int
    label: Label
    surface: str


class Known(NamedTuple):
    """An entity as one brand sees it."""

    entity: Entity
    role: Role

    def covers(self, start: int, end: int) -> bool:
        """Whether the place is a part of it, and not all of it."""
        one = self.entity
        return one.start <= start and end <= one.end and one.end - one.start > end - start

    def is_beside(self, start: int, end: int) -> bool:
        """Whether it stands apart from the place."""
        return self.entity.end <= start or end <= self.entity.start


_LABELS = {
    Role.NAME: Label.BRAND,
    Role.COMPETITOR: Label.BRAND,
    Role.PRODUCT: Label.PRODUCT,
    Role.PERSON: Label.PERSON,
}


class Names:
    """The names in all profiles: how to look for them, and what each is to which brand."""

    def __init__(self, brands: Sequence[Brand]) -> None:
        self._roles: dict[str, set[tuple[str, Role]]] = {}
        self._patterns: dict[str, Label] = {}
        self._needs_capital: set[str] = set()
        for brand in brands:
            for role, phrase in _profiled(brand):
                self._add(phrase, brand.key or brand.name, role)

    def _add(self, phrase: str, whose: str, role: Role) -> None:
        folded = fold_text(phrase)
        self._roles.setdefault(folded, set()).add((whose, role))
        if ambiguity_of(phrase) is not Ambiguity.DISTINCT and phrase != phrase.lower():
            self._needs_capital.add(folded)
        for spelled in (phrase, folded):
            self._patterns.setdefault(spelled.lower(), _LABELS[role])

    def patterns(self) -> list[dict[str, str | list[dict[str, Any]]]]:
        """The patterns of an EntityRuler that matches on `LOWER`."""
        return [{"label": str(label), "pattern": phrase} for phrase, label in self._patterns.items()]

    def stands_for_one(self, surface: str) -> bool:
        """Whether a text found by a pattern is the name, and not the ordinary words that it is made of."""
        return surface != surface.lower() or fold_text(surface) not in self._needs_capital

    def known(self, entities: Iterable[Entity], whose: str) -> list[Known]:
        """What entities are to a brand; one may be several things."""
        return [Known(one, role) for one in entities for role in self._roles_of(one, whose)]

    def _roles_of(self, entity: Entity, whose: str) -> list[Role]:
        roles = self._roles.get(fold_text(entity.surface), set())
        own = [role for owner, role in sorted(roles) if owner == whose]
        return own or ([Role.OTHER] if any(role is Role.NAME for _, role in roles) else [])


def _profiled(brand: Brand) -> Iterator[tuple[Role, str]]:
    for role, phrases in (
        (Role.NAME, (brand.name, *brand.aliases)),
        (Role.PRODUCT, brand.products),
        (Role.PERSON, brand.people),
        (Role.COMPETITOR, brand.competitors),
    ):
        for phrase in phrases:
            if phrase.strip():
                yield role, phrase
