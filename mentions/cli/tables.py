"""Tables whose last column gives way first: what is left of the line is its."""

from collections.abc import Sequence
from shutil import get_terminal_size

_GAP = 3
_LEAST = 10


def room(rows: Sequence[Sequence[object]], columns: Sequence[str]) -> int:
    """How many terminal cells these columns leave for one more."""
    from rich.cells import cell_len

    widest = (max(cell_len(str(cell)) for cell in cells) for cells in zip(columns, *rows, strict=True))
    return max(_LEAST, get_terminal_size((80, 24)).columns - sum(width + _GAP for width in widest))
