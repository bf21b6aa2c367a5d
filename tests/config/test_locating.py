"""Which file, folder and database is meant."""

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from mentions.config import Config, database_url, locate, workspace
from mentions.exceptions import ConfigError


def made(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).touch()
    return folder


def test_the_nearest_workspace_counts(tmp_path: Path) -> None:
    outer = made(tmp_path / "outer", "mentions.toml", "scrapy.cfg")
    deep = made(outer / "a" / "b")
    assert locate(outer, {}) == locate(deep, {}) == outer / "mentions.toml"
    assert workspace(deep, {}) == outer


def test_a_nearer_scrapy_cfg_hides_a_configuration_further_up(tmp_path: Path) -> None:
    outer = made(tmp_path / "outer", "mentions.toml")
    inner = made(outer / "inner", "scrapy.cfg")
    below = made(inner / "below")
    assert locate(below, {}) is None
    assert workspace(below, {}) == inner


def test_no_workspace_anywhere(tmp_path: Path) -> None:
    assert locate(tmp_path, {}) is None
    assert workspace(tmp_path, {}) == tmp_path


def test_the_environment_names_the_file(tmp_path: Path) -> None:
    here = made(tmp_path / "here", "mentions.toml")
    elsewhere = made(tmp_path / "elsewhere", "acme.toml")
    absolute = {"MENTIONS_CONFIG": str(elsewhere / "acme.toml")}
    assert locate(here, absolute) == elsewhere / "acme.toml"
    assert workspace(here, absolute) == elsewhere
    assert locate(tmp_path, {"MENTIONS_CONFIG": "elsewhere/acme.toml"}) == elsewhere / "acme.toml"
    assert locate(here, {"MENTIONS_CONFIG": "gone.toml"}) == here / "gone.toml"
    assert locate(here, {"MENTIONS_CONFIG": ""}) == here / "mentions.toml"


@pytest.mark.parametrize("folder", ["plain", "with space", "50% ?x=y #1", "München"])
def test_a_relative_database_lies_in_the_workspace(tmp_path: Path, folder: str) -> None:
    url = database_url(Config(), {}, tmp_path / folder)
    assert make_url(url).database == str(tmp_path / folder / "mentions.db")


def test_options_of_the_database_stay(tmp_path: Path) -> None:
    url = make_url(database_url(Config(store_url="sqlite:///data/m.db?timeout=5"), {}, tmp_path))
    assert (url.database, dict(url.query)) == (str(tmp_path / "data/m.db"), {"timeout": "5"})


@pytest.mark.parametrize(
    "url", ["sqlite:////var/lib/m.db", "sqlite:///:memory:", "postgresql+psycopg://press@db.example/mentions"]
)
def test_what_is_not_relative_stays(tmp_path: Path, url: str) -> None:
    assert database_url(Config(store_url=url), {}, tmp_path) == url
    assert database_url(Config(), {"MENTIONS_DATABASE_URL": url}, tmp_path) == url


def test_the_environment_wins_and_is_relative_to_the_workspace_too(tmp_path: Path) -> None:
    environ = {"MENTIONS_DATABASE_URL": "sqlite:///other.db"}
    url = database_url(Config(store_url="sqlite:////var/m.db"), environ, tmp_path)
    assert make_url(url).database == str(tmp_path / "other.db")
    assert database_url(Config(), {"MENTIONS_DATABASE_URL": ""}, tmp_path).endswith("/mentions.db")


def test_an_unusable_address_is_refused_without_its_password(tmp_path: Path) -> None:
    environ = {"MENTIONS_DATABASE_URL": "mysql://root:secret@db.example/x"}
    with pytest.raises(ConfigError, match="MENTIONS_DATABASE_URL: must begin with") as caught:
        database_url(Config(), environ, tmp_path)
    assert "secret" not in str(caught.value)
