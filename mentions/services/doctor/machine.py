"""What lies round the program: the editor, the clock, the list of public suffixes."""

import shlex
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta

from mentions.services.doctor.findings import Finding, ok, warn

_FALLBACKS = ("sensible-editor", "vim", "nano", "vi")
"""What click opens where nothing is named, in its order."""
_DRIFT = timedelta(minutes=5)
_LIST_YEARS = 3


def judge_editor(environ: Mapping[str, str], which: Callable[[str], str | None]) -> Iterator[Finding]:
    """Of the editor that drafts are edited in; `which` finds a command."""
    mend = "set EDITOR to one that is installed; mentions draft --body-file works without"
    for variable in ("VISUAL", "EDITOR"):
        if named := environ.get(variable, "").strip():
            found = which(_command(named))
            yield ok("editor", named) if found else warn("editor", f"{variable} is {named}, which is not there", mend)
            return
    if found := next(filter(None, map(which, _FALLBACKS)), None):
        yield ok("editor", found)
    else:
        yield warn("editor", "there is none", mend)


def _command(line: str) -> str:
    try:
        return next(iter(shlex.split(line)), "")
    except ValueError:  # a quotation mark without its fellow
        return line


def judge_clock(last: datetime | None, now: datetime) -> Iterator[Finding]:
    """Of the clock, by when the last crawl started."""
    if last is not None and last > now + _DRIFT:
        says = f"says {now:%Y-%m-%d %H:%M} UTC, but a crawl started on {last:%Y-%m-%d %H:%M}"
        yield warn("clock", says, "set it: delays, waits and reminders go by it")


def judge_suffixes(made: date | None, now: datetime) -> Iterator[Finding]:
    """Of the list that tells sites apart."""
    if made is not None and made.replace(year=made.year + _LIST_YEARS, day=min(made.day, 28)) < now.date():
        says = f"is of {made}: newer hosting platforms are taken for one site"
        yield warn("public suffix list", says, "pip install --upgrade tldextract")
    else:
        yield ok("public suffix list", f"is of {made}" if made else "is there")
