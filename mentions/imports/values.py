"""What a cell says: an address, yes or no, a day, a kind of page."""

import re
import unicodedata
from datetime import UTC, datetime

from mentions import urls
from mentions.items import Kind
from mentions.redirectors import unwrapped

_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]+(?::\d+)?(?:[/?#]\S*)?\Z")
_NEVER = re.compile('[\x00-\x20\x7f-\x9f\ud800-\udfff<>"]')
LONGEST_ADDRESS = 4000
_NO = frozenset("false no n 0 non nein nee nao live active aktiv none null na followed dofollow".split())
_DAYS = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%d.%m.%Y", "%Y/%m/%d", "%d %b %Y %H:%M", "%Y-%m-%d %H:%M")
_KINDS = {
    Kind.NEWS: "news newssite newssites onlinenews newspaper magazine press presse nachrichten actualites noticias",
    Kind.BLOG: "blog blogs blogpost blogposts",
    Kind.FORUM: "forum forums board boards discussion discussions messageboard foren foro foros qa",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}


def fold(text: str) -> str:
    """A text by which headers and words are compared: letters and digits alone, no case, no accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in bare if sign.isalnum())


def address(cell: str) -> str | None:
    """The web address that a cell holds, redirectors unwrapped, also without a scheme; None where it holds none."""
    text = cell.strip().lstrip("'").strip("<>")
    if not text or len(text) > LONGEST_ADDRESS or _NEVER.search(text):
        return None
    if not re.match(r"(?i)https?:", text):
        text = f"https://{text.removeprefix('//')}" if _HOST.match(text.removeprefix("//")) else ""
    return unwrapped(text) if urls.is_web(text) else None


def is_address(cell: str) -> bool:
    """Whether a cell is a whole web address, with its scheme."""
    return bool(re.match(r"(?i)https?://", cell)) and address(cell) is not None


def domain(cell: str) -> str | None:
    """The bare host that a cell holds; None where it holds none, or more than that."""
    found = address(cell)
    return urls.host_of(found) if found and re.fullmatch(r"(?i)(?:https?://)?[^/?#]+/?", cell.strip()) else None


def yes(cell: str) -> bool:
    """Whether a cell says yes: any mark, word or day that is not a way to say no."""
    return cell.strip(" -–—") != "" and fold(cell) not in _NO


def moment(cell: str) -> datetime | None:
    """The day or moment that a cell names, UTC where it says no zone; None where it cannot be told for certain."""
    text = " ".join(cell.split())
    found = _iso(text) or next((at for form in _DAYS if (at := _in_form(text, form))), None)
    try:
        return found and (found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC))
    except OverflowError:
        return None


def kind(cell: str) -> Kind | None:
    """The sort of source that a cell names, None where it is another one or none."""
    return _KIND_OF.get(fold(cell))


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _in_form(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is set by who asks
    except ValueError:
        return None
