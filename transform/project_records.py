"""The head of a project to its record, and what is missing in it.

In: a table's reading and one project of it. Out: a row of `projects`, added to the draft with its cells and its doubts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from transform.draft import SURE_READING, Draft, Record
from transform.heads import NO_HEAD, Head, parse_amount
from transform.offices import is_office
from transform.pictures.cells import is_pictured
from transform.pieces import BLANK, Piece
from transform.project_names import name_from_sheet, name_from_title
from transform.quantities import fold, parse_quantity, squeeze
from transform.readings import ProjectReading, TableReading, total_amounts
from transform.titles import Title

# Texts of a form's head that the table keeps, by the names of `keys.csv`.
_TEXTS: Final = {
    "department": "department",
    "project_period": "period_text",
    "long_goal": "long_goal_text",
    "achieved": "achieved_text",
}
_MONEY: Final = {"initial_budget": "initial_budget_yuan", "executed": "executed_yuan", "fiscal": "fiscal_yuan"}
_FIGURES: Final = {"rate": "execution_rate", "total_score": "total_score"}


def add_project(
    draft: Draft, table: TableReading, reading: ProjectReading, title: Title | None, *, is_only: bool
) -> Record:
    """Add the record of one project and return it."""
    project = _project_record(draft, table, reading, title, is_only=is_only)
    draft.projects.append(project)
    unit = (reading.head.money_unit if reading.head else None) or table.money_unit
    draft.printed_projects[str(project["project_id"])] = reading, unit
    head = reading.head or NO_HEAD
    project_id = str(project["project_id"])
    draft.use_rows(reading.labels)
    draft.set_aside("text of no field", (*head.strays, *reading.strays))
    draft.set_aside("total row", reading.totals)
    for piece in (*head.strays, *reading.strays):
        message = f"文字“{fold(piece.text)[:60]}”不属于任何字段，未载入"
        draft.doubt("R01", message, project_id=project_id, pieces=[piece], actual=piece.text)
    for message, pieces in _head_doubts(table, head, project, reading, title):
        draft.doubt(
            "R11" if "十足把握" in message else "R06" if "金额" in message else "R05",
            message,
            project_id=project_id,
            pieces=pieces,
        )
    return project


def _project_record(
    draft: Draft, table: TableReading, reading: ProjectReading, title: Title | None, *, is_only: bool
) -> Record:
    head = reading.head or NO_HEAD
    unit = head.money_unit or table.money_unit
    ordinal = len(draft.projects) + 1
    amount_text = join_text(head.amount)
    totals = total_amounts(reading.totals)
    pieces = (*head.pieces, *reading.totals)
    draft.use_rows(pieces)
    beside = {name: join_text(found) for name, found in head.beside.items()}
    return {
        "project_id": f"{draft.document.document_id}-{ordinal}",
        "document_id": draft.document.document_id,
        "ordinal": ordinal,
        "unit_code": squeeze(head.unit_code[0].text) if head.unit_code else None,
        "unit_name": join_text(head.unit_name) or beside.get("department") or _publisher(title),
        "project_name": join_text(head.project_name) or name_from_elsewhere(table, title),
        "amount_yuan": _yuan(amount_text, unit),
        "amount_text": amount_text,
        "total_row_yuan": _yuan(totals[-1].text, unit) if totals and is_only and not _has_points(table) else None,
        "goal_text": join_text(head.goal),
        **{column: beside.get(name) for name, column in _TEXTS.items()},
        **{column: _yuan(beside.get(name), unit) for name, column in _MONEY.items()},
        **{column: _figure(beside.get(name)) for name, column in _FIGURES.items()},
        "title": title.text if title else None,
        # Lines above a table have rows below 1.
        "first_line": min(
            (row for piece in pieces for printed in piece.printed if (row := draft.place_of(printed.cell)[0]) > 0),
            default=None,
        ),
        "name_cell_id": draft.cite(head.project_name),
        "amount_cell_id": draft.cite(head.amount),
        "goal_cell_id": draft.cite(head.goal),
    }


def _publisher(title: Title | None) -> str | None:
    """Return the office that a title names; `老旧小区改造绩效目标表` names none."""
    return title.publisher if title and title.publisher and is_office(title.publisher) else None


def _is_of_department(title: Title | None) -> bool:
    """Whether a table is of a whole department, which has no project's name."""
    return title is not None and "整体" in squeeze(title.text)


def name_from_elsewhere(table: TableReading, title: Title | None) -> str | None:
    """Return the name of the only project of a form that prints none, from its title or its sheet."""
    if len(table.projects) != 1 or table.layout == "list" or _is_of_department(title):
        return None
    named = name_from_title(title.text) if title else None
    return named or (name_from_sheet(table.sheet_name) if table.sheet_name else None)


def _has_points(table: TableReading) -> bool:
    """Whether a total row of the table adds up points, and no money."""
    return bool({"weight", "score"} & set(table.fields))


def _yuan(text: str | None, unit: str | None) -> Decimal | None:
    return parse_amount(text, unit)[0] if text else None


def _figure(text: str | None) -> Decimal | None:
    quantity = parse_quantity(text) if text else None
    return quantity.number if quantity and quantity.value_kind in {"quantity", "percent"} else None


def _head_doubts(
    table: TableReading, head: Head, project: Record, reading: ProjectReading, title: Title | None
) -> Iterator[tuple[str, Sequence[Piece]]]:
    if head.amount and project["amount_yuan"] is None:
        yield f"金额“{project['amount_text']}”没有注明单位或无法解析", head.amount
    if not head.amount and ("amount" in table.fields or table.layout not in {"list", "unheaded"}):
        yield "没有读到项目金额", head.project_name
    unsure = (piece for piece in (*head.project_name, *head.amount) if piece.cell.confidence < SURE_READING)
    joined = [piece for piece in unsure if not is_pictured(piece.cell)]
    if joined:
        yield "项目名称或金额的读取没有十足把握（例如跨页拼接），建议核对原文", joined
    if not head.project_name and project["project_name"]:
        yield f"表内没有印出项目名称，按标题或工作表名读作“{project['project_name']}”", head.pieces
    elif not head.project_name and not _is_of_department(title):
        yield "没有读到项目名称", head.pieces
    if not reading.rows:
        yield "该项目下没有读到任何指标", head.project_name


def doubt_common_total(draft: Draft, table: TableReading) -> None:
    """Report a total row of several projects that is not the sum of their amounts."""
    if _has_points(table) and "amount" not in table.fields:
        return
    totals = [piece for reading in table.projects for piece in total_amounts(reading.totals)]
    amounts = [project["amount_yuan"] for project in draft.projects[-len(table.projects) :]]
    total = sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal(0))
    for piece in totals:
        if parse_amount(piece.text, table.money_unit)[0] != total:
            message = f"合计行“{fold(piece.text)}”不等于各项目金额之和"
            draft.doubt(
                "R06", message, project_id=str(draft.projects[-1]["project_id"]), pieces=[piece], actual=piece.text
            )


def join_text(pieces: Sequence[Piece]) -> str | None:
    """Return the text of a field as printed: its cell's own where it is one cell, its parts on lines where not."""
    if not pieces:
        return None
    text = pieces[0].text
    for before, piece in pairwise(pieces):
        is_one_run = piece.boundary == BLANK and piece.cell is before.cell
        text += (piece.cell.text[before.last : piece.first] if is_one_run else "\n") + piece.text
    return text
