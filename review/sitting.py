"""One person's sitting at the queue: what is open, what was just said, and the way back.

In: the store, the file of corrections, a name, a clock. Out: items, and lines in the file of corrections. The queue is read again
whenever the store or the file has changed, so that an ingest or a second person beside it is seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from extract import JixiaoError
from review.corrections import Correction, latest_of, read_corrections, write_correction
from review.deciding import say, take_back
from review.queue import Item, Queue, read_queue


class SeenOtherwiseError(JixiaoError):
    """The cell has been read again, or somebody else has said something of it, since the page was shown."""

    def __init__(self, item_id: str) -> None:
        super().__init__(f"{item_id}: 该格已由他人核对，或文件已重新读取，请看后再定")


@dataclass
class Sitting:
    """The queue as one person goes through it."""

    warehouse: Path
    corrections: Path
    by: str
    clock: Callable[[], datetime]
    document: str | None = None
    said: list[Correction] = field(default_factory=list)
    _queue: Queue | None = None
    _state: tuple[object, ...] = ()

    def queue(self) -> Queue:
        """Return the queue as it stands now."""
        state = (_state_of(self.warehouse), _state_of(self.corrections))
        if self._queue is None or state != self._state:
            self._queue = read_queue(self.warehouse, read_corrections(self.corrections), self.document)
            self._state = state
        return self._queue

    def find(self, item_id: str) -> Item | None:
        """Return an open item."""
        return next((item for item in self.queue().items if item.item_id == item_id), None)

    def beside(self, item_id: str) -> tuple[str | None, str | None]:
        """Return the ids of the items before and after an item."""
        ids = [item.item_id for item in self.queue().items]
        place = ids.index(item_id)
        return (ids[place - 1] if place else None), (ids[place + 1] if place + 1 < len(ids) else None)

    def say(self, item_id: str, seen: str, text: str) -> str | None:
        """Say what a cell prints, and return the id of the next item; `seen` is the mark of the reading that was shown.

        Raises `SeenOtherwiseError`, and what writing a correction raises.
        """
        item = self.find(item_id)
        if item is None or mark_of(item) != seen:
            raise SeenOtherwiseError(item_id)
        before, after = self.beside(item_id)
        holds = latest_of(read_corrections(self.corrections))
        correction = say(item, text, by=self.by, at=self.clock(), earlier=holds.get(item.key))
        write_correction(self.corrections, correction)
        self.said.append(correction)
        return after or before

    def undo(self) -> str | None:
        """Take back what was said last in this sitting, and return its item's id; None where there is nothing left."""
        if not self.said:
            return None
        correction = self.said.pop()
        write_correction(self.corrections, take_back(correction, by=self.by, at=self.clock()))
        return correction.item_id


def mark_of(item: Item) -> str:
    """Return a short mark of a reading, which changes with it."""
    return hashlib.sha256(item.text.encode()).hexdigest()[:16]


def _state_of(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
