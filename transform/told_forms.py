"""Forms of two columns that tell indicators: `数量指标 | 航标≥26座；灯器9套`, below 项目名称 and its value.

In: an aligned grid without a header of indicators. Out: the reading of its table; None where fewer than two labels have a
sentence right beside them, or where most of what these say has no target. Where a label has two texts beside it, a header
has to tell the target from its result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from extract import Grid
from transform.fused.words import full_label
from transform.pieces import LINES, Piece, Stream
from transform.quantities import squeeze
from transform.readings import ProjectReading, TableReading
from transform.tabular.form_fields import FormHead
from transform.tabular.form_head import read_form_head
from transform.tabular.listed import PROJECT_FIELDS
from transform.tabular.rows import is_foot
from transform.tabular.sheet import Sheet
from transform.told import add_told
from transform.told_results import heads_results, with_results
from transform.vocabulary import Label, parse_labels
from transform.wordings import column_word

_FEWEST: Final = 2  # labels with a sentence, targets
_ALTERNATING: Final = re.compile(r"(?:L{1,2}\.)+")  # labels of level 1 and 2, then their text; perhaps twice abreast
_NUMBER: Final = re.compile(r"^(?:\(?[一二三四五六七八九十\d]{1,2}(?:\)|[.、]))")
_WITH_RESULT: Final = re.compile(r"L{1,2}\.\.")
_FEWEST_WORDS: Final = 2


def read_told_form(grid: Grid, stream: Stream, carried: FormHead | None = None) -> TableReading | None:
    """Return the table of forms whose labels have a sentence beside them; `carried` is a head in the grid before."""
    sheet = Sheet.of(grid)
    told = {row: cells for row in sheet.rows if (cells := _told_of(sheet, row, _ALTERNATING))}
    results = {} if told else _results(sheet)
    told = told or {row: cells[:-1] for row, cells in results.items()}
    if not results and told and _are_results(sheet, min(told), told[min(told)][-1]):
        return None
    if len(told) < _FEWEST:
        return None
    table = TableReading(None, None, "prose", ("name", "value"), None, [])
    lines = [piece for piece in stream.pieces if piece.cell.reader == LINES]
    told |= _captions(sheet)
    before = [piece for piece in lines if piece.cell.row < 1]
    _read_forms(table, sheet, told, before, carried)
    for cells in results.values():
        _give_results(table, *cells[-3:])
    table.set_aside.append(("notes and lines below the table", tuple(p for p in lines if p.cell.row > 0)))
    values = [row.value for project in table.projects for row in project.rows]
    known = sum(value is not None for value in values)
    return table if known >= _FEWEST and known * 2 >= len(values) else None


def _labels(piece: Piece) -> tuple[Label, ...]:
    """Return the labels that a cell is, numbered or with a colon: `1.数量指标：`."""
    word = _NUMBER.sub("", squeeze(piece.text), count=1).rstrip(":")
    return parse_labels(word) if full_label().fullmatch(word) else ()


def _captions(sheet: Sheet) -> dict[int, tuple[Piece, ...]]:
    """Return the rows that are nothing but a label of level 1, over the labels of level 2."""
    rows = {row: sheet.row(row) for row in sheet.rows if len(list(sheet.across(row))) == 1}
    return {row: own for row, own in rows.items() if any(label.level == 1 for piece in own for label in _labels(piece))}


def _told_of(sheet: Sheet, row: int, kind: re.Pattern[str]) -> tuple[Piece, ...]:
    """Return the labels that begin in a row, each with the one text beside it; nothing where a row is not of that kind."""
    across = list(sheet.across(row))
    labels = [piece for piece in across if _labels(piece)]
    rest = [piece for piece in across if piece not in labels]
    kinds = "".join("L" if piece in labels else "." for piece in across)
    is_told = (
        bool(kind.fullmatch(kinds))
        and all(piece.cell.row == row for piece in rest)
        and any(label.level == 2 for piece in labels for label in _labels(piece))
    )
    return tuple(piece for piece in across if piece.cell.row == row) if is_told else ()


def _results(sheet: Sheet) -> dict[int, tuple[Piece, ...]]:
    """Return the rows of labels with a target and its result beside them, below a header that says so."""
    found = {row: cells for row in sheet.rows if len(cells := _told_of(sheet, row, _WITH_RESULT)) > _FEWEST}
    first = min(found, default=0)
    above = max((row for row in sheet.rows if row < first), default=first)
    texts = [cells[-2:] for cells in found.values()]
    return found if all(heads_results(sheet.row(above), pair) for pair in texts) else {}


def _are_results(sheet: Sheet, first: int, text: Piece) -> bool:
    """Whether the header says that the only texts beside the labels are results; targets are elsewhere then."""
    above = sheet.at(max((row for row in sheet.rows if row < first), default=first), text.cell.column)
    word = column_word(above.text) if above is not None and above is not text else None
    return word is not None and word.field == "actual"


def _give_results(table: TableReading, label: Piece, target: Piece, result: Piece) -> None:
    """Give the rows of one sentence their results; what is not surely theirs is a stray."""
    for project in table.projects:
        own = [at for at, row in enumerate(project.rows) if row.name.pieces[0].cell is target.cell]
        if not own:
            continue
        rows = with_results([project.rows[at] for at in own], label, result)
        project.strays += [] if rows else [result]
        for at, row in zip(own, rows or (), strict=False):
            project.rows[at] = row


def _read_forms(
    table: TableReading,
    sheet: Sheet,
    told: dict[int, tuple[Piece, ...]],
    lines: Sequence[Piece],
    carried: FormHead | None,
) -> None:
    """Read one form after the other: what stands above its labels is its head, if it names a project."""
    above: list[int] = []
    runs: list[Piece] = []
    for row in sheet.rows:
        if row not in told:
            _tell(table, runs)
            runs = []
            above.append(row)
            continue
        if above or not table.projects:
            _open(table, sheet, above, *(((), None) if table.projects else (lines, carried)))
            above = []
        runs += told[row]
    _tell(table, runs)
    left = [piece for row in above for piece in sheet.row(row)]
    notes = {row for row in above if is_foot(sheet, row)}
    table.projects[-1].strays += [piece for piece in left if piece.cell.row not in notes]
    table.set_aside.append(("notes and lines below the table", tuple(p for p in left if p.cell.row in notes)))


def _open(
    table: TableReading, sheet: Sheet, above: Sequence[int], lines: Sequence[Piece], carried: FormHead | None
) -> None:
    """Open the project whose head stands in some rows, or go on with the last where these name none."""
    if above and _heads_columns(sheet.row(above[-1])):
        table.set_aside.append(("header", sheet.row(above[-1])))
        above = above[:-1]
    form = read_form_head(sheet, above, lines)
    if carried is not None and "project_name" not in form.fields:
        form = carried.followed_by(form)
    if table.projects and "project_name" not in form.fields:
        table.projects[-1].strays += [piece for row in above for piece in sheet.row(row)]
        return
    table.title = table.title or form.title
    table.heading = table.heading or "".join(form.heading) or None
    table.money_unit = table.money_unit or form.money_unit
    table.set_aside += form.set_aside
    head = form.to_head() if form.fields else None
    table.projects.append(ProjectReading(head=head, strays=list(form.strays), doubts=list(form.doubts)))


def _heads_columns(pieces: Sequence[Piece]) -> bool:
    """Whether a row right above the labels says what the columns are: 指标类别 and 指标内容及目标值."""
    words = [column_word(piece.text) for piece in pieces]
    is_key = bool(words) and words[0] is not None and words[0].field in PROJECT_FIELDS
    return len(words) >= _FEWEST_WORDS and None not in words and not is_key


def _tell(table: TableReading, runs: Sequence[Piece]) -> None:
    if runs:
        add_told(table, table.projects[-1], [piece.cell for piece in runs], list(_texts(runs)))


def _texts(runs: Sequence[Piece]) -> Iterator[int]:
    """Yield the places of the cells that are no labels: these end a sentence."""
    return (place for place, piece in enumerate(runs) if not _labels(piece))
