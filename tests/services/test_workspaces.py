"""The folder, the configuration and the database that a crawl or a command works on."""

from pathlib import Path

import pytest

from mentions.config import Config
from mentions.db import reading
from mentions.db.store.figures import totals
from mentions.exceptions import ConfigError, StoreError
from mentions.services import workspaces

BRAND = '[[brand]]\nname = "Acme Optics"\ndomains = ["acme.example"]\n'


def test_a_folder_with_nothing_but_scrapy_cfg(tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").touch()
    (below := tmp_path / "deep" / "er").mkdir(parents=True)
    found = workspaces.find(below, {})
    assert (found.folder, found.config) == (tmp_path, Config())
    assert found.database_url == f"sqlite:///{tmp_path}/mentions.db"


def test_the_configuration_round_the_folder(tmp_path: Path) -> None:
    (tmp_path / "mentions.toml").write_text(f'[store]\nurl = "sqlite:///kept/here.db"\n{BRAND}')
    (below := tmp_path / "deep").mkdir()
    found = workspaces.find(below, {})
    assert (found.folder, [brand.key for brand in found.config.brands]) == (tmp_path, ["acme-optics"])
    assert found.database_url == f"sqlite:///{tmp_path}/kept/here.db"


def test_the_environment_stands_above_the_folder(tmp_path: Path) -> None:
    (tmp_path / "mentions.toml").write_text(BRAND)
    (elsewhere := tmp_path / "elsewhere").mkdir()
    (elsewhere / "mine.toml").write_text(BRAND.replace("Acme", "Borealis"))
    environ = {"MENTIONS_CONFIG": "elsewhere/mine.toml", "MENTIONS_DATABASE_URL": "sqlite:///other.db"}
    found = workspaces.find(tmp_path, environ)
    assert (found.folder, found.config.brands[0].name) == (elsewhere, "Borealis Optics")
    assert found.database_url == f"sqlite:///{elsewhere}/other.db"


def test_a_wrong_configuration_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "mentions.toml").write_text("[crawl]\ndelay = 2\n")
    with pytest.raises(ConfigError, match=r"mentions\.toml, line 2: .*delay_seconds") as caught:
        workspaces.find(tmp_path, {})
    assert "\n" not in str(caught.value)


def test_the_store_is_made_at_first_use_and_opened_again(tmp_path: Path) -> None:
    workspace = workspaces.find(tmp_path, {})
    assert not (tmp_path / "mentions.db").exists()
    for _ in range(2):
        engine = workspace.store()
        with reading(engine) as connection:
            assert totals(connection).visits == 0
        engine.dispose()
    assert (tmp_path / "mentions.db").is_file()


def test_a_store_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "mentions.db").write_bytes(b"no database at all, but long enough to look like one")
    with pytest.raises(StoreError, match=r"mentions\.db: this is no SQLite database") as caught:
        workspaces.find(tmp_path, {}).store()
    assert "\n" not in str(caught.value)
