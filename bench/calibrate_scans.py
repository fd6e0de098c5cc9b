"""How sure a reading of a line may be: learned from drawn pages, and drawn as a plot of reliability.

In: a folder of fonts. Out: `data/reference/scan_confidence.csv` (weights of a logistic regression on what
`extract.scan.confidence.Evidence` holds), `docs/images/scan-reliability.svg`, and a table, printed. Pages are drawn by
`tests.scans` from seeds of their own, in two halves: what the table and the plot show of one is judged by weights learned
from the other. Lines are cropped and heard as in a page that is read.
`python -m bench.calibrate_scans FONTS --seed 50000 --count 48`.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bench.drawn_lines import TrueLine, draw_lines
from bench.reliability import Bin, bins_of, draw_reliability
from extract.scan import confidence
from extract.scan.confidence import Evidence
from extract.scan.readings import evidence_of, hear
from extract.scan.wording import fold
from tests.scans.faces import find_faces
from tests.scans.score import SURE

_PLOT: Final = Path("docs/images/scan-reliability.svg")
_RIDGE: Final = 1.0  # pulls weights to nothing, so that a feature seldom met is not trusted much
_RISING: Final = ("first", "second where they agree", "sign")
_STEPS: Final = 30
_CAUTION: Final = 3.0  # how many times a wrong reading counts: one in silence is worse than a doubt too many


@dataclass(frozen=True, slots=True)
class Judged:
    """The evidence for a reading, and whether it was right."""

    evidence: Evidence
    is_right: bool
    is_value: bool


def judge(lines: Sequence[TrueLine]) -> Iterator[Judged]:
    """Return the readings of lines, held against what was printed."""
    for line, heard in zip(lines, hear([line.picture for line in lines]), strict=True):
        if heard.stroke or heard.marked.is_alone:
            continue  # told by shape alone, and no reader's word
        texts, evidence = evidence_of(heard)
        if texts[0]:
            yield Judged(evidence, fold(texts[0]) == fold(line.text), line.is_value)


def fit(judged: Sequence[Judged]) -> dict[str, float]:
    """Return the weights of a logistic regression; the same input gives the same weights.

    Where few readings are wrong, chance may teach that a surer character is less to be trusted: such a weight is nothing.
    """
    names = list(judged[0].evidence.features())
    weights = _fitted(judged, names)
    while falling := [name for name in _RISING if weights.get(name, 0.0) < 0]:
        weights = _fitted(judged, [name for name in weights if name not in falling])
    return {name: weights.get(name, 0.0) for name in names}


def _fitted(judged: Sequence[Judged], names: Sequence[str]) -> dict[str, float]:
    """Return the weights of these features alone, by Newton's method."""
    x = _table(judged, names)
    y = np.array([float(one.is_right) for one in judged])
    trust = np.where(y > 0, 1.0, _CAUTION)
    weights = np.zeros(len(names))
    pull = _RIDGE * np.eye(len(names))
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (trust * (y - chance)) - pull @ weights
        curve = (x * (trust * chance * (1 - chance))[:, None]).T @ x + pull
        weights = weights + np.linalg.solve(curve, slope)
    return dict(zip(names, weights.tolist(), strict=True))


def _table(judged: Sequence[Judged], names: Sequence[str]) -> npt.NDArray[np.float64]:
    features = [one.evidence.features() for one in judged]
    return np.array([[one[name] for name in names] for one in features])


def write_weights(weights: dict[str, float], path: Path) -> None:
    """Write the weights, four digits each."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out: Any = csv.writer(file, lineterminator="\n")
        out.writerow(("feature", "weight"))
        out.writerows((name, f"{weight:.4f}") for name, weight in weights.items())


def main() -> None:
    """Calibrate, write the weights and the plot, and print the table of the pages kept for the test."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibrate_scans", description=__doc__)
    parser.add_argument("fonts", type=Path)
    parser.add_argument("--seed", type=int, default=50_000)
    parser.add_argument("--count", type=int, default=48, help="pages")
    chosen = parser.parse_args()
    faces = find_faces(chosen.fonts)
    halves: tuple[list[Judged], list[Judged]] = ([], [])
    for seed in range(chosen.seed, chosen.seed + chosen.count):
        halves[seed % 2].extend(judge(list(draw_lines(seed, faces))))
    sys.stdout.write(calibrate(halves))


def calibrate(halves: tuple[list[Judged], list[Judged]]) -> str:
    """Write the weights learned from both halves, and the plot of each as judged by the other; return the table."""
    tried: list[tuple[Judged, float]] = []
    for learned, kept in (halves, halves[::-1]):
        weights = fit(learned)
        tried += [(one, confidence.confidence_of(one.evidence, weights)) for one in kept]
    write_weights(fit([*halves[0], *halves[1]]), confidence.WEIGHTS)
    bins = bins_of([(sure, one.is_right) for one, sure in tried])
    _PLOT.parent.mkdir(parents=True, exist_ok=True)
    _PLOT.write_text(draw_reliability(bins), encoding="utf-8")
    return _report(tried, bins)


def _report(tried: Sequence[tuple[Judged, float]], bins: Sequence[Bin]) -> str:
    rows = ["| confidence | lines | right |", "|---|---|---|"]
    rows += [f"| {one.low:.3f} to {one.high:.3f} | {one.count} | {100 * one.right / one.count:.2f} % |" for one in bins]
    values = [(one.is_right, sure >= SURE) for one, sure in tried if one.is_value]
    rows.append(
        f"lines of values {len(values)}, right {sum(right for right, _ in values)}; not flagged and wrong "
        f"{values.count((False, True))}, flagged and right {values.count((True, False))}"
    )
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
