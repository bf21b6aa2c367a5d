"""Rules that end the question before anything is weighed, and what addresses say."""

import re
from collections.abc import Iterator

from mentions import urls
from mentions.detection.folding import fold_text
from mentions.detection.forms import Hit
from mentions.detection.profile import holds, profile_of
from mentions.detection.reasons.values import Reason
from mentions.detection.surroundings import Surroundings
from mentions.items import Brand

_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>\"']+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}(?![\w@-])(?:[/:?#]\S*)?",
    re.ASCII | re.IGNORECASE,
)
_HOST = re.compile(r"(?:\w+://)?(?:[^@/\s]*@)?((?:[\w-]+\.)+[a-z]{2,24})", re.ASCII | re.IGNORECASE)


def ruled_out(hit: Hit, around: Surroundings, *, in_code: bool) -> Reason | None:
    """The reason that ends the question before anything is weighed."""
    return next(_rules(hit, around, in_code=in_code), None)


def _rules(hit: Hit, around: Surroundings, *, in_code: bool) -> Iterator[Reason]:
    left, right = around.chunk
    host = _host_of_chunk(around, hit.form.brand)
    if host and not urls.belongs(host, hit.form.brand.domains):
        yield Reason("rule.address", f"stands inside an address of {host}")
    if re.match(r"/\d", right):
        yield Reason("rule.version", "is part of a browser's or program's version string")
    if in_code:
        yield Reason("rule.code", "stands in program code")
    if re.match(r"_\w", right) or re.search(r"\w_\Z", left) or (right[:1] == "(" and right[1:2] == ")"):
        yield Reason("rule.identifier", "is part of an identifier")
    surface = fold_text(around.surface)
    close = f"{fold_text(around.line[0][-60:])} {surface} {fold_text(around.line[1][:60])}"
    for phrase in profile_of(hit.form.brand).not_context:
        if holds(close, phrase):
            yield Reason("rule.not_context", f"“{phrase}” is on the brand's list of what it is not")


def own_address(hit: Hit, around: Surroundings) -> Iterator[Reason]:
    if hit.form.is_domain or _host_of_chunk(around, hit.form.brand):
        yield Reason("own.address", "is the brand's own address")
    elif around.chunk[0].endswith(("@", "#")):
        yield Reason("own.handle", "is a handle or hashtag")


def _host_of_chunk(around: Surroundings, brand: Brand) -> str | None:
    """The host of the address that the name is a part of, None where it stands in the open."""
    left, right = around.chunk
    start, end = len(left), len(left) + len(around.surface)
    for found in _ADDRESS.finditer(f"{left}{around.surface}{right}"):
        host = _HOST.match(found.group())
        if host and found.start() <= start and end <= found.end():
            name = urls.ascii_host(host.group(1))
            # "…bought by Apple.It is": a stop without a space behind it makes no domain, unless it is the brand's.
            is_meant = host.group(1).rpartition(".")[2].islower() or urls.belongs(name, brand.domains)
            return name if is_meant else None
    return None
