"""`PYTHONPATH=tests:tests/spiders python -m benchmarks.reviewing [SECONDS]`: two reviewers and a crawl on one database.

Ends with 1 where an event was lost or doubled, a page not recorded, or the database locked.
"""

import sys
from collections import Counter
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from together import PEOPLE, Together, together

SECONDS = 120.0
MOST = 20


def main(seconds: float) -> int:
    """Print what was done, and what went wrong."""
    with TemporaryDirectory() as folder:
        seen = together(Path(folder), seconds)
    faults = list(seen.faults())
    sys.stdout.write("\n".join((*_report(seen), f"faults: {len(faults)}", *faults[:MOST])) + "\n\n")
    return 1 if faults else 0


def _report(seen: Together) -> list[str]:
    by_deed = Counter(what for _, _, what in seen.done.elements())
    said = ", ".join(f"{count:,} {what}" for what, count in by_deed.most_common())
    waits = [1000 * one for one in seen.waits]
    middle, worst = median(waits), quantiles(waits, n=100)[-1]
    return [
        f"{len(PEOPLE)} reviewers and {len(seen.crawls)} crawls at once, {seen.seconds:.0f} s, one SQLite file",
        f"deeds of the reviewers:  {seen.done.total():,} ({said})",
        f"their rows of `event`:   {seen.kept.total():,}, of {len(seen.events):,} in all",
        f"refused, overtaken:      {len(seen.refused):,}",
        f"crawled and drafted:     {len(seen.urls):,} new pages, {seen.drafted:,} drafts",
        f"a deed took, ms:         median {middle:.0f}, 99 % {worst:.0f}, most {max(waits):.0f}",
    ]


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
