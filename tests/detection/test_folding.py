"""What folds alike, and the way back to the original offsets."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentions.detection.folding import fold, fold_text

TEXTS = st.text() | st.text(alphabet="aZ ßﬁŉİ½㍿éЙ東ﾞ\u0301\u00ad\u200b\u00a0\u3000’‑\n")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HÄAGEN", "haagen"),
        ("Ha\u00ada\u200bgen", "haagen"),
        ("Acme’s", "acme's"),
        ("Acme‑Optics—Jena", "acme-optics-jena"),
        ("Acme\u00a0Optics\u3000\u2003lens", "acme optics lens"),
        ("Ａｃｍｅ", "acme"),
        ("ﬁlm ﬀ", "film ff"),
        ("Straße", "STRASSE"),
        ("Zoe\u0308", "Zoë"),
        ("İstanbul", "istanbul"),
        ("Οπτική ΆΚΜΗΣ", "οπτικη ακμησ"),
        ("ЗВЁЗДНЫЙ", "звездныи"),
        ("한국", "한국"),
        ("ガラス", "ガラス"),
        ("ดารา", "ดารา"),
        ("", ""),
    ],
)
def test_what_reads_alike_folds_alike(one: str, other: str) -> None:
    assert fold_text(one) == fold_text(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ガ", "カ"), ("か", "が"), ("한", "하"), ("ต์", "ต"), ("ø", "o"), ("ı", "i")]
)
def test_what_is_another_letter_stays_one(one: str, other: str) -> None:
    assert fold_text(one) != fold_text(other)


@given(TEXTS)
@example("ascii ONLY")
@example("\u00a0\uff9e")
@example("\u13a0\uab70")
def test_the_map_does_not_change_what_folds(text: str) -> None:
    assert fold_text(text) == " ".join(fold(text).text.split())


@given(TEXTS)
def test_the_way_back_leads_to_what_was_folded(text: str) -> None:
    folded = fold(text)
    for offset in range(len(folded.text)):
        start, end = folded.span(offset, offset + 1)
        assert 0 <= start < end <= len(text)
        assert folded.text[offset] in fold(text[start:end]).text


@pytest.mark.parametrize("text", ["ß", "ﬁ", "aﬃb", "㍿の", "½", "e\u0301", "ｶﾞ"])
def test_what_one_sign_became_is_never_cut_in_two(text: str) -> None:
    folded = fold(text)
    spans = {folded.span(offset, offset + 1) for offset in range(len(folded.text))}
    assert sorted(end for _, end in spans) == [*sorted(start for start, _ in spans if start), len(text)]


@pytest.mark.parametrize(
    ("one", "other"), [("ﾎｼｿﾞﾗ", "ホシゾラ"), ("ホシソ\u3099ラ", "ホシゾラ"), ("\u1112\u1161\u11ab", "한")]
)
def test_signs_that_make_one_letter_fold_together(one: str, other: str) -> None:
    assert fold_text(one) == fold_text(other)
