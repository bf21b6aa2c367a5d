"""What a user has installed and turned on besides; each adviser says what it makes of ambiguous places."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from mentions.detection.forms import Hit
from mentions.detection.reasons.values import Reason

Advice = tuple[Hit, Reason]


class Adviser(Protocol):
    """Loaded once, at the edge; asked once a page, of those hits only that more than the name must decide."""

    def advise(self, hits: Sequence[Hit], text: str, language: str | None) -> Iterable[Advice]:
        """Reasons for or against hits in a text of a language (ISO 639-1; None: not known)."""
