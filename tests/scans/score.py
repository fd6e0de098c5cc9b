"""How well a file of scanned pages was read.

In: its truth and the grids that were read. Out: a `Score`, sums of counts. Texts are compared without blanks, and with
， ： （ ） in either width: punctuation that carries no value; nothing else is folded. Where a text differs in the width of
other characters alone (＞ for >, ％ for %), it is not exact, is counted as `width_only`, and is not called wrong in silence.
Signs are compared in either width, but ≦ is not ≤ and ≅ is not ≈. A cell is flagged where its confidence is below `SURE`.

Cells are those with text, and the empty ones in which something was read. Value cells stand under a header of values,
signs, units, weights, scores or amounts, or are figures. A table over pages may be read as one or page by page, whichever
scores better; `joined` says how often as one. Lost is a cell with nothing read for it: it is neither exact nor silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from difflib import SequenceMatcher

from extract.contracts import Cell, Grid
from tests.scans.kinds import SIGNS
from tests.scans.matching import Match, fold, match_tables, narrow
from tests.scans.truth import ScanTruth, TrueCell, TrueTable

SURE = 0.95
_SIGNS = frozenset(narrow(SIGNS))


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that was not read as it is printed."""

    where: str
    expected: str
    actual: str | None  # None: lost
    confidence: float
    is_value: bool
    verdict: str  # silent, flagged, lost, width


@dataclass(frozen=True, slots=True)
class Score:
    """Counts, which add."""

    files: int = 0
    refused: int = 0
    pages: int = 0
    pages_right: int = 0  # every table on it has its structure, and no grid is invented
    tables: int = 0
    structures: int = 0
    over_pages: int = 0  # tables that go on over pages
    joined: int = 0  # … that were read as one
    extra_grids: int = 0
    cells: int = 0
    exact: int = 0
    invented: int = 0  # empty or no cell, and yet something was read
    width_only: int = 0
    values: int = 0
    values_exact: int = 0
    values_lost: int = 0
    values_silent: int = 0  # wrong and not flagged
    cells_silent: int = 0
    values_flagged: int = 0  # right and flagged
    signs: int = 0
    signs_right: int = 0
    digits: int = 0
    digits_right: int = 0
    seconds: float = 0.0
    differences: tuple[Difference, ...] = field(default=(), repr=False)

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


def score_scan(truth: ScanTruth, grids: Sequence[Grid]) -> Score:
    """Return the score of a file."""
    found = [grid for grid in grids if len({(cell.row, cell.column) for cell in grid.cells}) > 1]
    wrong, used, total = set[int](), set[int](), Score(files=1, pages=len(truth.pages))
    whole = {each.table.number: each for each in match_tables(truth.wholes, found)}
    for number, parts in _parts(truth).items():
        as_one, apart = whole[number], match_tables(parts, found)
        is_one = len(parts) == 1 or _rank([as_one]) >= _rank(apart)
        matches = [as_one] if is_one else apart
        wrong |= {part.page for part, each in zip(parts, matches * (len(parts) if is_one else 1), strict=True)
                  if not each.is_structure_right}  # fmt: skip
        used |= {id(each.grid) for each in matches}
        total += Score(
            tables=len(matches), structures=sum(each.is_structure_right for each in matches),
            over_pages=len(parts) > 1, joined=len(parts) > 1 and is_one and as_one.is_structure_right,
        )  # fmt: skip
        for each in matches:
            total += _score_cells(truth.file, each)
    extra = [grid for grid in found if grid.is_aligned and id(grid) not in used]  # lines of text are no table
    wrong |= {cell.page or 1 for grid in extra for cell in grid.cells}
    right = sum(page.page not in wrong for page in truth.pages)
    return total + Score(pages_right=right, extra_grids=len(extra))


def _parts(truth: ScanTruth) -> dict[int, list[TrueTable]]:
    parts: dict[int, list[TrueTable]] = {}
    for page in truth.pages:
        for table in page.tables:
            parts.setdefault(table.number, []).append(table)
    return parts


def _rank(matches: Sequence[Match]) -> tuple[float, float]:
    total = sum((_score_cells("", each) for each in matches), Score())
    right = sum(each.is_structure_right for each in matches)
    return right / len(matches), total.exact / max(1, total.cells)


def _score_cells(file: str, match: Match) -> Score:
    return sum((_score_pair(file, match.table, true, read) for true, read in match.pairs), Score())


def _score_pair(file: str, table: TrueTable, true: TrueCell | None, read: Cell | None) -> Score:
    expected, actual = fold(true.text) if true else "", fold(read.text) if read else ""
    if not expected and not actual:
        return Score()
    is_value = bool(true and true.field)
    is_exact, is_same = expected == actual, narrow(expected) == narrow(actual)
    is_sure = read is not None and read.confidence >= SURE
    is_silent = bool(actual or (read is not None and expected)) and not is_same and is_sure
    score = Score(
        cells=1, exact=is_exact, invented=not expected, width_only=is_same and not is_exact, cells_silent=is_silent,
        differences=() if is_exact else (_difference(file, table, true, read, _verdict(read, is_same, is_silent)),),
    )  # fmt: skip
    if not is_value:
        return score
    signs, digits = _signs(expected), _digits(expected)
    return score + Score(
        values=1, values_exact=is_exact, values_lost=read is None or (not actual and not is_sure), values_silent=is_silent,
        values_flagged=is_same and not is_sure, signs=bool(signs), signs_right=bool(signs) and signs == _signs(actual),
        digits=len(digits), digits_right=_common(digits, _digits(actual)),
    )  # fmt: skip


def _verdict(read: Cell | None, is_same: bool, is_silent: bool) -> str:
    return "lost" if read is None else "width" if is_same else "silent" if is_silent else "flagged"


def _difference(file: str, table: TrueTable, true: TrueCell | None, read: Cell | None, verdict: str) -> Difference:
    at = true or read
    assert at is not None
    where = f"{file} table {table.number} page {table.page or '*'} row {at.row} column {at.column}"
    return Difference(
        where, true.text if true else "", read.text if read else None, read.confidence if read else 0.0,
        bool(true and true.field), verdict,
    )  # fmt: skip


def _signs(text: str) -> str:
    return "".join(character for character in narrow(text) if character in _SIGNS)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _common(one: str, other: str) -> int:
    return sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
