"""Grids to the three frames: documents, projects, indicators, with the cells they came from and the doubts.

In: a document and its grids. Out: `Tables`. One row of `indicators` is one level 3 indicator. Every printed row ends in
a record or is set aside with a reason; text that fits nowhere becomes a doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

import pandas as pd

from extract import Document, Grid, NoTableError, UnsupportedLayoutError
from transform.contracts import Tables
from transform.draft import Draft, Record
from transform.heads import Head, parse_amount
from transform.levels import Levels, row_to_levels
from transform.lost_tables import doubt_lost_tables
from transform.path import ProjectReading, Row, read_body, total_amounts
from transform.pieces import BLANK, Piece, grid_to_stream
from transform.quantify import NOTES, normalise_quantities
from transform.quantities import clean, find_formula, fold, squeeze
from transform.quantities.dates import NEEDS_YEAR
from transform.sections import Section, stream_to_sections
from transform.titles import Title, parse_title
from transform.vocabulary import is_total

VERSION: Final = "0.1.0"
# What a single oddity of the path takes from the confidence; a tidy row keeps 1.
_DOUBT_PER_COST: Final = 0.08
_LEAST_CONFIDENCE: Final = 0.2
# What a reader gives a cell that it vouches for; less means a table without rules, or a font that lies.
_SURE_READING: Final = 0.95
_SUSPECT_ODDITIES: Final = frozenset(
    {"value_as_name", "unequal_lists", "joined_paragraphs", "value_in_name", "unknown_value"}
)
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
# Columns beside name and value: without reading them a weight would be a target.
_UNREAD_FIELDS: Final = frozenset({"sign", "unit", "weight", "direction", "actual", "score", "reason", "note"})
_NOTICE_RULE: Final = "R11"
_NO_TABLE: Final = "no table of performance indicators was found in it"
_NO_HEAD: Final = Head((), (), (), (), (), ())


def grids_to_tables(document: Document, grids: Iterable[Grid]) -> Tables:
    """Return the frames of one document.

    Raises `NoTableError` where it holds no performance indicator, and `UnsupportedLayoutError` where a table has columns
    (signs, units, weights, results) that would be mistaken for names and values.
    """
    draft = Draft(document)
    first: Section | None = None
    unread_columns: list[str] = []
    for number, grid in enumerate(grids):
        draft.grid = number
        stream = grid_to_stream(grid)
        draft.take_rows(stream.pieces)
        for notice in grid.notices:
            page = f"第 {notice.page} 页：" if notice.page is not None else ""
            draft.doubt(_NOTICE_RULE, f"{page}{notice.message}", actual=notice.code)
        sections = stream_to_sections(stream)
        if not sections:
            draft.set_aside("no table of performance indicators", stream.pieces)
            doubt_lost_tables(draft, stream.pieces)
        for section in sections:
            first = first or section
            unread = [squeeze(piece.text) for piece, header in section.header if header.field in _UNREAD_FIELDS]
            if unread:
                unread_columns.extend(unread)
                draft.set_aside("table with columns that are not read", [*section.before, *section.pieces])
                continue
            _read_section(draft, section, line_is_row=stream.line_is_row)
    if unread_columns:
        raise UnsupportedLayoutError(document.path, list(dict.fromkeys(unread_columns)))
    if first is None or not draft.indicators:
        said = "; ".join(dict.fromkeys(doubt.message for doubt in draft.doubts if doubt.rule_id == _NOTICE_RULE))
        raise NoTableError(document.path, f"{_NO_TABLE}; its reader says: {said}" if said else _NO_TABLE)
    draft.indicators = _quantify(draft)
    return draft.to_tables(_document_record(draft, first))


def _document_record(draft: Draft, section: Section) -> Record:
    document, title = draft.document, _title(section)
    has_cost_level1 = any(row["level1"] == "成本指标" for row in draft.indicators)
    return {
        "document_id": document.document_id,
        "file_name": document.path.name,
        "media_type": document.media_type,
        "title": title.text if title else None,
        "kind": title.kind if title else None,
        "fiscal_year": title.fiscal_year if title else None,
        "publisher": title.publisher if title else None,
        "money_unit": section.money_unit,
        "taxonomy_edition": "2021" if has_cost_level1 else "2015",
        "layout": "list" if section.header else "unheaded",
        "encoding": document.encoding,
        "sha256": document.sha256,
        "source_url": document.source_url,
        "reader_version": VERSION,
    }


def _quantify(draft: Draft) -> list[Record]:
    """Return the indicators with their quantities, read over the distinct values, and report what these leave open."""
    frame = normalise_quantities(pd.DataFrame(draft.indicators, dtype=object))
    rows: list[Record] = [
        dict(zip(map(str, frame.columns), values, strict=True)) for values in frame.itertuples(index=False, name=None)
    ]
    for row in rows:
        notes = str(row[NOTES] or "").split("; ")
        row["is_suspect"] = bool(row["is_suspect"]) or any(
            note.endswith("_conflict") or note == "too_small_for_store" for note in notes
        )
        for note in notes:
            if note in _NOTE_DOUBTS:
                rule_id, message = _NOTE_DOUBTS[note]
                cells = tuple(str(row[column]) for column in ("name_cell_id", "value_cell_id") if row[column])
                said = message.format(name=row["name"], value=row["value_text"])
                draft.doubt(rule_id, said, project_id=str(row["project_id"]), indicator_id=str(row["indicator_id"]),
                            cell_ids=cells, actual=str(row["value_text"]), is_suspect=rule_id != "R08")  # fmt: skip
    return rows


def _title(section: Section) -> Title | None:
    return parse_title(section.title.text) if section.title else None


def _read_section(draft: Draft, section: Section, *, line_is_row: bool) -> None:
    """Add the projects of one table and their indicators."""
    draft.set_aside("header", [piece for piece, _ in section.header])
    draft.set_aside("title and lines above the table", section.before)
    draft.set_aside("notes and lines below the table", section.notes)
    doubt_lost_tables(draft, (*section.before, *section.notes))
    readings = read_body(section.body, section.fields, line_is_row=line_is_row)
    between = [piece for piece in section.between if is_total(piece.text)]
    figures = [piece for piece in section.between if not is_total(piece.text)]
    totals = total_amounts(figures) if between else []
    for number, reading in enumerate(readings):
        if number == 0:
            reading.totals[:0] = [*between, *totals]
            reading.strays[:0] = [piece for piece in figures if piece not in totals]
        _add_project(draft, section, reading, is_only=len(readings) == 1)
    if len(readings) > 1:
        _doubt_common_total(draft, section, readings)


def _add_project(draft: Draft, section: Section, reading: ProjectReading, *, is_only: bool) -> None:
    project = _project_record(draft, section, reading, is_only=is_only)
    draft.projects.append(project)
    project_id = str(project["project_id"])
    title = _title(section)
    named_labels: set[str] = set()
    for ordinal, row in enumerate(reading.rows, 1):
        if "label_as_name" in row.pair.oddities and row.level1:
            named_labels.add(row.level1.name)
        is_doubtful = row.level1 is not None and row.level1.name in named_labels
        _add_indicator(draft, project_id, ordinal, row, title.fiscal_year if title else None, is_doubtful=is_doubtful)
    draft.use_rows(reading.labels)
    head = reading.head or _NO_HEAD
    draft.set_aside("text of no field", (*head.strays, *reading.strays))
    draft.set_aside("total row", reading.totals)
    for piece in (*head.strays, *reading.strays):
        message = f"文字“{fold(piece.text)[:60]}”不属于任何字段，未载入"
        draft.doubt("R01", message, project_id=project_id, pieces=[piece], actual=piece.text)
    for message, pieces in _head_doubts(section, head, project, reading):
        draft.doubt("R06" if "金额" in message else "R05", message, project_id=project_id, pieces=pieces)


def _project_record(draft: Draft, section: Section, reading: ProjectReading, *, is_only: bool) -> Record:
    head, title = reading.head or _NO_HEAD, _title(section)
    ordinal = len(draft.projects) + 1
    amount_text = _join_text(head.amount)
    totals = total_amounts(reading.totals)
    pieces = (*head.pieces, *reading.totals)
    draft.use_rows(pieces)
    return {
        "project_id": f"{draft.document.document_id}-{ordinal}",
        "document_id": draft.document.document_id,
        "ordinal": ordinal,
        "unit_code": squeeze(head.unit_code[0].text) if head.unit_code else None,
        "unit_name": _join_text(head.unit_name) or (title.publisher if title else None),
        "project_name": _join_text(head.project_name),
        "amount_yuan": parse_amount(amount_text, section.money_unit)[0] if amount_text else None,
        "amount_text": amount_text,
        "total_row_yuan": parse_amount(totals[-1].text, section.money_unit)[0] if totals and is_only else None,
        "goal_text": _join_text(head.goal),
        "title": title.text if title else None,
        "first_line": min((piece.cell.row for piece in pieces), default=None),
        "name_cell_id": draft.cite(head.project_name),
        "amount_cell_id": draft.cite(head.amount),
        "goal_cell_id": draft.cite(head.goal),
    }


def _head_doubts(
    section: Section, head: Head, project: Record, reading: ProjectReading
) -> Iterator[tuple[str, Sequence[Piece]]]:
    if head.amount and project["amount_yuan"] is None:
        yield f"金额“{project['amount_text']}”没有注明单位或无法解析", head.amount
    if not head.amount and "amount" in section.fields:
        yield "没有读到项目金额", head.project_name
    if not head.project_name:
        yield "没有读到项目名称", head.pieces
    if not reading.rows:
        yield "该项目下没有读到任何指标", head.project_name


def _doubt_common_total(draft: Draft, section: Section, readings: Sequence[ProjectReading]) -> None:
    """Report a total row of several projects that is not the sum of their amounts."""
    totals = [piece for reading in readings for piece in total_amounts(reading.totals)]
    amounts = [project["amount_yuan"] for project in draft.projects[-len(readings) :]]
    total = sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal(0))
    for piece in totals:
        if parse_amount(piece.text, section.money_unit)[0] != total:
            message = f"合计行“{fold(piece.text)}”不等于各项目金额之和"
            draft.doubt(
                "R06", message, project_id=str(draft.projects[-1]["project_id"]), pieces=[piece], actual=piece.text
            )


def _add_indicator(
    draft: Draft, project_id: str, ordinal: int, row: Row, fiscal_year: int | None, *, is_doubtful: bool
) -> None:
    """Add one indicator; `is_doubtful` tells that a label above it was read as a name, and its level 2 may be that."""
    indicator_id = f"{project_id}-{ordinal}"
    value_text = row.value.text if row.value else None
    levels = row_to_levels(row)
    pieces = (*row.name.pieces, *(row.value.pieces if row.value else ()))
    read_at = min(piece.cell.confidence for piece in pieces)
    formula = find_formula(clean(row.name.text), is_money=levels.cost_class is not None)
    draft.indicators.append(
        {
            "indicator_id": indicator_id,
            "project_id": project_id,
            "document_id": draft.document.document_id,
            "ordinal": ordinal,
            "level1": levels.level1,
            "level2": levels.level2,
            "level1_text": row.level1_piece.text if row.level1_piece else None,
            "level2_text": row.level2_piece.text if row.level2_piece else None,
            "level_source": levels.source,
            "cost_class": levels.cost_class,
            "name": row.name.text,
            "value_text": value_text,
            "fiscal_year": fiscal_year,
            "formula_text": formula.text if formula else None,
            "formula_value": formula.value if formula else None,
            "confidence": round(max(_LEAST_CONFIDENCE, read_at - _DOUBT_PER_COST * row.pair.cost), 2),
            "is_suspect": read_at < _SURE_READING or not _SUSPECT_ODDITIES.isdisjoint(row.pair.oddities),
            "name_cell_id": draft.cite(row.name.pieces),
            "value_cell_id": draft.cite(row.value.pieces) if row.value else None,
        }
    )
    draft.use_rows(pieces)
    for rule_id, message, is_suspect in _row_doubts(row, levels, is_doubtful=is_doubtful):
        draft.doubt(rule_id, message, project_id=project_id, indicator_id=indicator_id, pieces=pieces,
                    actual=value_text, is_suspect=is_suspect)  # fmt: skip


def _join_text(pieces: Sequence[Piece]) -> str | None:
    """Return the text of a field as printed: its cell's own where it is one cell, its parts on lines where not."""
    if not pieces:
        return None
    text = pieces[0].text
    for before, piece in pairwise(pieces):
        is_one_run = piece.boundary == BLANK and piece.cell is before.cell
        text += (piece.cell.text[before.last : piece.first] if is_one_run else "\n") + piece.text
    return text


def _row_doubts(row: Row, levels: Levels, *, is_doubtful: bool) -> Iterator[tuple[str, str, bool]]:
    """Yield what could not be settled about a row: the rule, the message, whether the reading itself is in doubt."""
    name, oddities = row.name.text, row.pair.oddities
    value = row.value.text if row.value else ""
    if levels.source == "inferred":
        guess = f"，推断为“{levels.level2}”" if levels.level2 else "，无法推断"
        yield "S03", f"“{name}”没有印出二级指标{guess}", is_doubtful
    if "value_in_name" in oddities:
        yield "V09", f"指标值“{value}”与名称“{name}”连写在一起", True
    if "no_value" in oddities:
        yield "S05", f"“{name}”没有指标值", False
    if "value_as_name" in oddities:
        yield "R02", f"名称“{name}”本身像指标值，其所属指标有疑问", True
    if "label_as_name" in oddities:
        yield "R03", f"“{name}”既可作二级指标，也可作三级指标名称，此处按名称读取", False
    if "unequal_lists" in oddities:
        yield "R04", "名称与指标值的条数不一致，未作对应", True
    if "joined_paragraphs" in oddities:
        yield "R04", f"“{name}”分为多段而只有一个指标值，按一条指标读取", True
    if "unknown_value" in oddities:
        yield "R07", f"“{name}”的指标值“{value}”不在已知写法之内", True
