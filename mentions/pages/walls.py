"""Answers that stand in the place of a page: a question for consent, a login, a check for robots, a soft "not found".

Only short pages are looked at, and only what a page says of itself as a whole: its title, and where it was answered.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from mentions.items import Unknown
from mentions.pages.document import Document

MOST_WORDS = 300
"""A page with more visible words than this says something."""


class Wall(NamedTuple):
    """Why the page itself was not seen."""

    reason: Unknown
    detail: str


_ROBOTS = Wall(Unknown.BLOCKED, "it asks whether a person is reading")
_CONSENT = Wall(Unknown.BLOCKED, "it asks for consent first")
_LOGIN = Wall(Unknown.BLOCKED, "it asks to log in")
_GONE = Wall(Unknown.GONE, "it says that it is not there")

_BETWEEN = re.compile(r"\s+[|–—·»«/:-]+\s+")
# A line each, as regular expressions: what a title, or a part of it, says as a whole.
_TITLES = {
    _ROBOTS: r"""
        just a moment
        attention required!?
        access (to this page has been )?denied
        pardon our interruption
        one more step
        (please )?(verify|confirm) (that )?you('|’)?( a)?re (a )?human
        are you (a )?(human|robot)\??
        security check
        (ro)?bot (check|verification|protection)
        human verification
        checking your browser.*
        ddos-guard
        request unsuccessful
        client challenge
        you have been blocked
    """,
    _CONSENT: r"""
        before you continue.*
        we value your privacy
        (your )?(privacy|cookie) (settings|choices|consent|preferences|wall)
        (datenschutz|privatsphäre|cookie)-?einstellungen
        .* is part of the yahoo family of brands
        consent
    """,
    _LOGIN: r"""
        (please )?(log|sign)[ -]?in( to .{1,60}| required| or (register|sign up))?
        login required
        anmelden
        anmeldung
        (se )?connexion
        iniciar sesión
        accedi
    """,
    _GONE: r"""
        (error |fehler |erreur )?404( error)?( \(?(page )?not found\)?)?
        (page |file |article |post )?not found( \(?404\)?)?
        (404,? )?(die )?seite (wurde )?nicht gefunden
        page (introuvable|non trouvée)
        página no encontrada
        pagina non trovata
        this page (does not|doesn('|’)t) exist
        oops!? .{0,30}(not|n('|’)t) (be )?f(ou|i)nd.{0,20}
    """,
}
_SAID = tuple(
    (re.compile("|".join(map(str.strip, lines.strip().splitlines())), re.IGNORECASE), wall)
    for wall, lines in _TITLES.items()
)
_PLACES = (
    (re.compile(r"//consent\.|/(?:cookie-?|gdpr-?)?consent(?:[/?.]|$)", re.IGNORECASE), _CONSENT),
    (
        re.compile(r"/(?:wp-)?(?:log-?in|sign-?in|sso|auth/login|sign_in)(?:\.\w{2,5})?(?:[/?]|$)", re.IGNORECASE),
        _LOGIN,
    ),
)


def wall(document: Document, asked: str) -> Wall | None:
    """What stands before the page that was `asked` for, None where the answer is the page."""
    if len(document.pieces.split(maxsplit=MOST_WORDS)) >= MOST_WORDS:
        return None
    return _by_place(document.url, asked) or _by_title(document, asked)


def _by_place(answered: str, asked: str) -> Wall | None:
    """By where the request was led to; a login page that was asked for is a page."""
    found = (wall for place, wall in _PLACES if place.search(_path(answered)) and not place.search(_path(asked)))
    return next(found, None)


def _by_title(document: Document, asked: str) -> Wall | None:
    parts = [part.strip(" .…!") for part in _BETWEEN.split(document.metadata.title or "")]
    wall = next((wall for said, wall in _SAID if any(map(said.fullmatch, parts))), None)
    was_asked_for = wall is _LOGIN and any(kind is _LOGIN and place.search(_path(asked)) for place, kind in _PLACES)
    return None if was_asked_for else wall


def _path(url: str) -> str:
    """Host and path: what stands in a query is often another address."""
    parts = urlsplit(url)
    return f"//{parts.netloc}{parts.path}"
