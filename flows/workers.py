"""Documents to readings, in processes of their own: each within a time and a memory that the operator sets.

In: the paths of documents. Out: their readings, in the order of the paths. A document that takes too long, too much memory
or its process with it is set aside under a code of its own, and a new process goes on with the others.
"""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import Final

from extract.errors import DocumentError, ReaderCrashedError, TooMuchMemoryError, TooSlowError
from extract.names import shown_path
from flows.jobs import GRACE_SECONDS, Job, Place, Word
from flows.outcome import Reading
from flows.reading import refuse
from flows.settings import ReadingLimits
from flows.watched import START_SECONDS, Worker, WorkerStartError, start_worker

LOOK_SECONDS: Final = 0.05  # between two looks at the memory of the workers
OFFICE_BATCH: Final = 50
# Of one source: an archive whose members keep killing is not worth a process each.
MOST_DEATHS: Final = 10
# The share of the limit that a worker may keep of what it read: the next document is to have the rest.
_MOST_KEPT: Final = 8
_MEGABYTE: Final = 1024 * 1024


def read_in_workers(
    paths: Sequence[Path],
    known: Mapping[str, str],
    limits: ReadingLimits,
    *,
    tell: Callable[[str], None] = lambda _: None,
) -> list[list[Reading]]:
    """Return the readings of each path, more than one where it is an archive; `known` documents stay unchanged."""
    pool = _Pool(known, limits, tell)
    try:
        pool.read([Job((Place(number, path),)) for number, path in enumerate(paths)])
        pool.read(pool.office_jobs())
    finally:
        pool.close()
    by_source: list[list[Reading]] = [[] for _ in paths]
    for (source, _), reading in sorted(pool.readings.items(), key=lambda item: item[0]):
        by_source[source].append(reading)
    return by_source


@dataclass
class _Pool:
    """The workers, what is left to do, and what has been read."""

    known: Mapping[str, str]
    limits: ReadingLimits
    tell: Callable[[str], None]
    readings: dict[tuple[int, int], Reading] = field(default_factory=dict)
    _left: deque[Job] = field(default_factory=deque)
    _workers: list[Worker] = field(default_factory=list)
    _for_office: list[Place] = field(default_factory=list)
    _deaths: dict[int, int] = field(default_factory=dict)

    def read(self, jobs: Sequence[Job]) -> None:
        """Do the jobs; return when each of their documents has a reading."""
        self._left.extend(jobs)
        while self._left or any(worker.job for worker in self._workers):
            self._employ()
            ready = wait([worker.words for worker in self._workers], LOOK_SECONDS)
            for worker in list(self._workers):
                if worker.words in ready:
                    self._listen(worker)
                else:
                    self._watch(worker)

    def office_jobs(self) -> list[Job]:
        """Return the old office documents that were found, many to a job: a call of LibreOffice costs seconds."""
        places = sorted(self._for_office, key=lambda place: place.key)
        starts = range(0, len(places), OFFICE_BATCH)
        return [Job(tuple(places[start : start + OFFICE_BATCH]), by_office=True) for start in starts]

    def close(self) -> None:
        """Leave no process behind."""
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def _employ(self) -> None:
        """Give each idle worker a job, and start workers where there are more jobs."""
        for worker in self._workers:
            if worker.is_ready and worker.job is None and self._left:
                self._assign(worker, self._left.popleft())
        coming = sum(not worker.is_ready for worker in self._workers)
        for _ in range(min(len(self._left) - coming, self.limits.workers - len(self._workers))):
            self._workers.append(start_worker(self.known, self.limits))

    def _assign(self, worker: Worker, job: Job) -> None:
        worker.job, worker.place, worker.shown, worker.document_id = job, job.places[0], "", None
        worker.deadline, worker.began = self._deadline(job), time.monotonic()
        self.tell(str(shown_path(job.places[0].path)))
        with suppress(BrokenPipeError):  # that it is dead is found out where it is listened to
            worker.jobs.send(job)

    def _deadline(self, job: Job | None) -> float:
        # LibreOffice keeps the limit itself, a document at a time, and needs a moment to be ended.
        more = GRACE_SECONDS / 2 if job and job.by_office else 0.0
        return time.monotonic() + self.limits.seconds + more

    def _listen(self, worker: Worker) -> None:
        try:
            word: Word = worker.words.recv()
        except (EOFError, OSError):
            self._bury(worker, None)
            return
        worker.hear(word)
        worker.deadline = self._deadline(worker.job)
        if word.kind == "ready":
            worker.is_ready, worker.idle_bytes = True, worker.look()
        elif word.kind == "began" and word.place is not None and word.place.number:
            self.tell(word.path)
        elif word.kind == "alive" and word.pages > 1:
            self.tell(f"{self._path_of(worker)}, page {word.page} of {word.pages}")
        elif word.kind == "read" and word.place is not None and word.reading is not None:
            self.readings[word.place.key] = word.reading
        elif word.kind == "office" and word.place is not None:
            self._for_office.append(word.place)
        elif word.kind == "done":
            worker.job = None
            if worker.look() - worker.idle_bytes > self.limits.megabytes * _MEGABYTE // _MOST_KEPT:
                self._dismiss(worker)

    def _watch(self, worker: Worker) -> None:
        """Kill a worker that has gone beyond a limit."""
        if not worker.is_ready:
            if time.monotonic() > worker.deadline:
                raise WorkerStartError(f"did not start within {START_SECONDS:.0f} seconds")
        elif worker.job is not None:
            path = self._path_of(worker)
            if worker.look() > self.limits.megabytes * _MEGABYTE:
                self._bury(worker, TooMuchMemoryError(path, self.limits.megabytes))
            elif time.monotonic() > worker.deadline:
                self._bury(worker, TooSlowError(path, self.limits.seconds))

    def _path_of(self, worker: Worker) -> Path:
        assert worker.place is not None
        return Path(worker.shown) if worker.shown else worker.place.path

    def _bury(self, worker: Worker, error: DocumentError | None) -> None:
        """End a worker; the document that it was at is set aside, and what its job has left goes on."""
        self._dismiss(worker)
        job, place = worker.job, worker.place
        if not worker.is_ready:
            raise WorkerStartError(f"ended at once with status {worker.process.returncode}")
        if job is None or place is None or worker.has_read_all:
            return
        error = error or self._why(worker)
        if job.by_office and not worker.shown and (len(job.places) > 1 or job.places[0].key in self.readings):
            # It ended while all were converted: each alone, the one that did it does no harm to the others.
            left = [one for one in job.places if one.key not in self.readings]
            self._left.extendleft(replace(job, places=(one,)) for one in reversed(left))
            return
        self.readings[place.key] = refuse(error, worker.document_id, time.monotonic() - worker.began)
        self._left.extendleft(self._rest_of(job, place, is_member=bool(worker.shown) and worker.is_member))

    def _rest_of(self, job: Job, place: Place, *, is_member: bool) -> list[Job]:
        """Return what is left of a job after the document at `place`, where that can be passed over."""
        if job.by_office:
            left = tuple(one for one in job.places if one.key > place.key)  # they stand in their order
            return [replace(job, places=left)] if left else []
        if not is_member:
            return []
        self._deaths[place.source] = self._deaths.get(place.source, 0) + 1
        following = replace(place, number=place.number + 1)
        if self._deaths[place.source] < MOST_DEATHS:
            return [Job((following,))]
        how = f"after {MOST_DEATHS} members that each ended it; the members after the last of them are not read"
        self.readings[following.key] = refuse(ReaderCrashedError(place.path, how))
        return []

    def _dismiss(self, worker: Worker) -> None:
        self._workers.remove(worker)
        worker.stop()

    def _why(self, worker: Worker) -> DocumentError:
        path, status = self._path_of(worker), worker.process.returncode
        # A library that gets no memory ends the process in its own way.
        if worker.most_bytes > self.limits.megabytes * _MEGABYTE * 0.8:
            return TooMuchMemoryError(path, self.limits.megabytes)
        with suppress(ValueError):
            return ReaderCrashedError(path, signal.Signals(-status).name)
        return ReaderCrashedError(path, f"status {status}")
