"""A line that reads nothing: file names say what happens to a document.

`sleep-60.txt` takes 60 seconds, `bad.txt` is set aside, `break.txt` breaks the run, all others load.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extract.errors import JixiaoError


@dataclass(frozen=True, slots=True)
class Run:
    run_id: str
    started_at: datetime
    way: str
    version: str


@dataclass(frozen=True, slots=True)
class Entry:
    path: str
    document_id: str | None
    status: str
    code: str
    message: str
    seconds: float
    rows_in: int
    rows_out: int
    rows_set_aside: int


@dataclass(frozen=True, slots=True)
class Outcome:
    run: Run
    entries: tuple[Entry, ...]
    counts: dict[str, int]
    warehouse: Path
    report: Path | None

    @property
    def exit_status(self) -> int:
        return 2 if any(entry.status in {"set_aside", "failed"} for entry in self.entries) else 0


def start_run(way):
    return Run("run-1", datetime.now(UTC), way, "0.0")


def find_documents(paths: Sequence[Path]):
    return [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]


def known_documents(settings, *, reread=False):
    return frozenset()


def read_batch(sources, known, limits):
    for path in sources:
        if path.name.startswith("sleep-"):
            time.sleep(float(path.stem.split("-")[1]))
    return list(sources)


def publish_readings(readings, settings, run):
    if any(path.name == "break.txt" for path in readings):
        raise JixiaoError("the store is full; make room")
    entries = tuple(_entry(path) for path in readings)
    counts = {"projects": Counter(entry.status for entry in entries)["loaded"]}
    return Outcome(run, entries, counts, settings.warehouse, settings.reports / "report.html")


def _entry(path):
    if path.name == "bad.txt":
        return Entry(str(path), None, "set_aside", "no_table", "no table | found", 0.25, 3, 0, 3)
    return Entry(str(path), "d1", "loaded", "", "", 0.5, 2, 2, 0)
