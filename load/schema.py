"""The declared tables to SQL and Arrow: DDL, comments, column types.

In: `transform.tables`. Out: statements that build an empty store, and the Arrow schema that rows are loaded in. Large tables
get no primary key: it doubles the file, and uniqueness is a check.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from transform.tables import (
    CELLS,
    DAY,
    FIGURE,
    FINDINGS,
    FLAG,
    INDICATORS,
    INSTANT,
    SHARE,
    TABLES,
    TEXT,
    TEXTS,
    WHOLE,
    Table,
)

_LARGE: Final = frozenset({INDICATORS.name, CELLS.name, FINDINGS.name})
_ARROW_TYPES: Final = {
    TEXT: pa.string(),
    TEXTS: pa.list_(pa.string()),
    WHOLE: pa.int32(),
    FLAG: pa.bool_(),
    DAY: pa.date32(),
    INSTANT: pa.timestamp("us"),
    SHARE: pa.float64(),
    FIGURE: pa.decimal128(28, 8),
}


def schema_statements(catalog: str) -> list[str]:
    """Return the statements that build every table, with its comments, in the attached database `catalog`."""
    statements: list[str] = []
    for table in TABLES:
        statements.append(_create(table, catalog))
        statements.append(f"COMMENT ON TABLE {catalog}.{table.name} IS {_quote(table.about)}")
        statements += [
            f'COMMENT ON COLUMN {catalog}.{table.name}."{column.name}" IS {_quote(column.about)}'
            for column in table.columns
        ]
    return statements


def _create(table: Table, catalog: str) -> str:
    lines = [f'"{column.name}" {column.type}{" NOT NULL" if column.required else ""}' for column in table.columns]
    if table.name not in _LARGE:
        lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
    return f"CREATE TABLE {catalog}.{table.name} ({', '.join(lines)})"


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow types of a declared table."""
    return pa.schema([(column.name, _ARROW_TYPES[column.type]) for column in table.columns])


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
