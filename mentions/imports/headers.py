"""What other tools call their columns, and which tool a file is from.

Of Ahrefs, Semrush, Majestic and Search Console in English the names were seen in code that reads their files. Those
of other tools, and of Search Console in other languages, are what could be known of them without such a file: where
they fail, the values of the cells tell (`columns`).
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache

from mentions.imports.values import fold


class Role(StrEnum):
    """What a column is to us."""

    URL = "url"
    SITE = "site"
    KIND = "kind"
    TARGET = "target"
    ANCHOR = "anchor"
    REL = "rel"
    NOFOLLOW = "nofollow"
    UGC = "ugc"
    SPONSORED = "sponsored"
    FOLLOWED = "followed"
    LOST = "lost"
    MENTION = "mention"
    SEEN = "seen"


OF_MENTIONS = (Role.URL, Role.KIND)
OF_BACKLINKS = tuple(role for role in Role if role is not Role.KIND)

# By role, the names that count for it, the surest first; the same letters and digits count, whatever is between them.
_NAMES = {
    Role.URL: """
        Referring page URL | Source URL | URL from | Linking page | Link URL | Backlink URL | Source page | Backlink
        Mention URL | Article URL | Post URL | Page URL | Result URL | Story URL | Content URL | Permalink | URL | Link
        Verweisende Seite | Verlinkende Seite | Page de liaison | Page contenant le lien | Page source
        Página de enlace | Página con enlace | Página que enlaza | Pagina con link | Pagina di collegamento
        Pagina che rimanda | Página com link | Página de vinculação | Página com hiperligação | Linkende pagina
        Pagina met link | Verwijzende pagina | דפים מקשרים | דף מקשר | Adresse | Lien | Enlace | Collegamento | Address
        """,
    Role.SITE: """
        Referring domain | Linking domain | Linking site | Root domain | Source domain | Site | Website | Domain
        Verweisende Website | Site web | Sitio web | Sitio | Sito web | Sito | אתר
        """,
    Role.KIND: "Source type | Media type | Content type | Category | Type of source | Source category | Kategorie",
    Role.TARGET: """
        Target URL | URL to | Target page | Linked page | Destination URL | Linked URL | Link to
        Zielseite | Page cible | Página de destino | Pagina di destinazione | Página de destino | Doelpagina
        """,
    Role.ANCHOR: "Anchor | Anchor text | Link anchor | Ankertext | Texto de anclaje | Texte d'ancrage",
    Role.REL: "Rel | Link rel | Link attributes",
    Role.NOFOLLOW: "Nofollow | FlagNoFollow | Is nofollow",
    Role.UGC: "UGC | Is UGC",
    Role.SPONSORED: "Sponsored | Is sponsored",
    Role.FOLLOWED: "Is dofollow | Dofollow | Follow",
    Role.LOST: "Lost | Lost link | Lost status | Date lost | Link lost date | FlagDeleted | Deleted | Reason lost",
    Role.MENTION: "FlagMention | Is mention",
    Role.SEEN: """
        Last seen | Last seen date | Last crawled | Last checked | Last crawl date | Date lost | Source crawl date
        Zuletzt gecrawlt | Dernière exploration | Último rastreo | Ultima scansione | Último rastreamento
        Último rastreio | Laatst gecrawld | First seen | Date
        """,
}
# By tool, headers that its files have together, and others seldom.
_TOOLS = {
    "Ahrefs": ("Referring page URL|Target URL|Domain rating", "URL from|URL to|Domain rating source"),
    "Semrush": ("Source URL|Target URL|Page ascore",),
    "Majestic": ("Target URL|Source trust flow", "SourceURL|TargetURL|FlagNoFollow", "SourceURL|ACRank"),
    "Search Console": (
        "Linking page|Last crawled",
        "Site|Linking pages|Target pages",
        "Target page|Incoming links|Linking sites",
    ),
    "Moz": ("URL|PA|DA", "URL|Page authority|Spam score"),
    "Brand24": ("URL|Sentiment|Reach|Mention", "URL|Sentiment|Influence score"),
}


@cache
def _known() -> dict[Role, list[str]]:
    return {
        role: [fold(name) for line in text.splitlines() for name in line.split("|") if fold(name)]
        for role, text in _NAMES.items()
    }


def named_for(role: Role, headers: Sequence[str]) -> list[int]:
    """The columns whose header says that they are for a role, the surest first."""
    folded = [fold(header) for header in headers]
    return [number for name in _known()[role] for number, header in enumerate(folded) if header == name]


def tool_of(headers: Iterable[str]) -> str:
    """The tool that writes such headers, "" where nobody knows."""
    folded = {fold(header) for header in headers}
    signs = ((tool, {fold(one) for one in sign.split("|")}) for tool, some in _TOOLS.items() for sign in some)
    return next((tool for tool, sign in signs if sign <= folded), "")
