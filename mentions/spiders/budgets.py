"""How many pages a run may still ask for: of each source, and of all together."""

from collections import Counter

from mentions.items import Source


class Budgets:
    """`each` is what a source may give that has no budget of its own, `whole` what all may give; None: no bound.

    As long as lists may still come in, no source takes more than its even share of the whole.
    """

    def __init__(self, each: int, whole: int | None) -> None:
        self._each, self._whole = each, whole
        self._share = whole
        self._spent = Counter[str]()

    def share(self, sources: int) -> None:
        """Keep a part of the whole for each of so many sources."""
        if self._whole is not None:
            self._share = max(1, self._whole // max(1, sources))

    def lift(self) -> None:
        """Give what sources left of their shares to the others."""
        self._share = self._whole

    def left(self, source: Source) -> int:
        """How many pages of a source may still be asked for."""
        left = self.left_to_itself(source)
        if self._whole is None or self._share is None:
            return left
        return max(0, min(left, self._share - self._spent[source.url], self._whole - self._spent.total()))

    def left_to_itself(self, source: Source) -> int:
        """The same, were it the only one."""
        return max(0, (source.budget or self._each) - self._spent[source.url])

    def spend(self, source: Source, pages: int) -> None:
        """Note that pages of a source are asked for."""
        self._spent[source.url] += pages
