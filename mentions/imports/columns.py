"""Which column of a file is for what: by its header, else by what its cells hold."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from mentions import urls
from mentions.exceptions import MentionsError, UnreadableError
from mentions.imports.headers import OF_BACKLINKS, OF_MENTIONS, Role, named_for
from mentions.imports.tables import Table
from mentions.imports.values import address, domain, fold, is_address

_MOST = 0.8
"""The share of its cells that makes a column one of addresses, or of our own."""
_HALF = 0.5
"""The share that is enough where the header says so too, or where no column holds more of them."""
_SEVERAL = (Role.LOST,)
"""Roles that several columns may share: one that speaks is enough."""
_OWN_PAGES = (
    "it lists pages of your own site, such as “Top linked pages” of Search Console does, and not who links to them; "
    "export “Latest links”, or “Top linking sites”"
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The numbers (from 0) of the columns for each role."""

    of: Mapping[Role, tuple[int, ...]]

    def first(self, role: Role) -> int | None:
        """The column for a role, None where there is none."""
        return next(iter(self.of.get(role, ())), None)


def for_mentions(table: Table, own: Collection[str]) -> Columns:
    """The columns of a list of mentions. Raises UnreadableError where none holds web addresses."""
    found = _by_headers(table, OF_MENTIONS)
    if Role.URL not in found:
        found[Role.URL] = (_sniffed(table, own),)
    return Columns(found)


def for_backlinks(table: Table, own: Collection[str]) -> Columns:
    """The columns of a list of backlinks. Raises UnreadableError where it is a list of something else."""
    found = _by_headers(table, OF_BACKLINKS)
    if Role.URL not in found and Role.SITE not in found:
        sites = (column for column in range(len(table.headers)) if _share(table, column, domain) >= _MOST)
        if (site := next(sites, None)) is not None and not _columns_of_addresses(table):
            found[Role.SITE] = (site,)
        else:
            found[Role.URL] = (_sniffed(table, own),)
    if Role.URL in found:
        found.pop(Role.SITE, None)
    if Role.TARGET not in found:
        others = (column for column in _columns_of_addresses(table) if (column,) != found.get(Role.URL))
        if (target := next((column for column in others if _is_ours(table, column, own)), None)) is not None:
            found[Role.TARGET] = (target,)
    if Role.URL in found and _is_ours(table, found[Role.URL][0], own):
        raise UnreadableError(_OWN_PAGES)
    return Columns(found)


def told(table: Table, said: Iterable[tuple[str, str]], roles: Collection[Role]) -> Columns:
    """The columns that a person names, as (role, header or number from 1). Raises MentionsError."""
    found: dict[Role, tuple[int, ...]] = {}
    for role, header in said:
        if role not in roles:
            raise MentionsError(f"no column is for {role!r}; write one of {', '.join(roles)}")
        before = found.get(Role(role), ()) if role in _SEVERAL else ()
        found[Role(role)] = (*before, _numbered(table, header))
    if Role.URL not in found and Role.SITE not in found:
        raise MentionsError("no column is said to hold the addresses; write url=HEADER")
    return Columns(found)


def spelled(table: Table, columns: Columns) -> list[tuple[str, str]]:
    """The columns as `told` takes them: by header where it is one of its own, else by number."""
    return [
        (role, table.headers[number] if table.headers.count(table.headers[number]) == 1 else str(number + 1))
        for role, numbers in columns.of.items()
        for number in numbers
    ]


def fingerprint(headers: Iterable[str]) -> str:
    """What all files with these headers share."""
    return sha256("|".join(map(fold, headers)).encode()).hexdigest()[:16]


def _numbered(table: Table, header: str) -> int:
    wanted = fold(header)
    exact = [number for number, one in enumerate(table.headers) if one == header]
    alike = [number for number, one in enumerate(table.headers) if wanted and fold(one) == wanted]
    if found := exact or alike:
        return found[0]
    if header.isdecimal() and 0 < int(header[:6]) <= len(table.headers):
        return int(header) - 1
    raise MentionsError(f"no column is called {header!r}; there are: {_listed(table.headers)}")


def _by_headers(table: Table, roles: Iterable[Role]) -> dict[Role, tuple[int, ...]]:
    """The columns that their headers tell, as far as their cells do not belie it."""
    found = {}
    for role in roles:
        numbers = [number for number in named_for(role, table.headers) if _holds(table, number, role)]
        if numbers:
            found[role] = tuple(numbers) if role in _SEVERAL else (numbers[0],)
    return found


def _holds(table: Table, number: int, role: Role) -> bool:
    match role:
        case Role.URL | Role.TARGET:
            return not table.column(number) or _share(table, number, address) >= _HALF
        case Role.SITE:
            return _share(table, number, domain) >= _HALF
    return True


def _sniffed(table: Table, own: Collection[str]) -> int:
    """The column of addresses that are not ours; of several the one that varies most."""
    found = _columns_of_addresses(table) or _columns_of_addresses(table, least=_HALF)
    if not found:
        raise UnreadableError(f"no column holds web addresses; name it: --map url=HEADER ({_listed(table.headers)})")
    others = [column for column in found if not _is_ours(table, column, own)] or found
    return max(others, key=lambda column: (len(set(table.column(column))), -column))


def _columns_of_addresses(table: Table, *, least: float = _MOST) -> list[int]:
    return [column for column in range(len(table.headers)) if _share(table, column, is_address) >= least]


def _is_ours(table: Table, column: int, own: Collection[str]) -> bool:
    return _share(table, column, lambda cell: is_own(address(cell) or "", own)) >= _MOST


def is_own(url: str, own: Collection[str]) -> bool:
    """Whether an address is on one of these domains, or below."""
    return urls.belongs(urls.host_of(url), frozenset(own))


def _share(table: Table, column: int, says: Callable[[str], object]) -> float:
    cells = table.column(column)
    return sum(bool(says(cell)) for cell in cells) / len(cells) if cells else 0.0


def _listed(headers: Sequence[str]) -> str:
    shown = [re.sub(r"\s+", " ", header)[:40] for header in headers[:20] if header]
    return ", ".join(shown) + (", …" if len(headers) > 20 else "")
