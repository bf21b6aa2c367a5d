"""Which columns of a file are for what, as far as the workspace knows such files from before."""

from mentions.config import profiles
from mentions.imports.columns import Columns, fingerprint, spelled, told
from mentions.imports.headers import Role
from mentions.imports.tables import Table
from mentions.services import configuring
from mentions.services.workspaces import Workspace


def recalled(workspace: Workspace, table: Table, what: str, roles: tuple[Role, ...]) -> Columns | None:
    """The columns that were confirmed for files with these headers, None where none were. Raises MentionsError."""
    path = workspace.folder / profiles.FILE
    if not table.named or not path.exists():
        return None
    said = profiles.profile(configuring.text_of(path), path, what=what, fingerprint=fingerprint(table.headers))
    return told(table, said, roles) if said else None


def remember(workspace: Workspace, table: Table, what: str, columns: Columns) -> None:
    """Keep what was confirmed for the next file with these headers. Raises ConfigError."""
    if table.named:
        known = {"what": what, "fingerprint": fingerprint(table.headers)}
        said = spelled(table, columns)
        configuring.rewrite(
            workspace.folder / profiles.FILE,
            lambda text, path: profiles.with_profile(text, path, **known, columns=said),
        )
