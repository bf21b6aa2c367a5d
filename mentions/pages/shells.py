"""Answers that a browser fills: scripts, next to no words of their own, and an empty place for the page."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from mentions import urls
from mentions.items import Section
from mentions.pages.walking import VisibleText

FEW_WORDS = 25
"""A page with fewer visible words than this, and scripts, draws itself in the browser."""
MANY_WORDS = 200
"""A page with more visible words than this says something, whatever else it shows."""
NEXT_TO_NONE = 10
_FEW_LINKS = 5

# Thai, Lao and Khmer, kana, Chinese signs: written without spaces, two signs a word are a cautious guess.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")

_MOUNTS = ", ".join(
    """
    #root #app #__next #__nuxt #___gatsby #___gatsby-focus-wrapper #svelte #main-app #react-root #app-root #ember-app
    #app-mount #application #q-app #mount app-root ion-app [data-reactroot] [data-react-root] [data-v-app] [ng-app]
    [ng-version] [data-ng-app]
    """.split()
)
_ASKS = re.compile(
    r"""
    \b(?:enable|activate|allow|turn\ on|switch\ on|requires?|needs?|habilit\w+|activ\w+|attiv\w+|aktivi\w+
       |aktiver\w*|włącz\w*|inschakel\w*|zapn\w+|включит\w*|увімкн\w*)\W{1,3}(?:\w+\W{1,3}){0,3}java\ ?script\b
    | \bjava\ ?script\W{1,3}(?:\w+\W{1,3}){0,5}
      (?:enabled?|required?|disabled|needed|turned|activated|aktivier\w*|deaktivier\w*|benötigt|activ\w+|désactiv\w+
       |requis\w*|nécessaire|habilit\w+|deshabilit\w+|necesari\w+|requer\w*|attiv\w+|disattiv\w+|vereist|ingeschakeld
       |inschakelen|aktiver\w*|wymag\w+|włącz\w*|включ\w*|отключ\w*)\b
    | java\ ?script.{0,12}(?:有効|無効|必要|启用|啟用|禁用|开启|開啟|사용|활성)
    | (?:启用|啟用|开启|開啟|有効).{0,8}java\ ?script
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WAITS = re.compile(
    r"\s*(?:(?:page |site |app |still )?loading(?: (?:page|site|app|content|data))?|please wait|one moment(?: please)?"
    r"|wird geladen|lädt|(?:bitte )?warten|chargement(?: en cours)?|cargando|carregando|caricamento(?: in corso)?|laden"
    r"|загрузка|ładowanie|読み込み中|加载中|載入中|로딩 ?중)(?:[\s.…!]|\b)*",
    re.IGNORECASE,
)


def words_of(text: str, most: int) -> int:
    """How many words a text has, as far as `most`."""
    found = len(text.split(maxsplit=most))
    return found if found >= most else found + len(_UNSPACED.findall(text[: 4 * most])) // 2


def asks_for_scripts(text: str) -> bool:
    """Whether a text asks its reader to turn JavaScript on."""
    return _ASKS.search(text) is not None


def without_scripts(notes: Iterable[str], url: str) -> str | None:
    """Where the `<noscript>` of a page leads to the same page by other words of its query."""
    here = urlsplit(url)
    for note in notes:
        for link in LexborHTMLParser(note).css("a[href]")[:_FEW_LINKS]:
            there = urlsplit(urls.resolve(url, link.attributes.get("href") or "") or "")
            if there[:3] == here[:3] and there.query not in ("", here.query):
                return there._replace(fragment="").geturl()
    return None


def is_shell(tree: LexborHTMLParser, visible: VisibleText, *, asks: bool) -> bool:
    """Whether a short page with scripts has no words but those of its menus; `asks`: its `<noscript>` asks for them."""
    own = own_text(visible)
    number = words_of(own, FEW_WORDS)
    if number >= FEW_WORDS:
        return False
    waits = any(_WAITS.fullmatch(line) for line in own.split("\n") if line.strip())
    # Many a whole page asks for scripts in its <noscript>, also one whose post is a line.
    return waits or asks_for_scripts(own) or _has_empty_mount(tree) or (asks and number < NEXT_TO_NONE)


def own_text(visible: VisibleText) -> str:
    """What a page says itself: no menus, no footers, no links."""
    ends = (*visible.starts[1:], len(visible.text))
    parts = (
        visible.text[start:end]
        for start, end, place in zip(visible.starts, ends, visible.places, strict=True)
        if place.section is not Section.BOILERPLATE and place.link < 0
    )
    return "".join(parts)


def _has_empty_mount(tree: LexborHTMLParser) -> bool:
    found = (node.text(deep=True) for node in tree.css(_MOUNTS))
    return any(words_of(text, NEXT_TO_NONE) < NEXT_TO_NONE for text in found)
