"""The pages on which a site says who it is: about, team, press, imprint, contact, products."""

import re
from urllib.parse import urlsplit

from mentions.pages.document import Document

_OF_EACH = 2
"""Pages of one kind that are worth reading, those nearest to the front."""
_PRESS = r"press|presse|prensa|stampa|newsroom|press-?kit|media-?kit"
_ABOUT = (
    r"about|about-?us|company|our-story|who-we-are|(?:ue|ü|u)ber-?uns|unternehmen|a-propos|qui-sommes-nous|"
    r"quienes-somos|chi-siamo|om-oss|over-ons|o-nas"
)
_TEAM = r"team|people|leadership|management|founders|equipe|equipo"
_IMPRINT = r"imprint|impressum|legal(?:-notice)?|mentions-legales|aviso-legal"
_CONTACT = r"contact|kontakt|contacto|contatti"
_PRODUCTS = r"products?|produkte|produits|productos|prodotti|software|solutions"


def worth_reading(home: Document) -> tuple[str, ...]:
    """The addresses of such pages, as far as the home page leads to them, the most telling first."""
    found: dict[str, None] = {}
    for words in (_ABOUT, _TEAM, _PRESS, _IMPRINT, _PRODUCTS, _CONTACT):
        found |= dict.fromkeys(sorted(_named(home, words), key=_depth)[:_OF_EACH])
    return tuple(found)


def press_pages(home: Document) -> list[str]:
    """The pages for the press that the home page leads to."""
    return sorted(_named(home, _PRESS), key=_depth)


def _named(home: Document, words: str) -> list[str]:
    said = re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE)
    return [one for one in home.links_within if one != home.url and said.search(_path(one))]


def _depth(url: str) -> int:
    return url.rstrip("/").count("/")


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"
