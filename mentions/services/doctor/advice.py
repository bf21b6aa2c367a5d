"""Whether what `[detection]` turns on besides can be loaded."""

from collections.abc import Iterator

from mentions.exceptions import ConfigError
from mentions.services.advising import Wanted, advisers
from mentions.services.doctor.findings import Finding, fail, ok


def judge(known: Wanted) -> Iterator[Finding]:
    """Of each thing that is turned on."""
    if known.pipelines:
        yield _loaded("pipeline", known._replace(is_semantic=False), ", ".join(known.pipelines))
    if known.is_semantic:
        yield _loaded("semantic", known._replace(pipelines=()), "word vectors")


def _loaded(about: str, known: Wanted, what: str) -> Finding:
    try:
        advisers(known)
    except ConfigError as error:
        return fail(about, str(error), "mend that; nothing is scanned or crawled until then")
    return ok(about, f"{what} can be loaded")
