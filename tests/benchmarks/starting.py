"""`PYTHONPATH=tests python -m benchmarks.starting`: what a person waits for before a command does anything.

The floor is `import spacy`, which no command that only prints something may pay for: help is to take a quarter of it.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import Contender, medians, report, timed
from mentions.paths import CHECKOUT

ROUNDS = 9
WORKSPACE = '[[brand]]\nname = "Acme Optics"\ndomains = ["acme.example"]\n'
TAB = {"_MENTIONS_COMPLETE": "bash_complete", "COMP_WORDS": "mentions show ", "COMP_CWORD": "2"}


def main() -> None:
    """Print the table."""
    with TemporaryDirectory() as folder:
        Path(folder, "mentions.toml").write_text(WORKSPACE, encoding="utf-8")
        contenders = [
            _process("floor: python -c 'import spacy'", folder, "-W", "ignore", "-c", "import spacy"),
            _process("mentions --help", folder, "-m", "mentions", "--help"),
            _process("mentions show <Tab>", folder, "-m", "mentions", **TAB),
            _process("mentions list", folder, "-m", "mentions", "list"),
        ]
        for one in contenders:
            one.round()  # the first start compiles, and the first list makes the database
        report(f"starting a process; medians of {ROUNDS} rounds", medians(contenders, ROUNDS), of=1, unit="start")


def _process(name: str, folder: str, *arguments: str, **environment: str) -> Contender:
    env = os.environ | {"PYTHONPATH": str(CHECKOUT)} | environment
    command = [sys.executable, *arguments]
    quiet = subprocess.DEVNULL
    return Contender(name, timed(lambda: subprocess.run(command, cwd=folder, env=env, stdout=quiet, check=True)))


if __name__ == "__main__":
    main()
