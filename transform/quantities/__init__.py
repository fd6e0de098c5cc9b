"""Printed targets to figures: one string, or whole columns."""

from transform.quantities.clean import clean, fold, squeeze
from transform.quantities.contracts import Quantity
from transform.quantities.formula import Formula, find_formula
from transform.quantities.names import NameReading, parse_name
from transform.quantities.parse import parse_quantity

__all__ = [
    "Formula",
    "NameReading",
    "Quantity",
    "clean",
    "find_formula",
    "fold",
    "parse_name",
    "parse_quantity",
    "squeeze",
]
