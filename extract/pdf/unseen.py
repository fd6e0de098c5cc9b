"""What stands in a page's text and no reader sees: watermarks, white on white, second strokes of bold type.

In: runs, and the painted boxes under them. Out: the runs that a reader sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final

from extract.pdf.frame import Box
from extract.pdf.native import BLACK
from extract.pdf.runs import Run

_NEAR: Final = 0.25  # of a run's height
_BAND: Final = 8.0  # points: runs are looked for in bands of this height


def has_watermark(runs: Sequence[Run]) -> bool:
    """Whether pale or large letters lie over the page."""
    coloured = [run for run in runs if run.colour != BLACK]
    if not coloured:
        return False
    usual = median([run.size for run in runs])
    return any(_is_watermark(run, usual) for run in coloured)


def drop_unseen(runs: Sequence[Run], fills: Sequence[tuple[Box, bool]]) -> list[Run]:
    """Return the runs without watermarks, white on white, and second strokes of fake bold.

    `fills` are painted boxes in drawing order and whether each is (nearly) white.
    """
    if {run.colour for run in runs} <= {BLACK}:
        return _drop_doubles(runs)
    usual = median([run.size for run in runs])
    return _drop_doubles(
        [
            run
            for run in runs
            if run.colour == BLACK or not (_is_watermark(run, usual) or _is_white_on_white(run, fills))
        ]
    )


def _is_watermark(run: Run, usual: float) -> bool:
    *rgb, alpha = run.colour
    if alpha < 110:
        return True
    return run.size >= 1.8 * usual and (min(rgb) >= 140 or alpha < 200)


def _is_white_on_white(run: Run, fills: Sequence[tuple[Box, bool]]) -> bool:
    if min(run.colour[:3]) < 245:
        return False
    x, y = (run.x0 + run.x1) / 2, run.middle
    under = [is_white for (x0, top, x1, bottom), is_white in fills if x0 <= x <= x1 and top <= y <= bottom]
    return not under or under[-1]


def _drop_doubles(runs: Sequence[Run]) -> list[Run]:
    seen: dict[str, dict[int, list[tuple[float, float]]]] = {}  # by text and band
    kept: list[Run] = []
    for run in runs:
        text, x0, top, _, bottom = run[:5]
        middle, reach = (top + bottom) / 2, _NEAR * (bottom - top)
        bands = seen.get(text)
        if bands is None:
            bands = seen[text] = {}
        else:
            first, last = int((middle - reach) // _BAND), int((middle + reach) // _BAND)
            near = [place for band in range(first, last + 1) if band in bands for place in bands[band]]
            if near and min([max(abs(x0 - x), abs(middle - y)) for x, y in near]) < reach:
                continue
        bands.setdefault(int(middle // _BAND), []).append((x0, middle))
        kept.append(run)
    return kept
