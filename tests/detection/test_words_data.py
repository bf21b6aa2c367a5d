"""The word lists in `mentions/detection/data`: whole, sorted, written one way."""

import unicodedata
from pathlib import Path

import pytest

import mentions.detection

DATA = Path(mentions.detection.__file__).parent / "data"
FILES = sorted(DATA.glob("*.txt"))
LEAST = {
    "ordinary.en": 4000,
    "ordinary.de": 2000,
    "ordinary.fr": 1200,
    "ordinary.es": 1200,
    "ordinary.it": 600,
    "ordinary.nl": 600,
    "ordinary.pt": 600,
    "given_names": 1200,
    "surnames": 1500,
    "places": 800,
    "other_names": 500,
    "companies": 1500,
    "function_words.en": 250,
    "function_words.de": 250,
    "function_words.fr": 250,
    "function_words.es": 250,
    "company_cues.en": 60,
    "company_cues.de": 60,
    "company_cues.fr": 60,
    "company_cues.es": 60,
    "everyday.en": 900,
    "everyday.de": 250,
    "agent_verbs.en": 100,
    "agent_verbs.de": 30,
    "agent_verbs.fr": 25,
    "agent_verbs.es": 25,
    "designators.en": 100,
    "product_words.en": 80,
}

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def entries(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def in_order(entry: str) -> tuple[str, str]:
    return entry.casefold(), entry


def test_every_list_is_there() -> None:
    assert {path.stem for path in FILES} == LEAST.keys()


@every_file
def test_a_list_is_long_enough(path: Path) -> None:
    assert len(entries(path)) >= LEAST[path.stem]


@every_file
def test_a_list_says_what_it_is(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    comments = [number for number, line in enumerate(lines) if line.startswith("#")]
    assert len(comments) >= 2
    assert comments == list(range(len(comments)))
    assert all(lines[number].removeprefix("# ").strip() for number in comments)


@every_file
def test_a_list_is_sorted(path: Path) -> None:
    assert entries(path) == sorted(entries(path), key=in_order)


@every_file
def test_no_entry_stands_twice(path: Path) -> None:
    folded = [entry.casefold() for entry in entries(path)]
    assert len(folded) == len(set(folded))


@every_file
def test_entries_are_composed_and_printable(path: Path) -> None:
    odd = [
        entry
        for entry in entries(path)
        if not entry.isprintable()
        or not unicodedata.is_normalized("NFC", entry)
        or "\N{REPLACEMENT CHARACTER}" in entry
    ]
    assert odd == []


@every_file
def test_entries_have_no_blanks_to_spare(path: Path) -> None:
    assert [entry for entry in entries(path) if not entry or entry != " ".join(entry.split())] == []


@every_file
def test_a_file_ends_with_one_line_end(path: Path) -> None:
    content = path.read_bytes()
    assert content.endswith(b"\n")
    assert not content.endswith(b"\n\n")
    assert b"\r" not in content


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.stem.startswith("ordinary.")], ids=lambda path: path.stem
)
def test_ordinary_words_are_single_and_in_lower_case(path: Path) -> None:
    assert [word for word in entries(path) if word != word.lower() or " " in word] == []


@pytest.mark.parametrize("stem", ["given_names", "surnames", "places", "other_names"])
def test_names_begin_with_a_capital_or_a_numeral(stem: str) -> None:
    assert [name for name in entries(DATA / f"{stem}.txt") if name[0].islower()] == []


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        (
            "ordinary.en",
            "target shell square notion slack linear gap visa orange apple nature time signal zoom meta wired",
        ),
        (
            "ordinary.en",
            "chrome medium python ruby java swift oracle bolt stripe ring nest dash hinge bumble match box drop",
        ),
        ("ordinary.de", "zeit welt spiegel bild stern bahn post"),
        ("ordinary.fr", "monde pays orange carrefour"),
        ("given_names", "Mercedes Alexa Claude"),
        ("surnames", "Ford Dell Wells Morgan Levi Lowe Swift"),
        ("places", "Patagonia Amazon Java Orange Independence"),
        ("other_names", "Friday June Venus Gemini Nike Hermes Sicilian Oscar Yankees"),
        ("companies", "Apple Spotify Reuters Wikipedia"),
        ("function_words.en", "the yourself towards ought whereas"),
        ("company_cues.en", "startup founder CEO launched magazine subscribers"),
    ],
)
def test_names_known_to_be_ambiguous_are_listed(stem: str, expected: str) -> None:
    listed = set(entries(DATA / f"{stem}.txt"))
    assert set(expected.split()) - listed == set()
