"""The process in which documents are read, so that one that hangs, swells or crashes can be killed alone.

In: jobs on standard input. Out: words on standard output: each document as it begins and as it has been read. It ends
when its input does, and with the process that started it however that ends; it never opens the store.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import groupby
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Final

from extract import Document, DocumentError, Grid, ScanBounds, read_documents, read_grids
from extract.errors import TooMuchMemoryError
from extract.media import DOCX
from extract.office import Converted, convert_documents, is_old_office, require_convertible
from flows.jobs import GRACE_SECONDS, Job, Place, Word
from flows.outcome import Reading
from flows.reading import keep_unchanged, read_one, refuse
from flows.settings import ReadingLimits
from transform.records import VERSION

_MEGABYTE: Final = 1024 * 1024
# What pyarrow's allocator reserves and does not use: counted by the kernel, held by nobody.
_RESERVED_MEGABYTES: Final = 2048
_PR_SET_PDEATHSIG: Final = 1


Tell = Callable[[Word], None]


def main() -> None:
    """Read jobs until there are no more."""
    _end_with_parent(int(sys.argv[1]))
    jobs = Connection(os.dup(0), writable=False)
    words = Connection(os.dup(1), readable=False)
    os.dup2(2, 1)  # a library that prints would write into the words
    known, limits = jobs.recv()
    _limit_memory(limits.megabytes)
    gc.freeze()  # else each collection walks through all that the imports have made
    tell = partial(_tell, words, limits.seconds)
    tell(Word("ready"))
    try:
        while True:
            signal.setitimer(signal.ITIMER_REAL, 0)
            job: Job = jobs.recv()
            tell(Word("alive"))
            work = _read_by_office if job.by_office else _read_source
            work(job, known, limits, tell)
            tell(Word("done"))
    except (EOFError, BrokenPipeError):
        return


def _tell(words: Connection, seconds: float, word: Word) -> None:
    words.send(word)
    # Where nobody is left to kill it, the kernel does, even while a library holds the interpreter.
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_SECONDS)


def _read_source(job: Job, known: Mapping[str, str], limits: ReadingLimits, tell: Tell) -> None:
    """Read the documents of one source; old office documents are only named, to be converted together."""
    (first,) = job.places
    for number, document in enumerate(_open(first.path, limits)):
        if number < first.number:
            tell(Word("alive"))
            continue
        place = replace(first, number=number)
        document_id = document.document_id if isinstance(document, Document) else None
        tell(Word("began", place, str(document.path), document_id))
        reading = _read(document, known, limits, tell)
        tell(Word("office", place) if reading is None else Word("read", place, reading=reading))


def _open(path: Path, limits: ReadingLimits) -> Iterator[Document | DocumentError]:
    try:
        yield from read_documents(path)
    except MemoryError:
        yield TooMuchMemoryError(path, limits.megabytes)


def _read(
    document: Document | DocumentError, known: Mapping[str, str], limits: ReadingLimits, tell: Tell
) -> Reading | None:
    if isinstance(document, Document):
        if known.get(document.document_id) == VERSION:
            return keep_unchanged(document)
        if is_old_office(document):
            try:
                require_convertible(document)
            except DocumentError as error:
                return refuse(error, document.document_id)
            return None
    grids = partial(read_grids, bounds=_scan_bounds(limits, tell))
    return read_one(document, megabytes=limits.megabytes, corrections=limits.corrections, grids=grids)


def _scan_bounds(limits: ReadingLimits, tell: Tell) -> ScanBounds:
    return ScanBounds(
        seconds=limits.page_seconds,
        processes=limits.workers,
        seats=limits.scratch.with_name("seats"),
        tell=lambda page, pages: tell(Word("alive", page=page, pages=pages)),
    )


def _read_by_office(job: Job, _: Mapping[str, str], limits: ReadingLimits, tell: Tell) -> None:
    found = list(_find(job.places, limits))
    documents = [document for _, document in found if isinstance(document, Document)]
    with _exit_on_signals():
        converted = convert_documents(
            documents, seconds=limits.seconds, folder=limits.scratch, tell=lambda: tell(Word("alive"))
        )
    grids = partial(_converted_grids, converted, _scan_bounds(limits, tell))
    for place, document in found:
        document_id = document.document_id if isinstance(document, Document) else None
        tell(Word("began", place, str(document.path), document_id))
        reading = read_one(document, megabytes=limits.megabytes, corrections=limits.corrections, grids=grids)
        tell(Word("read", place, reading=reading))


def _find(places: tuple[Place, ...], limits: ReadingLimits) -> Iterator[tuple[Place, Document | DocumentError]]:
    for path, group in groupby(places, key=lambda place: place.path):
        wanted = {place.number: place for place in group}
        for number, document in enumerate(_open(path, limits)):
            if number in wanted:
                yield wanted[number], document


def _converted_grids(converted: Mapping[str, Converted], bounds: ScanBounds, document: Document) -> Iterable[Grid]:
    made = converted[document.sha256]
    if isinstance(made, DocumentError):
        raise made
    return read_grids(replace(document, content=made, media_type=DOCX), bounds)


def _limit_memory(megabytes: int) -> None:
    """Make an allocation fail that is so large that no watcher from outside would see it in time."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    except OSError:  # no Linux: the limit is not enforced by its kernel either
        return
    most = pages * resource.getpagesize() + (megabytes + _RESERVED_MEGABYTES) * _MEGABYTE
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _end_with_parent(parent: int) -> None:
    """Let the kernel end this process with its parent (Linux); elsewhere it ends with its input, or by its own alarm."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit("the parent is gone")


@contextmanager
def _exit_on_signals() -> Iterator[None]:
    """While LibreOffice runs: end it and its folder too when this process is told to end."""
    before = [(number, signal.signal(number, _exit)) for number in (signal.SIGTERM, signal.SIGALRM)]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _exit(number: int, _: FrameType | None) -> None:
    for again in (signal.SIGTERM, signal.SIGALRM):  # a second one would cut short what the first one tidies up
        signal.signal(again, signal.SIG_IGN)
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
