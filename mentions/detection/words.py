"""The word lists that ship with the package: what a name may also mean, and what stands near companies."""

from functools import cache
from pathlib import Path

from mentions.detection.folding import fold_text

DATA = Path(__file__).parent / "data"


@cache
def words(name: str) -> frozenset[str]:
    """The folded entries of `data/NAME.txt`; lines that begin with `#` are comments."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold_text(line) for line in lines if line and not line.startswith("#"))


@cache
def families(prefix: str, language: str = "*") -> frozenset[str]:
    """The entries of every file `data/PREFIX.LANGUAGE.txt`, all languages together or one of them."""
    return frozenset[str]().union(*(words(path.stem) for path in sorted(DATA.glob(f"{prefix}.{language}.txt"))))


def is_ordinary(word: str) -> bool:
    """Whether a folded word stands in texts without meaning a brand: a word, a person, a place, a weekday."""
    return word in _ordinary()


def is_lower_case_word(word: str) -> bool:
    """Whether a folded word is one that texts write in lower case."""
    return word in families("ordinary")


def is_everyday(word: str, language: str | None) -> bool:
    """Whether a folded word stands in texts of any kind in this language (ISO 639-1; None: not known)."""
    return word in families("everyday", language or "*")


def is_foreign(word: str, language: str | None) -> bool:
    """Whether a folded word is none of the page's language (ISO 639-1): only as a name does it stand there."""
    return bool(language) and word not in families("ordinary", language or "")


@cache
def _ordinary() -> frozenset[str]:
    return families("ordinary").union(*map(words, ("given_names", "surnames", "places", "other_names")))
