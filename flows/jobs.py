"""What a run and the processes that read for it say to each other.

In: nothing. Out: frozen records that are sent through pipes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from flows.outcome import Reading

# What is allowed beyond a limit to whoever keeps it a second time: a process its own alarm, LibreOffice's keeper its end.
GRACE_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Place:
    """One document: the number of its source in the run, the source's path, and its own number in that source."""

    source: int
    path: Path
    number: int = 0

    @property
    def key(self) -> tuple[int, int]:
        """What puts the documents of a run in their order."""
        return self.source, self.number


@dataclass(frozen=True, slots=True)
class Job:
    """Documents to be read: of one source from a number on, or some old office documents in one call of LibreOffice."""

    places: tuple[Place, ...]
    by_office: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """What a worker says of a document, or of itself."""

    kind: Literal["ready", "alive", "began", "read", "office", "done"]
    place: Place | None = None
    path: str = ""
    document_id: str | None = None
    reading: Reading | None = None
    page: int = 0  # of `pages`, where it is alive at a page that is a picture
    pages: int = 0
