"""What `make fit` and `make lobo` rest on, with labels made up here."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from benchmarks.fitting import FIXED, fitted
from benchmarks.labelled import EXCERPT, Labelled, Read, labelled_excerpts
from benchmarks.lobo import fold_of, left_out
from mentions.detection.features import FEATURES
from mentions.detection.fitting import Row
from mentions.items import Evidence, LinkState, Match, Mention, Section, Verdict

SITES = ("one.example", "two.example", "three.example")
BRANDS = ("Harbor", "Market", "Beacon")
BRANDS_TOML = """
[[brand]]
name = "Harbor"
domains = ["harbor.example"]
"""


def labels(*, turned: str = "", where: str = "") -> Iterator[Labelled]:
    """Places of each brand and site whose capital tells; those of the brand `turned` or site `where` say otherwise."""
    for brand, site, has_capital in product(BRANDS, SITES, (True, False)):
        values = {"prior.word": 1.0, "form.inside_sentence": 1.0} if has_capital else {"prior.word": 1.0}
        is_brand = has_capital is not (brand == turned or site == where)
        yield from [Labelled(brand, "b", site, 0.5, Row(values, is_brand))] * 4


def page(site: str) -> Read:
    """A page that names each brand once, with a capital."""
    evidence = tuple(Evidence(name, 0.0, name, 1.0) for name in ("prior.word", "form.inside_sentence"))
    return Read(site, f"https://{site}/", tuple(_mention(brand, evidence) for brand in BRANDS))


def _mention(brand: str, evidence: tuple[Evidence, ...]) -> Mention:
    return Mention(
        brand=brand.lower(),
        name=brand,
        surface=brand,
        start=0,
        end=len(brand),
        before="",
        after="",
        sentence="",
        section=Section.ARTICLE,
        match=Match.EXACT,
        link_state=LinkState.UNLINKED,
        confidence=0.5,
        verdict=Verdict.DOUBTFUL,
        evidence=evidence,
    )


def judged(rows: list[Labelled], site: str = SITES[0]) -> dict[str, float]:
    """The confidence of each brand on a page of a site."""
    return {one.name: one.confidence for one in left_out([page(site)], rows)[0].mentions}


def test_a_fit_can_be_repeated() -> None:
    assert fitted(one.row for one in labels()) == fitted(one.row for one in labels())


def test_weights_keep_their_signs_and_rules_stay() -> None:
    """Also where all labels say the opposite."""
    weights = fitted(one._replace(is_brand=not one.is_brand) for one in (each.row for each in labels()))
    assert weights.keys() == FEATURES.keys()
    assert all(weights[name] * feature.sign >= 0 for name, feature in FEATURES.items())
    assert {name: weights[name] for name in FIXED} == {name: FEATURES[name].start for name in FIXED}
    assert weights["form.inside_sentence"] == 0.0


@pytest.mark.parametrize("brand", BRANDS)
def test_no_label_of_a_brand_judges_it(brand: str) -> None:
    straight, turned = judged(list(labels())), judged(list(labels(turned=brand)))
    assert straight[brand] == turned[brand]
    assert all(turned[other] < straight[other] for other in BRANDS if other != brand)


def test_no_label_of_a_site_judges_its_pages() -> None:
    own, other = SITES[0], next(site for site in SITES if fold_of(site) != fold_of(SITES[0]))
    assert judged(list(labels()), own) == judged(list(labels(where=own)), own)
    assert judged(list(labels()), other) != judged(list(labels(where=own)), other)


def test_an_excerpt_is_read_at_its_own_place(tmp_path: Path) -> None:
    (tmp_path / "brands.toml").write_text(BRANDS_TOML, encoding="utf-8")
    said = {"brand": "Harbor", "surface": "Harbor", "url": "https://blog.example/", "after": " too."}
    lines = [
        {**said, "label": "1", "before": "A harbor lies here. So they wrote to "},
        {**said, "label": "0", "before": "They went to "},
        {**said, "label": "?", "before": "They went to "},
    ]
    file = tmp_path / "own.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    first, second = labelled_excerpts(tmp_path, file)
    assert (first.row.is_brand, second.row.is_brand) == (True, False)
    assert first.row.values["page.lower_case"] == 1.0
    assert first.row.values[EXCERPT] == 1.0
    assert "page.lower_case" not in second.row.values
