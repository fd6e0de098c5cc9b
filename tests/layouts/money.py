"""Money as documents print it: 万元 or 元, decimals, separators, the unit in the cell or in the header.

In: yuan. Out: text that says exactly that much.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random


@dataclass(frozen=True, slots=True)
class Money:
    """How one document prints its money."""

    unit: str = "万元"
    has_separators: bool = False
    in_cell: str = ""  # what follows the figure in its cell: "", "万元", " 万元", "万"
    decimals: int = 2

    def text(self, yuan: Decimal) -> str:
        """Return an amount; it gets more decimals where it would lose something."""
        figure = yuan / 10000 if self.unit == "万元" else yuan
        plain = f"{figure.normalize():f}"
        there = len(plain.partition(".")[2])
        shown = f"{figure:{',' if self.has_separators else ''}.{max(there, self.decimals)}f}"
        return shown + self.in_cell


def draw_money(rng: Random) -> Money:
    """Return the way in which a document prints money."""
    unit = "元" if rng.random() < 0.25 else "万元"
    in_cell = rng.choice(("", "", "", "", "万元", " 万元", "万")) if unit == "万元" else rng.choice(("", "", "", "元"))
    return Money(unit, rng.random() < (0.6 if unit == "元" else 0.15), in_cell, rng.choice((0, 0, 2)))
