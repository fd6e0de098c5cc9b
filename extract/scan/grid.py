"""The rules of one table to the sides of its cells that are ruled: decided side by side, then made to agree.

In: a lattice of rules as they were found, and the evidence of rules on the whole page. Out: `Settled`: the rules between
crossings, and whether that was clear. Every rule is looked for all across the table: where it was broken the rest of it is
found, where a stroke looked like one nothing else is. What stands out past the table is cut off, unless most rules do so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from extract.pdf.lattice import lattice_to_sheet
from extract.pdf.paths import Piece, Rule
from extract.pdf.rules import Lattice
from extract.scan.agree import Flags, agree
from extract.scan.sides import Evidence
from extract.scan.within import rules_within

Numbers = npt.NDArray[np.float64]
_APART: Final = 0.55  # lines of text: no row and no column is so narrow
_SEEN: Final = 0.5  # of a side that is ruled, more or less
_SOUND: Final = 0.96  # of nearly every side is seen where rules are not broken
_USUAL: Final = 0.75  # … is enough
_BROKEN: Final = (0.65, 0.42, 0.52)  # of what is usual on a page of broken rules, no less and no more
_LONE: Final = 0.9  # of the only side of a line: nothing else says that there is one
_MORE: Final = 0.1  # … than is enough elsewhere, where rules are broken
_CERTAIN: Final = 0.97  # of a line that nothing but the inside of one cell speaks for
_WITHIN: Final = 0.8  # … where rules are broken
_OTHER_PEN: Final = 1.5  # pixels by which a stroke is thicker or thinner than rules are
_FRAME: Final = 0.4  # of an outer rule; what is less was no rule of the table
_OPEN: Final = 25  # pixels that rules stand out where a table is open at a side
_WORN: Final = 0.85  # of a ruled side: where less is left of many, which sides are ruled is doubtful
_CLEAR: Final = 0.08  # from the share that parts ruled sides from others
_MOST_UNCLEAR: Final = 0.02  # of the sides of a table


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: where it is, and where else pieces of it lie (points)."""

    at: float
    places: tuple[float, ...]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Settled:
    """The rules of a table between its crossings, and whether it was clear which sides are ruled."""

    lattice: Lattice
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Sides:
    """The shares of the sides on each line across (between lines down), and on each line down."""

    ys: list[Line]
    xs: list[Line]
    across: Numbers
    down: Numbers


def settle(table: Lattice, across: Evidence, down: Evidence) -> Settled | None:
    """Return the table as its sides are ruled; None where nothing is left of it."""
    ys, xs = _to_lines(table.across, across), _to_lines(table.down, down)
    for _ in range(4):
        if len(ys) < 2 and len(xs) < 2:
            return None
        sides, least = _measured(ys, xs, across, down)
        kept = _without_strays(sides, least)
        if (len(kept[0]), len(kept[1])) == (len(ys), len(xs)):
            break
        ys, xs = kept
    ys, xs = _closed(ys, xs, sides, least, across.points)
    if len(ys) < 2 or len(xs) < 2:
        return None
    sides, least = _measured(ys, xs, across, down)
    settled = _decided(sides, least)
    more = _more_lines(settled, least, across, down)
    if not (more[0] or more[1]):
        return settled
    ys, xs = (_with_more(*pair, across) for pair in ((ys, more[0]), (xs, more[1])))
    # What only the inside of one cell speaks for is no matter of course.
    return replace(_decided(*_measured(ys, xs, across, down)), is_clear=False)


def _more_lines(settled: Settled, least: float, across: Evidence, down: Evidence) -> tuple[list[float], list[float]]:
    """Return where lines across, and down, part cells that the others leave whole."""
    sheet = lattice_to_sheet(settled.lattice)
    boxes = [sheet.box_of(slot) for slot in sheet.slots] if sheet else []
    wanted = _CERTAIN if least == _USUAL else max(_WITHIN, least + _MORE)
    return (
        rules_within(boxes, across, wanted, is_across=True),
        rules_within(boxes, down, wanted, is_across=False) if least < _USUAL else [],
    )


def _with_more(lines: list[Line], places: list[float], evidence: Evidence) -> list[Line]:
    far = _APART * evidence.usual * evidence.points
    out = list(lines)
    for at in places:
        if all(abs(line.at - at) > far for line in out):
            out.append(Line(at, (at,), at, at))
    return sorted(out, key=lambda line: line.at)


def _to_lines(rules: Sequence[Rule], evidence: Evidence) -> list[Line]:
    """Return the lines of rules; those that lie too near to each other are one, at the place of the longest."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules):
        if groups and rule.at - groups[-1][0].at < _APART * evidence.usual * evidence.points:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [
        Line(
            max(group, key=lambda rule: rule.high - rule.low).at,
            tuple(dict.fromkeys(rule.at for rule in group)),
            min(rule.low for rule in group),
            max(rule.high for rule in group),
        )
        for group in groups
    ]


def _measured(ys: list[Line], xs: list[Line], across: Evidence, down: Evidence) -> tuple[Sides, float]:
    """Return the shares of all sides, and from which on a side is ruled."""
    sides = Sides(ys, xs, _shares(ys, xs, across, is_strict=False), _shares(xs, ys, down, is_strict=False))
    least = _least(sides)
    if least == _USUAL:
        sides = Sides(ys, xs, _shares(ys, xs, across, is_strict=True), _shares(xs, ys, down, is_strict=True))
    usual = _thickness(sides, least, across, down)
    return Sides(
        ys,
        xs,
        _without_strokes(ys, xs, sides.across, least, across, usual),
        _without_strokes(xs, ys, sides.down, least, down, usual),
    ), least


def _shares(lines: list[Line], others: list[Line], evidence: Evidence, *, is_strict: bool) -> Numbers:
    cuts = [other.at for other in others]
    if len(cuts) < 2:
        return np.zeros((len(lines), 0))
    return np.array([evidence.shares(line.places, cuts, is_strict=is_strict) for line in lines])


def _thickness(sides: Sides, least: float, across: Evidence, down: Evidence) -> float:
    """Return how thick rules inside the table usually are, in pixels."""
    found = []
    for lines, others, shares, evidence in (
        (sides.ys, sides.xs, sides.across, across),
        (sides.xs, sides.ys, sides.down, down),
    ):
        for line, ruled in zip(lines[1:-1], shares[1:-1] >= least, strict=True):
            places = np.flatnonzero(ruled)
            if len(places) > 1:
                first, last = others[places[0]].at, others[places[-1] + 1].at
                found.append(evidence.thickness(line.at, first, last))
    return float(np.median(found)) if len(found) > 1 else 0.0


def _without_strokes(
    lines: list[Line], others: list[Line], shares: Numbers, least: float, evidence: Evidence, usual: float
) -> Numbers:
    """Return the shares, less where it is the only side on its line and not ruled from end to end, or of another pen."""
    out = shares.copy()
    for index, (line, row) in enumerate(zip(lines, shares, strict=True)):
        ruled = np.flatnonzero(row >= least)
        if len(ruled) != 1:
            continue
        place = int(ruled[0])
        thick = evidence.thickness(line.at, others[place].at, others[place + 1].at)
        is_other = usual > 0 and not usual - _OTHER_PEN <= thick <= usual + _OTHER_PEN
        if is_other or row[place] < (_LONE if least == _USUAL else least + _MORE):
            out[index, place] = min(row[place], least - 0.05)
    return out


def _least(sides: Sides) -> float:
    """Return the share from which on a side is ruled."""
    seen = np.concatenate([sides.across.ravel(), sides.down.ravel()])
    seen = seen[seen > _SEEN]
    if not seen.size or float(np.percentile(seen, 10)) >= _SOUND:
        return _USUAL
    return float(np.clip(_BROKEN[0] * np.median(seen), *_BROKEN[1:]))


def _without_strays(sides: Sides, least: float) -> tuple[list[Line], list[Line]]:
    """Return the lines without those of which no side is ruled, and without strokes outside of the table."""
    across, down = sides.across >= least, sides.down >= least
    return _kept(sides.ys, sides.xs, across, down), _kept(sides.xs, sides.ys, down, across)


def _kept(lines: list[Line], others: list[Line], ruled: Flags, athwart: Flags) -> list[Line]:
    if ruled.shape[1] == 0 or len(lines) < 2:
        return lines
    lengths = np.diff([other.at for other in others])
    shares = (ruled * lengths).sum(axis=1) / max(1e-6, lengths.sum())
    reached = athwart.mean(axis=0)  # of each strip between two lines, by how many of the rules across it
    first, last = 0, len(lines) - 1
    while first < last and shares[first] < _FRAME and reached[first] < _FRAME:
        first += 1
    while last > first and shares[last] < _FRAME and reached[last - 1] < _FRAME:
        last -= 1
    return [line for index, line in enumerate(lines) if first <= index <= last and shares[index] > 0]


def _closed(ys: list[Line], xs: list[Line], sides: Sides, least: float, points: float) -> tuple[list[Line], list[Line]]:
    """Return the lines, and one more where most rules stand out past the last line across them, and end together."""
    return _with_ends(ys, xs, sides.down, least, points), _with_ends(xs, ys, sides.across, least, points)


def _with_ends(lines: list[Line], others: list[Line], shares: Numbers, least: float, points: float) -> list[Line]:
    if not lines:
        return lines
    open_ = _OPEN * points
    first, last = lines[0].at, lines[-1].at
    is_first = shares[:, 0] >= least if shares.shape[1] else np.ones(len(others), bool)
    is_last = shares[:, -1] >= least if shares.shape[1] else np.ones(len(others), bool)
    lows = [first - other.low > open_ and is_ for other, is_ in zip(others, is_first, strict=True)]
    highs = [other.high - last > open_ and is_ for other, is_ in zip(others, is_last, strict=True)]
    out = list(lines)
    if _is_open(lows, is_first, [other.low for other in others], open_):
        at = float(np.median([other.low for other, is_ in zip(others, lows, strict=True) if is_]))
        out.insert(0, Line(at, (at,), others[0].at, others[-1].at))
    if _is_open(highs, is_last, [other.high for other in others], open_):
        at = float(np.median([other.high for other, is_ in zip(others, highs, strict=True) if is_]))
        out.append(Line(at, (at,), others[0].at, others[-1].at))
    return out


def _is_open(stand_out: list[bool], reach: Flags, ends: list[float], open_: float) -> bool:
    """Whether most rules stand out past the last line across them, or at least the outermost two, equally far."""
    if sum(stand_out) < 2:
        return False
    is_framed = stand_out[0] and stand_out[-1] and abs(ends[0] - ends[-1]) < open_ / 2
    return is_framed or sum(stand_out) >= 0.5 * int(reach.sum())


def _decided(sides: Sides, least: float) -> Settled:
    agreed = agree(sides.across, sides.down, least)
    ys, xs = [line.at for line in sides.ys], [line.at for line in sides.xs]
    rows = [piece for at, flags in zip(ys, agreed.across, strict=True) for piece in _runs(at, flags, xs)]
    columns = [piece for at, flags in zip(xs, agreed.down, strict=True) for piece in _runs(at, flags, ys)]
    inner = np.concatenate([sides.across[1:-1].ravel(), sides.down[1:-1].ravel()])
    unclear = float((np.abs(inner - least) < _CLEAR).mean()) if inner.size else 0.0
    lattice = Lattice(tuple(Rule(*piece) for piece in rows), tuple(Rule(*piece) for piece in columns))
    seen = np.concatenate([sides.across.ravel(), sides.down.ravel()])
    is_worn = least < _USUAL and float(np.percentile(seen[seen >= least], 10)) < _WORN
    return Settled(lattice, agreed.is_whole and not is_worn and unclear <= _MOST_UNCLEAR)


def _runs(at: float, flags: Flags, cuts: list[float]) -> list[Piece]:
    """Return the stretches of neighbouring sides that are ruled."""
    out: list[Piece] = []
    for index in np.flatnonzero(flags).tolist():
        if out and out[-1][2] == cuts[index]:
            out[-1] = at, out[-1][1], cuts[index + 1]
        else:
            out.append((at, cuts[index], cuts[index + 1]))
    return out
