"""Runs to the text they spell: words to lines, the lines of a cell to its text.

In: runs, and the width they were wrapped in. Out: text without invented blanks. Blanks that were drawn stay; blanks
that pdfium invents between a figure and 年 do not. Where a line break may part two values it stays a line break.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from extract.pdf.breaks import has_paragraphs, joint
from extract.pdf.runs import Run
from extract.pdf.upright import upright_columns

_HAN: Final = re.compile(r"[\u2e80-\u9fff]")
_ALL_WIDE: Final = re.compile(r"[\u2e80-\u9fff\u3000-\u303f\uff01-\uff5e]+$")
_BOUNDARY: Final = re.compile(r"[\u2e80-\u9fff][0-9A-Za-z]|[0-9A-Za-z%][\u2e80-\u9fff]")
_MOST_PADDING: Final = 6.0


def runs_to_lines(runs: Sequence[Run]) -> list[list[Run]]:
    """Return the runs line by line, each from left to right."""
    lines: list[list[Run]] = []
    heights: list[float] = []
    for run in sorted(runs, key=lambda run: (run.middle, run.x0)):
        if lines and abs(run.middle - heights[-1]) < 0.5 * max(run.size, lines[-1][0].size):
            lines[-1].append(run)
        else:
            lines.append([run])
            heights.append(run.middle)
    return [sorted(line, key=lambda run: run.x0) for line in lines]


def is_autospaced(runs: Sequence[Run]) -> bool:
    """Whether the page was set by a word processor that parts Han and figures by itself (2023 年 for 2023年).

    Then no figure touches a character anywhere on the page, and such a gap is no blank.
    """
    apart = sum(
        1
        for one, other in itertools.pairwise(runs)
        if 0 < other.x0 - one.x1 < other.size + 1  # what most pairs fail, asked at no cost
        and 0.1 < (other.x0 - one.x1) / max(other.size, 1.0) < 0.3
        and abs(one.middle - other.middle) < 0.5 * other.size
        and _BOUNDARY.match(one.text[-1] + other.text[0])
    )
    return apart > 0 and apart > 4 * sum(len(_BOUNDARY.findall(run.text)) for run in runs if not run.text.isascii())


def line_to_text(line: Sequence[Run], *, autospaced: bool = False) -> str:
    """Return what a line spells."""
    if len(line) == 1:
        return line[0].text
    is_spread = not any(_is_tight(run) for run in line)
    text, last = "", None
    for run in line:
        text += ("" if last is None else _blank_between(last, run, autospaced, is_spread)) + run.text
        last = run
    return text


def _is_tight(run: Run) -> bool:
    """Whether Han characters of the run touch: then the line is not spread to fill its width."""
    return len(_HAN.findall(run.text)) >= 2 and run.x1 - run.x0 < 1.08 * run.size * len(run.text)


def _blank_between(one: Run, other: Run, autospaced: bool, is_spread: bool) -> str:
    if other.lead and 0 < other.start - one.end <= len(other.lead) + 2:
        return other.lead
    gap = (other.x0 - one.x1) / max(one.size, other.size, 1.0)
    before, after = one.text[-1], other.text[0]
    if _HAN.match(before) and _HAN.match(after):
        # Some fonts tell only the inked width of a character: its middle is right all the same.
        gap = (other.x0 + _pitch(other) / 2 - one.x1 + _pitch(one) / 2) / max(one.size, other.size, 1.0) - 1
    if gap < 0.19 or (autospaced and gap < 0.3 and _BOUNDARY.match(before + after)):
        return ""
    if before.isascii() and after.isascii():
        return " " if (before.isalnum() and after.isalnum()) or (gap > 0.22 and not is_spread) else ""
    return "" if is_spread else " "


def _pitch(run: Run) -> float:
    return (run.x1 - run.x0) / len(run.text) if _ALL_WIDE.match(run.text) else run.size


def cell_text(runs: Sequence[Run], left: float, right: float, *, autospaced: bool = False) -> str:
    """Return the text of the cell between two rules: its lines joined as a reader would."""
    if not runs:
        return ""
    if len(runs) == 1:
        return runs[0].text
    if columns := upright_columns(runs):
        return "".join(run.text for column in columns for run in column)
    lines = runs_to_lines(runs)
    texts = [line_to_text(line, autospaced=autospaced) for line in lines]
    if len(lines) == 1:
        return texts[0]
    free = _free(lines, left, right)
    are_paragraphs = has_paragraphs(texts, free)
    joined = texts[0]
    for number, text in enumerate(texts[1:]):
        between = joint(joined, text, free[number], has_paragraphs=are_paragraphs)
        joined += (between or _lead_over(lines[number][-1], lines[number + 1][0])) + text
    return joined


def spare_room(runs: Sequence[Run], left: float, right: float) -> float:
    """Return how much more would have fit into the last line of a cell, in characters as wide as they are tall."""
    return _free(runs_to_lines(runs), left, right)[-1]


def _free(lines: Sequence[Sequence[Run]], left: float, right: float) -> list[float]:
    padding = min(max(min(line[0].x0 for line in lines) - left, 0.0), _MOST_PADDING)
    room = right - left - 2 * padding
    return [(room - (line[-1].x1 - line[0].x0)) / max(line[0].size, 1.0) for line in lines]


def _lead_over(one: Run, other: Run) -> str:
    """Return the blank that was drawn at the end of a line that had to wrap."""
    return other.lead if other.lead and 0 < other.start - one.end <= len(other.lead) + 2 else ""
