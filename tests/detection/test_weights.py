"""The weights that ship, the signs they keep, and what other weights make of kept evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.detection.evidence import confidence, verdict
from mentions.detection.features import FEATURES, prior_of
from mentions.detection.forms import Ambiguity
from mentions.detection.reasons import Reason
from mentions.detection.weights import reweigh, shipped, weigh
from mentions.items import Evidence, Verdict

FITTED = sorted(name for name, feature in FEATURES.items() if not feature.fixed)


def test_every_feature_has_a_weight_and_no_weight_is_left_over() -> None:
    assert sorted(shipped()) == sorted(FEATURES)


@pytest.mark.parametrize("name", FEATURES)
def test_each_weight_has_the_sign_that_its_words_say(name: str) -> None:
    assert shipped()[name] * FEATURES[name].sign >= 0


def test_a_rule_outweighs_the_surest_name() -> None:
    surest = shipped()["prior.distinct"] + shipped()["own.address"]
    for name in (name for name in FEATURES if name.startswith("rule.")):
        assert verdict(confidence([Evidence("sure", surest), Evidence("rule", shipped()[name])])) is Verdict.REJECTED


def test_a_distinct_name_is_accepted_by_itself_and_an_ambiguous_one_is_not() -> None:
    alone = {one: verdict(confidence([Evidence("x", shipped()[prior_of(one)])])) for one in Ambiguity}
    assert alone[Ambiguity.DISTINCT] is Verdict.ACCEPTED
    assert Verdict.ACCEPTED not in {alone[one] for one in (Ambiguity.WORD, Ambiguity.NAME, Ambiguity.ABBREVIATION)}


@given(
    st.lists(
        st.builds(
            Reason, st.sampled_from(sorted(FEATURES)), st.text(max_size=5), st.floats(0, 4).map(lambda v: round(v, 6))
        ),
        max_size=8,
    ),
    st.floats(-5, 5),
)
def test_other_weights_judge_kept_evidence_as_if_it_were_new(reasons: list[Reason], shift: float) -> None:
    other = {name: weight + shift for name, weight in shipped().items()}
    assert reweigh(weigh(reasons, shipped()), other) == weigh(reasons, other)


def test_what_no_weight_is_known_for_stays_as_it_is() -> None:
    old = [Evidence("from another version", 1.5), Evidence("renamed since", -2.0, "form.gone", 1.0)]
    assert reweigh(old, shipped()) == old
