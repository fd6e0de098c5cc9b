"""A reading process as its parent sees it: what it is at, what it holds, and how it is ended.

In: what the store holds already, and limits. Out: a `Worker`, to which jobs are sent and whose words are heard. It decides
nothing; `flows.workers` does.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from extract.errors import JixiaoError
from extract.names import shown_path
from flows.jobs import GRACE_SECONDS, Job, Place, Word
from flows.settings import ReadingLimits

START_SECONDS: Final = 60.0
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
# As many workers as processors: threads of the number library would only stand in each other's way.
_ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_NUM_THREADS": "1"}


class WorkerStartError(JixiaoError):
    """A reading process ended or stayed silent before it read anything."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the process that reads documents {what}; what it printed above says why")


@dataclass
class Worker:
    """A process, the job it does, and the document it reads."""

    process: subprocess.Popen[bytes]
    jobs: Connection
    words: Connection
    deadline: float
    is_ready: bool = False
    job: Job | None = None
    place: Place | None = None  # the document that is being read, or opened
    shown: str = ""
    is_member: bool = False
    document_id: str | None = None
    began: float = 0.0
    idle_bytes: int = 0
    most_bytes: int = 0

    def hear(self, word: Word) -> None:
        """Note which document it is at."""
        if word.kind == "began" and word.place is not None:
            self.place, self.shown, self.document_id = word.place, word.path, word.document_id
            self.is_member = word.path != str(shown_path(word.place.path))
            self.began = time.monotonic()
        elif word.kind in ("read", "office") and word.place is not None:
            self.place = replace(word.place, number=word.place.number + 1)
            self.shown, self.document_id = "", None

    @property
    def has_read_all(self) -> bool:
        """Whether every document of its job has been read, as far as is known, and only the end was not said."""
        if self.job is None or self.place is None or self.shown:
            return False
        return not self.is_member and not self.job.by_office and self.place != self.job.places[0]

    def look(self) -> int:
        """Return the bytes it holds now; 0 where the system does not say."""
        with suppress(OSError, ValueError, IndexError):
            held = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
            self.most_bytes = max(self.most_bytes, held)
            return held
        return 0

    def stop(self) -> None:
        """End it, and LibreOffice with it, which ends only where its parent is asked to."""
        if self.job is not None and self.job.by_office:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(GRACE_SECONDS / 2)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.jobs.close()
        self.words.close()


def start_worker(known: Mapping[str, str], limits: ReadingLimits) -> Worker:
    """Return a process that will be ready to read within `START_SECONDS`."""
    # Fresh, not forked: the parent has threads (Prefect's, pyarrow's), whose locks a fork would copy as they stand.
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "flows.worker", str(os.getpid())],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path), **_ONE_THREAD},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Ctrl-C is for the parent, which then ends its workers; LibreOffice is ended with the group.
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    jobs = Connection(os.dup(process.stdin.fileno()), readable=False)
    words = Connection(os.dup(process.stdout.fileno()), writable=False)
    process.stdin.close()
    process.stdout.close()
    with suppress(BrokenPipeError):
        jobs.send((dict(known), limits))
    return Worker(process, jobs, words, time.monotonic() + START_SECONDS)
