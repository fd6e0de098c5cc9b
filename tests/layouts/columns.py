"""The rows of indicators under a choice of columns: what each cell prints, and what the truth of the row is.

In: a project, columns (field and header), a style. Out: rows of cells with merges, and `IndicatorTruth`s.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path
from random import Random

from tests.layouts.content import Indicator, Project
from tests.layouts.labels import LabelStyle
from tests.layouts.sheets import C, Rows
from tests.layouts.truth import IndicatorTruth
from tests.layouts.values import Dress

Column = tuple[str, str]
_HERE = Path(__file__).resolve().parent
MERGES = ("merged", "merged", "every-row", "level2-every-row", "blank")


@dataclass(frozen=True, slots=True)
class Style:
    """How one document prints its indicator rows."""

    dress: Dress
    labels: LabelStyle
    merge: str = "merged"  # merged, every-row, level2-every-row, blank (cells really blank below the first)
    null: str = ""
    fills_sign: bool = True  # a quantity without a sign gets `=` in its sign cell
    sign_of_words: str = ""
    actual_with_unit: bool = True
    placeholders: bool = False
    empty_classes: bool = False
    reorders: bool = False
    hints_in_names: float = 0.0
    marks_in_names: float = 0.0


@cache
def wordings(field: str) -> tuple[str, ...]:
    """Return the header wordings of a field."""
    with (_HERE / "wordings.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(row["wording"] for row in csv.DictReader(lines) if row["field"] == field)


def draw_columns(rng: Random, fields: str, **fixed: str) -> list[Column]:
    """Return columns for fields parted by blanks, each with one of its header wordings."""
    return [(field, fixed.get(field) or rng.choice(wordings(field))) for field in fields.split()]


def draw_indicator_rows(
    rng: Random, project: Project, ordinal: int, columns: Sequence[Column], style: Style, *, after_levels: int = 0
) -> tuple[Rows, list[IndicatorTruth]]:
    """Return the rows of a project's indicators and their truths, in the printed order."""
    rows: Rows = []
    truths: list[IndicatorTruth] = []
    names = [field for field, _ in columns]
    for level1, indicators in _classes(rng, project, style):
        lines = list(_lines(rng, ordinal, indicators, names, style, truths))
        points = sum((indicator.weight for indicator in indicators), Decimal(0))
        label = style.labels.print_level1(level1, points)
        rows += [_row(lines, place, names, label, style) for place in range(len(lines))]
    return rows, truths


def _classes(rng: Random, project: Project, style: Style) -> list[tuple[str, list[Indicator]]]:
    classes = [(level1, list(group)) for level1, group in groupby(project.indicators, lambda each: each.level1)]
    if style.reorders:
        rng.shuffle(classes)
    return classes


@dataclass(frozen=True, slots=True)
class _Line:
    level2: str
    first: bool  # of its level 2 class
    height: int  # of the class, on its first line
    texts: dict[str, str]


def _lines(
    rng: Random,
    ordinal: int,
    indicators: Sequence[Indicator],
    names: Sequence[str],
    style: Style,
    truths: list[IndicatorTruth],
) -> Iterator[_Line]:
    classes = [(level2, list(group)) for level2, group in groupby(indicators, lambda each: each.level2)]
    empty = [level2 for level2 in _empty_classes(indicators) if style.empty_classes and rng.random() < 0.5]
    for level2, group in [*classes, *((level2, []) for level2 in empty)]:
        label = style.labels.print_level2(level2)
        texts = []
        for indicator in group:
            text, truth = print_indicator(rng, indicator, ordinal, names, style)
            texts.append(text)
            truths.append(truth)
        if style.placeholders and rng.random() < 0.3:
            texts.append({"name": rng.choice((f"指标{len(texts) + 1}：", "……"))})
        for place, text in enumerate(texts or [{}]):
            yield _Line(label, place == 0, len(texts) or 1, text)


def _empty_classes(indicators: Sequence[Indicator]) -> list[str]:
    if indicators[0].level1 != "效益指标":
        return []
    there = {indicator.level2 for indicator in indicators}
    return [
        level2 for level2 in ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标") if level2 not in there
    ]


def _row(lines: Sequence[_Line], place: int, names: Sequence[str], level1: str, style: Style) -> list[C]:
    line, cells = lines[place], []
    for field in names:
        if field == "level1":
            if style.merge in {"merged", "level2-every-row"}:
                cells += [C(level1, 1, len(lines))] if place == 0 else []
            else:
                cells.append(C(level1 if place == 0 or style.merge == "every-row" else ""))
        elif field == "level2":
            if style.merge == "merged":
                cells += [C(line.level2, 1, line.height)] if line.first else []
            else:
                cells.append(C(line.level2 if line.first or style.merge != "blank" else ""))
        else:
            cells.append(C(line.texts.get(field, "")))
    return cells


def print_indicator(
    rng: Random, indicator: Indicator, ordinal: int, names: Sequence[str], style: Style
) -> tuple[dict[str, str], IndicatorTruth]:
    """Return the texts of an indicator's cells by field, and its truth under these columns."""
    target, dress = indicator.target, style.dress
    texts = _value_cells(rng, indicator, names, style)
    texts["name"] = indicator.name
    truth = IndicatorTruth(
        ordinal, indicator.level1 if "level1" in names else None,
        indicator.level2 if "level2" in names else None, indicator.name, texts["value"],
        number=target.figure, unit=dress.unit(target),
    )  # fmt: skip
    if not indicator.level2.endswith("指标"):  # older classes have no canonical name
        truth = replace(truth, level2=None, open_fields=frozenset({"level2"}))
    is_plain = target.is_quantity and not target.high
    printed = dress.sign(target) if target.operator else ""
    truth = replace(truth, operator=(target.operator if printed else "=") if is_plain else None)
    if target.high or any(character.isdigit() for character in target.words):
        truth = replace(truth, open_fields=truth.open_fields | {"operator", "number", "unit"})
    texts, truth = _dress_name(rng, indicator, texts, truth, style, "sign" in names or "unit" in names)
    extra = _other_cells(rng, indicator, texts, "unit" in names, style)
    shown = {field: text for field, text in extra.items() if field in names}
    return texts | shown, replace(
        truth,
        weight=indicator.weight if "weight" in shown else None,
        score=indicator.score if "score" in shown else None,
        actual_text=shown.get("actual"),
        reason=shown.get("reason"),
        direction=_direction(indicator) if "direction" in shown else None,
    )


def _value_cells(rng: Random, indicator: Indicator, names: Sequence[str], style: Style) -> dict[str, str]:
    target, dress = indicator.target, style.dress
    if "sign" not in names and "unit" not in names:
        return {"value": dress.fused(target, rng)}
    sign, value, unit = dress.cells(target)
    if target.is_quantity and not sign and style.fills_sign and "sign" in names and not target.high:
        sign = dress.sign(replace(target, operator="="))
    if not target.is_quantity:
        sign, unit = style.sign_of_words, style.null
    if "sign" not in names:
        return {"value": (sign if target.is_quantity else "") + value, "unit": unit}
    if "unit" not in names:
        return {"sign": sign, "value": value + unit if target.is_quantity else value}
    return {"sign": sign, "value": value, "unit": unit}


def _dress_name(
    rng: Random, indicator: Indicator, texts: dict[str, str], truth: IndicatorTruth, style: Style, has_cells: bool
) -> tuple[dict[str, str], IndicatorTruth]:
    target, name = indicator.target, indicator.name
    if rng.random() < style.marks_in_names:
        name = rng.choice((f"★{name}", f"*{name}", f"{name}(必填硬性指标)", f"{name}（选填）"))
    if rng.random() < style.hints_in_names and target.is_quantity and target.unit and not has_cells:
        sign = "≥" if style.dress.signs == "words" else style.dress.sign(target) or "≥"
        form, is_bare = rng.randrange(3), rng.random() < 0.5
        name += (f"({sign}**{target.unit})", f"({target.unit})", f"（{target.unit}）")[form]
        if form or is_bare:  # the unit stands in the name alone
            texts = texts | {"value": target.number}
            truth = replace(truth, value_text=target.number, open_fields=truth.open_fields | {"unit", "operator"})
        elif truth.operator == "=":  # whether the sign of the residue holds is open
            truth = replace(truth, open_fields=truth.open_fields | {"operator"})
    return texts | {"name": name}, replace(truth, name=name)


def _other_cells(
    rng: Random, indicator: Indicator, texts: dict[str, str], has_unit: bool, style: Style
) -> dict[str, str]:
    actual = indicator.actual
    bare = has_unit and not style.actual_with_unit
    return {
        "weight": print_figure(indicator.weight),
        "score": print_figure(indicator.score),
        "actual": (actual.number or actual.words) if bare else replace(style.dress, wordy=0).fused(actual, rng),
        "reason": indicator.reason or style.null,
        "direction": _direction(indicator) + "指标",
        "remark": rng.choice(("", "", "", "按实施方案执行")),
        "standard": rng.choice(("计划标准", "计划标准", "历史标准", "行业标准")),
        "explain": f"反映{indicator.name}情况",
        "describe": indicator.name,
        "rules": "完成得满分，未完成按比例扣分",
        "kind": "定量" if indicator.target.is_quantity else "定性",
        "core": rng.choice(("是", "否")),
    }


def _direction(indicator: Indicator) -> str:
    return "反向" if indicator.target.is_low_good else "正向"


def print_figure(figure: Decimal) -> str:
    """Return a figure without needless zeros.

    >>> print_figure(Decimal("10.0")), print_figure(Decimal("7.50"))
    ('10', '7.5')
    """
    return f"{figure.normalize():f}"
