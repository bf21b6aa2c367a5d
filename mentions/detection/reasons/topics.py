"""What the passage and the page speak of, beside what the brand does."""

from collections.abc import Iterator

from mentions.detection.folding import fold_text
from mentions.detection.profile import profile_of
from mentions.detection.reasons.values import Company, Reason
from mentions.detection.surroundings import Case, Surroundings
from mentions.detection.topics import shares, topical, words_of
from mentions.items import Brand


def topics(brand: Brand, around: Surroundings, page: Company) -> Iterator[Reason]:
    known = profile_of(brand)
    if not known.topics:
        return
    line = fold_text(f"{around.line[0][-200:]} | {around.line[1][:200]}")
    for what, words, own, other in (
        ("line", topical(words_of(line)), "topic.line", "topic.other_line"),
        ("passage", topical(words_of(around.near)), "topic.near", "topic.other_near"),
        ("page", page.topical, "topic.page", "topic.other_page"),
    ):
        share = shares(words - known.names, known.topics)
        if share.own:
            yield Reason(own, f"the {what} speaks of what the brand does", round(share.own, 4))
        if share.own and what == "passage" and around.case is Case.LOWER:
            yield Reason("topic.lower", "in lower case, where the passage speaks of the same", round(share.own, 4))
        if share.other:
            yield Reason(other, f"the {what} speaks of other things", round(share.other, 4))
