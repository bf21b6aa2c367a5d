"""What verdicts teach: words, habit, weights; that little is learnt from few, and nothing against the signs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions import config, pages
from mentions.detection import Index, Knowledge, scan
from mentions.detection.evidence import confidence
from mentions.detection.features import FEATURES
from mentions.detection.learning import CAP, MOST, Clue, Taught, clues, learn, learnt, near
from mentions.detection.weights import reweigh, shipped
from mentions.items import Evidence, Label, LabelSource, Mention, Verdict

NOW = datetime(2026, 11, 20, tzinfo=UTC)
BRAND = config.brand_from_flags("Target", ["target.example"])
INDEX = Index([BRAND])
ABOUT_GIRLS = "Yesterday in the stadium the singer met Target Smith and sang."
ABOUT_SHOPS = "On Friday the shelves at Target were full of lamps."


def found(text: str, knowledge: Knowledge | None = None) -> Mention:
    document = pages.read(f"<p>{text}</p>".encode(), "https://blog.example/")
    page = scan(document, INDEX, knowledge or Knowledge())
    assert page
    return page.mentions[0]


def label(text: str, *, is_brand: bool, number: int = 0, **changes: object) -> Label:
    one = found(text)
    plain = Label(
        brand=one.brand,
        url=f"https://blog{number}.example/",
        surface=one.surface,
        before=one.before,
        after=one.after,
        is_brand=is_brand,
        actor="Zoe",
        at=NOW + timedelta(minutes=number),
        source=LabelSource.REVIEW,
        evidence=one.evidence,
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # a test names fields of Label


def taught(*labels: Label) -> Taught:
    known = learn(labels, shipped())
    assert known
    return known


def judged(text: str, *labels: Label) -> Mention:
    return found(text, Knowledge(taught={BRAND.key: taught(*labels)}))


def noes(number: int) -> list[Label]:
    return [label(ABOUT_GIRLS, is_brand=False, number=each) for each in range(number)]


def test_words_near_a_name_speak_for_themselves() -> None:
    before, after = found(ABOUT_GIRLS), judged(ABOUT_GIRLS, *noes(4))
    assert after.confidence < before.confidence
    said = {one.reason: one.weight for one in after.evidence if one.feature.startswith("learnt.")}
    assert said["near “singer”: you said no 4 of 4 times"] < -0.05
    assert said["of this brand: you said no 4 of 4 times"] < -0.05


def test_what_was_said_of_one_thing_leaves_another_nearly_alone() -> None:
    labels = [*noes(4), *(label(ABOUT_SHOPS, is_brand=True, number=10 + each) for each in range(4))]
    assert judged(ABOUT_SHOPS, *labels).confidence > found(ABOUT_SHOPS).confidence
    assert judged(ABOUT_GIRLS, *labels).confidence < found(ABOUT_GIRLS).confidence


def test_no_verdict_teaches_nothing() -> None:
    assert learn([], shipped()) is None
    evidence = found(ABOUT_SHOPS).evidence
    assert learnt(evidence, found(ABOUT_SHOPS), None, shipped()) == list(evidence)


def test_one_verdict_moves_little() -> None:
    one = judged(ABOUT_SHOPS, label(ABOUT_SHOPS, is_brand=False))
    moved = sum(each.weight for each in one.evidence) - sum(each.weight for each in found(ABOUT_SHOPS).evidence)
    assert -2 < moved < 0


def test_weights_of_features_move_the_further_the_more_verdicts_say_so() -> None:
    moved = [
        sum(abs(weight - shipped()[name]) for name, weight in taught(*noes(number)).weights.items())
        for number in (1, 4, 16)
    ]
    assert 0 < moved[0] < moved[1] < moved[2]


def test_topics_speak_where_the_words_are_others() -> None:
    shop = "The cashier and the checkout were in a store called Target that day."
    other = "Shoppers found discounts at Target again."
    topic = Clue("learnt.topic", "retail")
    assert topic in clues(found(shop)) & clues(found(other))
    assert not near(found(shop)) & near(found(other))
    after = judged(other, *(label(shop, is_brand=True, number=each) for each in range(4)))
    assert "near words of retail: you said yes 4 of 4 times" in [one.reason for one in after.evidence]


def test_of_many_clues_those_that_say_most_are_told_and_the_rest_counts_in_one() -> None:
    words = "abrint bomsel cuffra dorvan elquis farbon gildra"
    plain = label(ABOUT_SHOPS, is_brand=False, before=f"{words} ", after="")
    known = taught(*(replace(plain, at=NOW + timedelta(minutes=each)) for each in range(4)))
    said = {one.reason: one.weight for one in learnt((), plain, known, shipped())}
    assert [reason for reason in said if reason.startswith("near “")] == [
        f"near “{word}”: you said no 4 of 4 times" for word in words.split()[:5]
    ]
    each = known.clues[Clue("learnt.word", "gildra")].weight
    assert said["2 more words and topics that you judged"] == pytest.approx(2 * each, abs=0.001)


def test_a_rule_neither_teaches_nor_gives_way() -> None:
    ruled = (Evidence("stands in program code", -12.0, "rule.code", 1.0),)
    assert learn([label(ABOUT_SHOPS, is_brand=True, evidence=ruled)], shipped()) is None
    assert learnt(ruled, found(ABOUT_SHOPS), taught(*noes(4)), shipped()) == list(ruled)


def test_what_was_taught_before_is_replaced() -> None:
    once = judged(ABOUT_GIRLS, *noes(4))
    assert learnt(once.evidence, once, None, shipped()) == reweigh(
        [one for one in once.evidence if not one.feature.startswith("learnt.")], shipped()
    )
    assert sorted(learnt(once.evidence, once, taught(*noes(4)), shipped()), key=str) == sorted(once.evidence, key=str)
    assert judged(ABOUT_GIRLS, *(replace(one, evidence=once.evidence) for one in noes(4))).evidence == once.evidence


def test_labels_without_evidence_teach_words_alone() -> None:
    known = taught(*(label(ABOUT_GIRLS, is_brand=False, number=each, evidence=()) for each in range(4)))
    assert known.habit.weight == 0
    assert known.clues[Clue("learnt.word", "stadium")].weight < 0


def test_near_are_ten_words_to_either_side_without_the_name_and_small_words() -> None:
    far = " ".join(f"far{'x' * each}" for each in range(1, 12))
    one = label(ABOUT_SHOPS, is_brand=True, before=f"{far} ", after=f"’s Targets, the {far}", surface="Target")
    assert "target" not in near(one)
    assert "the" not in near(one)
    assert ("farx" in near(one), "farxx" in near(one)) == (True, True)
    assert len(near(replace(one, after="")) & set(far.split())) == 10


def test_the_newest_verdicts_count_and_many_take_no_time() -> None:
    labels = [*noes(MOST), label(ABOUT_SHOPS, is_brand=True, at=NOW - timedelta(days=1))]
    began = perf_counter()
    assert taught(*labels).habit[1:] == (0, MOST)
    assert perf_counter() - began < 5


WORDS = st.lists(
    st.sampled_from("stadium singer shelves lamps discount ocean taylor ßtraße 東京 \ud800".split()), max_size=6
)
VALUES = st.dictionaries(st.sampled_from(sorted(FEATURES)), st.floats(0, 3), max_size=6)


@st.composite
def labels(draw: st.DrawFn) -> Sequence[Label]:
    words = draw(st.lists(st.tuples(WORDS, WORDS, VALUES, st.booleans()), min_size=1, max_size=24))
    plain = label(ABOUT_SHOPS, is_brand=True)
    return [
        replace(
            plain,
            before=" ".join(before),
            after=" ".join(after),
            is_brand=is_brand,
            evidence=tuple(Evidence("x", shipped()[name] * value, name, value) for name, value in values.items()),
        )
        for before, after, values, is_brand in words
    ]


@given(some=labels())
def test_whatever_is_said_the_signs_stay_and_the_cap_holds(some: Sequence[Label]) -> None:
    known = learn(some, shipped())
    if known is None:
        return
    for name, weight in known.weights.items():
        feature = FEATURES[name]
        assert weight * feature.sign >= 0
        assert weight == shipped()[name] or not feature.fixed
    for one in some:
        said = [each.weight for each in learnt((), one, known, shipped())]
        assert abs(sum(said)) <= CAP + 0.001
        assert 0 <= confidence(learnt(one.evidence, one, known, shipped())) <= 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_saved_pages_are_scanned_with_it(jobs: int) -> None:
    from mentions.services.saved import Saved
    from mentions.services.scanning import Scanned, scan_saved

    saved = [Saved("a.html", "https://blog.example/", f"<p>{ABOUT_GIRLS}</p>".encode(), "text/html")] * 2
    lessons = {BRAND.key: taught(*noes(4))}
    for one in scan_saved(saved, [BRAND], taught=lessons, jobs=jobs):
        assert isinstance(one, Scanned)
        assert one.mentions[0].verdict is not Verdict.ACCEPTED
        assert any(each.feature == "learnt.word" for each in one.mentions[0].evidence)
