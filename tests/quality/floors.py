"""`PYTHONPATH=tests python -m quality.floors FOLDER`: what a scan of labelled pages reaches, beside its floors.

FOLDER holds brands.toml, to_warc.py, score.py and labelled pages in dev/. The floors rise with `--raise`. Nothing but
`--lower` lowers one: the score gets no worse without being seen.
"""

import argparse
import json
import math
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

FLOORS = Path(__file__).parent / "floors.json"
SLACK = 0.0005
"""What rounding may take."""


def floors() -> dict[str, float]:
    """The figures by their names in score.py."""
    return dict(json.loads(FLOORS.read_text(encoding="utf-8")))


def measured(corpus: Path) -> dict[str, float]:
    """What `mentions scan` reaches on dev, with the brands as they are and no option."""
    with TemporaryDirectory() as folder:
        archive, found = Path(folder, "dev.warc.gz"), Path(folder, "found.jsonl")
        _run(str(corpus / "to_warc.py"), "dev", "-o", str(archive))
        scan = ("-m", "mentions", "scan", str(archive), "--config", str(corpus / "brands.toml"), "--jobs", "0")
        found.write_text(_run(*scan, "--json", "--all"), encoding="utf-8")
        return dict(json.loads(_run(str(corpus / "score.py"), "dev", str(found), "--json").splitlines()[-1]))


def below(figures: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """The floors that are missed: what was reached, and what should be."""
    return {name: (figures[name], floor) for name, floor in floors().items() if figures[name] < floor - SLACK}


def moved(figures: Mapping[str, float], *, may_fall: bool) -> dict[str, float]:
    """The floors by these figures; without `may_fall` each is as high as before, or higher."""
    reached = {name: math.floor(figures[name] * 1000) / 1000 for name in floors()}
    return reached if may_fall else {name: max(floor, reached[name]) for name, floor in floors().items()}


def _run(*words: str) -> str:
    return subprocess.run([sys.executable, *words], check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    """Print the figures, and move the floors where that is asked for."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[2].strip())
    ask.add_argument("folder", type=Path)
    ask.add_argument("--raise", dest="rise", action="store_true", help="floors rise to what was reached")
    ask.add_argument("--lower", action="store_true", help="floors become what was reached, also where that is less")
    said = ask.parse_args()
    figures = measured(said.folder)
    for name, floor in floors().items():
        sys.stdout.write(f"{name:<20}{figures[name]:>8.4f}   floor {floor:.3f}\n")
    if said.rise or said.lower:
        FLOORS.write_text(json.dumps(moved(figures, may_fall=said.lower), indent=1) + "\n", encoding="utf-8")
    elif below(figures):
        sys.exit(1)


if __name__ == "__main__":
    main()
