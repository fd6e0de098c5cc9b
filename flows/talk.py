"""Words to the terminal: lines, tables, JSON.

In: values. Out: standard output, in which nothing that a document says is taken for markup.
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from typing import Any, Final

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

_WIDEST: Final = 100_000
_out = Console(soft_wrap=True)


def say(text: str) -> None:
    """Print a line as it is: a bracket in a path is no markup."""
    _out.print(text, markup=False, highlight=False)


def print_table(title: str, columns: Any, rows: Any) -> None:
    rows = list(rows)
    if not rows and title:
        return
    grid = Grid(*(str(column) for column in columns), title=title or None, title_justify="left")
    for row in rows:
        grid.add_row(*(Text(_to_text(value)) for value in row))
    # Piped, a table is as wide as its text: what is cut off would be lost to the reader.
    Console(width=None if _out.is_terminal else _WIDEST).print(grid, markup=False)


def _to_text(value: Any) -> str:
    """Return a value for a table: nothing for NULL, a figure without the zeros that its column type adds."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_to_json) + "\n")


def _to_json(value: Any) -> int | float | str:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
