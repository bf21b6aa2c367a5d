"""What waits for a person's word, and whose turn it is."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from itertools import islice


class Waiting:
    """Cards by their ids, in the order in which they are shown: of each group, such as a site, one at a time."""

    def __init__(self, groups: Mapping[int, Hashable], *, most: int | None = None) -> None:
        """Take ids with their groups, the first of each first; `most` is how many groups at most."""
        wanted = set(islice(dict.fromkeys(groups.values()), most))
        self._group_of = {one: group for one, group in groups.items() if group in wanted}
        self._place = {one: place for place, one in enumerate(self._group_of)}
        self._settled: set[int] = set()
        self._among: Collection[int] | None = None
        self._current = next(iter(self._group_of), None)

    @property
    def ids(self) -> list[int]:
        """Those that can be shown now."""
        first_of: dict[Hashable, int] = {}
        for one in self.unsettled:
            if self._among is None or one in self._among:
                first_of.setdefault(self._group_of[one], one)
        return list(first_of.values())

    @property
    def unsettled(self) -> list[int]:
        """All that still wait, also those that are not looked for."""
        return [one for one in self._group_of if one not in self._settled]

    @property
    def current(self) -> int | None:
        """Whose turn it is, None where nothing waits."""
        return self._current

    def step(self, by: int) -> None:
        """Go on or back, round and round, and leave undecided what is passed."""
        if self._current is not None:
            ids = self.ids
            self._current = ids[(ids.index(self._current) + by) % len(ids)]

    def settle(self, ids: Iterable[int]) -> None:
        """Decided, here or elsewhere: the turn goes to the one that follows, after the last to the first."""
        self._settled.update(ids)
        self._go_on()

    def reopen(self, ids: Collection[int]) -> None:
        """Undecided again, and the first of them has the turn."""
        known = [one for one in ids if one in self._place]
        self._settled.difference_update(known)
        if self._among is not None:
            self._among = {*self._among, *known}
        if known:
            self._current = known[0]
            self._go_on()

    def only(self, ids: Collection[int] | None) -> None:
        """Show these alone until none of them is left; None shows all again."""
        self._among = ids
        self._go_on()

    def _go_on(self) -> None:
        if not self.ids:
            self._among = None
        ids = self.ids
        if self._current not in ids:
            place = -1 if self._current is None else self._place[self._current]
            after = (one for one in ids if self._place[one] > place)
            self._current = next(after, ids[0] if ids else None)
