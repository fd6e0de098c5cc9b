"""Time the stages of the line on the sample: reading, checking, publishing, writing the report.

In: nothing. Out: a table of milliseconds, the median of some rounds, and each stage's share. Run it with `make bench`.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from expectations import check, write_data_docs
from expectations.suites import import_gx
from flows.line import find_documents, read_batch, start_run, walk_line
from flows.settings import Settings, read_settings
from load import Known
from transform import join_tables

ROUNDS = 5
SAMPLES = Path(__file__).resolve().parent.parent / "data" / "samples"


def main() -> None:
    """Print the table."""
    began = time.perf_counter()
    import_gx()
    print(f"import of Great Expectations, once a process: {1000 * (time.perf_counter() - began):.0f} ms")
    with tempfile.TemporaryDirectory() as folder:
        for name, milliseconds in _measure(read_settings(warehouse=Path(folder) / "jixiao.duckdb")).items():
            print(f"{name:28} {milliseconds:8.1f} ms")


def _measure(settings: Settings) -> dict[str, float]:
    known = Known({}, {})
    sources = find_documents([SAMPLES])
    tables = join_tables([reading.tables for reading in read_batch(sources, known, settings.reading) if reading.tables])
    checked = check(tables)
    return {
        "read the documents": _median(lambda: read_batch(sources, known, settings.reading)),
        "check the tables": _median(lambda: check(tables)),
        "write the report": _median(lambda: write_data_docs(checked.validated, settings.reports)),
        "the whole line": _median(lambda: walk_line([SAMPLES], settings, start_run("direct"), reread=True)),
    }


def _median(work: Callable[[], Any]) -> float:
    return 1000 * statistics.median(_time(work) for _ in range(ROUNDS))


def _time(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
