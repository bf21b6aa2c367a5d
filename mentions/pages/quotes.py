"""What a post repeats of another one: elements that forums put a quoted post in, and lines that begin with `>`.

A quotation of a poster is known by who is named with it: in an attribute, in its own first line ("Jane wrote:"), or in
the line before it. A quotation of a book or a page names no poster, and stays text.
"""

import re
from collections.abc import Collection, Iterator

from selectolax.lexbor import LexborNode

_MAY_QUOTE = (
    'blockquote, :is(div, aside, table, td, section, fieldset):is([class*="quote" i], [class*="zitat"]),'
    ' div:lexbor-contains("Originally Posted by" i)'
)
_OF_A_POSTER = (
    "data-author data-username data-quote data-post data-pid data-ipsquote data-ipsquote-username data-source"
    " data-quote-author"
).split()
_VERB = (
    r"(?:wrote|said|says|writes|posted|replied|schrieb\w*|sagte|meinte|hat geschrieben|a écrit|a dit|écrivait|escribió"
    r"|dijo|escreveu|disse|ha scritto|ha detto|schreef|zei|skrev|kirjoitti|napisał\w*|napsal\w*|пишет|писал\w*"
    r"|написал\w*|сказал\w*|yazdı|demiş ki|さん|写道|说)"
)
_ATTRIBUTION = re.compile(
    rf"^\W*(?:[^\n]{{1,80}}?\W{_VERB}\b[^\n]{{0,60}}?[:：↑»]|[^\n]{{1,60}}\s{_VERB}\s*$"
    r"|(?:quote|zitat|citation|cita|citazione|citaat|цитата|cytat)\s*(?:from|by|von|de|di|van|от|:|\()\s*\S"
    r"|originally posted by|ursprünglich geschrieben von|on\s[^\n]{6,120}?\swrote:|(?:am|le|el|il)\s[^\n]{6,120}?:\s*$"
    r"|-+\s*original message)",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"\W{_VERB}\b[^\n]{{0,120}}:\s*$", re.IGNORECASE)
_MAIL = re.compile(rf"(?:^|\s)(?:on|am|le|el|il|den|op)\s[^\n]{{6,160}}?{_VERB}\b[^\n]{{0,80}}:\s*$", re.IGNORECASE)
_LEADS_TO_A_POSTER = re.compile(r"user|member|profile|/u/|/@|/post|#p|goto|msg|u=\d", re.IGNORECASE)
_QUOTED_LINE = re.compile(r"(?m)^[ ]?>[^\n]*")
_HEAD, _LINE_OVER, _FEW, _LOOKS = 200, 30, 30, 20
_LINE = re.compile(r"[^\n]*\n?")
_QUOTED = re.compile(r"[ \t]*[>|}][ \t>|]|[ \t]*>")


def quotes(body: LexborNode) -> Iterator[LexborNode]:
    """The elements that hold what another poster wrote."""
    return (_whole(node) for node in body.css(_MAY_QUOTE) if _is_quote(node))


def _whole(node: LexborNode) -> LexborNode:
    """The quotation that a line "Originally Posted by" begins, where that line is an element of its own."""
    is_line = node.tag == "div" and "quot" not in (node.attributes.get("class") or "").lower()
    return node.parent if is_line and node.parent is not None else node


def _is_quote(node: LexborNode) -> bool:
    said = node.attributes
    if not said.keys().isdisjoint(_OF_A_POSTER) or (
        node.tag == "blockquote" and _LEADS_TO_A_POSTER.search(said.get("cite") or "")
    ):
        return True
    if node.tag == "blockquote" and node.css_first('[class*="PostMention"]') is not None:
        return True
    head = " ".join(node.text(separator=" ").split())[:_HEAD]
    if (named := _ATTRIBUTION.match(head)) and not _begins_with_another(node, head, named.end()):
        return node.tag == "blockquote" or "quot" in (said.get("class") or "").lower() or head.startswith("Originally")
    return node.tag == "blockquote" and _is_attributed_before(node)


def _begins_with_another(node: LexborNode, head: str, said: int) -> bool:
    """Whether a whole quotation stands first in an element: forums put all of a post into a `blockquote`.

    `said` is the length of the line that names the poster; an element with no more than this is its head.
    """
    others = (one for one in node.css(_MAY_QUOTE) if one.mem_id != node.mem_id)
    inner = (" ".join(one.text(separator=" ").split())[:_HEAD] for one in others)
    return any(len(text) > said + _LINE_OVER and head.startswith(text[:_LINE_OVER]) for text in inner)


def _is_attributed_before(node: LexborNode) -> bool:
    """Whether the words right before a quotation name a poster: by a link to them, or as mail programs do."""
    before, leads = "", False
    here = node.prev
    for _ in range(6):
        if here is None or len(before) > _HEAD or here.tag in ("blockquote", "hr"):
            break
        before = f"{_text(here)} {before}"
        leads = leads or _leads_to_a_poster(here)
        if before.strip() and here.tag in ("p", "div", "br"):
            break
        here = here.prev
    tail = " ".join(before.split())[-_HEAD:]
    if node.prev is not None and "quote" in (node.prev.attributes.get("class") or "") and _ATTRIBUTION.match(tail):
        return True
    if not tail.endswith(":"):
        return False
    return bool(_MAIL.search(tail)) or (bool(_BEFORE.search(f" {tail}")) and (leads or tail.startswith("@")))


def _text(node: LexborNode) -> str:
    return (node.text_content or "") if node.is_text_node else node.text(separator=" ") if node.is_element_node else ""


def _leads_to_a_poster(node: LexborNode) -> bool:
    links = [node] if node.tag == "a" else node.css("a[href]") if node.is_element_node else []
    return any(_LEADS_TO_A_POSTER.search(link.attributes.get("href") or "") for link in links)


def stands_elsewhere(text: str, span: tuple[int, int], quoted: Collection[tuple[int, int]]) -> bool:
    """Whether the words at `span` stand on the page once more, outside of it and of what is `quoted` for certain.

    A few words may do so by chance.
    """
    start, end = span
    words, at = text[start:end].strip(), -1
    for _ in range(_LOOKS if len(words) >= _FEW else 0):
        at = text.find(words, at + 1)
        if at < 0:
            return False
        if not any(left <= at < right for left, right in (span, *quoted)):
            return True
    return False


def quoted_lines(raw: str, text: str, start: int) -> Iterator[tuple[int, int]]:
    """The spans of `text` that hold the lines of `raw` beginning with `>`.

    `text` from `start` on is `raw` with its white space folded, so the two are held against each other sign by sign.
    """
    at, begun = start, -1
    for line in _LINE.findall(raw):
        is_quoted, first = bool(_QUOTED.match(line)), True
        for sign in line:
            if sign.isspace():
                continue
            while at < len(text) and text[at].isspace():
                at += 1
            if at >= len(text) or text[at] != sign:
                return  # something in between is not shown
            if first and is_quoted and begun < 0:
                begun = at
            elif first and not is_quoted and begun >= 0:
                yield begun, at
                begun = -1
            first = False
            at += 1
    if begun >= 0:
        yield begun, at


def quoted_paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the lines in `text[start:end]` that begin with `>`."""
    return (line.span() for line in _QUOTED_LINE.finditer(text, start, end))
