"""The declared tables to SQL: DDL, comments, column types.

In: `transform.tables`. Out: statements that build an empty store. Large tables get no primary key: it doubles the
file, and uniqueness is a check.
"""

from __future__ import annotations

from typing import Final

from transform.tables import CELLS, FINDINGS, INDICATORS, TABLES, Table

_LARGE: Final = frozenset({INDICATORS.name, CELLS.name, FINDINGS.name})


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


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
