"""Questions to the store, read-only.

In: SQL. Out: column names and rows. The store is never changed from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from load.errors import QueryError
from load.store import open_store


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns and rows of one query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def query(warehouse: Path, sql: str) -> Answer:
    """Return the answer to `sql`; raises `QueryError` with DuckDB's own words, or a `StoreError`."""
    if not sql.strip(" ;\n\t"):
        raise QueryError("the query is empty; write SQL, such as SELECT * FROM projects")
    with open_store(warehouse) as connection:
        try:
            # The store is all that a question needs: no other file is read, and none is written.
            connection.execute("SET enable_external_access = false")
            cursor = connection.execute(sql)
            columns = tuple(column[0] for column in cursor.description or ())
            return Answer(columns, tuple(cursor.fetchall()) if columns else ())
        except duckdb.Error as error:
            raise QueryError(" ".join(str(error).split("\n\n")[0].split())) from error
