"""A mention in its passage, on one line."""

from mentions.cli.terminal import safe_line


def passage(before: str, surface: str, after: str, *, width: int) -> str:
    """The name in brackets, with as much round it to both sides as `width` cells hold."""
    name = safe_line(surface, width=width // 2)
    side = max(0, width - len(name) - 4) // 2
    # Backwards, so that it is the far end that is cut.
    left = safe_line(before[::-1], width=side)[::-1]
    right = safe_line(after, width=side)
    return safe_line(f"{left}{_gap(before[-1:])}[{name}]{_gap(after[:1])}{right}", width=width)


def _gap(sign: str) -> str:
    return " " if sign.isspace() else ""
