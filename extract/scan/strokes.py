"""What is one stroke and nothing else: the —, - or / of an empty value, or a 一.

In: the picture of a line, and what a reader of text made of it. Out: the character, or nothing. Readers of text take a lone
/ for 1 and every lone dash for 一: they lean on what stands beside a stroke, and here nothing does.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from extract.scan.ink import Grey
from extract.scan.recogniser import Line
from extract.scan.signs import print_of
from extract.scan.wording import fold

_LIKE: Final = frozenset({"", *"一—-－―–_/／1Il|丿7丶ノJ.、·"})
_DUST: Final = 0.2  # of the ink of the stroke
_FLAT, _WIDE, _HYPHEN = 0.2, 0.45, 0.12  # of the height of the picture
_HIGH: Final = 0.4  # of that height: a / is at least so high
_FOOT: Final = 1.7  # of its usual thickness: how thick the end of a 一 of a serif face is
_SLANT: Final = (0.22, 1.2)  # across for one down
_STRAY: Final = 0.055  # of the height of the picture: how far a straight stroke strays from a line


def lone_stroke(picture: Grey, line: Line) -> str:
    """Return the character where a line is a single stroke.

    A 一 of a serif face has a foot; in other faces it looks like a dash, and a dash is what stands alone in a cell.
    """
    if fold(line.text) not in _LIKE:
        return ""
    dark = _main_of(print_of(picture))
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not rows.size or rows[-1] - rows[0] >= rows.size or columns[-1] - columns[0] >= columns.size:
        return ""
    inside = dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height = picture.shape[0]
    if inside.shape[0] <= _FLAT * height and inside.shape[1] >= max(1.5 * inside.shape[0], _HYPHEN * height):
        return _dash(inside, height)
    return "/" if inside.shape[0] >= _HIGH * height and _is_slash(inside, height) else ""


def _main_of(dark: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return the largest piece alone where the others are dust beside it."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    ink = stats[1:count, cv2.CC_STAT_AREA]
    if count <= 2 or np.sort(ink)[-2] > _DUST * ink.max():
        return dark
    return np.asarray(labels == 1 + int(ink.argmax()))


def _dash(inside: npt.NDArray[np.bool_], height: int) -> str:
    wide = inside.shape[1]
    if wide < _WIDE * height:
        return "-"
    thickness = inside.sum(axis=0)
    is_footed = float(thickness[wide // 2 :].max()) >= _FOOT * max(1.0, float(np.median(thickness)))
    return "一" if is_footed else "—"


def _is_slash(inside: npt.NDArray[np.bool_], height: int) -> bool:
    """Whether the middles of all rows lie on one line that leans to the right."""
    places = np.arange(inside.shape[1])
    ink = inside.sum(axis=1)
    middles = (inside * places).sum(axis=1) / np.maximum(1, ink)
    down = np.arange(len(middles))
    slope, start = np.polyfit(down, middles, 1)
    strays = np.abs(middles - (start + slope * down)).max()
    return bool(_SLANT[0] <= -slope <= _SLANT[1] and strays <= max(1.6, _STRAY * height))
