"""Where the posts and comments of a page stand: found by the marks they carry and by the shape they share.

A post says what it is (schema.org, `role=comment`), carries a number (`id="post-12"`, `name="msg12"`, `data-pid`), or
is one of many of a class that is called after posts. All of them have somebody's name and a date; what repeats without
these (menus, pictures, teasers) is none.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mentions.items import Section
from mentions.pages import marks, wholeness
from mentions.pages.bylines import PROFILE
from mentions.pages.letters import letter_on
from mentions.pages.marks import Group

_ARTICLE_KIND = re.compile(r"(?:Article|BlogPosting|Blog|WebPage)$")
_OF_A_FAQ = re.compile(r"question|answer", re.IGNORECASE)
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments|comment[-_]?list|replies|responses|kommentare)(?:$|[\s_-])", re.IGNORECASE
)
_TITLE = re.compile(r"title|subject", re.IGNORECASE)
_OF_TOPICS = re.compile(r"^tid|topic|thread", re.IGNORECASE)
_TEASER = "h1 a[href], h2 a[href], h3 a[href], h4 a[href], a[class*=title][href]"
_SAMPLE, _GROUPS, _ROW, _LEVELS = 4, 16, 8, 10


class Found(NamedTuple):
    """The elements of a post, one or some side by side, and the section that its text is.

    `page` is what tells of a message that its page shows alone, outside of these elements: the page, or fields of it.
    """

    nodes: tuple[LexborNode, ...]
    section: Section
    page: LexborNode | None = None


def find(tree: LexborHTMLParser, url: str) -> tuple[Found, ...]:
    """The blocks of the posts and comments on the page at `url`, outer ones first; none overlaps another in part."""
    body = tree.body
    if body is None:
        return ()
    is_forum = marks.is_forum(tree, url)
    found = dict[int, Found]()
    for groups in (marks.marked(body), marks.shaped(body)):
        _take(groups, found, url, is_forum=is_forum)
        if found:
            return tuple(found.values())
    letter = letter_on(body, is_archive=is_forum)
    return (Found(letter.nodes, Section.POST, letter.head),) if letter else ()


def _take(groups: Sequence[Group], found: dict[int, Found], url: str, *, is_forum: bool) -> None:
    """Add the blocks of every group that is one of posts; where two mark the same posts, the one with more holds."""
    apart = list[tuple[LexborNode, ...]]()
    for group in sorted(groups, key=marks.rank)[:_GROUPS]:
        section = _section(group, is_forum=is_forum)
        if section is None or all(map(_is_title, group.marks[:_SAMPLE])):
            continue
        chains = [_ancestors(mark) for mark in group.marks]
        blocks = _typed(group) if group.key.startswith(marks.TYPED) else _blocks(chains)
        is_talk = is_forum or section is Section.COMMENT
        rows = _rows(chains, blocks) if is_talk and not found and len(chains) > 1 else []
        if rows and blocks:
            found |= {row[0].mem_id: Found(row, section) for row in rows}
        elif blocks and _are_posts(blocks, group, url, is_forum=is_forum):
            found |= {node.mem_id: Found((node,), section) for node in _new(blocks, group, found)}
        apart = apart or rows
    if not found:
        found |= {row[0].mem_id: Found(row, Section.POST if is_forum else Section.COMMENT) for row in apart}


def _is_title(mark: LexborNode) -> bool:
    """Whether a mark stands on the title of another page: it holds a link alone, which does not lead to its number.

    The number of a topic is no post's, wherever it leads.
    """
    link, number = mark.css_first("a[href]"), marks.number_of(mark.id or "")
    if link is None or mark.text(strip=True) != link.text(strip=True):
        return False
    if number and _OF_TOPICS.search(number[0]):
        return True
    href = link.attributes.get("href") or ""
    is_called_so = number is not None or _TITLE.search(mark.attributes.get("class") or "") is not None
    return is_called_so and "#" not in href and not (number and number[1] in href)


def _typed(group: Group) -> list[LexborNode]:
    """The elements that say what they are; the one that holds the title of the page is the topic as a whole."""
    return [mark for mark in group.marks if mark.css_first("h1") is None]


def _section(group: Group, *, is_forum: bool) -> Section | None:
    """What the blocks of a group would be; None where they cannot be posts."""
    first = group.marks[0].attributes
    said = f"{group.key} {first.get('class') or ''} {first.get('itemtype') or ''}"
    if is_forum:
        is_certain = marks.is_certain(group) or marks.leads_to_itself(group.marks[0])
        return Section.POST if len(group.marks) > 1 or is_certain else None
    if marks.OF_COMMENTS.search(said) or _are_among_comments(group):
        is_one = marks.is_certain(group) or (wholeness.is_a_comment(group.marks[0]) and _are_among_comments(group))
        return Section.COMMENT if len(group.marks) > 1 or is_one else None
    # Lists of questions and answers are no forum.
    is_faq = bool(_OF_A_FAQ.search(group.key))
    return Section.POST if marks.is_certain(group) and len(group.marks) > 1 and not is_faq else None


def _are_among_comments(group: Group) -> bool:
    """Whether elements stand below one that is called after comments."""
    around = _ancestors(group.marks[0])[1:_LEVELS]
    return any(_COMMENTS.search(f"{node.id or ''} {node.attributes.get('class') or ''}") for node in around)


def _blocks(chains: Sequence[Sequence[LexborNode]]) -> list[LexborNode]:
    """The element round each mark that holds one post whole: the smallest with a name and a date, shaped like most."""
    chains = chains if len(chains) > 1 else [_below_the_title(chain) for chain in chains]
    limits = _limits(chains)
    whole = [
        wholeness.whole(chain[: limit + 1]) for chain, limit in zip(chains[:_SAMPLE], limits[:_SAMPLE], strict=True)
    ]
    shapes = Counter(marks.shape(node) for node in whole if node is not None)
    if not shapes or sum(shapes.values()) * 2 < len(whole):
        return []
    usual = shapes.most_common(1)[0][0]
    found = dict[int, LexborNode]()
    for chain, limit in zip(chains, limits, strict=True):
        within = chain[: limit + 1]
        block = next((node for node in within if marks.shape(node) == usual), None) or wholeness.whole(within)
        if block is not None:
            found[block.mem_id] = block
    round_others = Counter(node.mem_id for block in found.values() for node in _ancestors(block)[1:])
    # An element of another shape that holds posts is the page round them.
    return [block for mark, block in found.items() if not round_others[mark] or marks.shape(block) == usual]


def _rows(chains: Sequence[Sequence[LexborNode]], blocks: Sequence[LexborNode]) -> list[tuple[LexborNode, ...]]:
    """The posts that have no element of their own: each begins with a marked element, and ends before the next.

    Where there are `blocks`, these may be the heads of posts: then what stands between them outweighs them.
    """
    heads = [chain[limit] for chain, limit in zip(chains, _limits(chains), strict=True)]
    known = {head.mem_id for head in heads}
    rows = [(head, *islice(_behind(head, known), _ROW)) for head in heads]
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    rows = [row[:usual] for row in rows]
    if usual == 1 or not all(map(wholeness.is_whole, rows[:_SAMPLE])):
        return []
    between = sum(len(node.text()) for row in rows[:_SAMPLE] for node in row[1:])
    return rows if between > sum(len(block.text()) for block in blocks[:_SAMPLE]) else []


def _behind(head: LexborNode, known: set[int]) -> Iterator[LexborNode]:
    """The elements behind one, up to the next that begins a post."""
    node = head.next
    while node is not None and node.mem_id not in known:
        if node.is_element_node:
            yield node
        node = node.next


def _ancestors(node: LexborNode) -> list[LexborNode]:
    """The element, and those round it, up to the body."""
    chain = list[LexborNode]()
    here: LexborNode | None = node
    while here is not None and here.tag not in ("body", "html"):
        chain.append(here)
        here = here.parent
    return chain


def _below_the_title(chain: Sequence[LexborNode]) -> list[LexborNode]:
    """The part of a chain that does not hold the title of the page: all that the only post of a page can be."""
    return [chain[0], *takewhile(lambda node: node.css_first("h1") is None, chain[1:])]


def _limits(chains: Sequence[Sequence[LexborNode]]) -> list[int]:
    """For each chain, the index of the largest element that holds no mark but its own, its inner ones aside."""
    limits = [len(chain) - 1 for chain in chains]
    known = [[node.mem_id for node in chain] for chain in chains]
    for left, right in pairwise(range(len(chains))):
        shared = set(known[left]) & set(known[right])
        for one in (left, right):
            first = next((place for place, node in enumerate(known[one]) if node in shared), len(known[one]))
            limits[one] = min(limits[one], max(first - 1, 0))
    return limits


def _are_posts(blocks: Sequence[LexborNode], group: Group, url: str, *, is_forum: bool) -> bool:
    """Whether these are posts, and not a list of pages, each with its title, author and date."""
    sample = blocks[:_SAMPLE]
    teasers = sum(_is_teaser(block, url) for block in sample)
    if teasers * 2 > len(sample):
        return False
    if is_forum:
        return True
    return _hold_the_page(blocks) or bool(marks.OF_COMMENTS.search(f"{group.key} {marks.shape(blocks[0])}"))


def _hold_the_page(blocks: Sequence[LexborNode]) -> bool:
    """Whether some blocks are what a page is about: a good part of all its text."""
    page = blocks[0]
    while page.parent is not None and page.tag != "body":
        page = page.parent
    return len(blocks) > 1 and sum(len(block.text()) for block in blocks) * 3 > len(page.text())


def _is_teaser(block: LexborNode, url: str) -> bool:
    said = block.attributes
    classes = (said.get("class") or "").split()
    if {"hentry", "type-post", "h-entry"}.intersection(classes) or _ARTICLE_KIND.search(said.get("itemtype") or ""):
        return True
    hrefs = (title.attributes.get("href") or "" for title in block.css(_TEASER)[:3])
    href = next((href for href in hrefs if not PROFILE.search(href)), "")
    number = marks.number_of(block.id or "")
    if number and number[1] in href:
        return False
    path = url.partition("://")[2].partition("/")[2].partition("#")[0].partition("?")[0]
    return bool(href) and "#" not in href and not (path and path in href)


def _new(blocks: Sequence[LexborNode], group: Group, found: dict[int, Found]) -> Sequence[LexborNode]:
    """Those that are other posts than the ones found already, or comments on these."""
    if not found and group.key.startswith(marks.TYPED):
        return blocks
    if not found:
        return [block for block in blocks if wholeness.has_name(block) or wholeness.is_dated(block)]
    ours = {block.mem_id for block in blocks}
    if any(not ours.isdisjoint(_marks_round(known.nodes[0])) for known in found.values()):
        return ()
    around = [(block, next((one for one in _ancestors(block) if one.mem_id in found), None)) for block in blocks]
    is_comment = bool(marks.OF_COMMENTS.search(group.key))
    if any(outer is not None and (not is_comment or _is_part(block, outer)) for block, outer in around):
        return ()
    return [block for block in blocks if wholeness.is_whole((block,))]


def _is_part(block: LexborNode, outer: LexborNode) -> bool:
    """Whether an element inside a post is a part of it, and no comment on it."""
    said = f"{outer.id or ''} {outer.attributes.get('class') or ''}"
    return bool(marks.OF_COMMENTS.search(said)) or len(block.text()) * 2 > len(outer.text())


def _marks_round(node: LexborNode) -> set[int]:
    return {one.mem_id for one in _ancestors(node)}
