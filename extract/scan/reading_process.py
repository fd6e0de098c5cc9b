"""A process that reads pages, as its parent sees it: what it reads, what it holds, and how it is ended.

In: pictures. Out: a `PageProcess`. It decides nothing; `crew` does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from extract.pdf.pages import PageTables
from extract.scan.picture import Picture, send
from extract.scan.seats import Seat

_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_TICKS: Final = os.sysconf("SC_CLK_TCK")
# One thread each, and memory given back: as many processes as processors stand side by side.
_FRUGAL: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENCV_FOR_THREADS_NUM": "1",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "65536",
    "MALLOC_MMAP_THRESHOLD_": "131072",
}


@dataclass
class PageProcess:
    """A process, the seat that it takes, and the picture that it reads."""

    process: subprocess.Popen[bytes]
    pictures: Connection
    tables: Connection
    seat: Seat | None
    picture: Picture | None = None
    has_read: bool = False
    _began: float = 0.0
    _cpu_then: float = 0.0

    def give(self, picture: Picture) -> None:
        """Let it read a picture; that it is dead is found out where it is listened to."""
        self.picture, self._began, self._cpu_then = picture, time.monotonic(), self._cpu_seconds()
        with suppress(BrokenPipeError):
            send(self.pictures, picture)

    def take(self) -> PageTables | None:
        """Return what it read, once its pipe is ready; None where it has ended instead."""
        try:
            found: PageTables = self.tables.recv()
        except (EOFError, OSError):
            return None
        self.picture, self.has_read = None, True
        return found

    @property
    def is_alive(self) -> bool:
        """Whether it can be given anything."""
        return self.process.poll() is None

    @property
    def seconds(self) -> tuple[float, float]:
        """What the picture has taken so far: of a processor, and on the clock."""
        return self._cpu_seconds() - self._cpu_then, time.monotonic() - self._began

    @property
    def megabytes(self) -> float:
        """What it holds now; 0 where the system does not say."""
        with suppress(OSError, ValueError, IndexError):
            held = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
            return int(held) * _PAGE / 1024**2
        return 0.0

    def _cpu_seconds(self) -> float:
        with suppress(OSError, ValueError, IndexError):
            fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / _TICKS
        return 0.0

    def stop(self) -> None:
        """End it at once, and leave its seat."""
        self.process.kill()
        self.process.wait()
        self.pictures.close()
        self.tables.close()
        self.leave_seat()

    def leave_seat(self) -> None:
        """Let another process read while this one does not."""
        if self.seat is not None:
            self.seat.leave()
            self.seat = None


def start_page_process(seat: Seat | None) -> PageProcess:
    """Return a fresh process, which may be given a picture at once."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "extract.scan.page_process", str(os.getpid())],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path), **_FRUGAL},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    pictures = Connection(os.dup(process.stdin.fileno()), readable=False)
    tables = Connection(os.dup(process.stdout.fileno()), writable=False)
    process.stdin.close()
    process.stdout.close()
    return PageProcess(process, pictures, tables, seat)
