"""What the evidence model looks at: every feature, which way it may speak, and what it means to a user."""

from dataclasses import dataclass

from mentions.detection.forms import Ambiguity


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature of a place. `sign` is 1 where it can only speak for the brand, -1 only against, 0 either way.

    `start` is the weight, in logits, that a fit holds on to where labels say little. A value is a number from 0 up;
    `most` is its cap. What is `fixed` is a rule: no labels change its weight.
    """

    sign: int
    start: float
    says: str
    most: float = 1.0
    fixed: bool = False


def prior_of(ambiguity: Ambiguity) -> str:
    """The feature that every name of this kind has: how sure the name alone makes."""
    return f"prior.{ambiguity}"


def _rule(says: str) -> Feature:
    return Feature(-1, -12.0, says, fixed=True)


FEATURES: dict[str, Feature] = {
    "prior.distinct": Feature(1, 4.0, "the name means nothing else", fixed=True),
    "prior.phrase": Feature(0, 2.5, "the name is made of ordinary words", fixed=True),
    "prior.word": Feature(0, -0.6, "the name is also a word"),
    "prior.name": Feature(0, 0.4, "others have the same name"),
    "prior.abbreviation": Feature(0, 0.0, "the name is a short abbreviation"),
    "prior.everyday": Feature(-1, 0.0, "the name is a word that texts of any kind use every day"),
    "prior.foreign": Feature(1, 0.0, "the name is no word of the page's language"),
    "rule.address": _rule("it is part of an address on another domain"),
    "rule.version": _rule("it is part of a version string"),
    "rule.code": _rule("it stands in program code"),
    "rule.identifier": _rule("it is part of an identifier"),
    "rule.not_context": _rule("a phrase of `not_context` stands there"),
    "repeat.quote": Feature(0, 0.0, "it stands in what a post quotes of another post", fixed=True),
    "spelling.slip": Feature(-1, -4.4, "it is misspelt", fixed=True),
    "spelling.right_too": Feature(1, 2.5, "the page also spells the name right", fixed=True),
    "spelling.page_links": Feature(1, 2.2, "a slip on a page that links to the brand", fixed=True),
    "own.address": Feature(1, 5.0, "it is the brand's own address", fixed=True),
    "own.handle": Feature(1, 1.0, "a handle or hashtag"),
    "form.as_written": Feature(1, 1.5, "an abbreviation written just as the brand writes it"),
    "form.not_as_written": Feature(-1, -6.0, "an abbreviation written another way"),
    "form.lower_word": Feature(-1, -3.2, "a name that is a word, in lower case"),
    "form.lower_phrase": Feature(-1, -4.0, "a name of ordinary words, in lower case and apart", fixed=True),
    "form.capitals": Feature(1, 0.6, "all in capitals"),
    "form.own_signs": Feature(1, 2.5, "with the accents and signs of the brand's name"),
    "form.article_small": Feature(-1, -1.5, "the article of the name is written small"),
    "form.article_capital": Feature(1, 2.5, "the article of the name has a capital inside a sentence"),
    "form.the_small": Feature(-1, -0.5, "the English article of the name is written small"),
    "form.as_capitals": Feature(1, 1.0, "in capitals, as the brand writes itself"),
    "form.alone": Feature(-1, -0.6, "alone on its line, where capitals mean little"),
    "form.title_case": Feature(-1, -0.5, "among words that all have capitals"),
    "form.inside_sentence": Feature(1, 1.2, "a capital inside a sentence"),
    "form.german_noun": Feature(-1, -0.8, "a German noun, and all of these have capitals"),
    "form.german_hyphen": Feature(1, 1.6, "joined by a hyphen, as German does with names"),
    "form.german_quoted": Feature(1, 1.2, "in quotation marks, as German does with names"),
    "near.hyphen": Feature(-1, -1.2, "a hyphen joins it to another word"),
    "near.inside_name": Feature(-1, -2.1, "another capital word stands right before it"),
    "near.given_name": Feature(-1, -1.0, "a given name or an initial stands right before it"),
    "near.designator": Feature(-1, -1.0, "capital words follow, with one such as Sea, Street or Foundation"),
    "near.places": Feature(-1, -0.5, "the name of a place, with other places near", 3),
    "near.no_article": Feature(-1, -0.5, "without the article that the brand's name has"),
    "near.verb": Feature(1, 0.3, "a verb follows that says what companies do"),
    "near.at": Feature(1, 0.8, "“at” stands before its capital"),
    "near.place": Feature(-1, -1.0, "the name of a place, behind “in” or “to”"),
    "near.elision": Feature(-1, -2.0, "an apostrophe glues it to the next word"),
    "near.article": Feature(-1, -0.7, "an article stands before it"),
    "near.modal": Feature(-1, -0.9, "a pronoun or auxiliary stands before it, as before a verb"),
    "near.possessive": Feature(1, 0.4, "it has a possessive"),
    "near.product": Feature(1, 0.8, "a word follows that products are called by"),
    "near.a_capital": Feature(1, 0.2, "“a” stands before its capital"),
    "near.title_before": Feature(-1, -0.8, "another capital word stands right before it, among words in capitals"),
    "near.title_behind": Feature(-1, -0.1, "another capital word follows, among words in capitals"),
    "near.capital_follows": Feature(-1, -0.8, "another capital word follows"),
    "cue.company_words": Feature(1, 0.5, "words that stand near companies", 2),
    "cue.companies": Feature(1, 0.8, "other companies near", 3),
    "list.capitals": Feature(1, 0.5, "in one enumeration with other names that have capitals"),
    "list.siblings": Feature(1, 0.3, "other companies or products in the same list", 3),
    "topic.lower": Feature(1, 1.0, "in lower case in a passage on the brand's topics (share of its topical words)"),
    "topic.line": Feature(1, 2.0, "its own line speaks of the brand's topics (share of its topical words)"),
    "topic.other_line": Feature(-1, -0.5, "its own line speaks of other topics (share of its topical words)"),
    "topic.near": Feature(1, 1.5, "the passage speaks of the brand's topics (share of its topical words)"),
    "topic.other_near": Feature(-1, -1.0, "the passage speaks of other topics (share of its topical words)"),
    "topic.page": Feature(1, 1.5, "the page speaks of the brand's topics (share of its topical words)"),
    "topic.other_page": Feature(-1, -1.0, "the page speaks of other topics (share of its topical words)"),
    "profile.context": Feature(1, 1.2, "words of `context` near", 3),
    "profile.described": Feature(1, 0.6, "words of the description near", 3),
    "profile.described_close": Feature(1, 0.9, "words of the description within six words", 3),
    "profile.denied": Feature(-1, -0.5, "words of what the description says it is not, within six words", 2),
    "names.part_of_product": Feature(1, 2.0, "it is part of the name of a product of the brand"),
    "names.part_of_other": Feature(-1, -3.0, "it is part of a competitor's or another brand's name"),
    "names.product": Feature(1, 2.0, "products of the brand near", 3),
    "names.person": Feature(1, 1.8, "people of the brand near", 3),
    "names.competitor": Feature(1, 1.0, "competitors near", 3),
    "page.own": Feature(1, 3.5, "the page is on an own domain"),
    "page.linked": Feature(1, 3.5, "the mention links to the brand"),
    "page.name_linked": Feature(1, 2.5, "the name links to the brand elsewhere on the page"),
    "page.links": Feature(1, 0.7, "the page links to the brand"),
    "page.distinct": Feature(1, 2.5, "the page also uses a name that means nothing else"),
    "page.lower_case": Feature(-1, -1.4, "the page writes it as a word elsewhere (share of its places)"),
    "page.within_names": Feature(-1, -1.5, "it stands inside other names elsewhere on the page (share of its places)"),
    "page.capital": Feature(1, 0.6, "a capital inside sentences elsewhere on the page (share of its places)"),
    "page.spoken": Feature(1, 0.35, "the page uses words of the description", 4),
    # No label was fitted with these: they speak only where a user turns them on.
    "tagged.organisation": Feature(1, 0.6, "a user's pipeline sees an organisation or product"),
    "tagged.other": Feature(-1, -0.3, "a user's pipeline sees a person, place, date or the like"),
    "tagged.proper": Feature(1, 0.1, "a user's pipeline reads a proper noun"),
    "tagged.common": Feature(-1, -0.4, "a user's pipeline reads no proper noun"),
    "semantic.alike": Feature(
        1, 2.5, "the passage is nearer to the description in meaning than most (cosine above 0.1)"
    ),
    "semantic.unlike": Feature(-1, -2.5, "the passage is farther from the description in meaning (cosine below 0.1)"),
}
