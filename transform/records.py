"""Grids to the three frames: documents, projects, indicators, with the cells they came from and the doubts.

In: a document and its grids. Out: `Tables`. One row of `indicators` is one level 3 indicator. Every printed row ends in
a record or is set aside with a reason; text that fits nowhere becomes a doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from extract import Cell, Document, Grid, NoTableError
from transform.contracts import Doubt, RowCount, Tables, rows_to_frame
from transform.heads import Head, parse_amount, read_head, split_body
from transform.levels import Levels, row_to_levels
from transform.path import Row, read_body
from transform.pieces import Piece, grid_to_stream
from transform.quantify import FILLED, quantity_to_columns
from transform.quantities import clean, find_formula, fold, parse_quantity, squeeze
from transform.sections import Section, pieces_to_sections
from transform.tables import CELLS, DOCUMENTS, INDICATORS, PROJECTS
from transform.titles import Title, parse_title

VERSION: Final = "0.1.0"
# What a single oddity of the path takes from the confidence; a tidy row keeps 1.
_DOUBT_PER_COST: Final = 0.08
_LEAST_CONFIDENCE: Final = 0.2
_SUSPECT_ODDITIES: Final = frozenset({"value_as_name", "unequal_lists", "value_in_name", "unknown_value"})


@dataclass(slots=True)
class _Draft:
    """The records of one document while it is read."""

    document: Document
    projects: list[dict[str, object]] = field(default_factory=list)
    indicators: list[dict[str, object]] = field(default_factory=list)
    cells: dict[str, dict[str, object]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    rows_in: set[tuple[int, int]] = field(default_factory=set)
    rows_out: set[tuple[int, int]] = field(default_factory=set)


def grids_to_tables(document: Document, grids: Iterable[Grid]) -> Tables:
    """Return the frames of one document; raise `NoTableError` where it holds no performance indicator."""
    draft = _Draft(document)
    first: Section | None = None
    for number, grid in enumerate(grids):
        stream = grid_to_stream(grid)
        draft.rows_in |= {(number, piece.cell.row) for piece in stream.pieces}
        for section in pieces_to_sections(stream.pieces):
            first = first or section
            _read_section(draft, section, number, line_is_row=stream.line_is_row)
    if first is None or not draft.indicators:
        raise NoTableError(document.path)
    return _draft_to_tables(draft, first)


def _draft_to_tables(draft: _Draft, first: Section) -> Tables:
    rows_in, rows_out = len(draft.rows_in), len(draft.rows_out & draft.rows_in)
    return Tables(
        documents=rows_to_frame(DOCUMENTS, [_document_row(draft, first)]),
        projects=rows_to_frame(PROJECTS, draft.projects),
        indicators=rows_to_frame(INDICATORS, draft.indicators),
        cells=rows_to_frame(CELLS, list(draft.cells.values())),
        doubts=tuple(draft.doubts),
        row_count=RowCount(rows_in, rows_out, rows_in - rows_out),
    )


def _document_row(draft: _Draft, section: Section) -> dict[str, object]:
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


def _title(section: Section) -> Title | None:
    return parse_title(section.title.text) if section.title else None


# --- one section ------------------------------------------------------------------------------------------------


def _read_section(draft: _Draft, section: Section, grid: int, *, line_is_row: bool) -> None:
    title = _title(section)
    has_code = "unit_code" in section.fields or not section.fields
    between = read_head(section.between, ())
    strays = [*between.strays, *between.unit_code, *between.project_name, *between.amount, *between.goal]
    for number, (head_pieces, indicator_pieces) in enumerate(split_body(section.body, has_code)):
        head = read_head(head_pieces, section.fields)
        totals = (*between.total_amount, *head.total_amount) if number == 0 else head.total_amount
        project_id = _add_project(draft, section, title, head, totals, grid)
        reading = read_body(indicator_pieces, line_is_row=line_is_row)
        for ordinal, row in enumerate(reading.rows, 1):
            _add_indicator(draft, project_id, ordinal, row, title, grid)
        _mark_out(draft, grid, reading.labels)
        _doubt_strays(draft, project_id, [*(strays if number == 0 else ()), *head.strays, *reading.strays], grid)
        if not reading.rows:
            _doubt(draft, "R05", project_id, None, "该项目下没有读到任何指标", pieces=head_pieces, grid=grid)


def _add_project(
    draft: _Draft, section: Section, title: Title | None, head: Head, totals: Sequence[Piece], grid: int
) -> str:
    document_id = draft.document.document_id
    ordinal = len(draft.projects) + 1
    project_id = f"{document_id}-{ordinal}"
    amount_text = _join_text(head.amount)
    amount = parse_amount(amount_text, section.money_unit)[0] if amount_text else None
    total = parse_amount(totals[-1].text, section.money_unit)[0] if totals else None
    pieces = (*head.unit_code, *head.unit_name, *head.project_name, *head.amount, *head.goal, *totals)
    _mark_out(draft, grid, pieces)
    draft.projects.append(
        {
            "project_id": project_id,
            "document_id": document_id,
            "ordinal": ordinal,
            "unit_code": squeeze(head.unit_code[0].text) if head.unit_code else None,
            "unit_name": _join_text(head.unit_name) or (title.publisher if title else None),
            "project_name": _join_text(head.project_name),
            "amount_yuan": amount,
            "amount_text": amount_text,
            "total_row_yuan": total,
            "goal_text": _join_text(head.goal),
            "title": title.text if title else None,
            "first_line": min((piece.cell.row for piece in pieces), default=None),
            "name_cell_id": _cite(draft, head.project_name, grid),
            "amount_cell_id": _cite(draft, head.amount, grid),
            "goal_cell_id": _cite(draft, head.goal, grid),
        }
    )
    if amount_text and amount is None:
        _doubt(
            draft, "R06", project_id, None, f"金额“{amount_text}”没有注明单位或无法解析", pieces=head.amount, grid=grid
        )
    return project_id


def _add_indicator(draft: _Draft, project_id: str, ordinal: int, row: Row, title: Title | None, grid: int) -> None:
    indicator_id = f"{project_id}-{ordinal}"
    fiscal_year = title.fiscal_year if title else None
    value_text = row.value.text if row.value else None
    levels = row_to_levels(row, parse_quantity(value_text or "", fiscal_year=fiscal_year))
    quantity = parse_quantity(value_text or "", label=levels.level2, fiscal_year=fiscal_year)
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
            **dict(zip(FILLED, quantity_to_columns(quantity, levels.level2), strict=True)),
            "formula_text": formula.text if formula else None,
            "formula_value": formula.value if formula else None,
            "confidence": round(max(_LEAST_CONFIDENCE, 1 - _DOUBT_PER_COST * row.cost), 2),
            "is_suspect": quantity.is_suspect or not _SUSPECT_ODDITIES.isdisjoint(row.oddities),
            "name_cell_id": _cite(draft, row.name.pieces, grid),
            "value_cell_id": _cite(draft, row.value.pieces, grid) if row.value else None,
        }
    )
    _mark_out(draft, grid, row.name.pieces)
    _mark_out(draft, grid, row.value.pieces if row.value else ())
    _doubt_row(draft, project_id, indicator_id, row, levels, grid)


def _join_text(pieces: Sequence[Piece]) -> str | None:
    """Return the text of a field as printed: its cell's own where it is one cell, its parts on lines where not."""
    if not pieces:
        return None
    first, last = pieces[0], pieces[-1]
    if all(piece.cell is first.cell for piece in pieces) and not first.in_list:
        return fold_lines(first.cell.text[first.first : last.last])
    return "\n".join(piece.text for piece in pieces)


def fold_lines(text: str) -> str:
    """Return a text without white space around it."""
    return text.strip()


# --- evidence and doubts ----------------------------------------------------------------------------------------


def _cite(draft: _Draft, pieces: Sequence[Piece], grid: int) -> str | None:
    """Record the printed stretch that some pieces cover and return its cell's id; None where there is none.

    A field that runs over several cells cites the first.
    """
    if not pieces:
        return None
    cell = pieces[0].cell
    ends = [piece for piece in pieces if piece.cell is cell]
    start = (cell.start or 1) + ends[0].first
    last = (cell.start or 1) + ends[-1].last - 1
    cell_id = f"{draft.document.document_id}:{grid}:{cell.row}:{cell.column}:{start}-{last}"
    draft.cells.setdefault(
        cell_id, _cell_row(draft, cell_id, cell, cell.text[ends[0].first : ends[-1].last], start, last)
    )
    return cell_id


def _cell_row(draft: _Draft, cell_id: str, cell: Cell, text: str, start: int, last: int) -> dict[str, object]:
    return {
        "cell_id": cell_id,
        "document_id": draft.document.document_id,
        "page": cell.page,
        "row_number": cell.row,
        "column_number": cell.column,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
        "first_character": start if cell.start else None,
        "last_character": last if cell.start else None,
        "text": text,
        "reader": cell.reader,
        "confidence": cell.confidence,
    }


def _mark_out(draft: _Draft, grid: int, pieces: Iterable[Piece]) -> None:
    draft.rows_out |= {(grid, piece.cell.row) for piece in pieces}


def _doubt(
    draft: _Draft,
    rule_id: str,
    project_id: str | None,
    indicator_id: str | None,
    message: str,
    *,
    pieces: Sequence[Piece] = (),
    grid: int = 0,
    actual: str | None = None,
    suspect: bool = True,
) -> None:
    cited = [cell_id for piece in pieces if (cell_id := _cite(draft, [piece], grid))]
    draft.doubts.append(
        Doubt(rule_id, draft.document.document_id, message, project_id, indicator_id, actual=actual,
              cell_ids=tuple(dict.fromkeys(cited)), is_extraction_suspect=suspect)
    )  # fmt: skip


def _doubt_strays(draft: _Draft, project_id: str, strays: Iterable[Piece], grid: int) -> None:
    for piece in strays:
        message = f"文字“{fold(piece.text)[:60]}”不属于任何字段，未载入"
        _doubt(draft, "R01", project_id, None, message, pieces=[piece], grid=grid, actual=piece.text)


def _doubt_row(draft: _Draft, project_id: str, indicator_id: str, row: Row, levels: Levels, grid: int) -> None:
    pieces = (*row.name.pieces, *(row.value.pieces if row.value else ()))
    for rule_id, message, suspect in _row_doubts(row, levels):
        _doubt(draft, rule_id, project_id, indicator_id, message, pieces=pieces, grid=grid,
               actual=row.value.text if row.value else None, suspect=suspect)  # fmt: skip


def _row_doubts(row: Row, levels: Levels) -> Iterator[tuple[str, str, bool]]:
    name = row.name.text
    if levels.source == "inferred":
        guess = f"，推断为“{levels.level2}”" if levels.level2 else "，无法推断"
        yield "S03", f"“{name}”没有印出二级指标{guess}", False
    if "value_in_name" in row.oddities and row.value:
        yield "V09", f"指标值“{row.value.text}”与名称“{name}”连写在一起", True
    if "no_value" in row.oddities:
        yield "S05", f"“{name}”没有指标值", False
    if "value_as_name" in row.oddities:
        yield "R02", f"名称“{name}”本身像指标值，其所属指标有疑问", True
    if "label_as_name" in row.oddities:
        yield "R03", f"“{name}”既可作二级指标，也可作三级指标名称，此处按名称读取", False
    if "unequal_lists" in row.oddities:
        yield "R04", "名称与指标值的条数不一致，未作对应", True
    if "unknown_value" in row.oddities and row.value:
        yield "R07", f"“{name}”的指标值“{row.value.text}”不在已知写法之内", True
