"""The line: documents → grids → frames → findings → warehouse, free of any orchestrator.

In: paths and folders. Out: an `Outcome`. `walk_line` is what a nightly run and a person at a terminal both call. One bad
document is set aside under its reason, and the others go on; only what breaks the run itself raises.
"""

from __future__ import annotations

import stat
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from expectations import Checked, check, drafted_data_docs, importing_gx
from extract import DocumentError
from extract.errors import MissingPathError, NoDocumentsError, UnopenedFileError
from flows.batch import to_batch
from flows.outcome import Entry, Outcome, Reading, Run
from flows.reading import refuse
from flows.replaced import say_replaced
from flows.settings import ReadingLimits, Settings
from flows.workers import read_in_workers
from load import Known, publish, read_known
from review import digests_of, read_corrections
from transform import Tables, join_tables

Source = Path | DocumentError


def walk_line(paths: Sequence[Path], settings: Settings, run: Run, *, tell: Callable[[str], None] = lambda _: None,
              reread: bool = False) -> Outcome:  # fmt: skip
    """Read documents, check them and publish them; `tell` hears each path as it is read.

    Raises a `JixiaoError` where the run itself broke; the store is then as it was.
    """
    known = known_documents(settings, reread=reread)
    sources = find_documents(paths)
    with importing_gx() if _are_new(sources, known) else nullcontext():
        readings = read_batch(sources, known, settings.reading, tell=tell)
    return publish_readings(readings, settings, run)


def _are_new(sources: Sequence[Source], known: Known) -> bool:
    """Whether all will surely be read and checked; where some are known, it may be that nothing is to be checked."""
    return any(isinstance(source, Path) for source in sources) and (
        not known.documents or known.sources.keys().isdisjoint(map(str, sources))
    )


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
        found = list(_search(path, frozenset()))
        yield from found
        if not found:
            yield NoDocumentsError(path)
    else:
        yield _open_or_refuse(path)


def _search(folder: Path, above: frozenset[tuple[int, int]]) -> Iterator[Source]:
    """Yield what stands in a folder, links followed; what cannot be looked into is an error in its place."""
    try:
        here = folder.stat()
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield UnopenedFileError(folder, error.strerror or str(error))
        return
    above |= {(here.st_dev, here.st_ino)}
    for entry in entries:
        if _is_hidden(entry):
            continue
        if not entry.is_dir():
            yield _open_or_refuse(entry)
        elif entry.is_symlink() and _place(entry) in above:
            yield UnopenedFileError(entry, "the link leads back to a folder that it stands in")
        else:
            yield from _search(entry, above)


def _place(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _open_or_refuse(path: Path) -> Source:
    """Return the file's own path, or why there is none."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return (
            UnopenedFileError(path, "the link leads nowhere")
            if path.is_symlink()
            else MissingPathError(path.absolute())
        )
    except (OSError, ValueError) as error:
        return UnopenedFileError(path, getattr(error, "strerror", None) or str(error))
    return path.resolve() if stat.S_ISREG(mode) else UnopenedFileError(path, "it is neither a file nor a folder")


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "~$"))


def known_documents(settings: Settings, *, reread: bool = False) -> Known:
    """Return what the store holds, so that it is not read again: but for documents of which people have said something
    since, and for all of them where everything is to be `reread`. Raises a `StoreError` or a `CorrectionsError`."""  # fmt: skip
    known = read_known(settings.warehouse)
    digests = digests_of(read_corrections(settings.corrections))
    same = {document_id: version for document_id, version in known.documents.items()
            if not reread and known.corrections.get(document_id) == digests.get(document_id)}  # fmt: skip
    return replace(known, documents=same)


def read_batch(
    sources: Sequence[Source], known: Known, limits: ReadingLimits, *, tell: Callable[[str], None] = lambda _: None
) -> list[Reading]:
    """Read some documents, each on its own, and so each member of an archive: what cannot be read is set aside."""
    paths = [source for source in sources if isinstance(source, Path)]
    found = iter(read_in_workers(paths, known.documents, limits, tell=tell))
    readings = [[refuse(source)] if isinstance(source, DocumentError) else next(found) for source in sources]
    return say_replaced([reading for of_source in readings for reading in of_source], known, limits.corrections)


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
