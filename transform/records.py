"""Grids to the three frames: documents, projects, indicators, with the cells they came from and the doubts.

In: a document and its grids. Out: `Tables`. `layouts` says what stands in each grid, `project_records` and
`indicator_records` make the records, and targets are parsed last, over whole columns (`quantify`). One row of
`indicators` is one level 3 indicator. Every printed row ends in a record or is set aside with a reason; text that fits
nowhere becomes a doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from extract import Document, Grid, NoTableError
from transform.column_years import fill_column_years
from transform.contracts import Tables
from transform.draft import Draft, Record
from transform.fractions import doubtful_fractions
from transform.heads import parse_amount
from transform.indicator_records import add_indicator
from transform.layouts import LayoutReader
from transform.lost_tables import doubt_lost_tables
from transform.money_unit import infer_money_unit
from transform.pictures.cells import has_pictures
from transform.pictures.mending import mend_grid
from transform.pictures.report import doubt_mended, doubt_pictures
from transform.pieces import Piece, grid_to_stream
from transform.project_names import named_by_title
from transform.project_records import add_project, doubt_common_total
from transform.quantify import NOTES, normalise_records
from transform.quantities import squeeze
from transform.quantities.dates import NEEDS_YEAR
from transform.readings import ProjectReading, TableReading
from transform.titles import Title, parse_title
from transform.vocabulary import canonical_labels

VERSION: Final = "0.2.0"
# What a note of the quantity is reported as: the rule, and what is said of name and value.
_NOTE_DOUBTS: Final = {
    NEEDS_YEAR: ("R08", "“{name}”的时间“{value}”没有写明年度，标题中也没有年度"),
    "too_small_for_store": ("R07", "“{name}”的指标值“{value}”小于库中八位小数所能记，所存的数有舍入"),
    "several_values": ("R09", "“{name}”的单元格中有多个值“{value}”，未取其一"),
    "name_unit_conflict": ("R10", "名称“{name}”中的单位与指标值“{value}”不一致"),
    "name_sign_conflict": ("R10", "名称“{name}”中的符号与指标值“{value}”不一致"),
    "name_value_conflict": ("R10", "名称“{name}”中的数与指标值“{value}”不一致"),
    "unit_conflict": ("R10", "“{name}”的单位栏与指标值“{value}”不一致"),
    "sign_conflict": ("R10", "“{name}”的符号栏与指标值“{value}”不一致"),
}
# A table that was run together to a paragraph would stand among these.
_MAY_HOLD_TABLES: Final = frozenset(
    {
        "no table of performance indicators",
        "text around the tables",
        "notes and lines below the table",
        "other tables above",
        "title and lines above the table",
        "label without indicator",
    }
)
_NOTICE_RULE: Final = "R11"
_NO_TABLE: Final = "no table of performance indicators was found in it"
_LAID_BY_LABELS: Final = frozenset({"unheaded", "prose"})  # these have no columns
_AGAIN: Final = "the same table printed again"


def grids_to_tables(document: Document, grids: Iterable[Grid]) -> Tables:
    """Return the frames of one document.

    Raises `NoTableError` where it holds no performance indicator.
    """
    draft = Draft(document)
    tables: list[TableReading] = []
    lines: list[tuple[Piece, ...]] = []
    seen: set[object] = set()
    reader = LayoutReader()
    for number, printed in enumerate(grids):
        grid, mended = mend_grid(printed)
        draft.open_grid(number, grid)
        stream = grid_to_stream(grid)
        draft.has_pictures |= has_pictures(printed)
        draft.take_rows(stream.pieces)
        doubt_mended(draft, mended)
        for notice in grid.notices:
            page = f"第 {notice.page} 页：" if notice.page is not None else ""
            draft.doubt(_NOTICE_RULE, f"{page}{notice.message}", actual=notice.code)
        found = reader.read_tables(grid, stream)
        if found is None:
            draft.set_aside("no table of performance indicators", stream.pieces)
        for table in found or []:
            table.sheet_name = grid.name  # not a copy: the table may go on to grow
        tables += found or []
        lines += [stream.pieces]
    tables = [_without_reprint(named_by_title(table)) for table in tables]
    for table in tables:
        if (print_of := _fingerprint(table)) in seen:
            draft.set_aside(_AGAIN, [piece for project in table.projects for piece in project.pieces])
            continue
        seen.add(print_of)
        _add_table(draft, table)
    for pieces in lines:
        # What no reader named was not lost: it is counted as text around the tables.
        draft.set_aside("text around the tables", pieces)
        doubt_lost_tables(draft, [piece for piece in pieces if draft.reason_of(piece) in _MAY_HOLD_TABLES])
    if not draft.indicators:
        said = "; ".join(dict.fromkeys(doubt.message for doubt in draft.doubts if doubt.rule_id == _NOTICE_RULE))
        raise NoTableError(document.path, f"{_NO_TABLE}; its reader says: {said}" if said else _NO_TABLE)
    draft.indicators = _quantify(draft)
    for row in draft.indicators:
        fill_column_years(row)
    _infer_money_unit(draft)
    doubt_pictures(draft)
    return draft.to_tables(_document_record(draft, tables))


def _fingerprint(table: TableReading) -> object:
    """Return what two printings of one table share; a table without a row is like no other."""
    projects = tuple(map(_project_fingerprint, table.projects))
    return projects if any(name and rows for name, rows in projects) else object()


def _project_fingerprint(project: ProjectReading) -> tuple[str, tuple[tuple[str, ...], ...]]:
    pieces = (*project.head.project_name, *project.head.amount) if project.head else ()
    rows = tuple(tuple(squeeze(text.text) for text in row.texts) for row in project.rows)
    return squeeze("".join(piece.text for piece in pieces)), rows


def _without_reprint(table: TableReading) -> TableReading:
    """Return a table without its second half where that is the first half printed again."""
    half, odd = divmod(len(table.projects), 2)
    if odd or not half or _project_fingerprint(table.projects[0]) != _project_fingerprint(table.projects[half]):
        return table
    prints = [_project_fingerprint(project) for project in table.projects]
    if prints[:half] != prints[half:] or not any(rows for _, rows in prints):
        return table
    again = [piece for project in table.projects[half:] for piece in project.pieces]
    return replace(table, projects=table.projects[:half], set_aside=[*table.set_aside, (_AGAIN, tuple(again))])


def _add_table(draft: Draft, table: TableReading) -> None:
    """Add the projects of one table and their indicators."""
    for reason, pieces in table.set_aside:
        draft.set_aside(reason, pieces)
    title = table_title(table)
    for reading in table.projects:
        project = add_project(draft, table, reading, title, is_only=len(table.projects) == 1)
        _add_indicators(draft, project, reading, title, has_level2=_has_level2(table, reading))
        _add_doubts(draft, project, reading)
    if len(table.projects) > 1:
        doubt_common_total(draft, table)


def _has_level2(table: TableReading, reading: ProjectReading) -> bool:
    """Whether a form prints labels of level 2: where it has no column for them, its rows lack none."""
    is_headed = "level3" in table.fields and table.layout not in _LAID_BY_LABELS
    return not is_headed or "level2" in table.fields or any(row.level1 or row.level2 for row in reading.rows)


def _add_indicators(
    draft: Draft, project: Record, reading: ProjectReading, title: Title | None, *, has_level2: bool
) -> None:
    """Add the indicators of one project; where a label was read as a name, those below it are in doubt."""
    named_labels: set[str] = set()
    if not has_level2 and reading.rows:
        said = f"表中没有一级、二级指标栏，{len(reading.rows)} 条三级指标均无所属的二级指标"
        draft.doubt("S03", said, project_id=str(project["project_id"]), pieces=reading.head.project_name if reading.head
                    else (), is_suspect=False)  # fmt: skip
    for ordinal, row in enumerate(reading.rows, 1):
        if "label_as_name" in row.pair.oddities and row.level1:
            named_labels.add(row.level1.name)
        is_doubtful = row.level1 is not None and row.level1.name in named_labels
        add_indicator(draft, project, ordinal, row, title, is_doubtful=is_doubtful, has_level2=has_level2)


def _add_doubts(draft: Draft, project: Record, reading: ProjectReading) -> None:
    """Add what the reader could not settle, and the labels that no list knows, each once."""
    project_id = str(project["project_id"])
    for doubt in reading.doubts:
        indicator_id = f"{project_id}-{doubt.row + 1}" if doubt.row is not None else None
        draft.doubt(doubt.rule_id, doubt.message, project_id=project_id, indicator_id=indicator_id,
                    pieces=doubt.pieces, is_suspect=doubt.is_suspect)  # fmt: skip
    labels = (
        ((row.level1, row.level1_piece) for row in reading.rows),
        ((row.level2, row.level2_piece) for row in reading.rows),
    )
    unknown = {label.name: piece for label, piece in chain(*labels) if label and label.name not in canonical_labels()}
    for name, piece in unknown.items():
        message = f"“{name}”不是规定的一级、二级指标名称，也不是已知的别称，按原文载入"
        draft.doubt("T01", message, project_id=project_id, pieces=[piece] if piece else (), actual=name)


def table_title(table: TableReading) -> Title | None:
    """Return what the title of a table says, its year where that stands on a line of its own."""
    text = table.heading or (table.title.text if table.title else None)
    return parse_title(text) if text else None


def _document_record(draft: Draft, tables: Sequence[TableReading]) -> Record:
    document, first = draft.document, tables[0]
    title = next((title for table in tables if (title := table_title(table))), None)
    kind = title.kind if title else None
    if any(table.layout == "self_evaluation" for table in tables):
        kind = "self_evaluation"
    return {
        "document_id": document.document_id,
        "file_name": document.path.name,
        "media_type": document.media_type,
        "title": title.text if title else None,
        "kind": kind,
        "fiscal_year": title.fiscal_year if title else None,
        "publisher": title.publisher if title else None,
        "money_unit": next((table.money_unit for table in tables if table.money_unit), None),
        "taxonomy_edition": _edition(draft),
        "layout": first.layout,
        "encoding": document.encoding,
        "sha256": document.sha256,
        "source_url": document.source_url,
        "reader_version": VERSION,
    }


def _edition(draft: Draft) -> str:
    """Return the edition of the indicator system that the labels of level 1 belong to."""
    labels = {str(row["level1"]) for row in draft.indicators}
    if labels & {"投入指标", "过程指标", "投入目标", "管理目标"}:
        return "older"
    return "2021" if "成本指标" in labels else "2015"


def _infer_money_unit(draft: Draft) -> None:
    """Fill the amounts without a unit where the cost rows prove one, and say so in place of the doubt about each."""
    unitless = [row for row in draft.projects if row["amount_text"] and row["amount_yuan"] is None]
    unit = infer_money_unit(unitless, draft.indicators) if unitless else None
    if unit is None:
        return
    message = f"金额单位未注明，按成本指标合计推断为{unit}"
    for project in unitless:
        project["amount_yuan"] = parse_amount(str(project["amount_text"]), unit)[0]
        doubtful = f"金额“{project['amount_text']}”没有注明单位或无法解析"
        if project["amount_yuan"] is not None:
            draft.doubts = [
                replace(doubt, message=message)
                if doubt.project_id == project["project_id"] and doubt.message == doubtful
                else doubt
                for doubt in draft.doubts
            ]


def _doubt_fraction(draft: Draft, row: Record) -> None:
    """Doubt a bare fraction beside a unit of %, which may be a percentage without its format."""
    said = f"“{row['name']}”的单位为%，而指标值为“{row['value_text']}”，可能是未设百分比格式的小数"
    row["is_suspect"] = True
    draft.doubt("R10", said, project_id=str(row["project_id"]), indicator_id=str(row["indicator_id"]),
                cell_ids=[str(row["value_cell_id"])] if row["value_cell_id"] else [], actual=str(row["value_text"]))  # fmt: skip


def _quantify(draft: Draft) -> list[Record]:
    """Return the indicators with their quantities, read over the distinct values, and report what these leave open."""
    rows = normalise_records(draft.indicators)
    fractions = doubtful_fractions(rows)
    for row in rows:
        if row["indicator_id"] in fractions:
            _doubt_fraction(draft, row)
        notes = str(row[NOTES] or "").split("; ")
        row["is_suspect"] = bool(row["is_suspect"]) or any(
            note.endswith("_conflict") or note in {"too_small_for_store", "lost_sign_suspected"} for note in notes
        )
        for note in notes:
            if note in _NOTE_DOUBTS:
                rule_id, message = _NOTE_DOUBTS[note]
                cells = tuple(str(row[column]) for column in ("name_cell_id", "value_cell_id") if row[column])
                said = message.format(name=row["name"], value=row["value_text"])
                draft.doubt(rule_id, said, project_id=str(row["project_id"]), indicator_id=str(row["indicator_id"]),
                            cell_ids=cells, actual=str(row["value_text"]), is_suspect=rule_id != "R08")  # fmt: skip
    return rows
