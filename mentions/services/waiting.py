"""Which prospects wait for a person's word, and whose turn it is."""

from collections.abc import Collection, Iterable
from itertools import islice

from mentions.db.store.rows import ProspectRow


class Waiting:
    """Prospects in the order in which they are shown: of each site one at a time, its best first."""

    def __init__(self, found: Iterable[ProspectRow], *, sites: int | None = None) -> None:
        """Take prospects, the best first; `sites` is how many sites at most."""
        every = list(found)
        wanted = set(islice(dict.fromkeys(one.site for one in every), sites))
        self._site_of = {one.id: one.site for one in every if one.site in wanted}
        self._place = {prospect_id: place for place, prospect_id in enumerate(self._site_of)}
        self._settled: set[int] = set()
        self._among: Collection[int] | None = None
        self._current = next(iter(self._site_of), None)

    @property
    def ids(self) -> list[int]:
        """Those that can be shown now."""
        first_of: dict[str, int] = {}
        for prospect_id in self.unsettled:
            if self._among is None or prospect_id in self._among:
                first_of.setdefault(self._site_of[prospect_id], prospect_id)
        return list(first_of.values())

    @property
    def unsettled(self) -> list[int]:
        """All that still wait, also those that are not looked for."""
        return [prospect_id for prospect_id in self._site_of if prospect_id not in self._settled]

    @property
    def current(self) -> int | None:
        """Whose turn it is, None where nothing waits."""
        return self._current

    def step(self, by: int) -> None:
        """Go on or back, round and round, and leave undecided what is passed."""
        if self._current is not None:
            ids = self.ids
            self._current = ids[(ids.index(self._current) + by) % len(ids)]

    def settle(self, prospect_ids: Iterable[int]) -> None:
        """Decided, here or elsewhere: the turn goes to the one that follows, after the last to the first."""
        self._settled.update(prospect_ids)
        self._go_on()

    def reopen(self, prospect_ids: Collection[int]) -> None:
        """Undecided again, and the first of them has the turn."""
        known = [prospect_id for prospect_id in prospect_ids if prospect_id in self._place]
        self._settled.difference_update(known)
        if self._among is not None:
            self._among = {*self._among, *known}
        if known:
            self._current = known[0]
            self._go_on()

    def only(self, prospect_ids: Collection[int] | None) -> None:
        """Show these alone until none of them is left; None shows all again."""
        self._among = prospect_ids
        self._go_on()

    def _go_on(self) -> None:
        if not self.ids:
            self._among = None
        ids = self.ids
        if self._current not in ids:
            place = -1 if self._current is None else self._place[self._current]
            after = (prospect_id for prospect_id in ids if self._place[prospect_id] > place)
            self._current = next(after, ids[0] if ids else None)
