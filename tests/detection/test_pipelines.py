"""Passages read by spaCy: the sentence round a place, word for word, and the names of the profiles."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.detection.entities import Known, Label, Role
from mentions.detection.passages import LONGEST, Span, passages
from mentions.detection.pipelines import Reader
from mentions.detection.surroundings import NEAR
from mentions.items import Brand

ACME = Brand(
    name="Acme Optics",
    key="acme",
    domains=("acme.example",),
    products=("ClearLens", "Night Sky"),
    people=("Zoé Quinze",),
    competitors=("Borealis Glass",),
)
ACME_BANK = Brand(name="Acme Optics Bank", key="bank", domains=("bank.example",))
READER = Reader([ACME, ACME_BANK])


def sentence_round(text: str, start: int, end: int, language: str | None) -> str:
    return READER.read(text, passages(text, [Span(start, end)], []), language).sentence(text, start, end)


def around(text: str, words: str, language: str | None = "en") -> str:
    start = text.index(words)
    return sentence_round(text, start, start + len(words), language)


def known(text: str, whose: str = "acme", language: str = "en") -> list[tuple[str, Role]]:
    entities = READER.read(text, [Span(0, len(text))], language).entities
    assert all(text[one.start : one.end] == one.surface for one in entities)
    return [(one.entity.surface, one.role) for one in READER.names.known(entities, whose)]


@pytest.mark.parametrize(
    ("text", "language", "sentence"),
    [
        ("One. Two Acme three. Four.", "en", "Two Acme three."),
        ("One.\nTwo Acme three\nFour.", "en", "Two Acme three"),
        ("Acme", None, "Acme"),
        ("Is it Acme? Yes.", "xx", "Is it Acme?"),
        ("Dr. Doe of Acme Inc. paid 3.5 dollars. Then she left.", "en", "Dr. Doe of Acme Inc. paid 3.5 dollars."),
        ("Eins ist z.B. gut. Zwei von Acme auch. Drei.", "de", "Zwei von Acme auch."),
        ("今日は晴れ。Acmeの望遠鏡！次。", "ja", "Acmeの望遠鏡！"),
        ("昨天。Acme发布了", "zh", "Acme发布了"),
    ],
)
def test_sentences(text: str, language: str | None, sentence: str) -> None:
    assert around(text, "Acme", language) == sentence


def test_a_name_across_the_end_that_was_seen_is_kept_whole() -> None:
    assert "Wow! Optics" in around("We met Wow! Optics there.", "Wow! Optics")


def test_long_blocks_are_read_round_the_place_only() -> None:
    text = "word " * 2_000 + "Acme" + " word" * 2_000
    sentence = around(text, "Acme")
    assert "Acme" in sentence
    assert len(sentence) < 2_000


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["en", "de", "ja", "th", None, ""]))
def test_a_sentence_holds_the_place_and_stands_in_its_block(left: str, right: str, language: str | None) -> None:
    text = f"{left}Acme{right}"
    start = len(left)
    sentence = sentence_round(text, start, start + 4, language)
    block = left.rpartition("\n")[2] + "Acme" + right.partition("\n")[0]
    assert "Acme" in sentence
    assert sentence in block


@pytest.mark.parametrize("language", ["en", "de", "ja", "xx"])
def test_the_names_of_profiles_are_entities(language: str) -> None:
    text = "Borealis Glass, ClearLens and Zoe Quinze of Acme Optics."
    assert known(text, language=language) == [
        ("Borealis Glass", Role.COMPETITOR),
        ("ClearLens", Role.PRODUCT),
        ("Zoe Quinze", Role.PERSON),
        ("Acme Optics", Role.NAME),
    ]


def test_labels() -> None:
    text = "Borealis Glass sells no ClearLens, says Zoé Quinze."
    entities = READER.read(text, [Span(0, len(text))], "en").entities
    assert [one.label for one in entities] == [Label.BRAND, Label.PRODUCT, Label.PERSON]


def test_the_longest_name_counts_and_is_another_brand_to_others() -> None:
    text = "Acme Optics Bank opens."
    assert known(text) == [("Acme Optics Bank", Role.OTHER)]
    assert known(text, "bank") == [("Acme Optics Bank", Role.NAME)]


def test_ordinary_words_in_lower_case_are_no_product() -> None:
    assert known("We saw the night sky.") == []
    assert known("We saw the Night Sky.") == [("Night Sky", Role.PRODUCT)]


def test_a_name_in_a_script_without_spaces() -> None:
    assert known("新しいClearLensの発売。ClearLenses", language="ja") == [("ClearLens", Role.PRODUCT)]


def test_what_covers_a_place_and_what_stands_beside_it() -> None:
    text = "Acme Optics Bank"
    (entity,) = READER.read(text, [Span(0, len(text))], "en").entities
    one = Known(entity, Role.OTHER)
    assert one.covers(0, 4)
    assert not one.covers(0, len(text))
    assert not one.is_beside(0, 4)
    assert one.is_beside(len(text), len(text) + 1)


def test_passages_meet_and_keep_apart() -> None:
    text = "\n".join(f"line {number:03} of the text" for number in range(200))
    far, near = text.index("line 150"), text.index("line 002")
    assert passages(text, [Span(far, far + 4), Span(near, near + 4)], []) == [
        Span(near, near + 20),
        Span(far, far + 20),
    ]
    (one,) = passages(text, [], [Span(near, near + 4), Span(near + 30, near + 40)])
    assert one.start == 0
    assert one.end >= near + 40 + NEAR


@given(st.text(alphabet="ab \n", max_size=200), st.data())
def test_passages_hold_their_places(text: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(text))
    places = [Span(*sorted(pair)) for pair in data.draw(st.lists(st.tuples(ends, ends), max_size=4))]
    found = passages(text, places[:2], places[2:])
    assert all(any(one.start <= start and end <= one.end for one in found) for start, end in places)
    assert all(one.end < other.start for one, other in pairwise(found))
    assert all(0 <= one.start <= one.end <= len(text) for one in found)
    assert LONGEST > NEAR
