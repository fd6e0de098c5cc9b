"""How often a reading with such evidence is right: learned from drawn pages, whose text is known.

In: `Evidence`. Out: a probability, 0 to 1. The weights are in `data/reference/scan_confidence.csv`;
`python -m bench.calibrate_scans` makes them and draws how well they hold (`docs/images/scan-reliability.svg`).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

WEIGHTS: Final = Path(__file__).parents[2] / "data" / "reference" / "scan_confidence.csv"
_FLOOR: Final = 1e-4  # what a reader says it cannot be wrong about, it is
_TWO: Final = 2
DIVIDED: Final = 0.9  # as many readings say another thing


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a reading of a line."""

    least: float  # the probability of the first reader's least sure character
    second: float  # that of the second reader; negative where it was not asked
    readings: int
    agreeing: int
    sign: float  # how sure the shape of its least sure sign is; 1 where none was seen
    fits: int  # 2: the reader of text saw the same sign, or there is none; 1: another; 0: nor is the rest the same
    has_figure: bool
    length: int

    def features(self) -> dict[str, float]:
        """Return what the weights are for, each by its name."""
        was_asked = self.second >= 0
        is_united = was_asked and self.agreeing == self.readings
        differ = was_asked and not is_united
        return {
            "constant": 1.0,
            "first": _logit(self.least),
            "second where they agree": _logit(self.second) if is_united else 0.0,
            "agree": float(is_united),
            "first where they agree": _logit(self.least) if is_united else 0.0,
            "differ": float(differ),
            "most of four agree": float(differ and self.agreeing > _TWO),
            "first where they differ": _logit(self.least) if differ else 0.0,
            "has sign": float(self.sign < 1),
            "sign": _logit(self.sign) if self.sign < 1 else 0.0,
            "sign read otherwise": float(self.fits < _TWO),
            "figure read otherwise": float(self.fits == 0),
            "figure": float(self.has_figure),
            "short": 1.0 / max(1, self.length),
            "long": math.log(max(1, self.length)),
        }


def _logit(probability: float) -> float:
    share = min(1 - _FLOOR, max(_FLOOR, probability))
    return math.log10(share / (1 - share))


def confidence_of(evidence: Evidence, weights: Mapping[str, float] | None = None) -> float:
    """Return how often readings with such evidence are right; by other weights than those in the file if given."""
    used = _weights() if weights is None else weights
    score = sum(used[name] * value for name, value in evidence.features().items())
    is_divided = evidence.readings > 1 and 2 * evidence.agreeing <= evidence.readings
    # Readers agree on signs that are not there; and where they are divided, few pages teach how far to trust either.
    most = min(evidence.sign, DIVIDED if is_divided else 1.0)
    return most / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def _weights() -> dict[str, float]:
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(file)}
