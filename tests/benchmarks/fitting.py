"""`make fit CORPUS=FOLDER`: fits the weights to labelled places, and writes the file that ships.

`LABELS="FILE …"` adds labels of one's own: JSON lines as `excerpts.jsonl` has them, about the same brands.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.labelled import EXCERPT, labelled_excerpts, labelled_pages, read_pages
from mentions.detection.features import FEATURES
from mentions.detection.fitting import HOLD, Row, fit
from mentions.detection.weights import FILE

WHAT = "logits for one unit of a feature: fitted to labels, held to the starts and signs in features.py"
START = {**{name: feature.start for name, feature in FEATURES.items()}, EXCERPT: 0.0}
SIGNS = {name: feature.sign for name, feature in FEATURES.items()}
FIXED = frozenset(name for name, feature in FEATURES.items() if feature.fixed)


def main(corpus: Path, own: Sequence[Path]) -> None:
    """Fit and write."""
    rows = {"dev/labels.jsonl": [one.row for one in labelled_pages(corpus, read_pages(corpus))]}
    for file in (corpus / "excerpts.jsonl.gz", *own):
        rows[file.name] = [one.row for one in labelled_excerpts(corpus, file)]
    about = {
        "what": WHAT,
        "labels": {name: len(some) for name, some in rows.items()},
        "hold": HOLD,
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "command": 'make fit CORPUS=FOLDER LABELS="FILE …"' if own else "make fit CORPUS=FOLDER",
    }
    weights = fitted(row for some in rows.values() for row in some)
    FILE.write_text(json.dumps({"about": about, "weights": weights}, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{FILE}: {len(weights)} weights from {sum(map(len, rows.values())):,} labels\n")


def fitted(rows: Iterable[Row]) -> dict[str, float]:
    """The weights that ship, in the order of the features; what only excerpts have stays behind."""
    found = fit(list(rows), START, SIGNS, fixed=FIXED)
    return {name: round(found[name], 3) + 0.0 for name in FEATURES}


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
