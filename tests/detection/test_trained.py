"""What a trained pipeline says of a place: its entities and parts of speech, in the language it was made for."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from mentions.detection import Index, Knowledge, scan
from mentions.detection.trained import Trained, load
from mentions.exceptions import UnreadableError
from mentions.items import Brand
from mentions.pages import read

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import spacy

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import EntityRuler

BRAND = Brand(name="Harbour", key="harbour", domains=("harbour.example",))


def ruled(language: str = "en", **labels: str) -> "Language":
    """A pipeline that knows entities by rule; `_` stands for a space."""
    pipeline = spacy.blank(language)
    ruler = cast("EntityRuler", pipeline.add_pipe("entity_ruler"))
    ruler.add_patterns([{"label": label, "pattern": text.replace("_", " ")} for text, label in labels.items()])
    return pipeline


def tagging(**tags: str) -> "Language":
    """A pipeline that knows the part of speech of some words."""
    pipeline = spacy.blank("en")
    ruler: Any = pipeline.add_pipe("attribute_ruler")
    for word, tag in tags.items():
        ruler.add([[{"ORTH": word}]], {"POS": tag})
    return pipeline


def heard(text: str, *pipelines: "Language", language: str | None = "en", brand: Brand = BRAND) -> dict[str, str]:
    """What pipelines say of the first mention of a page: features, each with its words."""
    opened = f"<html lang={language}>" if language else "<html>"
    index = Index([brand], advisers=[Trained(pipelines)])
    page = scan(read(f"{opened}<p>{text}</p>".encode(), "https://blog.example/"), index, Knowledge())
    assert page
    evidence = page.mentions[0].evidence
    return {one.feature: one.reason for one in evidence if one.feature.startswith("tagged.")}


def said(text: str, *pipelines: "Language", language: str | None = "en", brand: Brand = BRAND) -> list[str]:
    """The features alone."""
    return sorted(heard(text, *pipelines, language=language, brand=brand))


@pytest.mark.parametrize(
    ("label", "features"),
    [
        ("ORG", ["tagged.organisation"]),
        ("PRODUCT", ["tagged.organisation"]),
        ("orgName", ["tagged.organisation"]),
        ("PERSON", ["tagged.other"]),
        ("GPE", ["tagged.other"]),
        ("DATE", ["tagged.other"]),
        ("MISC", []),
        ("LANGUAGE", []),
    ],
)
def test_labels_of_many_pipelines_are_known(label: str, features: list[str]) -> None:
    assert said("We saw Harbour there.", ruled(Harbour=label)) == features


def test_an_organisation_that_is_called_longer_is_not_the_brand() -> None:
    assert said("We saw Harbour Foundation there.", ruled(Harbour_Foundation="ORG")) == []
    assert said("We saw Harbour Bridge there.", ruled(Harbour_Bridge="FAC")) == ["tagged.other"]


@pytest.mark.parametrize("words", ["the Harbour", "Harbour's", "The Harbour’s"])
def test_an_article_and_a_possessive_make_no_name_longer(words: str) -> None:
    assert said(f"We saw {words} offer.", ruled(**{words: "ORG"})) == ["tagged.organisation"]


@pytest.mark.parametrize(("tag", "features"), [("PROPN", ["tagged.proper"]), ("VERB", ["tagged.common"]), ("X", [])])
def test_parts_of_speech(tag: str, features: list[str]) -> None:
    assert said("They Harbour doubts.", tagging(Harbour=tag)) == features


def test_the_words_say_what_was_seen() -> None:
    words = heard("We saw Harbour Bridge there.", ruled(Harbour_Bridge="FAC"))["tagged.other"]
    assert words == "your pipeline sees “Harbour Bridge” as FAC, no organisation or product"
    words = heard("They Harbour doubts.", tagging(Harbour="VERB"))["tagged.common"]
    assert words == "your pipeline reads no proper noun: VERB"


def test_each_page_is_read_by_the_pipeline_for_its_language() -> None:
    english, german = ruled("en", Harbour="ORG"), ruled("de", Harbour="LOC")
    for language, features in (("en", ["tagged.organisation"]), ("de", ["tagged.other"]), ("fr", [])):
        assert said("Harbour", english, german, language=language) == features
    assert said("Harbour", german, english, language=None) == ["tagged.other"]
    assert said("Harbour", ruled("xx", Harbour="ORG"), language="fr") == ["tagged.organisation"]


def test_a_name_that_means_nothing_else_is_not_asked_about() -> None:
    distinct = Brand(name="Zoltabren", key="zoltabren", domains=("zoltabren.example",))
    assert said("We saw Zoltabren there.", ruled(Zoltabren="LOC"), brand=distinct) == []


def test_a_pipeline_is_loaded_from_a_folder(tmp_path: Path) -> None:
    ruled(Harbour="ORG").to_disk(tmp_path / "mine")
    assert said("We saw Harbour there.", load("mine", tmp_path)) == ["tagged.organisation"]
    assert load(str(tmp_path / "mine"), Path("/")).lang == "en"


def test_reading_many_pages_keeps_none_of_their_words(tmp_path: Path) -> None:
    ruled(Harbour="ORG").to_disk(tmp_path / "mine")
    pipeline = load("mine", tmp_path)
    said("Harbour warmed up.", pipeline)
    before = len(pipeline.vocab.strings)
    for number in range(8):
        assert said(f"Harbour word{number} and other{number}.", pipeline) == ["tagged.organisation"]
    assert len(pipeline.vocab.strings) == before


def save_empty(folder: Path) -> None:
    spacy.blank("en").to_disk(folder)


def save_damaged(folder: Path) -> None:
    pipeline = ruled(Harbour="ORG")
    pipeline.to_disk(folder)
    (folder / "config.cfg").write_text("[nlp]\nlang = ???\n", encoding="utf-8")


def save_unknown_part(folder: Path) -> None:
    ruled(Harbour="ORG").to_disk(folder)
    config = folder / "config.cfg"
    config.write_text(config.read_text().replace('"entity_ruler"', '"nobody_knows"'), encoding="utf-8")


@pytest.mark.parametrize(
    ("save", "says"),
    [
        (None, "is neither a folder in"),
        (Path.mkdir, "cannot be loaded as a pipeline of spaCy"),
        (save_damaged, "cannot be loaded as a pipeline of spaCy"),
        (save_unknown_part, "cannot be loaded as a pipeline of spaCy"),
        (save_empty, "finds neither entities nor parts of speech"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(tmp_path: Path, save: Any, says: str) -> None:  # noqa: ANN401
    if save:
        save(tmp_path / "mine")
    with pytest.raises(UnreadableError) as caught:
        load("mine", tmp_path)
    assert str(caught.value).startswith(f"mine {says}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["pip", "no-such-package", "../elsewhere", "a\0b", "[x]"])
def test_a_package_that_is_no_pipeline(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableError):
        load(name, tmp_path)
