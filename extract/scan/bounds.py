"""What reading the pictures of one document may cost, and who is told how far it is.

In: nothing. Out: a frozen record. It imports nothing heavy.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PAGE_SECONDS: Final = 60.0
PAGE_MEGABYTES: Final = 1024
_MOST_PROCESSES: Final = 8


def _stay_silent(_page: int, _pages: int) -> None:
    pass


def count_cores() -> int:
    """Return how many processors this process may use, which a container may have made fewer."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class ScanBounds:
    """What one page may take of a processor and of memory, and how many processes read pages side by side.

    Where others read at the same time, `seats` is a folder by which they share that many processes; each always has
    one. `tell` hears which page of how many is waited for, at least once a second.
    """

    seconds: float = PAGE_SECONDS
    megabytes: int = PAGE_MEGABYTES
    processes: int = min(count_cores(), _MOST_PROCESSES)
    seats: Path | None = None
    tell: Callable[[int, int], None] = _stay_silent
