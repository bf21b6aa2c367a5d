"""Whom a page credits for its article, and with what date, where its head is silent and its readers alone are told.

Beside the headline any name in a byline counts. Elsewhere on the page, above all behind the text and in a column beside
it, one does where no other stands on it: who wrote a teaser or a comment did not write the page.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mentions.pages import bylines
from mentions.pages.bylines import Block
from mentions.pages.dates import Calendar
from mentions.pages.metadata import Metadata

_CALLED = '[class*="author" i], [class*="byline" i], [class*="writer" i], [class*="postedby" i], [class*="posted-by" i]'
_SILENT = frozenset(("script", "style", "template", "noscript", "form", "nav", "svg"))
_LINE, _FEWEST, _MOST, _LOOKS = 100, 4, 12, 200
"""Characters of a line that is no text yet, and of a headline; elements beside it; elements that are looked at."""


def completed(said: Metadata, tree: LexborHTMLParser, others: frozenset[int], calendar: Calendar) -> Metadata:
    """What a page says of itself, and where it is silent what it shows; `others` are its comments (by `mem_id`)."""
    if said.author and said.published:
        return said
    headline = _headline(tree)
    beside = Block(tuple(islice(_beside(headline, others), _MOST)) if headline is not None else (), others)
    return replace(
        said,
        author=said.author or next(_credited(beside), None) or _only(tree, others),
        published=said.published or (bylines.published(beside, calendar) if beside.nodes else None),
    )


def _only(tree: LexborHTMLParser, others: frozenset[int]) -> str | None:
    """The only name that any byline of the page holds."""
    if tree.body is None:
        return None
    names = set(_credited(Block((tree.body,), others), most=_MOST))
    return names.pop() if len(names) == 1 else None


def _credited(block: Block, most: int = 4) -> Iterator[str]:
    """The names in the bylines of an article: elements called so, links to people, and "Posted by Jane"."""
    for node in islice(block.own(_CALLED), most):
        bold = node.css_first("strong, b")
        if name := next(filter(None, map(bylines.name_of, (*_texts_of(bold), *bylines.said_by(node)))), None):
            yield name
    links = (node for node in block.own("a[href]") if bylines.PROFILE.search(node.attributes.get("href") or ""))
    yield from filter(None, (bylines.name_of(node.text(separator=" ")) for node in islice(links, most)))
    written = (found for piece in block.pieces() if len(piece) <= _LINE and (found := bylines.BY.search(piece)))
    yield from filter(None, (bylines.name_of(found[1]) for found in islice(written, most)))


def _texts_of(node: LexborNode | None) -> tuple[str, ...]:
    return () if node is None else (node.text(separator=" "),)


def _headline(tree: LexborHTMLParser) -> LexborNode | None:
    """The heading that gives the page its title, else the first."""
    title = tree.css_first("head title")
    said = _text(title) if title is not None else ""
    headings = [node for node in tree.css("h1, h2, h3")[:_MOST] if len(_text(node)) >= _FEWEST]
    named = [node for node in headings if _text(node) in said]
    return max(named, key=lambda node: len(_text(node)), default=None) or next(iter(headings), None)


def _text(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def _beside(headline: LexborNode, others: frozenset[int]) -> Iterator[LexborNode]:
    """The short elements right before and behind a headline, up to the first line of text, or of `others`."""
    before = headline.prev
    while before is not None and not (before.is_element_node and len(_text(before)) > _LINE):
        if before.is_element_node and before.tag not in _SILENT:
            yield before
        before = before.prev
    stack = list(_behind(headline))[::-1]
    for _ in range(_LOOKS):
        if not stack:
            return
        node = stack.pop()
        length = len(_text(node))
        if node.mem_id in others or (length > _LINE and (node.tag == "p" or node.css_first("*") is None)):
            return
        if length > _LINE:
            stack.extend(reversed([one for one in node.iter() if one.tag not in _SILENT]))
        elif length:
            yield node


def _behind(node: LexborNode) -> Iterator[LexborNode]:
    """The elements behind one, and behind those round it."""
    here: LexborNode | None = node
    while here is not None and here.tag != "body":
        later = here.next
        while later is not None:
            if later.is_element_node and later.tag not in _SILENT:
                yield later
            later = later.next
        here = here.parent
