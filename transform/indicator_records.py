"""One row of a reading to one indicator: its labels, its name, its target, and what stands beside them.

In: a `Row`. Out: a row of `indicators`, added to the draft with its cells and its doubts. Targets are parsed later, over
whole columns; results, weights and scores here, each in the unit of its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from transform.draft import SURE_READING, Draft, Record
from transform.levels import Levels, row_to_levels
from transform.moves import Text
from transform.pictures.cells import are_pictured, as_read, is_pictured, text_as_read
from transform.quantities import clean, find_formula, parse_quantity, squeeze
from transform.readings import Row
from transform.titles import Title

# What a single oddity of the path takes from the confidence; a tidy row keeps 1.
_DOUBT_PER_COST: Final = 0.08
_LEAST_CONFIDENCE: Final = 0.2
FREE_WORDS: Final = frozenset({"reason", "note"})
_SUSPECT_ODDITIES: Final = frozenset(
    {
        "value_as_name",
        "unequal_lists",
        "joined_paragraphs",
        "value_in_name",
        "unknown_value",
        "two_readings",
        "value_elsewhere",
    }
)


def add_indicator(
    draft: Draft,
    project: Record,
    ordinal: int,
    row: Row,
    title: Title | None,
    *,
    is_doubtful: bool,
    has_level2: bool = True,
) -> None:
    """Add one indicator; `is_doubtful` tells that a label above it was read as a name, and its level 2 may be that.

    Without `has_level2` its form prints none for any, which is said once of the whole form.
    """
    project_id = str(project["project_id"])
    indicator_id = f"{project_id}-{ordinal}"
    name, value = as_read(row.name), as_read(row.value) if row.value else None
    value_text = value.text if value else None
    levels = row_to_levels(row)
    pieces = tuple(piece for text in row.texts for piece in text.pieces)
    read_at = min(piece.cell.confidence for piece in pieces)
    formula = find_formula(clean(name.text), is_money=levels.cost_class is not None)
    fiscal_year = title.fiscal_year if title else None
    draft.indicators.append(
        {
            "indicator_id": indicator_id,
            "project_id": project_id,
            "document_id": draft.document.document_id,
            "ordinal": ordinal,
            "level1": levels.level1,
            "level2": levels.level2,
            "level1_text": text_as_read(row.level1_piece) if row.level1_piece else None,
            "level2_text": text_as_read(row.level2_piece) if row.level2_piece else None,
            "level_source": levels.source,
            "cost_class": levels.cost_class,
            "name": name.text,
            "value_text": value_text,
            "fiscal_year": fiscal_year,
            "scanned": are_pictured(row.value.pieces) if row.value else False,
            "formula_text": formula.text if formula else None,
            "formula_value": formula.value if formula else None,
            **_beside(row, levels, fiscal_year),
            "confidence": round(max(_LEAST_CONFIDENCE, read_at - _DOUBT_PER_COST * row.pair.cost), 2),
            "is_suspect": (read_at < SURE_READING and _is_unsure(row))
            or not _SUSPECT_ODDITIES.isdisjoint(row.pair.oddities),
            "name_cell_id": draft.cite(row.name.pieces),
            "value_cell_id": draft.cite(row.value.pieces) if row.value else None,
        }
    )
    draft.printed_rows[indicator_id] = row
    draft.use_rows(pieces)
    for rule_id, message, is_suspect in _row_doubts(row, levels, is_doubtful=is_doubtful):
        if rule_id == "S03" and levels.level2 is None and not has_level2:
            continue
        draft.doubt(rule_id, message, project_id=project_id, indicator_id=indicator_id, pieces=pieces,
                    actual=value_text, is_suspect=is_suspect)  # fmt: skip


def _is_unsure(row: Row) -> bool:
    """Whether a cell was not surely read; what was read from a picture is judged beside the sums that may confirm it."""
    pieces = (piece for text in row.texts for piece in text.pieces)
    return any(piece.cell.confidence < SURE_READING and not is_pictured(piece.cell) for piece in pieces)


def _beside(row: Row, levels: Levels, fiscal_year: int | None) -> Record:
    """Return the fields that stand in cells beside name and value; `unit_cell` and `sign_cell` are for the quantity."""
    beside = {name: text.text for name, text in row.beside.items()}
    unit = beside.get("unit")
    return {
        "unit_cell": unit,
        "sign_cell": beside.get("sign"),
        "weight": _points(row.beside.get("weight")),
        "direction": beside.get("direction"),
        "actual_text": beside.get("actual"),
        "actual_value": _result(row.beside.get("actual"), levels, fiscal_year, unit),
        "score": _points(row.beside.get("score")),
        "reason": beside.get("reason"),
        "note_text": beside.get("note"),
        "place_text": beside.get("place"),
        "period_text": beside.get("span"),
    }


def _result(text: Text | None, levels: Levels, fiscal_year: int | None, unit: str | None) -> Decimal | None:
    """Return the figure of what was achieved, in the unit of its row."""
    if text is None:
        return None
    scanned = are_pictured(text.pieces)
    return parse_quantity(
        text.text, label=levels.level2, fiscal_year=fiscal_year, unit_cell=unit, scanned=scanned
    ).value


def _points(text: Text | None) -> Decimal | None:
    """Return the points of a weight or a score; words and blanks are none."""
    return _read_points(text.text) if text is not None else None


@lru_cache(maxsize=4096)  # few distinct ones stand in any number of rows
def _read_points(text: str) -> Decimal | None:
    quantity = parse_quantity(squeeze(text).removesuffix("分"))
    return quantity.number if quantity.value_kind in {"quantity", "percent"} and not quantity.parts else None


def _row_doubts(row: Row, levels: Levels, *, is_doubtful: bool) -> Iterator[tuple[str, str, bool]]:
    """Yield what could not be settled about a row: the rule, the message, whether the reading itself is in doubt."""
    name, oddities = row.name.text, row.pair.oddities
    value = row.value.text if row.value else ""
    if any(printed.cell.is_hidden for text in (row.name, row.value) if text for piece in text.pieces
           for printed in piece.printed):  # fmt: skip
        yield "R11", f"“{name}”在隐藏的行、列或工作表中，打开文件时看不到", False
    if levels.source == "inferred":
        guess = f"，推断为“{levels.level2}”" if levels.level2 else "，无法推断"
        yield "S03", f"“{name}”没有印出二级指标{guess}", is_doubtful
    if "value_in_name" in oddities:
        yield "V09", f"指标值“{value}”与名称“{name}”连写在一起", True
    if "no_value" in oddities:
        yield "S05", f"“{name}”没有指标值", False
    if "value_elsewhere" in oddities:
        yield "R12", f"“{name}”的指标值可能在表头含义不明的栏中，没有读到", True
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
