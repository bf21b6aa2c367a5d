"""In which language a text is."""

import pytest

from mentions.detection.languages import OTHER, language_of
from mentions.detection.topics import words_of

ENGLISH = "they would have been there with us if only those who could not come had said so while we were here"
GERMAN = "sie wären noch nicht hier gewesen wenn wir euch damals schon gesagt hätten dass auch andere kommen wollen"


@pytest.mark.parametrize("declared", [None, "en", "de", "it"])
def test_small_words_tell_more_than_what_the_page_declares(declared: str | None) -> None:
    assert language_of(words_of(ENGLISH), declared) == "en"
    assert language_of(words_of(GERMAN), declared) == "de"


@pytest.mark.parametrize("declared", [None, "en", "pl"])
def test_where_few_words_tell_the_page_is_believed(declared: str | None) -> None:
    assert language_of(words_of("acme optics 2026 home products contact"), declared) == declared
    assert language_of(words_of(f"{ENGLISH} {GERMAN}"), declared) == declared


def test_other_letters_are_another_language() -> None:
    assert language_of(words_of("新しい 望遠鏡 の 発売 acme"), None) == OTHER
    assert language_of(words_of("新しい 望遠鏡 の 発売 acme"), "ja") == "ja"
    assert language_of(frozenset(), None) is None
