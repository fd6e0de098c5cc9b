"""Seats for processes that read pages: whatever number of programs reads, there are no more processes than seats.

In: a folder that they share. Out: a `Seat`, or none. A seat is a lock of the system: it falls free with its holder,
however that ends.
"""

from __future__ import annotations

import fcntl
from contextlib import suppress
from pathlib import Path
from typing import IO


class Seat:
    """One seat, held until it is left."""

    def __init__(self, lock: IO[bytes] | None = None) -> None:
        self._lock = lock

    def leave(self) -> None:
        """Let another have it."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def take_seat(folder: Path | None, count: int) -> Seat | None:
    """Return a free seat of so many; any number where nobody shares a folder."""
    if folder is None:
        return Seat()
    with suppress(OSError):  # of a folder that cannot be made nobody has a seat, and each still has one process
        folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        with suppress(OSError):
            lock = (folder / f"seat-{number}.lock").open("wb")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.close()
                raise
            return Seat(lock)
    return None
