"""The reasons for and against a place being the brand, group by group: rules, form, neighbours, cues, profile, page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mentions import urls
from mentions.detection.entities import Known, Role
from mentions.detection.evidence import PRIOR, PRIOR_REASON
from mentions.detection.folding import fold_text
from mentions.detection.forms import SINGLE, Ambiguity
from mentions.detection.index import Hit
from mentions.detection.profile import count_of, holds, profile_of
from mentions.detection.surroundings import Case, Surroundings
from mentions.detection.words import families, is_lower_case_word, is_ordinary, words
from mentions.items import Brand, Evidence, LinkState

_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>\"']+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}(?![\w@-])(?:[/:?#]\S*)?",
    re.ASCII | re.IGNORECASE,
)
_HOST = re.compile(r"(?:\w+://)?(?:[^@/\s]*@)?((?:[\w-]+\.)+[a-z]{2,24})", re.ASCII | re.IGNORECASE)
_FORBIDS = -12.0
_PREPOSITIONS = frozenset(
    "at from by on with via for in to of bei von mit auf über chez par sur avec pour en con por".split()
)
_MODALS = frozenset("to can could will would should may might must i you we they he she it not".split())
_ARTICLES = frozenset(
    (
        "the a an this that these those my your our his her their its der die das ein eine le la les un une el los las"
    ).split()
)
_BESIDE = {Role.PRODUCT: 1.6, Role.PERSON: 1.8, Role.COMPETITOR: 1.0}
_COVERS = {Role.PRODUCT: 2.0, Role.COMPETITOR: -3.0, Role.OTHER: -3.0}


@dataclass(frozen=True, slots=True)
class Company:
    """What the page as a whole says about one brand.

    `lower_case` and `within_names` are shares, 0 to 1, of its ambiguous hits; `spoken` counts words of its profile,
    `spelled_right` the places that name it without a slip, `misspelt` each misspelling.
    """

    links_own: bool
    is_own_site: bool
    link_text_is_name: bool
    distinct_forms: frozenset[str]
    spelled_right: int
    misspelt: Mapping[str, int]
    lower_case: float
    within_names: float
    spoken: int
    language: str | None


def ruled_out(hit: Hit, around: Surroundings, *, in_code: bool) -> Evidence | None:
    """The reason that ends the question before anything is weighed."""
    return next(_rules(hit, around, in_code=in_code), None)


def reasons(hit: Hit, around: Surroundings, page: Company, state: LinkState, near: Sequence[Known]) -> list[Evidence]:
    """All reasons of one hit that no rule decides, the prior first; `near` is what its profile knows of the passage."""
    is_slip = bool(hit.form.misspelt)
    # Nobody takes a misspelt phrase for the ordinary words it is made of.
    sense = Ambiguity.DISTINCT if is_slip and hit.form.ambiguity is Ambiguity.PHRASE else hit.form.ambiguity
    found = [Evidence(PRIOR_REASON[sense], PRIOR[sense]), *_own_address(hit, around)]
    if is_slip:
        found += _spelling(hit, page)
    if is_slip or sense is not Ambiguity.DISTINCT:
        found += [
            *_form(hit, around, page),
            *_neighbours(hit, around),
            *_cues(around),
            *_profile(hit.form.brand, around),
            *_entities(hit, near),
            *_page(hit, page, state),
        ]
    return found


def _spelling(hit: Hit, page: Company) -> Iterator[Evidence]:
    """Alone, two misspellings of three are another name; with the name on the page, few are."""
    yield Evidence(f"is spelled “{hit.form.misspelt}”, one slip from “{hit.form.name}”", -4.4)
    if page.spelled_right and page.misspelt[hit.form.misspelt] <= page.spelled_right:
        yield Evidence(f"the page also spells “{hit.form.name}” right", 2.5)
    if page.links_own:
        yield Evidence("a slip on a page that links to the brand", 1.5)


def _rules(hit: Hit, around: Surroundings, *, in_code: bool) -> Iterator[Evidence]:
    left, right = around.chunk
    host = _host_of_chunk(around, hit.form.brand)
    if host and not urls.belongs(host, hit.form.brand.domains):
        yield Evidence(f"stands inside an address of {host}", _FORBIDS)
    if re.match(r"/\d", right):
        yield Evidence("is part of a browser's or program's version string", _FORBIDS)
    if in_code:
        yield Evidence("stands in program code", _FORBIDS)
    if re.match(r"_\w", right) or re.search(r"\w_\Z", left) or (right[:1] == "(" and right[1:2] == ")"):
        yield Evidence("is part of an identifier", _FORBIDS)
    surface = fold_text(around.surface)
    close = f"{fold_text(around.line[0][-60:])} {surface} {fold_text(around.line[1][:60])}"
    for phrase in profile_of(hit.form.brand).not_context:
        if holds(close, phrase):
            yield Evidence(f"“{phrase}” is on the brand's list of what it is not", _FORBIDS)


def _host_of_chunk(around: Surroundings, brand: Brand) -> str | None:
    """The host of the address that the name is a part of, None where it stands in the open."""
    left, right = around.chunk
    start, end = len(left), len(left) + len(around.surface)
    for found in _ADDRESS.finditer(f"{left}{around.surface}{right}"):
        host = _HOST.match(found.group())
        if host and found.start() <= start and end <= found.end():
            name = urls.ascii_host(host.group(1))
            # "…bought by Apple.It is": a stop without a space behind it makes no domain, unless it is the brand's.
            is_meant = host.group(1).rpartition(".")[2].islower() or urls.belongs(name, brand.domains)
            return name if is_meant else None
    return None


def _own_address(hit: Hit, around: Surroundings) -> Iterator[Evidence]:
    if hit.form.is_domain or _host_of_chunk(around, hit.form.brand):
        yield Evidence("is the brand's own address", 5.0)
    elif around.chunk[0].endswith(("@", "#")):
        yield Evidence("is a handle or hashtag", 1.0)


def _form(hit: Hit, around: Surroundings, page: Company) -> Iterator[Evidence]:
    name, surface, case = hit.form.name, around.surface, around.case
    if hit.form.ambiguity is Ambiguity.ABBREVIATION:
        yield (
            Evidence("is written in capitals, as the brand", 1.5)
            if surface == name
            else Evidence("is not written as the brand", -6.0)
        )
        return
    if case is Case.LOWER and not name.islower():
        # "redhat" is no phrase of ordinary words any more, "red hat" is.
        weight = -3.2 if hit.form.ambiguity is Ambiguity.WORD else -4.0 if re.search(r"\W", surface) else 0.0
        yield Evidence("is written in lower case", weight)
    elif case is Case.UPPER and not name.isupper():
        yield Evidence("is written in capitals", 0.6)
    elif _marks(surface) and _marks(surface) == _marks(name):
        yield Evidence(f"is written with the brand's own signs “{_marks(name)}”", 2.5)
    if hit.form.ambiguity in SINGLE and case in (Case.TITLE, Case.UPPER):
        yield from _capital(around, page)


def _capital(around: Surroundings, page: Company) -> Iterator[Evidence]:
    first = around.surface.split()[0]
    if " " in around.surface and fold_text(first) in _ARTICLES:
        if first[0].islower():
            yield Evidence("its article is written small", -2.5)
        elif not around.begins_sentence:
            yield Evidence("its article has a capital inside a sentence", 2.5)
    if page.language == "de" and fold_text(around.surface.split()[-1]) in families("ordinary"):
        yield Evidence("every German noun has a capital", -0.8)
        yield from _as_german_names(around)
    elif around.is_alone:
        yield Evidence("stands alone on its line", -0.6)
    elif around.is_title_case:
        yield Evidence("stands among words in capitals", -0.5)
    elif around.begins_sentence:
        yield Evidence("begins a sentence, where every word has a capital", -0.2)
    else:
        yield Evidence("has a capital inside a sentence", 1.2)


def _as_german_names(around: Surroundings) -> Iterator[Evidence]:
    """What German does with names and not with nouns, which are written as one word and need no quotation marks."""
    (_, left), (after, right) = around.before, around.after
    if right == "-" and after[:1].isupper() and left != "-":
        yield Evidence(f"German joins names, not nouns, by a hyphen: “{around.surface}-{after}”", 1.6)
    if around.is_quoted:
        yield Evidence("stands in quotation marks by itself", 1.2)


def _marks(text: str) -> str:
    """The signs of a name that an ordinary word would not have: accents, exclamation marks, ampersands."""
    return "".join(c for c in text if (not c.isascii() and c.isalpha()) or c in "!&+")


def _neighbours(hit: Hit, around: Surroundings) -> Iterator[Evidence]:
    (before, left), (after, right) = around.before, around.after
    capital = around.case in (Case.TITLE, Case.UPPER) and not around.is_title_case
    small, known = fold_text(before), profile_of(hit.form.brand)
    # A capital behind the hyphen is how German builds on a brand: "Shell-Tankstelle".
    if left == "-" or (right == "-" and after.islower()):
        yield Evidence(f"is joined to “{before if left == '-' else after}” by a hyphen", -1.2)
    elif (
        left == " "
        and capital
        and before[:1].isupper()
        and small not in families("function_words")
        and not _ends_sentence(around)
    ):
        if small not in known.names and small not in known.described:
            yield Evidence(f"stands inside another name, “{before} {around.surface}”", -2.1)
    elif left == " " and small in _PREPOSITIONS and capital:
        yield Evidence(f"“{before}” and a capital", 0.2)
    elif left == " " and small in _ARTICLES and not (_has_article(hit) or (small in ("a", "an") and _is_told(around))):
        yield Evidence(f"“{before}” stands before it", -0.7)
    elif left == " " and small in _MODALS:
        yield Evidence(f"“{before}” stands before it", -0.9)
    if right.startswith(("'s", "’s")):
        yield Evidence("has a possessive", 0.4)
    elif (
        right == " "
        and capital
        and after[:1].isupper()
        and not _is_profiled(fold_text(after), known.described | _described(hit.form.brand))
    ):
        yield Evidence(f"another capital follows, “{around.surface} {after}”", -0.8)


def _has_article(hit: Hit) -> bool:
    return bool(re.match(r"(?i)the |die |der |le |el ", hit.form.name))


def _is_told(around: Surroundings) -> bool:
    """Whether only a name would have its capital here: “a Dell laptop”."""
    return around.case in (Case.TITLE, Case.UPPER) and not (around.begins_sentence or around.is_title_case)


def is_within_name(around: Surroundings) -> bool:
    """Whether another capitalised word stands right before it: `Taylor Swift`, `Madison Square`."""
    before, between = around.before
    is_capital = before[:1].isupper() and fold_text(before) not in families("function_words")
    return between == " " and is_capital and around.case is Case.TITLE and not around.is_title_case


def _described(brand: Brand) -> frozenset[str]:
    known = profile_of(brand)
    return frozenset(
        word for phrase in (*known.products, *known.context, *brand.aliases) for word in fold_text(phrase).split()
    )


def _is_profiled(word: str, known: frozenset[str]) -> bool:
    return word in known or word.removesuffix("s") in known


def _ends_sentence(around: Surroundings) -> bool:
    return around.before[1].strip() != ""


def _cues(around: Surroundings) -> Iterator[Evidence]:
    cues = sorted({word for word in around.close if word in families("company_cues")})
    if cues:
        yield Evidence(f"words that stand near companies: {', '.join(cues[:3])}", 0.5 * min(2, len(cues)))
    own = fold_text(around.surface)
    left, right = (
        around.text[max(0, around.start - 90) : around.start],
        around.text[around.end : around.end + 90],
    )
    capitals = set(re.findall(r"[A-Z][\w&']+(?: [A-Z][\w&']+)?", f"{left} | {right}"))
    others = sorted({w for name in capitals for w in (name, name.split()[0]) if _is_company(fold_text(w), own)})
    if others:
        yield Evidence(f"other companies near: {', '.join(others[:3])}", 0.8 * min(3, len(others)))


def _is_company(name: str, own: str) -> bool:
    return name != own and name in words("companies") and not is_ordinary(name)


def _profile(brand: Brand, around: Surroundings) -> Iterator[Evidence]:
    known = profile_of(brand)
    groups: Sequence[tuple[str, int, float]] = (
        ("words of the brand's context near", count_of(around.near, known.context), 1.2),
        ("words of the brand's description near", count_of(around.near, known.described), 0.6),
        ("a word of the brand's description close by", len(known.described.intersection(around.close)), 0.9),
    )
    for reason, count, weight in groups:
        if count:
            yield Evidence(reason, weight * min(3, count))


def _entities(hit: Hit, near: Sequence[Known]) -> Iterator[Evidence]:
    """Names of the profiles in the passage: what the place is a part of, and what stands beside it."""
    for one in near:
        if one.role in _COVERS and one.covers(hit.start, hit.end):
            yield Evidence(f"is part of “{one.entity.surface}”, {one.role}", _COVERS[one.role])
    for role, weight in _BESIDE.items():
        names = {one.entity.surface for one in near if one.role is role and one.is_beside(hit.start, hit.end)}
        if names:
            yield Evidence(f"{role} near: {', '.join(sorted(names)[:3])}", weight * min(3, len(names)))


def _page(hit: Hit, page: Company, state: LinkState) -> Iterator[Evidence]:
    if page.is_own_site:
        yield Evidence("the page is the brand's own", 3.5)
    if state is LinkState.LINKED:
        yield Evidence("links to the brand", 3.5)
    elif page.link_text_is_name:
        yield Evidence("the name links to the brand elsewhere on the page", 2.5)
    elif page.links_own:
        yield Evidence("the page links to the brand", 0.7)
    if page.distinct_forms - {hit.form.name} and not hit.form.misspelt:
        yield Evidence(f"the page also says “{min(page.distinct_forms - {hit.form.name})}”", 2.5)
    if page.lower_case and is_lower_case_word(_last_word(hit.form.name)):
        yield Evidence("the page uses it as a word elsewhere", -1.4 * page.lower_case)
    if page.within_names:
        yield Evidence("stands inside other names elsewhere on the page", -1.5 * page.within_names)
    if page.spoken:
        yield Evidence("the page uses words of the brand's description", 0.35 * min(4, page.spoken))


def _last_word(name: str) -> str:
    """A name without its article."""
    return fold_text(name.split()[-1])
