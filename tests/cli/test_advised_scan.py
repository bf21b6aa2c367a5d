"""`mentions scan` where a trained spaCy pipeline is turned on: whom its verdicts follow, and how it ends without."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pipeline_examples import save_pipeline

from mentions.cli import main

FIRM = "Engineers at Harbour mended the software"
PLACE = "Fishermen walked through Harbour at dawn"
BRAND = '[[brand]]\nname = "Harbour"\ndomains = ["harbour.example"]\n'


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the pipeline `tiny`."""
    folder = tmp_path_factory.mktemp("trained")
    save_pipeline(folder / "tiny")
    for name, text in (("firm", FIRM), ("place", PLACE), ("german", FIRM)):
        language = "de" if name == "german" else "en"
        (folder / f"{name}.html").write_text(f"<html lang={language}><p>{text}</p>", encoding="utf-8")
    return folder


def scan(folder: Path, detection: str, *arguments: str, description: str = "") -> Result:
    file = folder / "mentions.toml"
    file.write_text(f"[detection]\n{detection}\n{BRAND}description = '{description}'\n", encoding="utf-8")
    pages = [str(folder / name) for name in ("firm.html", "place.html", "german.html")]
    return CliRunner().invoke(main, ["scan", *pages, "--config", str(file), "--all", *arguments])


def found(result: Result) -> list[tuple[float, str, set[str]]]:
    """Of each page the confidence, the verdict, and the features of the pipeline."""
    assert result.exit_code == 0, result.output
    mentions = [json.loads(line) for line in result.stdout.splitlines()]
    features = [{one["feature"] for one in mention["evidence"]} for mention in mentions]
    tagged = [{one for one in some if one.startswith("tagged.")} for some in features]
    return [(one["confidence"], one["verdict"], tags) for one, tags in zip(mentions, tagged, strict=True)]


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_verdict_follows_the_pipeline_for_and_against(trained: Path, jobs: int) -> None:
    without = found(scan(trained, "", "--json"))
    firm, place, german = (confidence for confidence, _, _ in without)
    limits = f"accept = {firm + 0.02:.2f}\nreject = {place - 0.02:.2f}"
    assert [verdict for _, verdict, _ in found(scan(trained, limits, "--json"))][:2] == ["doubtful", "doubtful"]
    advised = found(scan(trained, f'pipeline = "tiny"\n{limits}', "--json", "--jobs", str(jobs)))
    assert [verdict for _, verdict, _ in advised][:2] == ["accepted", "rejected"]
    assert [tags for _, _, tags in advised] == [
        {"tagged.organisation", "tagged.proper"},
        {"tagged.other", "tagged.common"},
        set(),  # it is one for English
    ]
    assert advised[0][0] > firm
    assert advised[1][0] < place
    assert advised[2][0] == german


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_pipeline_that_is_not_there_ends_with_one_line(trained: Path, jobs: str) -> None:
    result = scan(trained, 'pipeline = ["tiny", "large"]', "--jobs", jobs)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == (
        f"Error: {trained / 'mentions.toml'}: detection.pipeline: large is neither a folder in {trained} nor an "
        "installed package; install it, spaCy's own by: python -m spacy download large\n"
    )


def test_a_brand_from_flags_asks_no_pipeline(trained: Path) -> None:
    flags = ("--name", "Harbour", "--domain", "harbour.example")
    result = CliRunner().invoke(main, ["scan", str(trained / "firm.html"), *flags, "--all", "--json"])
    assert found(result)[0][2] == set()


@pytest.mark.skipif(find_spec("wordllama") is None, reason="pip install 'mentions[semantic]'")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_meaning_is_compared_where_it_is_turned_on(trained: Path, jobs: str) -> None:
    result = scan(trained, "semantic = true", "--json", "--jobs", jobs, description="Makes software")
    mentions = [json.loads(line) for line in result.stdout.splitlines()]
    features = [{one["feature"] for one in mention["evidence"] if "semantic" in one["feature"]} for mention in mentions]
    assert [len(some) for some in features] == [1, 1, 0]
