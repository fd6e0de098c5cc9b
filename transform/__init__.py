"""Grids to rows and records. The room's doors: `grids_to_tables`, `parse_quantity`, `normalise_quantities`.

What stands behind a door is imported when somebody asks for it: who only wants the declared tables loads no reader.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transform.contracts import Doubt, RowCount, Tables, join_tables
    from transform.quantify import normalise_quantities
    from transform.quantities import Quantity, parse_quantity
    from transform.records import grids_to_tables

__all__ = [
    "Doubt",
    "Quantity",
    "RowCount",
    "Tables",
    "grids_to_tables",
    "join_tables",
    "normalise_quantities",
    "parse_quantity",
]
_BEHIND = {
    "contracts": ("Doubt", "RowCount", "Tables", "join_tables"),
    "quantify": ("normalise_quantities",),
    "quantities": ("Quantity", "parse_quantity"),
    "records": ("grids_to_tables",),
}


def __getattr__(name: str) -> object:
    for module, names in _BEHIND.items():
        if name in names:
            return getattr(import_module(f"transform.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
