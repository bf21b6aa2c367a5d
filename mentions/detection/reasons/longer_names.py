"""Whether a name is part of a longer one: `Taylor Swift`, `Madison Square`, `Java Sea`."""

from mentions.detection.folding import fold_text
from mentions.detection.surroundings import Case, Surroundings, ends_sentence
from mentions.detection.words import families, is_lower_case_word


def is_within_name(around: Surroundings) -> bool:
    """Whether another capital word stands right before it, where capitals mean something."""
    before, between = around.before
    is_telling = around.case in (Case.TITLE, Case.UPPER) and not around.is_title_case
    return between == " " and is_telling and before[:1].isupper() and not _is_idle(before, around)


def is_designated(around: Surroundings) -> bool:
    """Whether capital words follow, with one that names a place, an institution or a person."""
    return any(fold_text(word) in families("designators") for word in around.capitals_after)


def _is_idle(before: str, around: Surroundings) -> bool:
    """Whether the capital of the word before says nothing: a small word, or an ordinary one that begins a sentence."""
    small = fold_text(before)
    if small in families("function_words"):
        return True
    return is_lower_case_word(small) and ends_sentence(around.line[0].rstrip()[: -len(before)])
