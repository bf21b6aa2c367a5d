"""What the writing of a name says: its case, its signs, its place in the sentence, a slip."""

import re
from collections.abc import Iterator

from mentions.detection.folding import fold_text
from mentions.detection.forms import SINGLE, Ambiguity, Hit
from mentions.detection.reasons.longer_names import is_designated, is_within_name
from mentions.detection.reasons.values import Company, Reason
from mentions.detection.surroundings import ARTICLES, Case, Surroundings
from mentions.detection.words import families, is_everyday, is_foreign


def spelling(hit: Hit, page: Company) -> Iterator[Reason]:
    """Alone, two misspellings of three are another name; with the name on the page, few are."""
    yield Reason("spelling.slip", f"is spelled “{hit.form.misspelt}”, one slip from “{hit.form.name}”")
    if page.spelled_right and page.misspelt[hit.form.misspelt] <= page.spelled_right:
        yield Reason("spelling.right_too", f"the page also spells “{hit.form.name}” right")
    if page.links_own:
        yield Reason("spelling.page_links", "a slip on a page that links to the brand")


def word(hit: Hit, page: Company) -> Iterator[Reason]:
    """What kind of word the name is, here."""
    if hit.form.ambiguity not in SINGLE:
        return
    last = fold_text(hit.form.name.split()[-1])
    if is_everyday(last, page.language):
        yield Reason("prior.everyday", "its name is an everyday word")
    if is_foreign(last, page.language):
        yield Reason("prior.foreign", "its name is no word of the page's language")


def form(hit: Hit, around: Surroundings, page: Company) -> Iterator[Reason]:
    name, surface, case = hit.form.name, around.surface, around.case
    if hit.form.ambiguity is Ambiguity.ABBREVIATION:
        yield (
            Reason("form.as_written", "is written in capitals, as the brand")
            if surface == name
            else Reason("form.not_as_written", "is not written as the brand")
        )
        return
    if case is Case.LOWER and not name.islower():
        yield from _lower(hit, surface)
    elif case is Case.UPPER and not name.isupper():
        yield Reason("form.capitals", "is written in capitals")
    elif case is Case.UPPER and surface == name:
        yield Reason("form.as_capitals", "is written in capitals, as the brand")
    elif _marks(surface) and _marks(surface) == _marks(name):
        yield Reason("form.own_signs", f"is written with the brand's own signs “{_marks(name)}”")
    if hit.form.ambiguity in SINGLE and case in (Case.TITLE, Case.UPPER):
        yield from _article(around)
        if hit.form.ambiguity is Ambiguity.WORD:  # Another's name has its capital anywhere.
            yield from _capital(around, page)


def _lower(hit: Hit, surface: str) -> Iterator[Reason]:
    if hit.form.ambiguity is Ambiguity.WORD:
        yield Reason("form.lower_word", "is written in lower case")
    # "redhat" is no phrase of ordinary words any more, "red hat" is.
    elif re.search(r"\W", surface):
        yield Reason("form.lower_phrase", "is written in lower case")


def _article(around: Surroundings) -> Iterator[Reason]:
    first = around.surface.split()[0]
    if " " in around.surface and fold_text(first) in ARTICLES:
        if first[0].islower():
            feature = "form.the_small" if first == "the" else "form.article_small"
            yield Reason(feature, "its article is written small")
        elif not around.begins_sentence:
            yield Reason("form.article_capital", "its article has a capital inside a sentence")


def _capital(around: Surroundings, page: Company) -> Iterator[Reason]:
    if page.language == "de" and fold_text(around.surface.split()[-1]) in families("ordinary", "de"):
        yield Reason("form.german_noun", "every German noun has a capital")
        yield from _as_german_names(around)
    elif around.is_alone:
        yield Reason("form.alone", "stands alone on its line")
    elif around.is_title_case:
        yield Reason("form.title_case", "stands among words in capitals")
    elif not (around.begins_sentence or around.is_short or is_within_name(around) or is_designated(around)):
        yield Reason("form.inside_sentence", "has a capital inside a sentence")


def _as_german_names(around: Surroundings) -> Iterator[Reason]:
    """What German does with names and not with nouns, which are written as one word and need no quotation marks."""
    (_, left), (after, right) = around.before, around.after
    if right == "-" and after[:1].isupper() and left != "-":
        yield Reason("form.german_hyphen", f"German joins names, not nouns, by a hyphen: “{around.surface}-{after}”")
    if around.is_quoted:
        yield Reason("form.german_quoted", "stands in quotation marks by itself")


def _marks(text: str) -> str:
    """The signs of a name that an ordinary word would not have: accents, exclamation marks, ampersands."""
    return "".join(c for c in text if (not c.isascii() and c.isalpha()) or c in "!&+")
