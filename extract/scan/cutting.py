"""The print of a cell to its lines, dust aside.

In: what is black in a cell, without rules, and the usual height of a line. Out: the areas of its lines, top to bottom,
and what of the black is dust. Lines are seen in what is too large for dust; a full stop, a dash or a broken stroke is
print where it stands near such print, or where nothing else stands in the cell; so are dots in a row.
"""

from __future__ import annotations

import itertools
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Area = tuple[int, int, int, int]  # x0, top, x1, bottom in pixels of the cell
_LARGE: Final = 0.45  # of the usual height: what is so high, or so wide, is no dust
_ALONE: Final = 0.19  # of it: a dash or a stop that stands alone in its cell
_STROKE: Final = 0.16  # of it: a piece of a character, and no dust
_DENSE: Final = 0.012  # of its square: ink that a piece of print has at least
_NEAR: Final = 0.4  # of it, across; dust stands farther from print
_NEAR_STROKE: Final = 0.65  # of it: a full stop may stand in the middle of its square
_MARK: Final = 0.22  # of it: a comma
_NEAR_MARK: Final = 0.85  # of it: a comma may stand in the middle of its square
_COLON: Final = 0.8  # of it: a wide colon stands in the middle of its own square, one dot above the other
_SLACK: Final = 0.15  # of it: how far print stands above or below the rows of what is large
_LEAD: Final = 0.35  # of it: parts of one line stand no farther apart
_FLAT: Final = 0.2  # of it: a piece of a rule is no thicker
_EDGE: Final = 2  # pixels: print keeps farther from the edge of its cell
_TALL: Final = 1.25  # of it: the most that parts of one line are high together


class Part(NamedTuple):
    """A connected piece of black."""

    x0: int
    top: int
    x1: int
    bottom: int
    ink: int

    @property
    def size(self) -> int:
        """The longer of its sides."""
        return max(self.x1 - self.x0, self.bottom - self.top)


def cut_lines(black: Mask, usual: float) -> tuple[list[Area], Mask]:
    """Return the areas of the lines, and the mask of dust."""
    labels, parts = _parts_of(black)
    remnants = {part for part in parts if _is_remnant(part, black.shape[1], black.shape[0], usual)}
    rest = [part for part in parts if part not in remnants]
    large = [part for part in rest if part.size >= _LARGE * usual and part.ink >= _DENSE * usual**2]
    if not large:
        large = [part for part in rest if _is_print_alone(part, usual)]
        large = large if large and len(large) <= 3 else _in_a_row(rest, usual)
    rows = _stretches(large, black, usual)
    lines = [(low, high, [part for part in large if low <= (part.top + part.bottom) / 2 <= high]) for low, high in rows]
    kept = {part for _, _, own in lines for part in own}
    areas = []
    for low, high, own in lines:
        near = _grown([part for part in rest if part not in kept], own, low, high, usual, rest)
        kept.update(near)
        everything = [*own, *near]
        if everything:
            areas.append((
                min(part.x0 for part in everything), max(0, min(low, *(part.top for part in near), low)),
                max(part.x1 for part in everything), max(high, *(part.bottom for part in near), high),
            ))  # fmt: skip
    is_dust = np.array([False, *(part not in kept for part in parts)])
    return areas, around(np.asarray(is_dust[labels]), black)


def around(dust: Mask, black: Mask) -> Mask:
    """Return what is no print with the grey around it, which is none either."""
    grown = cv2.dilate(dust.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.asarray(grown & (dust | ~black))


def _parts_of(black: Mask) -> tuple[npt.NDArray[np.int32], list[Part]]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(black.astype(np.uint8), connectivity=8)
    found: Any = stats[1:count].tolist()
    return np.asarray(labels, np.int32), [Part(x, y, x + wide, y + high, ink) for x, y, wide, high, ink in found]


def _is_remnant(part: Part, width: int, height: int, usual: float) -> bool:
    """Whether a piece is what is left of a rule: flat, or upright, at the edge of the cell."""
    flat, thin = part.bottom - part.top <= _FLAT * usual, part.x1 - part.x0 <= _FLAT * usual
    if flat and part.x1 - part.x0 > 2 * (part.bottom - part.top):
        return part.top <= _EDGE or part.bottom >= height - _EDGE
    return thin and part.bottom - part.top > 2 * (part.x1 - part.x0) and (part.x0 == 0 or part.x1 == width)


def _is_print_alone(part: Part, usual: float) -> bool:
    return part.size >= _ALONE * usual and part.ink >= _DENSE * usual**2


def _grown(small: list[Part], own: list[Part], low: int, high: int, usual: float, others: list[Part]) -> list[Part]:
    """Return the small pieces that belong to a line, or to what belongs to it: a thin % is many small pieces."""
    found: list[Part] = []
    line, left = own, small
    while line:
        near = [part for part in left if _belongs(part, line, low, high, usual, others)]
        left = [part for part in left if part not in near]
        found += near
        line = [part for part in near if part.size >= _STROKE * usual]  # dust holds no other dust
    return found


def _belongs(part: Part, line: list[Part], low: int, high: int, usual: float, others: list[Part]) -> bool:
    """Whether a small piece is print of a line: within its rows or a little off them, and near what is large."""
    # Beside a dash there may be more than its rows show: the other stroke of a =, a faint <.
    slack = _SLACK * usual + max(0.0, usual - (high - low)) / 2
    if part.top < low - slack or part.bottom > high + slack:
        return False
    gap = min((max(part.x0 - other.x1, other.x0 - part.x1) for other in line), default=0)
    near = _NEAR
    if part.ink >= 2 * _DENSE * usual**2 and part.size >= _MARK * usual:
        near = _NEAR_MARK
    elif part.ink >= _DENSE * usual**2 and part.size >= _STROKE * usual:
        near = _NEAR_STROKE
    return gap < near * usual or (gap < _COLON * usual and any(_is_colon(part, other, usual) for other in others))


def _is_colon(part: Part, other: Part, usual: float) -> bool:
    """Whether two dots stand one above the other, of one size."""
    apart = abs(part.top - other.top)
    is_alike = max(part.size, other.size) <= 1.6 * min(part.size, other.size) and abs(part.ink - other.ink) <= part.ink
    return part != other and abs(part.x0 - other.x0) <= 2 and 0.2 * usual < apart < 0.7 * usual and is_alike


def _in_a_row(parts: list[Part], usual: float) -> list[Part]:
    """Return the dots of a …, or the pieces of a / that faint print broke: alike, evenly apart, on one straight line."""
    found = sorted((part for part in parts if part.ink > 3), key=lambda part: (part.x0, part.top))
    if not 3 <= len(found) <= 12 or max(part.ink for part in found) > 3 * min(part.ink for part in found):
        return []
    middles = np.array([(part.x0 + part.x1, part.top + part.bottom) for part in found]) / 2
    steps = np.diff(middles, axis=0)
    strays = float(np.abs(steps - steps.mean(axis=0)).max())
    far = float(np.hypot(*(middles[-1] - middles[0]))) / (len(found) - 1)
    return found if strays <= 0.1 * usual + 1 and far <= 0.5 * usual else []


def _stretches(parts: list[Part], black: Mask, usual: float) -> list[tuple[int, int]]:
    """Return from where to where there is print, top to bottom; parts of one line as one."""
    lines: list[tuple[int, int]] = []
    spans = _merged(sorted((part.top, part.bottom) for part in parts))
    for (low, high), (after, end) in itertools.zip_longest(spans, spans[1:], fillvalue=(0, 0)):
        # The upper stroke of a 元 is nearer to what is left of it than to the line above; those of a ≅ are of one line.
        is_parted = bool(lines) and end - lines[-1][0] >= _TALL * usual
        is_of_next = is_parted and high - low <= _FLAT * usual and after - high < low - lines[-1][1]
        fits = bool(lines) and high - lines[-1][0] < _TALL * usual and low - lines[-1][1] < _LEAD * usual
        if fits and not is_of_next:
            lines[-1] = lines[-1][0], high
        else:
            lines.append((low, high))
    return [piece for low, high in lines for piece in _halves(black, low, high, usual)]


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for low, high in spans:
        if out and low <= out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], high)
        else:
            out.append((low, high))
    return out


def _halves(black: Mask, low: int, high: int, usual: float) -> list[tuple[int, int]]:
    """Part what is as high as two lines or more where there is least print."""
    count = round((high - low) / (1.3 * usual))
    if count < 2:
        return [(low, high)]
    profile = black[low:high].sum(axis=1)
    step = (high - low) / count
    cuts = [0]
    for number in range(1, count):
        around = slice(int((number - 0.35) * step), int((number + 0.35) * step) + 1)
        cuts.append(around.start + int(profile[around].argmin()))
    cuts.append(high - low)
    return [(low + one, low + other) for one, other in itertools.pairwise(cuts)]
