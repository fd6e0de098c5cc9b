"""Sums that a picture breaks: figures that would add up if one of them were read otherwise.

In: the parts of a sum and what they should come to. Out: the readings under which it holds, the likeliest only. A sum
that fails may fail on paper: this says which change would mend it, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from transform.pictures.cells import are_pictured
from transform.pictures.variants import SAID, variants
from transform.pieces import Piece

_MOST_PARTS: Final = 60  # of a sum that is looked into
_MOST_SAID: Final = 3

Fits = Callable[[Decimal, Decimal], bool]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a sum: what it is called, its text and value, and how another text in its place would be read."""

    name: str
    text: str
    pieces: tuple[Piece, ...]
    value: Decimal
    read: Callable[[str], Decimal | None]
    indicator_id: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One figure, and the text that would make the sum hold."""

    figure: Figure
    text: str
    rank: int

    @property
    def message(self) -> str:
        """The explanation in Chinese."""
        said = "（识别时的另一读法）" if self.rank == SAID else ""
        return f"{self.figure.name}“{self.figure.text.strip()}”读作“{self.text.strip()}”{said}"


def explain_sum(parts: Sequence[Figure], whole: Figure, fits: Fits) -> list[Explanation]:
    """Return the single changes that make the parts fit the whole, of the likeliest kind; none where it fits."""
    total = sum((part.value for part in parts), Decimal(0))
    if fits(total, whole.value) or len(parts) > _MOST_PARTS:
        return []
    found = [
        Explanation(figure, variant.text, variant.rank)
        for figure in (*parts, whole)
        if are_pictured(figure.pieces)
        for variant in variants(figure.text, figure.pieces)
        if (value := figure.read(variant.text)) is not None
        and (fits(total, value) if figure is whole else fits(total - figure.value + value, whole.value))
    ]
    likeliest = min((explanation.rank for explanation in found), default=SAID)
    return [explanation for explanation in found if explanation.rank == likeliest]


def word_explanations(explanations: Sequence[Explanation]) -> str:
    """Return the changes in one clause."""
    said = "，或".join(explanation.message for explanation in explanations[:_MOST_SAID])
    more = f"等 {len(explanations)} 种改读之一" if len(explanations) > _MOST_SAID else ""
    return f"若{said}{more}，则相符"
