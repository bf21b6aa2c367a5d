"""Where templates, migrations and data lie: the workspace, else the checkout, else inside the wheel."""

from pathlib import Path

from mentions.exceptions import UnreadableError

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parent


def templates(workspace: Path) -> tuple[Path, ...]:
    """Folders of draft templates, the user's own first."""
    folders = (workspace.resolve() / "outreach_templates", _shipped("outreach_templates", "_templates"))
    return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))


def migrations() -> Path:
    """The folder alembic reads."""
    return _shipped("migrations", "_migrations")


def _shipped(in_checkout: str, in_wheel: str) -> Path:
    # An editable install also copies the wheel's folders, where they go stale: a checkout comes first.
    is_checkout = (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / in_checkout).is_dir()
    folder = CHECKOUT / in_checkout if is_checkout else PACKAGE / in_wheel
    if not folder.is_dir():
        raise UnreadableError(f"{PACKAGE}: the installation lacks its folder {in_wheel}; install mentions again")
    return folder
