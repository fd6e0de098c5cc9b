"""A plot of reliability: how often readings of a confidence were right.

In: pairs of a confidence and whether it was right. Out: `Bin`s, and an SVG. Most readings are nearly sure, so the bins are
narrow there and the axes show what is left to 1 in powers of ten.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_EDGES: Final = (0.0, 0.2, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0)
_SIDE, _ROOM = 360.0, 56.0  # pixels
_MOST: Final = 3.5  # powers of ten below 1
_TICKS: Final = (0.0, 0.5, 0.9, 0.95, 0.99, 0.999)


@dataclass(frozen=True, slots=True)
class Bin:
    """Readings from one confidence up to another."""

    low: float
    high: float
    count: int
    right: int
    mean: float


def bins_of(pairs: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Return the bins that hold something.

    >>> bins_of([(0.3, False), (0.4, True)])
    [Bin(low=0.2, high=0.5, count=2, right=1, mean=0.35)]
    """
    out = []
    for low, high in itertools.pairwise(_EDGES):
        inside = [(sure, right) for sure, right in pairs if low <= sure < high or (high == 1.0 and sure == 1.0)]
        if inside:
            mean = sum(sure for sure, _ in inside) / len(inside)
            out.append(Bin(low, high, len(inside), sum(right for _, right in inside), round(mean, 6)))
    return out


def draw_reliability(bins: Sequence[Bin]) -> str:
    """Return the plot: confidence across, how often right up, a circle for each bin, its area for its readings."""
    size = _SIDE + 2 * _ROOM
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size:.0f} {size:.0f}" font-family="sans-serif" '
        'font-size="11" fill="#333">',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for tick in _TICKS:
        x, y = _x(tick), _y(tick)
        body += [
            f'<path d="M{x:.1f} {_y(0):.1f}V{_ROOM:.1f}M{_x(0):.1f} {y:.1f}H{_ROOM + _SIDE:.1f}" stroke="#ddd"/>',
            f'<text x="{x:.1f}" y="{_y(0) + 16:.1f}" text-anchor="middle">{tick:g}</text>',
            f'<text x="{_x(0) - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>',
        ]
    body.append(f'<path d="M{_x(0):.1f} {_y(0):.1f}L{_x(1):.1f} {_y(1):.1f}" stroke="#999" stroke-dasharray="4 4"/>')
    for one in bins:
        radius = 3 + 1.6 * math.log10(1 + one.count)
        body.append(
            f'<circle cx="{_x(one.mean):.1f}" cy="{_y(one.right / one.count):.1f}" r="{radius:.1f}" fill="#1f6feb" '
            f'fill-opacity="0.55"><title>{one.right} / {one.count}</title></circle>'
        )
    middle = _ROOM + _SIDE / 2
    body += [
        f'<text x="{middle:.0f}" y="{size - 16:.0f}" text-anchor="middle">置信度</text>',
        f'<text x="16" y="{middle:.0f}" text-anchor="middle" transform="rotate(-90 16 {middle:.0f})">实际正确率</text>',
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def _place(share: float) -> float:
    """0 at 0, 1 at what is nearest to certain."""
    return min(_MOST, -math.log10(max(1 - share, 10**-_MOST))) / _MOST


def _x(share: float) -> float:
    return _ROOM + _SIDE * _place(share)


def _y(share: float) -> float:
    return _ROOM + _SIDE * (1 - _place(share))
