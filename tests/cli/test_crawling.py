"""`scrapy crawl` from the command line: where its words go, and how its failures are heard."""

import os
from pathlib import Path

import pytest

from mentions.cli.crawling import crawl
from mentions.exceptions import MentionsError

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("MENTIONS_", "SCRAPY_"))},
    "PYTHONPATH": str(Path(__file__).parents[2]),
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = mentions.settings\n")
    (tmp_path / "mentions.toml").write_text('[[brand]]\nname = "Acme Optics"\ndomains = ["acme.example"]\n')
    return tmp_path


@pytest.mark.slow
def test_the_log_goes_to_a_file_and_nowhere_else(workspace: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log = workspace / "crawl.log"
    log.write_text("2026-01-01 [yesterday] ERROR: long mended\n")
    crawl(workspace, "news", environment=ENVIRONMENT, log=log)
    assert "long mended" in log.read_text()
    assert "Spider closed (finished)" in log.read_text()
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_a_failure_is_one_line_that_names_the_log(workspace: Path) -> None:
    log = workspace / "crawl.log"
    with pytest.raises(MentionsError, match=r"scrapy crawl nonsense failed: .*nonsense.* whole log: ") as caught:
        crawl(workspace, "nonsense", environment=ENVIRONMENT, log=log)
    assert str(log) in str(caught.value)
    (workspace / "mentions.toml").write_text("[[brand]]\n")
    with pytest.raises(MentionsError, match=r"scrapy crawl news failed: .*mentions\.toml"):
        crawl(workspace, "news", environment=ENVIRONMENT, log=log)


@pytest.mark.slow
def test_an_error_inside_a_crawl_that_ends_with_0_is_heard(workspace: Path) -> None:
    with pytest.raises(MentionsError, match="scrapy crawl urls failed"):
        crawl(
            workspace,
            "urls",
            environment=ENVIRONMENT,
            log=workspace / "crawl.log",
            arguments=["-a", f"file={workspace / 'missing.txt'}"],
        )
