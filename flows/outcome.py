"""What a run is and what it came to: the records that pass between the line, the flow and the command.

In: nothing. Out: frozen records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from transform import Tables
from transform.records import VERSION


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its id, when it began (UTC), and how it goes (`direct` or `flow`)."""

    run_id: str
    started_at: datetime
    way: str
    version: str = VERSION


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one document."""

    path: str
    document_id: str | None
    status: str  # "loaded", "unchanged", "set_aside", "failed"
    code: str = ""
    message: str = ""
    seconds: float = 0.0
    rows_in: int = 0
    rows_out: int = 0
    rows_set_aside: int = 0
    corrections: int = 0  # of people, that were applied
    stale_corrections: int = 0  # those whose cell reads otherwise by now: they were not


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as far as it was read."""

    entry: Entry
    tables: Tables | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to."""

    run: Run
    entries: tuple[Entry, ...]
    counts: Mapping[str, int]
    warehouse: Path
    report: Path | None

    @property
    def exit_status(self) -> int:
        """0 where every document is accounted for and in the store, 2 where some were set aside or failed."""
        return 2 if any(entry.status in {"set_aside", "failed"} for entry in self.entries) else 0
