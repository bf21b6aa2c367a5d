"""What may mark the posts of a page: numbers they carry, what they say they are, and classes called after posts.

Elements marked alike are a group; whether it is one of posts is for `blocks` to see.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

TYPED = "itemtype "
OF_COMMENTS = re.compile(r"comment|repl(?:y|ies)\b|respons(?!iv)|reaction|kommentar|coment|h-cite", re.IGNORECASE)
_FOR_CERTAIN = re.compile(
    r"itemtype .*|data-pid |comment |(?:js-|el|div-|li-|find)?"
    r"(?:post|p|pid|msg|message|comment|answer|question|reply|thing|entry|discussion|m|c|item)[-_]?#",
    re.IGNORECASE,
)
_MARKED = "[id], a[name], [itemtype], [data-pid], [data-post-id], [data-comment-id], [role=comment], .h-cite"
_SHAPED = (
    ":is(li, div, article, section, table, tr, dl):is([class*=post], [class*=Post], [class*=comment], [class*=Comment],"
    " [class*=message], [class*=Message], [class*=reply], [class*=Reply], [class*=answer], [class*=msg])"
)
_NUMBERED = re.compile(
    r"(.*?)[-_:.]?(t\d_\w+|\d+|[0-9a-f]{10,}|[A-Z0-9]{24,})",
    re.ASCII | re.DOTALL,
)
_HASH = re.compile(r"(?=.*\d)[A-Z0-9]{24,}|(?=.*\d)[0-9a-f]{24,}", re.ASCII)
_KINDS = re.compile(r"(?:Comment|DiscussionForumPosting|SocialMediaPosting|Answer|Question|Message|UserComments)$")
_NEVER = re.compile(
    r"menu|nav|widget|attach|image|img|thumb|banner|advert|google|slide|tab|modal|button|vote|score|tag|poll|sidebar"
    r"|option|share|xfu|uid_|tooltip|collapse|paragraph"
)
_NEWEST = re.compile(r"(?:last|latest|recent|newest)[-_]?(?:post|comment|message|repl|answer)", re.IGNORECASE)
"""What a row of a list says of the last post of its topic."""
_NUMBER = re.compile(r"[-_]?\d+")
_MANY, _LONGEST_NAME = 3_000, 80
_BOARDS = re.compile(
    r"(?:^|[/.])(?:forums?|foren|foro|boards?|bbs|community|discuss(?:ions?)?|talk|lists?\.|pipermail|hyperkitty"
    r"|mailman\d?|archives/list|threads?|topics?|t|r|d|questions?|lore|newsgroups?|groups?)(?:[/.?;,]|$)"
    r"|viewtopic|showthread|topic[=,]|(?:thread|topic|forum)-?\d|[?&;](?:topic|thread|tid)=|/item\?id=|/post/\d+$|/read\.php\?\d",
    re.IGNORECASE,
)
_FORUM_SOFTWARE = re.compile(
    r"phpbb|vbulletin|xenforo|discourse|simple machines|\bsmf\b|mybb|nodebb|flarum|invision|vanilla|burning board|punbb"
    r"|fluxbb|flaskbb|lemmy|hyperkitty|pipermail|mailman|public-inbox|hypermail|askbot|question2answer|bbpress",
    re.IGNORECASE,
)
_FORUM_MARKUP = (
    '[itemtype$="DiscussionForumPosting"], [itemtype$="QAPage"], body#phpbb, html#XF,'
    ' [component="post"], body.vb_, .postbitlegacy, .bbp-topics, #discourse-main, .crawler-post'
)


class Group(NamedTuple):
    """Elements that are marked alike, in the order of the page."""

    key: str
    marks: Sequence[LexborNode]


def is_forum(tree: LexborHTMLParser, url: str) -> bool:
    """Whether a page is one of a forum, by its address, its software or what it says of itself."""
    host, _, path = url.partition("://")[2].partition("/")
    if _BOARDS.search(f"/{path}") or _BOARDS.match(host):
        return True
    generator = tree.css_first('meta[name="generator"]')
    said = (generator.attributes.get("content") or "") if generator is not None else ""
    return bool(_FORUM_SOFTWARE.search(said)) or tree.css_first(_FORUM_MARKUP) is not None


def marked(body: LexborNode) -> list[Group]:
    """The elements that carry a number or say what they are."""
    groups = defaultdict[str, dict[str | int, LexborNode]](dict)
    for node in each(body, _MARKED, _MANY):
        for key, number in _keys(node):
            groups[key].setdefault(number or node.mem_id, node)
    return [Group(key, list(marks.values())) for key, marks in groups.items()]


def _keys(node: LexborNode) -> Iterator[tuple[str, str]]:
    """What an element is marked as, with the number that tells it from others; the first of one number counts."""
    said = node.attributes
    if "itemtype" in said and (kind := _KINDS.search(said["itemtype"] or "")):
        yield f"{TYPED}{kind.group()}", ""
    for attribute in ("data-pid", "data-post-id", "data-comment-id"):
        if number := said.get(attribute):
            yield f"{attribute} ", number
    if said.get("role") == "comment" or "h-cite" in (said.get("class") or "").split():
        yield "comment ", ""
    if said.get("id") == "question":
        yield "question#", ""
    name = said.get("id") or (said.get("name") if node.tag == "a" else None) or ""
    numbered = number_of(name)
    if numbered and not _NEVER.search(numbered[0].lower()):
        yield f"{numbered[0]}#", numbered[1]


def number_of(name: str) -> tuple[str, str] | None:
    """The name of a place as its word and its number: `post-12`; None where it has no number."""
    found = _NUMBERED.fullmatch(name) if len(name) <= _LONGEST_NAME else None
    return (found[1], found[2]) if found else None


def shaped(body: LexborNode) -> list[Group]:
    """The elements of a class called after posts."""
    groups = defaultdict[str, list[LexborNode]](list)
    for node in each(body, _SHAPED, _MANY):
        if not _NEWEST.search(node.attributes.get("class") or "") and not _is_number(node):
            groups[shape(node)].append(node)
    return [Group(key, marks) for key, marks in groups.items()]


def _is_number(node: LexborNode) -> bool:
    """Whether an element holds nothing but how many there are."""
    only = node.child
    return only is not None and only.next is None and not only.is_element_node and only.text(strip=True).isdigit()


def each(node: LexborNode, selector: str, most: int) -> list[LexborNode]:
    """The first elements of a selector, each once: the parser gives one for every part of the selector that fits."""
    found = {one.mem_id: one for one in islice(node.css(selector), 2 * most)}
    return list(islice(found.values(), most))


def shape(node: LexborNode) -> str:
    """The tag and the first class of an element, without its numbers."""
    classes = (node.attributes.get("class") or "").split()
    return f"{node.tag}.{_NUMBER.sub('', classes[0]) if classes else ''}"


def is_certain(group: Group) -> bool:
    """Whether the mark alone says that these are posts."""
    return bool(_FOR_CERTAIN.fullmatch(group.key))


def leads_to_itself(mark: LexborNode) -> bool:
    """Whether an element holds the link to its own place, or one beside it leads to what has the hash for its name."""
    name = mark.id or ""
    hrefs = (link.attributes.get("href") or "" for link in mark.css("a[href]")) if name else ()
    return any(href.endswith(f"#{name}") for href in hrefs) or (_HASH.fullmatch(name) is not None and _is_linked(mark))


def _is_linked(mark: LexborNode) -> bool:
    around = mark.parent
    hrefs = (link.attributes.get("href") or "" for link in around.css("a[href]")) if around is not None else ()
    return any((mark.id or "") in href for href in hrefs)


def rank(group: Group) -> tuple[bool, bool, int]:
    """The order in which groups are looked at: what is certain first, posts before comments, many before few."""
    return not is_certain(group), bool(OF_COMMENTS.search(group.key)), -len(group.marks)
