"""The closed vocabularies of targets, from `data/reference/`: signs, units, qualitative words, null marks.

Out: dictionaries from a squeezed word to what it means. A word that is not in them is never given a meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from transform.quantities.clean import squeeze
from transform.quantities.exact import is_exact, to_decimal
from transform.reference import read_reference


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign or a word for one: `≥`, `不少于`, `以上`."""

    surface: str
    operator: str
    is_lookalike: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed unit and what it is worth: `value = number × factor` in `unit`.

    `kind` is `exact`, `class` (a classifier of its own), `generic`, `prefix` (may stand before the number), `elliptic`
    (money only where the context says so) or `ambiguous`.
    """

    surface: str
    unit: str
    dimension: str
    factor: Fraction
    kind: str
    decimal_factor: Decimal | None = None  # None where no decimal gives the factor exactly


@dataclass(frozen=True, slots=True)
class Scale:
    """A qualitative word's scale, and whether reaching it can be measured."""

    name: str
    is_measurable: bool


def _signs(place: str) -> dict[str, Sign]:
    return {
        squeeze(row["surface"]): Sign(row["surface"], row["operator"], row["is_lookalike"] == "yes")
        for row in read_reference("operators.csv")
        if row["place"] == place
    }


@cache
def signs_before() -> dict[str, Sign]:
    """Signs that stand before the number."""
    return _signs("before")


@cache
def signs_after() -> dict[str, Sign]:
    """Words that stand after the number; by the Civil Code (art. 1259) 以上, 以下 and 以内 include it."""
    return _signs("after")


@cache
def units() -> dict[str, Unit]:
    """Measuring units by their written form."""
    return {
        squeeze(row["surface"]): _row_to_unit(row["surface"], row["unit"], row["dimension"], row["factor"], row["kind"])
        for row in read_reference("units.csv")
    }


def _row_to_unit(surface: str, unit: str, dimension: str, factor_text: str, kind: str) -> Unit:
    factor = Fraction(factor_text)
    return Unit(surface, unit, dimension, factor, kind, to_decimal(factor) if is_exact(factor) else None)


@cache
def scales() -> dict[str, Scale]:
    """Qualitative words and the scale each stands on."""
    return {
        squeeze(row["surface"]): Scale(row["scale"], row["is_measurable"] == "yes")
        for row in read_reference("qualitative.csv")
    }


@cache
def idioms() -> frozenset[str]:
    """Words that hold a numeral and count nothing: 一次性, 三农, 万无一失."""
    return frozenset(squeeze(row["surface"]) for row in read_reference("idioms.csv"))


@cache
def null_marks() -> frozenset[str]:
    """What is printed in a cell to say that it is empty."""
    return frozenset(squeeze(row["surface"]) for row in read_reference("null_marks.csv"))
