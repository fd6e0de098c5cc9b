"""The print outside ruled tables to chunks: pieces of lines, with the columns of pixels in which each has ink.

In: print without rules, and the usual height of a line. Out: `Chunk`s, and the lines that they stand in. Specks, and what is
much higher than a line, are left out. It reads nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
_SPECK: Final = 0.2  # of a line: what is smaller both ways shows no column
_DUSTY: Final = 0.7  # specks for each larger piece: else small pieces are dots
_DOT: Final = 0.1  # of a line
_NEAR: Final = 0.25  # of a line, from a dot to its figure
_HIGHEST: Final = 2.2  # of it: what is higher is no character
_APART: Final = 0.9  # of it: what stands farther apart is not one chunk
_DENSE, _FLAT = 0.06, 0.3  # black in the box of a chunk: specks that lie near each other have less
_LEAST: Final = 0.3
_SAME: Final = 0.45  # of it: chunks of one line stand no farther above or below each other


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a line, in pixels; `ink` says of each column of pixels from `x0` whether there is print in it."""

    x0: int
    top: int
    x1: int
    bottom: int
    ink: Flags

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2

    def cut(self, low: int, high: int) -> Chunk | None:
        """Return what of it lies between two x, ends without ink left off."""
        inside = np.flatnonzero(self.ink[max(0, low - self.x0) : max(0, high - self.x0)])
        if not inside.size:
            return None
        start = max(low, self.x0)
        x0, x1 = start + int(inside[0]), start + int(inside[-1]) + 1
        return Chunk(x0, self.top, x1, self.bottom, self.ink[x0 - self.x0 : x1 - self.x0])


def without_specks(print_: Mask, usual: float) -> Mask:
    """Return the print without specks, and without what is no character: a stamp, a hand."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(print_, connectivity=8)
    wide, tall = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    sizes = np.maximum(wide, tall)
    fit = tall <= _HIGHEST * usual
    large, small = fit & (sizes >= _SPECK * usual), fit & (sizes >= _DOT * usual) & (sizes < _SPECK * usual)
    large[0] = small[0] = False
    print_large = np.where(large, 255, 0).astype(np.uint8)[labels]
    if small.sum() > _DUSTY * large.sum():  # of the specks of a dusty page, those beside print may be dots
        beside = cv2.dilate(print_large, np.ones((1, 2 * round(_NEAR * usual) + 1), np.uint8))
        near = np.zeros_like(small)
        near[np.unique(labels[beside > 0])] = True
        small &= near
    return np.asarray(np.where(large | small, 255, 0).astype(np.uint8)[labels], np.uint8)


def find_chunks(print_: Mask, usual: float) -> list[Chunk]:
    """Return the chunks of a page from top to bottom."""
    size = max(1, round(0.15 * usual)), max(3, round(_APART * usual))
    joined = cv2.morphologyEx(print_, cv2.MORPH_CLOSE, np.ones(size, np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    out: list[Chunk] = []
    rows: Any = stats[1:count, :4].tolist()
    for number, (x, y, width, height) in enumerate(rows, 1):
        if max(width, height) < _LEAST * usual:
            continue
        own = (labels[y : y + height, x : x + width] == number) & (print_[y : y + height, x : x + width] > 0)
        if own.mean() >= _DENSE or height < _FLAT * usual:
            out += _lines_of(own, x, y, usual)
    return sorted(out, key=lambda chunk: (chunk.middle, chunk.x0))


def _lines_of(own: Flags, x: int, y: int, usual: float) -> list[Chunk]:
    """Return the chunk, parted where two lines or more hang together."""
    count = round(own.shape[0] / (1.3 * usual))
    cuts = [0, own.shape[0]]
    if count >= 2:
        profile, step = own.sum(axis=1), own.shape[0] / count
        for number in range(1, count):
            start = int((number - 0.35) * step)
            cuts.append(start + int(profile[start : int((number + 0.35) * step) + 1].argmin()))
    out = []
    for low, high in pairwise(sorted(cuts)):
        part = own[low:high]
        rows, ink = np.flatnonzero(part.any(axis=1)), np.asarray(part.any(axis=0), np.bool_)
        columns = np.flatnonzero(ink)
        if columns.size:
            x0, x1 = int(columns[0]), int(columns[-1]) + 1
            out.append(Chunk(x + x0, y + low + int(rows[0]), x + x1, y + low + int(rows[-1]) + 1, ink[x0:x1]))
    return out


def to_lines(chunks: Sequence[Chunk], usual: float) -> list[list[Chunk]]:
    """Return the chunks line by line, each from left to right."""
    lines: list[list[Chunk]] = []
    for chunk in sorted(chunks, key=lambda chunk: chunk.middle):
        if lines and chunk.middle - lines[-1][0].middle < _SAME * usual:
            lines[-1].append(chunk)
        else:
            lines.append([chunk])
    return [sorted(line, key=lambda chunk: chunk.x0) for line in lines]
