"""From saved pages to their mentions, in the order of the pages, in this process or in several.

saved pages ─► chunks ─► scan (each worker its chunk) ─► outcomes, in the order of the pages
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from mentions import pages, urls
from mentions.detection import Index, Knowledge, find
from mentions.detection.learning import Taught
from mentions.exceptions import MentionsError, UnknownPageError
from mentions.items import DEFAULT_THRESHOLDS, Brand, Mention, Thresholds, Unknown
from mentions.pages import Document
from mentions.services.advising import Wanted, advisers
from mentions.services.saved import Fault, Found, Saved, Unread

CHUNK_BYTES = 2_000_000
CHUNK_PAGES = 64
"""A chunk ends with the page that reaches one of these; two chunks a process are under way at a time."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A page that was read, with its mentions in the order of the text."""

    url: str
    mentions: tuple[Mention, ...] = ()


Outcome = Scanned | Unread | Fault
_Lessons = Mapping[str, Taught]


@dataclass(frozen=True, slots=True)
class _Sought:
    """What pages are scanned for; made into an index once a process."""

    brands: tuple[Brand, ...]
    thresholds: Thresholds
    advice: Wanted | None


def scan_saved(
    found: Iterable[Found],
    brands: Sequence[Brand],
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    taught: _Lessons = MappingProxyType({}),
    *,
    advice: Wanted | None = None,
    jobs: int = 1,
) -> Iterator[Outcome]:
    """What comes of each page, in order, by `jobs` processes. Raises MentionsError where one of these dies.

    `taught` is what verdicts teach, by the key of the brand. Raises ConfigError where `advice` cannot be had.
    """
    asked = advisers(advice) if advice else ()  # also where others will ask: what is wrong is said once, and before
    if jobs == 1:
        index = Index(brands, thresholds, asked)
        return (_outcome(one, index, taught) for one in found)
    return _in_processes(found, _Sought(tuple(brands), thresholds, advice), dict(taught), jobs)


def _outcome(one: Found, index: Index, taught: _Lessons) -> Outcome:
    if not isinstance(one, Saved):
        return one
    try:
        return _scanned(one, index, taught)
    except UnknownPageError as error:
        return Unread(one.place, Unknown(error.reason))


def _scanned(saved: Saved, index: Index, taught: _Lessons) -> Scanned:
    """What a page says, learning nothing from other pages. Raises UnknownPageError."""
    url = saved.url or Path(saved.place).absolute().as_uri()
    document = _document(saved, url)
    if document.needs_javascript:
        raise UnknownPageError(Unknown.NEEDS_JAVASCRIPT)
    mentions = find(document, index, Knowledge(taught=taught))
    if mentions and not saved.url and document.canonical and urls.is_web(document.canonical):
        # Links and own site are judged against the address, and a file's own says nothing of them.
        url = document.canonical
        mentions = find(_document(saved, url), index, Knowledge(taught=taught))
    return Scanned(url, mentions)


def _document(saved: Saved, url: str) -> Document:
    return pages.read(saved.body, url, saved.content_type, robots_tag=saved.robots_tag)


def _in_processes(found: Iterable[Found], sought: _Sought, taught: _Lessons, jobs: int) -> Iterator[Outcome]:
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin_work)
    waiting = deque[Future[list[Outcome]]]()
    try:
        for chunk in _chunks(found):
            with _interrupts_held():
                waiting.append(pool.submit(_work, chunk, sought, taught))
            if len(waiting) >= 2 * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise MentionsError("a worker process was killed, perhaps for lack of memory; try fewer --jobs") from error
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        for worker in multiprocessing.active_children():
            worker.terminate()  # nobody waits for what they are at
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A worker that starts here hears no Ctrl-C in its imports, before `_begin_work`; the parent hears it later."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _chunks(found: Iterable[Found]) -> Iterator[list[Found]]:
    chunk, size = list[Found](), 0
    for one in found:
        chunk.append(one)
        size += len(one.body) if isinstance(one, Saved) else 0
        if size >= CHUNK_BYTES or len(chunk) >= CHUNK_PAGES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _begin_work() -> None:
    """Leave Ctrl-C to the parent, which ends its workers; and end with it where it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _work(chunk: Sequence[Found], sought: _Sought, taught: _Lessons) -> list[Outcome]:
    index = _index(sought)
    return [_outcome(one, index, taught) for one in chunk]


@lru_cache(maxsize=1)
def _index(sought: _Sought) -> Index:
    """Built once a process."""
    return Index(sought.brands, sought.thresholds, advisers(sought.advice) if sought.advice else ())
