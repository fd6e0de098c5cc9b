"""One document to its reading: its frames, or the reason why there are none.

In: a document, or the error that stands in its place. Out: a `Reading`. What breaks in one document ends there; nothing here
knows that it is called in a process of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from extract import Document, DocumentError, Grid, read_grids
from extract.errors import BrokenReadingError, TooMuchMemoryError
from flows.outcome import Entry, Reading
from flows.second_opinion import with_second_opinion
from review import corrector_of
from transform import Tables, grids_to_tables

_LONGEST_MESSAGE: Final = 1000
_FROM_PICTURES: Final = "scan"


def read_one(source: Document | DocumentError, *, megabytes: int, corrections: Path | None = None,
             grids: Callable[[Document], Iterable[Grid]] = read_grids) -> Reading:  # fmt: skip
    """Return what one document holds; `grids` reads it, the file of `corrections` says what people read there, and
    `megabytes` is what its process may hold."""  # fmt: skip
    began = time.perf_counter()
    if isinstance(source, DocumentError):
        return refuse(source)
    document_id = source.document_id
    try:
        corrector = corrector_of(document_id, corrections)
        tables = grids_to_tables(source, corrector.correct(grids(source)))
        tables = corrector.said_in(with_second_opinion(source, tables))
    except DocumentError as error:
        return refuse(error, document_id, time.perf_counter() - began)
    except MemoryError:
        return refuse(TooMuchMemoryError(source.path, megabytes), document_id, time.perf_counter() - began)
    except Exception as error:  # noqa: BLE001 - the document boundary: what one document breaks, it breaks alone
        broken = BrokenReadingError(source.path, f"{type(error).__name__}: {error}")
        return refuse(broken, document_id, time.perf_counter() - began)
    count = tables.row_count
    aside = (f"{rows} rows set aside: {reason}" for reason, rows in sorted(count.set_aside.items()))
    message = "; ".join((*_pictured(tables), *aside))
    entry = Entry(str(source.path), document_id, "loaded", message=message, seconds=time.perf_counter() - began,
                  rows_in=count.rows_in, rows_out=count.rows_out, rows_set_aside=count.rows_set_aside,
                  corrections=len(corrector.applied), stale_corrections=len(corrector.stale))  # fmt: skip
    return Reading(entry, tables)


def _pictured(tables: Tables) -> Iterator[str]:
    """Yield how many pages values were read on from their pictures, where any were."""
    cells = tables.cells[tables.cells["reader"] == _FROM_PICTURES]
    if len(cells):
        yield f"{cells['page'].nunique()} pages read from their pictures"


def keep_unchanged(document: Document) -> Reading:
    """Return the reading of a document that the store holds already."""
    return Reading(Entry(str(document.path), document.document_id, "unchanged"))


def refuse(error: DocumentError, document_id: str | None = None, seconds: float = 0.0) -> Reading:
    """Return the reading of a document that cannot be read: only the reason."""
    message = f"{_shorten(error.what)}; {error.todo}"
    return Reading(Entry(str(error.path), document_id, error.status, error.code, message, seconds))


def _shorten(said: str) -> str:
    """Return what was said in one line of a length that a table can hold: a document may have a million bad pages."""
    said = " ".join(said.split())
    return said if len(said) <= _LONGEST_MESSAGE else f"{said[:_LONGEST_MESSAGE]}…"
