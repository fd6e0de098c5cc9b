"""Rows to Arrow, in the declared types.

In: a declared table and its rows, a frame or records. Out: an Arrow table that DuckDB loads by its names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from transform.tables import DAY, FIGURE, FLAG, INSTANT, SHARE, TEXT, TEXTS, WHOLE, Table

_LAST_PLACE: Final = Decimal("1e-8")
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


def to_arrow(table: Table, rows: pd.DataFrame | Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return rows in the declared types; a value that does not fit its column is our own mistake and raises."""
    schema = _schema(table)
    columns = []
    for column, kind in zip(table.columns, schema, strict=True):
        values = _column(rows, column.name)
        if column.type == FIGURE:
            values = [None if value is None else Decimal(value).quantize(_LAST_PLACE) for value in values]
        columns.append(pa.array(values, type=kind.type))
    return pa.Table.from_arrays(columns, schema=schema)


def _schema(table: Table) -> pa.Schema:
    return pa.schema([(column.name, _ARROW_TYPES[column.type]) for column in table.columns])


def _column(rows: pd.DataFrame | Sequence[Mapping[str, Any]], name: str) -> list[Any]:
    if isinstance(rows, pd.DataFrame):
        return rows[name].astype(object).where(rows[name].notna(), None).tolist()
    return [row.get(name) for row in rows]
