"""What the evidence model looks at: every feature, which way it may speak, and what it means to a user."""

from dataclasses import dataclass

from mentions.detection.forms import Ambiguity


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature of a place. `sign` is 1 where it can only speak for the brand, -1 only against, 0 either way.

    A value is a number from 0 up; `most` is its cap. What is `fixed` is a rule: no labels change its weight.
    """

    sign: int
    says: str
    most: float = 1.0
    fixed: bool = False


def prior_of(ambiguity: Ambiguity) -> str:
    """The feature that every name of this kind has: how sure the name alone makes."""
    return f"prior.{ambiguity}"


def _rule(says: str) -> Feature:
    return Feature(-1, says, fixed=True)


FEATURES: dict[str, Feature] = {
    "prior.distinct": Feature(1, "the name means nothing else", fixed=True),
    "prior.phrase": Feature(0, "the name is made of ordinary words"),
    "prior.word": Feature(0, "the name is also a word"),
    "prior.name": Feature(0, "others have the same name"),
    "prior.abbreviation": Feature(0, "the name is a short abbreviation"),
    "rule.address": _rule("it is part of an address on another domain"),
    "rule.version": _rule("it is part of a version string"),
    "rule.code": _rule("it stands in program code"),
    "rule.identifier": _rule("it is part of an identifier"),
    "rule.not_context": _rule("a phrase of `not_context` stands there"),
    "spelling.slip": Feature(-1, "it is misspelt", fixed=True),
    "spelling.right_too": Feature(1, "the page also spells the name right", fixed=True),
    "spelling.page_links": Feature(1, "a slip on a page that links to the brand", fixed=True),
    "own.address": Feature(1, "it is the brand's own address", fixed=True),
    "own.handle": Feature(1, "a handle or hashtag"),
    "form.as_written": Feature(1, "an abbreviation written just as the brand writes it"),
    "form.not_as_written": Feature(-1, "an abbreviation written another way"),
    "form.lower_word": Feature(-1, "a name that is a word, in lower case"),
    "form.lower_phrase": Feature(-1, "a name of ordinary words, in lower case and apart"),
    "form.lower": Feature(-1, "another name in lower case"),
    "form.capitals": Feature(1, "all in capitals"),
    "form.own_signs": Feature(1, "with the accents and signs of the brand's name"),
    "form.article_small": Feature(-1, "the article of the name is written small"),
    "form.article_capital": Feature(1, "the article of the name has a capital inside a sentence"),
    "form.alone": Feature(-1, "alone on its line, where capitals mean little"),
    "form.title_case": Feature(-1, "among words that all have capitals"),
    "form.sentence_start": Feature(-1, "at the start of a sentence, where every word has a capital"),
    "form.inside_sentence": Feature(1, "a capital inside a sentence"),
    "form.german_noun": Feature(-1, "a German noun, and all of these have capitals"),
    "form.german_hyphen": Feature(1, "joined by a hyphen, as German does with names"),
    "form.german_quoted": Feature(1, "in quotation marks, as German does with names"),
    "near.hyphen": Feature(-1, "a hyphen joins it to another word"),
    "near.inside_name": Feature(-1, "another capital word stands right before it"),
    "near.preposition": Feature(1, "a preposition stands before its capital"),
    "near.article": Feature(-1, "an article stands before it"),
    "near.modal": Feature(-1, "a pronoun or auxiliary stands before it, as before a verb"),
    "near.possessive": Feature(1, "it has a possessive"),
    "near.capital_follows": Feature(-1, "another capital word follows"),
    "cue.company_words": Feature(1, "words that stand near companies", 2),
    "cue.companies": Feature(1, "other companies near", 3),
    "profile.context": Feature(1, "words of `context` near", 3),
    "profile.described": Feature(1, "words of the description near", 3),
    "profile.described_close": Feature(1, "words of the description within six words", 3),
    "names.part_of_product": Feature(1, "it is part of the name of a product of the brand"),
    "names.part_of_other": Feature(-1, "it is part of a competitor's or another brand's name"),
    "names.product": Feature(1, "products of the brand near", 3),
    "names.person": Feature(1, "people of the brand near", 3),
    "names.competitor": Feature(1, "competitors near", 3),
    "page.own": Feature(1, "the page is on an own domain"),
    "page.linked": Feature(1, "the mention links to the brand"),
    "page.name_linked": Feature(1, "the name links to the brand elsewhere on the page"),
    "page.links": Feature(1, "the page links to the brand"),
    "page.distinct": Feature(1, "the page also uses a name that means nothing else"),
    "page.lower_case": Feature(-1, "the page writes it as a word elsewhere (share of its places)"),
    "page.within_names": Feature(-1, "it stands inside other names elsewhere on the page (share of its places)"),
    "page.spoken": Feature(1, "the page uses words of the description", 4),
}
