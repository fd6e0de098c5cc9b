"""Grids to rows and records. The room's doors: `grids_to_tables`, `parse_quantity`, `normalise_quantities`."""

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
