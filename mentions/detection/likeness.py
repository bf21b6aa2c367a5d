"""How alike a passage and a profile are in meaning, by the word vectors that come inside the package WordLlama."""

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentions.detection.advisers import Advice
from mentions.detection.profile import in_words
from mentions.detection.reasons.values import Reason
from mentions.detection.surroundings import NEAR
from mentions.exceptions import UnreadableError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mentions.detection.forms import Hit

    Vector = NDArray[np.float32]

TYPICAL = 0.1
"""Likeness, as a cosine, of a passage that says neither yes nor no."""
_LANGUAGE = "en"
"""The vectors were trained on English; elsewhere every passage is far from a profile."""


class Likeness:
    """Compares what stands near a name with what its profile says; profiles are read once."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - the package ships no types
        self._model = model
        self._of_profile = lru_cache(maxsize=20_000)(self._vector)

    def advise(self, hits: "Sequence[Hit]", text: str, language: str | None) -> list[Advice]:
        if language not in (_LANGUAGE, None):
            return []
        return [
            (hit, _reason(self.between(profile, _passage(text, hit))))
            for hit in hits
            if (profile := in_words(hit.form.brand))
        ]

    def between(self, profile: str, passage: str) -> float:
        """The cosine of two texts, -1 to 1; 0 where one of them says nothing."""
        one, other = self._of_profile(profile), self._vector(passage)
        lengths = math.sqrt(float(one @ one) * float(other @ other))
        return float(one @ other) / lengths if lengths else 0.0

    def _vector(self, text: str) -> "Vector":
        found: Vector = self._model.embed([text])[0]
        return found


def load() -> Likeness:
    """The vectors, from the installed package alone. Raises UnreadableError, which says what to install."""
    try:
        import wordllama
        from wordllama import WordLlama

        inside = Path(wordllama.__file__).parent
        return Likeness(WordLlama.load(cache_dir=inside, disable_download=True))
    except (ImportError, OSError) as error:
        raise UnreadableError("needs word vectors; pip install 'mentions[semantic]'") from error


def _passage(text: str, hit: "Hit") -> str:
    return f"{text[max(0, hit.start - NEAR) : hit.start]} {text[hit.end : hit.end + NEAR]}"


def _reason(likeness: float) -> Reason:
    beyond = round(likeness - TYPICAL, 4)
    if beyond >= 0:
        return Reason("semantic.alike", "the passage is near to the description in meaning", beyond)
    return Reason("semantic.unlike", "the passage is far from the description in meaning", -beyond)
