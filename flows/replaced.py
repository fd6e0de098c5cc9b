"""Corrections that stay behind when a file gets other content.

In: readings, and what stood at their paths before. Out: the same readings; where people had corrected what stood there, the
new document says that these corrections are not its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flows.outcome import Reading
from load import Known
from review import latest_of, read_corrections
from review.applying import doubt_replaced


def say_replaced(readings: Sequence[Reading], known: Known, corrections: Path | None) -> list[Reading]:
    """Return the readings, with a doubt in those whose file held a corrected document before."""
    counts = Counter(document_id for document_id, *_ in latest_of(read_corrections(corrections)))
    return [_say_replaced(reading, known.sources.get(reading.entry.path), counts) for reading in readings]


def _say_replaced(reading: Reading, earlier_id: str | None, counts: Counter[str]) -> Reading:
    entry = reading.entry
    if reading.tables is None or earlier_id in (None, entry.document_id) or not counts[str(earlier_id)]:
        return reading
    left = counts[str(earlier_id)]
    tables = doubt_replaced(reading.tables, left, str(earlier_id))
    return Reading(replace(entry, stale_corrections=entry.stale_corrections + left), tables)
