"""The masks of rules to rules: those that hang together as tables do, and those that stand for themselves.

In: `RuleMasks`, and how high a line of text is. Out: `Ruling`: rules in points, and the pixels that are rules and no
print. Strokes of large characters are long and straight as well: a rule that is short and leads from no rule to no
other is none, and no table is as small as a character.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from extract.pdf.paths import Piece, Rule
from extract.pdf.rules import TOUCH, Lattice, find_lattices, merge_rules
from extract.scan.grid import settle
from extract.scan.rules import Mask, RuleMasks
from extract.scan.sides import Evidence

POINTS: Final = 72 / 200  # of a pixel: a page that is read is 200 dots an inch, more or less; only ratios matter
_THICKEST: Final = 14  # pixels
_THICKER: Final = 3  # pixels than the long rules of the page
_STRAY: Final = 0.004  # of its length that a rule may stray
_PAST: Final = 1.5  # lines of text that a streak goes on past every rule across it …
_MOST_STREAKS: Final = 3  # … which so many do, at the most
_REACH: Final = 25  # pixels that may miss where rules cross
_NEAR: Final = 7  # pixels: so near to a rule an end touches it
_LONG: Final = 2.5  # lines of text: a rule so long needs no other
_LONG_BROKEN: Final = 6.0  # … and one that is nowhere whole
_WHOLE: Final = 0.4
_LOOSE: Final = 3.0  # lines of text
_NARROWEST, _LOWEST = 4.0, 1.1  # lines of text: no table is smaller


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules of a page in points, and where they are in pixels."""

    across: tuple[Piece, ...]
    down: tuple[Piece, ...]
    pixels: Mask
    is_sure: bool = True  # else rules are broken, and of some sides it is not certain that they are ruled


def find_ruling(across: RuleMasks, down: RuleMasks, usual: float) -> Ruling:
    """Return the rules of a page whose lines of text are `usual` pixels high."""
    found = _stretches(across, usual, is_across=True), _stretches(down, usual, is_across=False)
    rows, columns = _trusted(*found, usual)
    rows, columns = _bridged(rows, columns, usual), _bridged(columns, rows, usual)
    rows, columns = _reaching(rows, columns), _reaching(columns, rows)
    merged, streaks = _without_streaks(_merged(rows), _merged(columns), usual * POINTS)
    lattices, lone_rows, lone_columns = find_lattices(*merged)
    tables = [lattice for lattice in lattices if _is_table(lattice, usual * POINTS)]
    evidence = (
        Evidence(_erased(across, streaks[0]), POINTS, usual),
        Evidence(_erased(down.turned, streaks[1]), POINTS, usual),
    )
    settled = [each for table in tables if (each := settle(_without_loose_ends(table, usual), *evidence))]
    tables = [each.lattice for each in settled]
    found_rows = [*lone_rows, *(rule for table in tables for rule in table.across)]
    found_columns = [*lone_columns, *(rule for table in tables for rule in table.down)]
    return Ruling(
        tuple(found_rows),
        tuple(found_columns),
        _pixels([*found_rows, *streaks[0]], [*found_columns, *streaks[1]], across, down),
        all(each.is_clear for each in settled),
    )


def _stretches(masks: RuleMasks, usual: float, *, is_across: bool) -> list[tuple[Piece, bool]]:
    """Return each stretch of rule: where it lies, from where to where, in pixels, and whether it needs no other."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(masks.sure, connectivity=8)
    out: list[tuple[Piece, bool]] = []
    sizes = stats[1:count, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT][:: 1 if is_across else -1]]
    thicks = sizes[(sizes[:, 0] >= _LONG_BROKEN * usual) & (sizes[:, 1] <= _THICKEST), 1]
    thickest = min(_THICKEST, float(np.median(thicks)) + _THICKER) if thicks.size else _THICKEST
    for x, y, width, height, _area in stats[1:count].tolist():
        long, thick = (width, height) if is_across else (height, width)
        # A stroke of a pen is no straighter than it has to be; dirt that a scanner drew leans otherwise than the page.
        most = min(_THICKEST, thickest + _STRAY * long) if long >= _LONG_BROKEN * usual else thickest
        if thick > most or long < 3 * thick:
            continue
        at, low = (y + height / 2, x) if is_across else (x + width / 2, y)
        whole = masks.whole[y : y + height, x : x + width].any(axis=0 if is_across else 1).mean()
        is_long = long >= (_LONG if whole > _WHOLE else _LONG_BROKEN) * usual
        out.append(((float(at), float(low), float(low + long)), is_long))
    return out


def _trusted(
    rows: list[tuple[Piece, bool]], columns: list[tuple[Piece, bool]], usual: float
) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces that need no other, and those that go on with one of them, or lead from one to another."""
    kept = [[piece for piece, is_long in pieces if is_long] for pieces in (rows, columns)]
    for _ in range(2):
        kept = [
            [piece for piece, is_long in pieces if is_long or _is_held(piece, kept[own], kept[1 - own], usual)]
            for own, pieces in ((0, rows), (1, columns))
        ]
    return kept[0], kept[1]


def _is_held(piece: Piece, along: Sequence[Piece], athwart: Sequence[Piece], usual: float) -> bool:
    at, low, high = piece
    if any(abs(other[0] - at) <= 3 and other[1] - _REACH <= high and low <= other[2] + _REACH for other in along):
        return True
    ends = [other[0] for other in athwart if other[1] - _NEAR <= at <= other[2] + _NEAR]
    near = _NEAR if high - low < _LONG * usual else _REACH
    return all(any(abs(place - end) <= near for place in ends) for end in (low, high))


def _bridged(pieces: Sequence[Piece], others: Sequence[Piece], usual: float) -> list[Piece]:
    """Return the pieces, and what is missing between two long ones of one rule that end where no other rule is."""

    def is_free(at: float, end: float) -> bool:
        return not any(abs(place - end) <= _NEAR and low - _NEAR <= at <= high + _NEAR for place, low, high in others)

    long = [piece for piece in pieces if piece[2] - piece[1] >= _LONG * usual]
    gaps = [
        (at, high, other[1])
        for at, _, high in long
        for other in long
        if abs(other[0] - at) <= 3 and 0 < other[1] - high <= _LOOSE * usual
        if is_free(at, high) and is_free(other[0], other[1])
    ]
    return [*pieces, *gaps]


def _reaching(pieces: Sequence[Piece], others: Sequence[Piece]) -> list[Piece]:
    """Return the pieces, each end drawn on to a rule that it nearly reaches: print breaks where rules cross, too."""
    out: list[Piece] = []
    for at, low, high in pieces:
        near = [other[0] for other in others if other[1] - _REACH <= at <= other[2] + _REACH]
        before = [place for place in near if low - _REACH <= place < low]
        after = [place for place in near if high < place <= high + _REACH]
        out.append((at, min(before, default=low), max(after, default=high)))
    return out


def _merged(pieces: Sequence[Piece]) -> list[Rule]:
    return merge_rules([(at * POINTS, low * POINTS, high * POINTS) for at, low, high in pieces])


def _without_streaks(
    rows: list[Rule], columns: list[Rule], usual: float
) -> tuple[tuple[list[Rule], list[Rule]], tuple[list[Rule], list[Rule]]]:
    """Return the rules, and apart those that go on past all rules across them: folds of the sheet, dirt on the glass."""
    parted = [_streaks(*pair, usual) for pair in ((rows, columns), (columns, rows))]
    kept = [[rule for rule in rules if rule not in each] for rules, each in zip((rows, columns), parted, strict=True)]
    return (kept[0], kept[1]), (parted[0], parted[1])


def _streaks(rules: list[Rule], others: list[Rule], usual: float) -> list[Rule]:
    places = [other.at for other in others if other.high - other.low > _LONG_BROKEN * usual]
    if len(places) < 2 or len(rules) < 3:
        return []
    first, last = min(places) - _PAST * usual, max(places) + _PAST * usual
    found = [rule for rule in rules if rule.low < first and rule.high > last]
    return found if len(found) <= min(_MOST_STREAKS, len(rules) // 2) else []


def _erased(masks: RuleMasks, streaks: list[Rule]) -> RuleMasks:
    """Return the masks, turned so that rules run along their rows, without what is no rule of a table."""
    if not streaks:
        return masks
    thin = masks.thin.copy()
    for streak in streaks:
        at = round(streak.at / POINTS)
        thin[max(0, at - _NEAR) : at + _NEAR + 1] = 0
    return replace(masks, thin=thin)


def _is_table(lattice: Lattice, usual: float) -> bool:
    x0, top, x1, bottom = lattice.box
    return x1 - x0 >= _NARROWEST * usual and bottom - top >= _LOWEST * usual


def _without_loose_ends(table: Lattice, usual: float) -> Lattice:
    """Return the table with rules that end where no other is, though one is not far, drawn on to it."""
    far = _LOOSE * usual * POINTS
    return Lattice(_drawn_on(table.across, table.down, far), _drawn_on(table.down, table.across, far))


def _drawn_on(rules: Sequence[Rule], others: Sequence[Rule], far: float) -> tuple[Rule, ...]:
    out: list[Piece] = []
    for at, low, high in rules:
        places = [other.at for other in others if other.low - TOUCH <= at <= other.high + TOUCH]
        before = [place for place in places if place <= low + TOUCH]
        after = [place for place in places if place >= high - TOUCH]
        start, end = max(before, default=low), min(after, default=high)
        out.append((at, min(low, start) if low - start <= far else low, max(high, end) if end - high <= far else high))
    return tuple(merge_rules(out))


def _pixels(rows: Sequence[Piece], columns: Sequence[Piece], across: RuleMasks, down: RuleMasks) -> Mask:
    """Return where the rules are: of the masks, what lies on a rule."""
    out = np.zeros_like(across.sure)
    half = _THICKEST // 2
    for rules, masks, is_across in ((rows, across, True), (columns, down, False)):
        strip = np.zeros_like(out)
        for at, low, high in rules:
            one, start, end = round(at / POINTS), round(low / POINTS), round(high / POINTS)
            before, first = max(0, one - half), max(0, start - 3)
            area = slice(before, one + half + 1), slice(first, end + 4)
            strip[area if is_across else area[::-1]] = 255
        out |= strip & masks.sure
    return out
