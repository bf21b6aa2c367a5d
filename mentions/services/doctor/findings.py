"""One thing that was looked at, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

AGAIN = "install mentions again, into a new environment"


class Level(StrEnum):
    """How bad it is: `warn` works but is unsafe, stale or worse than it could be, `fail` does not work."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said, about what, and how to mend it. Names of files and words of theirs may stand in all of it."""

    level: Level
    about: str
    says: str
    mend: str = ""


def ok(about: str, says: str) -> Finding:
    """Nothing is to be done."""
    return Finding(Level.OK, about, says)


def warn(about: str, says: str, mend: str) -> Finding:
    """It works, and should be better."""
    return Finding(Level.WARN, about, says, mend)


def fail(about: str, says: str, mend: str) -> Finding:
    """It does not work."""
    return Finding(Level.FAIL, about, says, mend)
