"""A user's own draft templates: whether they can be filled, are ever asked for, and follow the shipped ones."""

from collections.abc import Iterator
from pathlib import Path

from mentions.exceptions import TemplateError
from mentions.outreach import drafting, templates
from mentions.prospects.qualifying import Situation
from mentions.services.doctor.findings import Finding, fail, ok, warn

_SUFFIX = ".txt.jinja"


def judge(own: Path, shipped: Path) -> Iterator[Finding]:
    """Of the templates in a folder; those that ship lie in another one."""
    files = sorted(file for file in own.rglob("*.jinja") if file.is_file())
    wrong = [finding for file in files for finding in _one(file, file.relative_to(own), shipped)]
    yield from wrong or ([ok("templates", f"your own {len(files)} can be filled")] if files else [])


def _one(file: Path, place: Path, shipped: Path) -> Iterator[Finding]:
    about = f"template {place}"
    language, situation = place.parts[0], place.name.removesuffix(_SUFFIX)
    if len(place.parts) != 2 or templates.primary(language) != language or situation not in set(Situation):
        known = ", ".join(one for one in Situation if (shipped / "en" / f"{one}{_SUFFIX}").is_file())
        yield warn(about, "is never used", f"name it LANG/SITUATION{_SUFFIX}, such as en/ and one of {known}")
        return
    try:
        version = _filled(file)
    except TemplateError as error:
        yield fail(about, str(error), "mend that line; no draft of this kind can be written until then")
    except OSError as error:
        yield fail(about, f"cannot be read: {error.strerror}", "give yourself the right to read it")
    else:
        yield from _behind(about, version, shipped / place)


def _behind(about: str, version: str, original: Path) -> Iterator[Finding]:
    newest = templates.read(original).version if original.is_file() else version
    if version.isdecimal() and newest.isdecimal() and int(version) < int(newest):
        mend = f"compare it with {original}, then raise its version"
        yield warn(about, f"is made from version {version} of one that is now at {newest}", mend)


def _filled(file: Path) -> str:
    """The version of a template that could be filled. Raises TemplateError, OSError."""
    template = templates.read(file)
    templates.fill(template, dict.fromkeys(drafting.variables(), "X"))
    return template.version
