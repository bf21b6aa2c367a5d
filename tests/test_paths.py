"""Where templates and migrations lie: the user's own first, then those that ship."""

from pathlib import Path

import pytest

from mentions import paths
from mentions.exceptions import UnreadableError


def test_a_workspace_without_templates_has_those_that_ship(tmp_path: Path) -> None:
    assert paths.templates(tmp_path) == (paths.CHECKOUT / "outreach_templates",)


def test_the_users_own_templates_come_first(tmp_path: Path) -> None:
    own = tmp_path / "outreach_templates"
    own.mkdir()
    assert paths.templates(tmp_path) == (own.resolve(), paths.CHECKOUT / "outreach_templates")


def test_the_checkout_as_workspace_names_its_templates_once() -> None:
    assert paths.templates(paths.CHECKOUT) == (paths.CHECKOUT / "outreach_templates",)


def test_a_file_in_the_place_of_the_folder_is_no_folder_of_templates(tmp_path: Path) -> None:
    (tmp_path / "outreach_templates").write_text("", encoding="utf-8")
    assert paths.templates(tmp_path) == (paths.CHECKOUT / "outreach_templates",)


def test_migrations_are_those_of_the_checkout() -> None:
    assert (paths.migrations() / "env.py").is_file()


class TestInstalledFromAWheel:
    """A copy of the layout that a wheel leaves behind: no checkout round the package."""

    @pytest.fixture
    def package(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        package = tmp_path / "site-packages" / "mentions"
        package.mkdir(parents=True)
        monkeypatch.setattr(paths, "PACKAGE", package)
        monkeypatch.setattr(paths, "CHECKOUT", package.parent)
        return package

    def test_the_folders_lie_in_the_package(self, package: Path, tmp_path: Path) -> None:
        (package / "_templates").mkdir()
        (package / "_migrations").mkdir()
        assert paths.templates(tmp_path) == (package / "_templates",)
        assert paths.migrations() == package / "_migrations"

    def test_a_stranger_beside_the_package_is_no_checkout(self, package: Path) -> None:
        (package.parent / "migrations").mkdir()
        (package / "_migrations").mkdir()
        assert paths.migrations() == package / "_migrations"

    def test_a_checkout_comes_before_stale_copies(self, package: Path) -> None:
        (package.parent / "pyproject.toml").touch()
        (package.parent / "migrations").mkdir()
        (package / "_migrations").mkdir()
        assert paths.migrations() == package.parent / "migrations"

    @pytest.mark.usefixtures("package")
    def test_an_installation_without_its_folder_says_so(self) -> None:
        with pytest.raises(UnreadableError, match="lacks its folder _migrations; install mentions again"):
            paths.migrations()
