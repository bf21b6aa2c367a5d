"""Questions to the web that a command has, asked by a spider in a process of its own."""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from mentions.cli.crawling import crawl


def asked(spider: str, questions: Sequence[Mapping[str, object]], *, folder: Path | None) -> list[dict[str, Any]]:
    """The answers of a spider, in the order in which they came, with the manners of the workspace in `folder`.

    Raises MentionsError where it failed; its log stays then.
    """
    scratch = Path(mkdtemp(prefix="mentions-"))
    to, answers = scratch / "questions.jsonl", scratch / "answers.jsonl"
    to.write_text("".join(json.dumps(one) + "\n" for one in questions), encoding="utf-8")
    answers.touch()
    place = folder or scratch
    has_settings = (place / "scrapy.cfg").is_file()
    try:
        crawl(
            place,
            spider,
            environment=os.environ if has_settings else {**os.environ, "SCRAPY_SETTINGS_MODULE": "mentions.settings"},
            log=scratch / "crawl.log",
            arguments=["-a", f"questions={to}", "-a", f"answers={answers}"],
            label=lambda: f"scrapy crawl {spider}: {_lines(answers)} of {len(questions)}",
        )
    except (KeyboardInterrupt, SystemExit):
        shutil.rmtree(scratch)
        raise
    found = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
    shutil.rmtree(scratch)
    return found


def _lines(file: Path) -> int:
    return file.read_bytes().count(b"\n")
