"""One batch into the store, whole or not at all.

In: a `Batch`. Out: the file `warehouse`, replaced in one step after the next version was built and closed beside it.
Readers keep what they opened; a killed run leaves the old file. What a table means is not known here.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb
from filelock import FileLock, Timeout

from load.errors import ForeignStoreError, LockedStoreError, MissingStoreError, StoreVersionError, UnwritableStoreError
from load.schema import schema_statements
from transform.tables import (
    CELLS,
    DOCUMENTS,
    FINDINGS,
    INDICATORS,
    INGEST_LOG,
    PROJECTS,
    RULE_OUTCOMES,
    RULES,
    RUNS,
    SCHEMA_VERSION,
    SOURCES,
    STORE_INFO,
    UNITS,
    Table,
)

if TYPE_CHECKING:
    import pandas as pd

# The analysts' 1.5 tools open this format too, at the same size and speed.
_STORAGE_VERSION: Final = "v1.5.0"
_LOCK_SECONDS: Final = 10
_OF_DOCUMENTS: Final = (DOCUMENTS, PROJECTS, INDICATORS, CELLS, FINDINGS, RULE_OUTCOMES)

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one run has to say: rows for each table, and which document stands at which path now."""

    run: Mapping[str, Any]
    log: Rows
    sources: Mapping[str, str]  # source path → document_id
    rows: Mapping[str, pd.DataFrame | Rows]  # table name → its rows, for the documents that were loaded
    vocabularies: Mapping[str, Rows]  # table name → rows that replace the whole table


@dataclass(frozen=True, slots=True)
class Known:
    """What a store holds already: document ids with the version that read them, and the documents' paths."""

    documents: Mapping[str, str]  # document_id → reader version
    sources: Mapping[str, str]  # source path → document_id
    corrections: Mapping[str, str] = field(default_factory=dict)  # document_id → digest of the corrections in it


def read_known(warehouse: Path) -> Known:
    """Return what the store holds; nothing where there is no store yet. Raises a `StoreError` where it is not ours."""
    if not warehouse.exists():
        return Known({}, {})
    with open_store(warehouse) as connection:
        documents = connection.execute("SELECT document_id, reader_version, corrections_id FROM documents").fetchall()
        sources = connection.execute("SELECT source_path, document_id FROM sources").fetchall()
    corrections = {document_id: digest for document_id, _, digest in documents if digest}
    return Known({document_id: version for document_id, version, _ in documents}, dict(sources), corrections)


@contextmanager
def open_store(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a store read-only; raises `MissingStoreError`, `LockedStoreError`, `ForeignStoreError`, `StoreVersionError`."""
    if not warehouse.exists():
        raise MissingStoreError(warehouse)
    try:
        connection = duckdb.connect(str(warehouse), read_only=True)
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            raise LockedStoreError(warehouse, "another program has it open for writing") from error
        raise ForeignStoreError(warehouse) from error
    try:
        connection.execute("SET enable_progress_bar = false")
        _require_ours(connection, warehouse)
        yield connection
    finally:
        connection.close()


def _require_ours(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    try:
        row = connection.execute("SELECT application, schema_version FROM store_info").fetchone()
    except duckdb.Error as error:
        raise ForeignStoreError(warehouse, "the file is a DuckDB database, but not a jixiao store") from error
    if row is None or row[0] != "jixiao":
        raise ForeignStoreError(warehouse)
    if row[1] != SCHEMA_VERSION:
        raise StoreVersionError(warehouse, row[1], SCHEMA_VERSION)


def publish(batch: Batch, warehouse: Path) -> None:
    """Build the next version of the store with `batch` in it, and swap it in.

    The rows of a document replace all rows that it had; a document to which no path points any more leaves. Raises
    a `StoreError`, and then the store is as it was.
    """
    try:
        warehouse.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{warehouse}.lock", timeout=_LOCK_SECONDS):
            following = warehouse.with_name(f".{warehouse.name}.next")
            _remove(following)
            _build(batch, warehouse, following)
            _swap(following, warehouse)
    except Timeout as error:
        raise LockedStoreError(warehouse, "another run is publishing") from error
    except OSError as error:
        raise UnwritableStoreError(warehouse, error.strerror or str(error)) from error


def _remove(following: Path) -> None:
    """Remove what a killed run has left."""
    for leftover in (following, Path(f"{following}.wal")):
        leftover.unlink(missing_ok=True)


def _build(batch: Batch, warehouse: Path, following: Path) -> None:
    exists = warehouse.exists()
    if exists:
        with open_store(warehouse):
            # Held open while it is copied: no writer can change the file under the copy.
            shutil.copyfile(warehouse, following)
    connection = duckdb.connect()
    try:
        connection.execute("SET enable_progress_bar = false")
        path = str(following).replace("'", "''")
        connection.execute(f"ATTACH '{path}' AS store (STORAGE_VERSION '{_STORAGE_VERSION}')")
        if not exists:
            for statement in schema_statements("store"):
                connection.execute(statement)
            _insert(connection, STORE_INFO, [{"application": "jixiao", "schema_version": SCHEMA_VERSION}])
        _write_batch(connection, batch)
        connection.execute("CHECKPOINT store")
        connection.execute("DETACH store")
    finally:
        connection.close()


def _write_batch(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    _delete_documents(connection, [str(document) for document in _loaded_documents(batch)])
    for table in _OF_DOCUMENTS:
        _insert(connection, table, batch.rows.get(table.name, ()))
    _write_sources(connection, batch)
    for table in (RULES, UNITS):
        if table.name in batch.vocabularies:
            connection.execute(f"DELETE FROM store.{table.name}")
            _insert(connection, table, batch.vocabularies[table.name])
    _insert(connection, RUNS, [batch.run])
    _insert(connection, INGEST_LOG, batch.log)


def _loaded_documents(batch: Batch) -> list[object]:
    rows = batch.rows.get(DOCUMENTS.name, ())
    return [row["document_id"] for row in rows] if isinstance(rows, Sequence) else rows["document_id"].tolist()


def _write_sources(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Point the paths to their documents of today, and let documents go to which none points.

    A path whose document was unchanged when it was read, and has left the store since, points where it did: another
    run was faster.
    """
    present = {row[0] for row in connection.execute("SELECT document_id FROM store.documents").fetchall()}
    rows = [{"source_path": path, "document_id": document, "run_id": batch.run["run_id"]}
            for path, document in batch.sources.items() if document in present]  # fmt: skip
    known = dict(connection.execute("SELECT source_path, document_id FROM store.sources").fetchall())
    changed = [row for row in rows if known.get(str(row["source_path"])) != row["document_id"]]
    _delete_where(connection, SOURCES.name, "source_path", [str(row["source_path"]) for row in changed])
    _insert(connection, SOURCES, changed)
    orphans = connection.execute(
        "SELECT document_id FROM store.documents WHERE document_id NOT IN (SELECT document_id FROM store.sources)"
    ).fetchall()
    _delete_documents(connection, [row[0] for row in orphans])


def _delete_documents(connection: duckdb.DuckDBPyConnection, documents: Sequence[str]) -> None:
    for table in _OF_DOCUMENTS:
        _delete_where(connection, table.name, "document_id", documents)


def _delete_where(connection: duckdb.DuckDBPyConnection, table: str, column: str, values: Sequence[str]) -> None:
    if values:
        connection.execute(f"DELETE FROM store.{table} WHERE {column} IN (SELECT unnest(?::VARCHAR[]))", [list(values)])


def _insert(connection: duckdb.DuckDBPyConnection, table: Table, rows: pd.DataFrame | Rows) -> None:
    if len(rows) == 0:
        return
    from load.arrow import to_arrow  # with pandas and pyarrow: a question to the store needs neither

    arrow = to_arrow(table, rows)
    connection.register("arriving", arrow)
    connection.execute(f"INSERT INTO store.{table.name} BY NAME SELECT * FROM arriving")
    connection.unregister("arriving")


def _swap(following: Path, warehouse: Path) -> None:
    """Put the finished file in the store's place; it is complete on the disk before its name changes."""
    assert not Path(f"{following}.wal").exists(), "a checkpointed and closed store leaves no log behind"
    if warehouse.exists():
        shutil.copymode(warehouse, following)
    _sync(following)
    following.replace(warehouse)
    _sync(warehouse.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
