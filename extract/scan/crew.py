"""Pictures of pages to their tables, in processes side by side, in their order.

In: `Picture`s, as they are made; few are made ahead. Out: `PageTables`. A page that takes too long, too much memory or
its process with it is a notice in its place, and the other pages go on. The processes stay for the next document,
for each has loaded its weights; they end with this process.
"""

from __future__ import annotations

import atexit
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import wait
from typing import Final

from extract.pdf.pages import PageTables
from extract.scan.bounds import ScanBounds
from extract.scan.page_process import unread_page
from extract.scan.picture import Picture
from extract.scan.reading_process import PageProcess, start_page_process
from extract.scan.seats import take_seat

_LOOK_SECONDS: Final = 0.1  # between two looks at the processes
_TELL_SECONDS: Final = 1.0
_ON_THE_CLOCK: Final = 5  # times what a page may take of a processor
_AHEAD: Final = 2  # pictures that wait while each process reads one
_KEPT: Final = 0.8  # of its memory: a process that keeps more is replaced before the next page
_MOST_DEATHS: Final = 10  # of one document: its other pages are hardly worth a process each

_idle: list[PageProcess] = []
_owner: list[int] = []


class Crew:
    """Reads the pages of one document; to be closed."""

    def __init__(self, bounds: ScanBounds) -> None:
        self.bounds = bounds
        self._waiting: deque[tuple[int, Picture]] = deque()
        self._busy: dict[int, PageProcess] = {}
        self._free = _take_idle()
        self._done: dict[int, PageTables] = {}
        self._next, self._deaths, self._told = 0, 0, 0.0

    @property
    def room(self) -> int:
        """How many more pictures may be made ahead."""
        return self.bounds.processes + _AHEAD - len(self._waiting) - len(self._busy) - len(self._done)

    @property
    def reach(self) -> int:
        """How many pages on it is worth looking for pictures."""
        return 2 * (self.bounds.processes + _AHEAD)

    def submit(self, picture: Picture) -> int:
        """Let a picture be read; the answer is asked for by the number returned."""
        ticket = self._next
        self._next += 1
        if self._deaths < _MOST_DEATHS:
            self._waiting.append((ticket, picture))
            self._step(0)
        else:
            self._done[ticket] = unread_page(picture, "pages_given_up")
        return ticket

    def result(self, ticket: int, number: int, count: int) -> PageTables:
        """Return what was read in a picture, waiting for it; `tell` hears the number of its page."""
        self._tell(number, count, is_new=True)
        while ticket not in self._done:
            self._step(_LOOK_SECONDS)
            self._tell(number, count)
        return self._done.pop(ticket)

    def read(self, pages: Iterable[Picture | PageTables]) -> Iterator[PageTables]:
        """Yield what was read of each page, in their order; one that needs no reading as it is."""
        coming: deque[tuple[int, int, int] | PageTables] = deque()
        for page in pages:
            coming.append(page if isinstance(page, PageTables) else (self.submit(page), page.number, page.count))
            while coming and self.room <= 0:
                yield self._answer(coming.popleft())
        while coming:
            yield self._answer(coming.popleft())

    def _answer(self, one: tuple[int, int, int] | PageTables) -> PageTables:
        return one if isinstance(one, PageTables) else self.result(*one)

    def close(self) -> None:
        """End what is still being read; keep one process for the next document, or all where nobody shares seats."""
        for process in self._busy.values():
            process.stop()
        kept = 1 if self.bounds.seats is not None else len(self._free)
        for process in self._free[kept:]:
            process.stop()
        for process in self._free[:kept]:
            process.leave_seat()
        _idle.extend(self._free[:kept])
        self._waiting.clear()
        self._busy, self._free = {}, []

    def _tell(self, number: int, count: int, *, is_new: bool = False) -> None:
        if is_new or time.monotonic() - self._told > _TELL_SECONDS:
            self._told = time.monotonic()
            self.bounds.tell(number, count)

    def _step(self, seconds: float) -> None:
        """Give out what waits, and look at what is being read."""
        self._employ()
        ready = wait([process.tables for process in self._busy.values()], seconds)
        for ticket, process in list(self._busy.items()):
            if process.tables in ready:
                self._listen(ticket, process)
            else:
                self._watch(ticket, process)

    def _employ(self) -> None:
        while self._waiting and (process := self._find_process()) is not None:
            ticket, picture = self._waiting.popleft()
            self._busy[ticket] = process
            process.give(picture)

    def _find_process(self) -> PageProcess | None:
        while self._free:
            process = self._free.pop()
            if process.is_alive and process.megabytes < _KEPT * self.bounds.megabytes:
                process.seat = process.seat or take_seat(self.bounds.seats, self.bounds.processes)
                return process
            process.stop()
        # To start a process takes as long as half a page: a lone page that waits may wait on.
        if self._busy and (len(self._waiting) < 2 or len(self._busy) >= self.bounds.processes):
            return None
        seat = take_seat(self.bounds.seats, self.bounds.processes)
        return None if seat is None and self._busy else start_page_process(seat)

    def _listen(self, ticket: int, process: PageProcess) -> None:
        found = process.take()
        if found is None:
            self._bury(ticket, process, "page_not_read")
            return
        del self._busy[ticket]
        self._free.append(process)
        self._done[ticket] = found

    def _watch(self, ticket: int, process: PageProcess) -> None:
        on_processor, on_clock = process.seconds
        if on_processor > self.bounds.seconds or on_clock > _ON_THE_CLOCK * self.bounds.seconds:
            self._bury(ticket, process, "page_too_slow")
        elif process.megabytes > self.bounds.megabytes:
            self._bury(ticket, process, "page_too_large")

    def _bury(self, ticket: int, process: PageProcess, code: str) -> None:
        """End a process and set its page aside; one that came after others may have died of what they left."""
        picture = process.picture
        process.stop()
        del self._busy[ticket]
        assert picture is not None
        if process.has_read and code != "page_too_slow":
            self._waiting.appendleft((ticket, picture))
            return
        self._done[ticket] = unread_page(picture, code)
        self._deaths += 1
        if self._deaths >= _MOST_DEATHS:
            while self._waiting:
                ticket, picture = self._waiting.popleft()
                self._done[ticket] = unread_page(picture, "pages_given_up")


def _take_idle() -> list[PageProcess]:
    """Return the processes that the last document left; a fork of this process has none of its own."""
    if _owner != [os.getpid()]:
        _owner[:] = [os.getpid()]
        _idle.clear()
        atexit.register(_stop_idle)
    taken: list[PageProcess] = []
    with suppress(IndexError):  # one by one: another thread may take at the same time
        while True:
            taken.append(_idle.pop())
    return taken


def _stop_idle() -> None:
    if _owner == [os.getpid()]:
        while _idle:
            _idle.pop().stop()
