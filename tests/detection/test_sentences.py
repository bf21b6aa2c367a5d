"""The sentence round a place, word for word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.detection.sentences import Sentences


def around(text: str, words: str, language: str | None = "en") -> str:
    start = text.index(words)
    return Sentences(text, language).around(start, start + len(words))


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
    sentence = Sentences(text, language).around(start, start + 4)
    block = left.rpartition("\n")[2] + "Acme" + right.partition("\n")[0]
    assert "Acme" in sentence
    assert sentence in block
