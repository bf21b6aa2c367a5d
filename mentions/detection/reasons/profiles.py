"""What the passage says beside the name: words of companies, words of the profile, other names."""

import re
from collections.abc import Iterator, Sequence

from mentions.detection.entities import Known, Role
from mentions.detection.folding import fold_text
from mentions.detection.forms import Hit
from mentions.detection.profile import count_of, profile_of
from mentions.detection.reasons.values import Reason
from mentions.detection.surroundings import Case, Surroundings
from mentions.detection.words import families, is_lower_case_word, is_ordinary, words
from mentions.items import Brand

_BESIDE = {Role.PRODUCT: "names.product", Role.PERSON: "names.person", Role.COMPETITOR: "names.competitor"}
_SHORT = 3
_CAPITAL = re.compile(r"[A-Z][\w&']+(?: [A-Z][\w&']+)?")
_NAME = r"([A-Z]\w+(?:[ .][A-Z]\w*){0,2})"
_JOINED = r"(?:, (?:and |or |und |et |y )?| and | or | und | et | y | & |/)"
_LISTED_BEFORE = re.compile(rf"{_NAME}{_JOINED}\Z")
_LISTED_BEHIND = re.compile(rf"{_JOINED}{_NAME}")
_COVERS = {
    Role.PRODUCT: "names.part_of_product",
    Role.COMPETITOR: "names.part_of_other",
    Role.OTHER: "names.part_of_other",
}


def cues(brand: Brand, around: Surroundings) -> Iterator[Reason]:
    known = profile_of(brand).described
    found = sorted({word for word in around.close if word in families("company_cues") and word not in known})
    if found:
        yield Reason("cue.company_words", f"words that stand near companies: {', '.join(found[:3])}", len(found))
    own = fold_text(around.surface)
    left, right = around.text[max(0, around.start - 90) : around.start], around.text[around.end : around.end + 90]
    capitals = set(_CAPITAL.findall(f"{left} | {right}"))
    others = sorted({w for name in capitals for w in (name, name.split()[0]) if _is_company(fold_text(w), own)})
    if others:
        yield Reason("cue.companies", f"other companies near: {', '.join(others[:3])}", len(others))


def _is_company(name: str, own: str) -> bool:
    return name != own and name in words("companies") and not is_ordinary(name)


def places(around: Surroundings) -> Iterator[Reason]:
    """Of a name that is also a place: the other places near it."""
    own = fold_text(around.surface)
    if own in words("places"):
        left, right = around.line[0][-200:], around.line[1][:200]
        capitals = {fold_text(word) for word in _CAPITAL.findall(f"{left} | {right}")}
        others = sorted((capitals & words("places")) - {own})
        if others:
            yield Reason("near.places", f"other places near: {', '.join(others[:3])}", len(others))


def lists(around: Surroundings) -> Iterator[Reason]:
    """What the lines round it say where they are a list: short ones, and the names among them."""
    short = [line for line in around.lines_near if len(line.split()) <= _SHORT]
    own = fold_text(around.surface)
    near = [*short, *re.split(r"[,;|/•·]| and | & | und ", f"{around.line[0][-80:]},{around.line[1][:80]}")]
    others = sorted({one for item in near if (one := fold_text(item)) != own and one in words("companies")})
    if others:
        yield Reason("list.siblings", f"in a list with {', '.join(others[:3])}", len(others))
    if names := _enumerated(around):
        yield Reason("list.capitals", f"in one enumeration with {', '.join(names)}")


def _enumerated(around: Surroundings) -> list[str]:
    """The names right before and behind it in an enumeration inside a sentence."""
    if around.case is Case.LOWER or around.is_title_case:
        return []
    found = _LISTED_BEFORE.search(around.line[0][-80:]), _LISTED_BEHIND.match(around.line[1][:80])
    names = [one.group(1) for one in found if one]
    return [name for name in names if not is_lower_case_word(fold_text(name.split()[0]))]


def profile(brand: Brand, around: Surroundings) -> Iterator[Reason]:
    known = profile_of(brand)
    close = len(known.described.intersection(around.close))
    if count := count_of(around.near, known.context):
        yield Reason("profile.context", "words of the brand's context near", count)
    if count := count_of(around.near, known.described):
        yield Reason("profile.described", "words of the brand's description near", count)
    if denied := known.denied.intersection(around.close):
        yield Reason("profile.denied", f"the description says it is not: {', '.join(sorted(denied)[:3])}", len(denied))
    if close:
        yield Reason("profile.described_close", "a word of the brand's description close by", close)


def entities(hit: Hit, near: Sequence[Known]) -> Iterator[Reason]:
    """Names of the profiles in the passage: what the place is a part of, and what stands beside it."""
    for one in near:
        if one.role in _COVERS and one.covers(hit.start, hit.end):
            yield Reason(_COVERS[one.role], f"is part of “{one.entity.surface}”, {one.role}")
    for role, feature in _BESIDE.items():
        names = {one.entity.surface for one in near if one.role is role and one.is_beside(hit.start, hit.end)}
        if names:
            yield Reason(feature, f"{role} near: {', '.join(sorted(names)[:3])}", len(names))
