"""The mail on a page of an archive that shows one alone: plain text, or what stands below the fields of its head."""

import re
from collections.abc import Iterator
from itertools import dropwhile, takewhile
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from mentions.pages.dates import looks_dated

_SENDER = re.compile(r"\S+\s?(?:@|\bat\b|\(a\)|\[at\])\s?\S+|^\s*From:", re.IGNORECASE)
_FROM = re.compile(r"(?:^|[\s|])(?:From|Von|De|Da|Van|Från|Fra|Od|От|Author|Sender)\s*:\s*\S", re.IGNORECASE)
_DATE = re.compile(
    r"(?:^|[\s|])(?:Date|Sent|Datum|Data|Fecha|Gesendet|Envoyé|Enviado|Дата)\s*:([^\n]{6,80})", re.IGNORECASE
)
_HEADS = "ul, ol, dl, table, pre, p, address, header, div"
_NEAR, _HEAD, _MOST, _LEVELS = 1_000, 1_500, 400, 4


class Letter(NamedTuple):
    """The elements that hold a mail, and the one that tells who wrote it and when."""

    nodes: tuple[LexborNode, ...]
    head: LexborNode


def letter_on(body: LexborNode, *, is_archive: bool) -> Letter | None:
    """The only mail on a page; of one without fields an archive alone can be sure."""
    heads = _heads(body)
    if len(heads) == 1:
        nodes = heads if heads[0].tag == "pre" else _below(heads[0])
        return Letter(tuple(nodes), heads[0]) if nodes else None
    texts = body.css("pre")
    said = body.text(separator=" ")[:_NEAR]
    if not is_archive or heads or len(texts) != 1 or not looks_dated(said) or not _SENDER.search(said):
        return None
    return Letter((texts[0],), body)


def _heads(body: LexborNode) -> list[LexborNode]:
    """The smallest elements that name a sender and a date, each in a field of its own."""
    if not (_DATE.search(text := body.text(separator=" ")) and _FROM.search(text)):
        return []
    found = {node.mem_id: node for node in body.css(_HEADS)[:_MOST] if _is_head(node)}
    round_others = {above.mem_id for node in found.values() for above in _above(node)}
    return [node for mark, node in found.items() if mark not in round_others]


def _is_head(node: LexborNode) -> bool:
    text = node.text(separator=" ")
    if node.tag != "pre" and len(text) > _HEAD:
        return False
    text = re.sub(r"[ \t]+", " ", text[:_HEAD])
    dated = _DATE.search(text)
    return dated is not None and looks_dated(dated[1]) and _FROM.search(text) is not None


def _below(head: LexborNode) -> list[LexborNode]:
    """What follows the head of a mail, up to the line that ends it."""
    here: LexborNode | None = head
    for _ in range(_LEVELS):
        if here is None or here.tag in ("body", "html"):
            return []
        later = dropwhile(_is_empty, _after(here))
        if nodes := list(takewhile(lambda node: node.tag not in ("hr", "nav", "footer"), later)):
            return nodes
        here = here.parent
    return []


def _is_empty(node: LexborNode) -> bool:
    return not node.text(strip=True)


def _after(node: LexborNode) -> Iterator[LexborNode]:
    while node.next is not None:
        node = node.next
        if node.is_element_node:
            yield node


def _above(node: LexborNode) -> Iterator[LexborNode]:
    while node.parent is not None:
        node = node.parent
        yield node
