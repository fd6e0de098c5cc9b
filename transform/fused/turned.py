"""A matrix on its side in fused text: labels, names, and then for each place its values, all without separators.

In: a script without a header of indicators. Out: where the labels, the names and the rows of the places are; None where the text is
no such table. The rows tell themselves: behind each place the same figures with the same units stand in the same order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from transform.fused.ground import Ground, LabelToken, survey
from transform.fused.script import Script
from transform.fused.words import alternatives, fused_words, sign_after, sign_before
from transform.vocabulary import Label

_PLACE: Final = r"[\u4e00-\u9fa5A-Z]{1,6}?(?:街道办事处|街道办|街道|社区|[乡镇村区县市])"
_NUMBER: Final = r"\d[\d,]*(?:\.\d+)?"
_LONGEST_ROW: Final = 400
_FARTHEST: Final = 400
_MOST_PLACES: Final = 60
_FEWEST_LABELS: Final = 2


@dataclass(frozen=True, slots=True)
class TurnedRow:
    """The place `text[first:middle]` and its values `text[middle:last]`."""

    first: int
    middle: int
    last: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A label of level 1 and one of level 2 below it, each with its stretch of the text."""

    level1: Label
    level1_at: tuple[int, int]
    level2: Label
    level2_at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Turned:
    """The corner, the headings, where the names begin, and the rows behind them."""

    first: int
    headings: tuple[Heading, ...]
    names_first: int
    rows: tuple[TurnedRow, ...]


def find_turned(script: Script) -> Turned | None:
    """Return the first matrix on its side; None where there is none."""
    ground = survey(script.text, 0, len(script.text), script.breaks)
    corner = re.compile(alternatives(fused_words("corner")))
    for match in corner.finditer(script.text):
        headings, names_first = _headings(ground, match.end())
        rows = find_rows(script.text, names_first) if headings else ()
        if rows:
            return Turned(match.start(), headings, names_first, rows)
    return None


def _headings(ground: Ground, place: int) -> tuple[tuple[Heading, ...], int]:
    """Return the labels that stand in a run behind the corner: all of level 1, then those of level 2 below them."""
    run: list[tuple[int, LabelToken]] = []
    while place in ground.labels and ground.labels[place].labels:
        run.append((place, ground.labels[place]))
        place = ground.labels[place].last
    found = [
        headings for at in range(1, len(run)) if (headings := _below(run[:at], run[at:]))
    ] if len(run) >= _FEWEST_LABELS else []  # fmt: skip
    return (found[0], place) if len(found) == 1 else ((), place)


def _below(tops: list[tuple[int, LabelToken]], lows: list[tuple[int, LabelToken]]) -> tuple[Heading, ...]:
    """Return each label of level 2 below the one of level 1 that it belongs to, in order; nothing where that fails."""
    found: list[Heading] = []
    at = -1
    for start, token in lows:
        for number in (at, at + 1):
            first = (
                next((each for each in tops[number][1].labels if each.level == 1), None)
                if 0 <= number < len(tops)
                else None
            )
            second = next(
                (each for each in token.labels if first and each.level == 2 and each.parent == first.name), None
            )
            if first is not None and second is not None:
                at = number
                found.append(Heading(first, (tops[number][0], tops[number][1].last), second, (start, token.last)))
                break
        else:
            return ()
    return tuple(found) if at == len(tops) - 1 else ()


def find_rows(text: str, first: int) -> tuple[TurnedRow, ...]:
    """Return the rows of places that are alike, the most and the longest; nothing where no two are."""
    outline = _outline(text, first)
    place = re.compile(_PLACE)
    ends = {at: match.end() for at in range(2, len(outline.text)) if (match := place.match(outline.text, at))}
    starts = sorted(ends)[: 4 * _MOST_PLACES]
    best: list[tuple[int, int, int]] = []
    for number, start in enumerate(starts):
        if start > _FARTHEST:
            break
        for following in starts[number + 1 :][:_MOST_PLACES]:
            values = outline.text[ends[start] : following]
            if "#" in values and len(values) <= _LONGEST_ROW:
                rows = _rows_like(outline.text, start, values, ends)
                if len(rows) > 1 and _weight(rows) > _weight(best):
                    best = rows
    return _with_first(text, first, [outline.to_row(*row) for row in best])


@dataclass(frozen=True, slots=True)
class _Outline:
    """A text in which `#` stands for each figure and nothing for each sign; where each character begins and ends."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def to_row(self, first: int, middle: int, last: int) -> TurnedRow:
        """Return a row of the outline as one of the text."""
        return TurnedRow(self.starts[first], self.ends[middle - 1], self.ends[last - 1])


def _outline(text: str, first: int) -> _Outline:
    marks: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, kind in shape_parts(text[first:]):
        if kind != "sign":
            marks.append("#" if kind == "number" else text[first + start])
            starts.append(first + start)
            ends.append(first + end)
        elif ends and sign_after().fullmatch(text, first + start, first + end):
            ends[-1] = first + end
    return _Outline("".join(marks), tuple(starts), tuple(ends))


def _weight(rows: list[tuple[int, int, int]]) -> tuple[int, int]:
    """Return how much of the text rows explain as values, and then how short the names of their places are."""
    return sum(last - middle for _, middle, last in rows), -sum(middle - first for first, middle, _ in rows)


def _rows_like(text: str, start: int, values: str, ends: dict[int, int]) -> list[tuple[int, int, int]]:
    """Return the rows from a place on that hold the same values but for figures and signs; no place stands twice."""
    rows: list[tuple[int, int, int]] = []
    while start in ends and text.startswith(values, ends[start]):
        rows.append((start, ends[start], ends[start] + len(values)))
        start = rows[-1][2]
    return rows if len({text[first:middle] for first, middle, _ in rows}) == len(rows) else []


@cache
def _parts() -> re.Pattern[str]:
    signs = rf"(?:{sign_before().pattern})(?=\d)|(?:{sign_after().pattern})"
    return re.compile(rf"(?P<number>{_NUMBER})|(?P<sign>{signs})|.", re.DOTALL)


def shape_parts(values: str) -> Iterator[tuple[int, int, str]]:
    """Yield the figures, the signs and the other characters of some values, each with its stretch."""
    for match in _parts().finditer(values):
        yield match.start(), match.end(), match.lastgroup or "word"


def _with_first(text: str, first: int, rows: Sequence[TurnedRow]) -> tuple[TurnedRow, ...]:
    """Return the rows with the first place as long as most of the others: in front of it stand the names."""
    if not rows:
        return ()
    common = Counter(row.middle - row.first for row in rows[1:]).most_common(1)[0][0]
    start = rows[0].middle - common
    is_place = start > first and re.compile(_PLACE).fullmatch(text, start, rows[0].middle)
    return (TurnedRow(start, rows[0].middle, rows[0].last), *rows[1:]) if is_place else tuple(rows)
