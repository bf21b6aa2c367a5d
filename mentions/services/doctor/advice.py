"""Whether what `[detection]` turns on besides can be loaded."""

from collections.abc import Iterator

from mentions.exceptions import ConfigError
from mentions.services.advising import Wanted, advisers
from mentions.services.doctor.findings import Finding, fail, ok


def judge(known: Wanted) -> Iterator[Finding]:
    """Of each thing that is turned on."""
    if not known.pipelines:
        return
    try:
        advisers(known)
    except ConfigError as error:
        yield fail("pipeline", str(error), "mend that; nothing is scanned or crawled until then")
    else:
        yield ok("pipeline", f"{', '.join(known.pipelines)} can be loaded")
