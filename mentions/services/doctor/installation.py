"""Whether Python and the packages are those that this program was tried with. Works where most of them are missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from mentions.services.doctor.findings import AGAIN, Finding, Level, fail, ok, warn

NAME = "mentions"


def judge(python: str, needed_python: str, needed: Iterable[str], installed: Mapping[str, str]) -> Iterator[Finding]:
    """Of versions: `needed` as a package's metadata words it, `installed` by name in lower case with hyphens."""
    if SpecifierSet(needed_python).contains(python, prereleases=True):
        yield ok("Python", python)
    else:
        yield fail("Python", f"is {python}; {needed_python} is needed", "make an environment with a newer Python")
    wanted = [one for one in map(Requirement, needed) if one.marker is None or one.marker.evaluate({"extra": ""})]
    wrong = list(_packages(wanted, installed))
    yield from wrong or [ok("packages", f"all {len(wanted)} are within their bounds")]


def not_installed() -> Finding:
    """The package lies on Python's path, and nobody knows what it needs."""
    return warn(
        "packages", "mentions is not installed, so nobody can say whether they fit", "pip install . in its checkout"
    )


def is_sound(findings: Sequence[Finding]) -> bool:
    """Whether the rest of the program can be loaded."""
    return not any(one.level is Level.FAIL for one in findings)


def _packages(wanted: Iterable[Requirement], installed: Mapping[str, str]) -> Iterator[Finding]:
    for one in wanted:
        found = installed.get(one.name.lower())
        if found is None:
            yield fail("packages", f"{one.name} is missing", AGAIN)
        elif not one.specifier.contains(found, prereleases=True):
            yield fail("packages", f"{one.name} is {found}; {one.specifier} is needed", AGAIN)
