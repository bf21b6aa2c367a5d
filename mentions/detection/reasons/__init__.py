"""The reasons for and against a place being the brand, group by group; each is a feature with a value."""

from collections.abc import Sequence

from mentions.detection.entities import Known
from mentions.detection.features import FEATURES, prior_of
from mentions.detection.forms import Ambiguity, Hit
from mentions.detection.reasons.form import form, spelling, word
from mentions.detection.reasons.neighbours import neighbours
from mentions.detection.reasons.page import page_of, writings
from mentions.detection.reasons.profiles import cues, entities, lists, places, profile
from mentions.detection.reasons.rules import own_address, ruled_out
from mentions.detection.reasons.topics import topics
from mentions.detection.reasons.values import Company, Reason
from mentions.detection.surroundings import Surroundings
from mentions.items import LinkState

__all__ = ["Company", "Reason", "reasons", "ruled_out", "writings"]


def reasons(hit: Hit, around: Surroundings, page: Company, state: LinkState, near: Sequence[Known]) -> list[Reason]:
    """All reasons of one hit that no rule decides, the prior first; `near` is what its profile knows of the passage."""
    is_slip = bool(hit.form.misspelt)
    # Nobody takes a misspelt phrase for the ordinary words it is made of.
    sense = Ambiguity.DISTINCT if is_slip and hit.form.ambiguity is Ambiguity.PHRASE else hit.form.ambiguity
    prior = prior_of(sense)
    found = [Reason(prior, FEATURES[prior].says), *own_address(hit, around)]
    if is_slip:
        found += spelling(hit, page)
    if is_slip or sense is not Ambiguity.DISTINCT:
        found += [
            *word(hit, page),
            *form(hit, around, page),
            *neighbours(hit, around),
            *cues(hit.form.brand, around),
            *places(around),
            *lists(around),
            *profile(hit.form.brand, around),
            *entities(hit, near),
            *page_of(hit, around, page, state),
            *topics(hit.form.brand, around, page),
        ]
    return list(map(_capped, found))


def _capped(reason: Reason) -> Reason:
    return reason._replace(value=min(float(reason.value), FEATURES[reason.feature].most))
