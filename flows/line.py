"""The line: documents → grids → frames → findings → warehouse, free of any orchestrator.

In: paths and folders. Out: an `Outcome`. `walk_line` is what a nightly run and a person at a terminal both call. One bad
document is set aside under its reason, and the others go on; only what breaks the run itself raises.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from expectations import Checked, check, drafted_data_docs
from extract import Document, DocumentError, read_documents, read_grids
from extract.errors import MissingPathError, NoDocumentsError, UnopenedFileError
from flows.batch import to_batch
from flows.outcome import Entry, Outcome, Reading, Run
from flows.second_opinion import with_second_opinion
from flows.settings import Settings
from load import Known, publish, read_known
from transform import Tables, grids_to_tables, join_tables
from transform.records import VERSION

Source = Path | DocumentError


def walk_line(paths: Sequence[Path], settings: Settings, run: Run, *, tell: Callable[[str], None] = lambda _: None,
              reread: bool = False) -> Outcome:  # fmt: skip
    """Read documents, check them and publish them; `tell` hears each path as it is read.

    Raises a `JixiaoError` where the run itself broke; the store is then as it was.
    """
    known = known_documents(settings, reread=reread)
    readings = read_batch(find_documents(paths), known, tell=tell)
    return publish_readings(readings, settings, run)


def start_run(way: str) -> Run:
    """Return a new run that starts now."""
    now = datetime.now(UTC)
    return Run(f"{now:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}", now, way)


def find_documents(paths: Sequence[Path]) -> list[Source]:
    """Return the documents at some paths, folders searched to the bottom; what is not there is an error in its place."""
    found = [source for path in paths for source in _find(path)]
    return list({str(source): source for source in found}.values())


def _find(path: Path) -> Iterator[Source]:
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file() and not _is_hidden(file.relative_to(path)))
        yield from (file.resolve() for file in files)
        if not files:
            yield NoDocumentsError(path)
    elif path.is_file():
        yield path.resolve()
    elif path.exists():
        yield UnopenedFileError(path, "it is neither a file nor a folder")
    else:
        yield MissingPathError(path.absolute())


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def known_documents(settings: Settings, *, reread: bool = False) -> Known:
    """Return what the store holds, so that it is not read again; only its paths where everything is to be."""
    known = read_known(settings.warehouse)
    return replace(known, documents={}) if reread else known


def read_batch(
    sources: Sequence[Source], known: Known, *, tell: Callable[[str], None] = lambda _: None
) -> list[Reading]:
    """Read some documents, each on its own, and so each member of an archive: what cannot be read is set aside."""
    readings = []
    for source in sources:
        tell(str(source.path if isinstance(source, DocumentError) else source))
        found = [source] if isinstance(source, DocumentError) else read_documents(source)
        readings += [_read_one(document, known) for document in found]
    return readings


def _read_one(source: Document | DocumentError, known: Known) -> Reading:
    began = time.perf_counter()
    path = source.path
    document_id = None
    try:
        if isinstance(source, DocumentError):
            raise source
        document = source
        document_id = document.document_id
        if known.documents.get(document_id) == VERSION:
            return Reading(Entry(str(path), document_id, "unchanged", seconds=time.perf_counter() - began))
        tables = with_second_opinion(document, grids_to_tables(document, read_grids(document)))
    except DocumentError as error:
        message = f"{error.what}; {error.todo}"
        return Reading(Entry(str(path), document_id, error.status, error.code, message, time.perf_counter() - began))
    except Exception as error:  # noqa: BLE001 - the document boundary: what one document breaks, it breaks alone
        message = f"reading it broke ({type(error).__name__}: {error}); please report the document"
        return Reading(Entry(str(path), document_id, "failed", "broken", message, time.perf_counter() - began))
    count = tables.row_count
    message = "; ".join(f"{rows} rows set aside: {reason}" for reason, rows in sorted(count.set_aside.items()))
    entry = Entry(str(path), document_id, "loaded", message=message, seconds=time.perf_counter() - began, rows_in=count.rows_in,
                  rows_out=count.rows_out, rows_set_aside=count.rows_set_aside)  # fmt: skip
    return Reading(entry, tables)


def publish_readings(readings: Sequence[Reading], settings: Settings, run: Run) -> Outcome:
    """Check what was read and publish it whole; the report is drawn first, and takes its place only with the store."""
    readings = _once_each(readings)
    parts = [reading.tables for reading in readings if reading.tables is not None]
    tables = join_tables(parts)
    checked = check(tables, run_id=run.run_id, run_time=run.started_at) if parts else None
    entries = tuple(reading.entry for reading in readings)
    batch = to_batch(run, entries, tables, checked)
    with drafted_data_docs(checked.validated, settings.reports) if checked else _standing_report(settings) as report:
        publish(batch, settings.warehouse)
    return Outcome(run, entries, _count(entries, tables, checked), settings.warehouse, report)


def _once_each(readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings with a document that stands at two paths loaded once."""
    seen: set[str] = set()
    once = []
    for reading in readings:
        document = reading.entry.document_id
        if reading.tables is None or document is None:
            once.append(reading)
        elif document in seen:
            message = "the same document stands at another path"
            once.append(Reading(replace(reading.entry, status="unchanged", message=message)))
        else:
            seen.add(document)
            once.append(reading)
    return once


@contextmanager
def _standing_report(settings: Settings) -> Iterator[Path | None]:
    """Yield the last run's report, where a run has loaded nothing to report on."""
    index = settings.reports / "index.html"
    yield index if index.exists() else None


def _count(entries: Sequence[Entry], tables: Tables, checked: Checked | None) -> dict[str, int]:
    statuses = Counter(entry.status for entry in entries)
    return {
        "documents": len(entries),
        **{status: statuses[status] for status in ("loaded", "unchanged", "set_aside", "failed")},
        "projects": len(tables.projects),
        "indicators": len(tables.indicators),
        "findings": len(checked.findings) if checked else 0,
    }
