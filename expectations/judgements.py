"""The rules themselves: frames in, one judgement for each thing a rule looked at.

In: `Tables`. Out: for each rule a list of `Judgement`s, with `pass`, `fail` or `insufficient_data`. A rule that found
nothing to judge in a document does not apply to it. Severity and wording stand in the catalogue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from transform import Doubt, Tables
from transform.quantities.words import signs_before
from transform.summands import is_summand

Row = dict[str, Any]
PASS, FAIL, INSUFFICIENT = "pass", "fail", "insufficient_data"

# 0.005 万元: half of the last digit that amounts in 万元 are printed with (AUDIT practice).
_TOLERANCE_YUAN: Final = Decimal(50)
_TIME_DIMENSIONS: Final = frozenset(
    {"second", "minute", "hour", "day", "workday", "calendar_month", "school_year", "school_term"}
)
_PUNCTUAL_WORDS: Final = ("及时", "按时", "按期", "准时", "时效", "如期", "限时", "时间", "进度", "完成率")
_PICTURE_RULE: Final = "R14"  # applies to documents of which something was read from a picture
_SIGN_NAMES: Final = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "~": "约等于"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one rule came to on one thing; ids say which, `severity` replaces the catalogue's where it is set."""

    document_id: str
    outcome: str
    project_id: str | None = None
    indicator_id: str | None = None
    message: str | None = None
    expected: str | None = None
    actual: str | None = None
    cell_ids: tuple[str, ...] = ()
    is_suspect: bool = False
    severity: str | None = None


def judge(tables: Tables) -> dict[str, list[Judgement]]:
    """Return the judgements of every rule, by rule id."""
    view = _View(tables)
    judged = {rule_id: list(rule(view)) for rule_id, rule in _RULES.items()}
    for rule_id, subjects in _DOUBT_SUBJECTS.items():
        judged[rule_id] = list(_judge_doubts(view, rule_id, subjects))
    return judged


class _View:
    """The frames as lists of rows, read once."""

    def __init__(self, tables: Tables) -> None:
        self.projects: list[Row] = _to_rows(tables.projects)
        self.indicators: list[Row] = _to_rows(tables.indicators)
        self.doubts = tables.doubts
        is_pictured = tables.cells["reader"] == "scan"
        self.pictured = {*tables.cells.loc[is_pictured, "document_id"], *_of_rule(tables.doubts, _PICTURE_RULE)}
        self.doubted_pictures = {
            cell_id for doubt in tables.doubts if doubt.rule_id == _PICTURE_RULE for cell_id in doubt.cell_ids
        }
        self.by_project: dict[str, list[Row]] = defaultdict(list)
        for row in self.indicators:
            self.by_project[row["project_id"]].append(row)


def _of_rule(doubts: Iterable[Doubt], rule_id: str) -> Iterator[str]:
    return (doubt.document_id for doubt in doubts if doubt.rule_id == rule_id)


def _to_rows(frame: pd.DataFrame) -> list[Row]:
    return [dict(zip(frame.columns, values, strict=True)) for values in frame.itertuples(index=False, name=None)]


def _cells(*rows: Row) -> tuple[str, ...]:
    found = (row.get(column) for row in rows for column in ("amount_cell_id", "name_cell_id", "value_cell_id"))
    return tuple(dict.fromkeys(cell for cell in found if cell))


def _of(row: Row, outcome: str, **more: Any) -> Judgement:
    """Return a judgement on one indicator."""
    return Judgement(row["document_id"], outcome, row["project_id"], row["indicator_id"], cell_ids=_cells(row),
                     is_suspect=bool(row["is_suspect"]), **more)  # fmt: skip


def _judge_costs(view: _View) -> Iterator[Judgement]:
    """A01: the money rows under cost that are neither rates nor totals add up to the project's amount."""
    for project in view.projects:
        costs = [row for row in view.by_project[project["project_id"]] if is_summand(row)]
        if costs:
            yield _judge_cost_sum(project, costs, view.doubted_pictures)


def _judge_cost_sum(project: Row, costs: list[Row], doubted: set[str]) -> Judgement:
    ids = project["document_id"], project["project_id"]
    is_read = all(row["value_kind"] == "quantity" and row["dimension"] == "money" for row in costs)
    if project["amount_yuan"] is None or not is_read:
        return Judgement(ids[0], INSUFFICIENT, ids[1], cell_ids=_cells(project, *costs))
    total = sum((row["value"] for row in costs), Decimal(0))
    amount = project["amount_yuan"]
    suspect = any(row["is_suspect"] for row in costs) or project["amount_cell_id"] in doubted
    if abs(total - amount) <= _TOLERANCE_YUAN:
        return Judgement(ids[0], PASS, ids[1], cell_ids=_cells(project, *costs), is_suspect=suspect)
    relation = "大于" if total > amount else "小于"
    return Judgement(
        ids[0], FAIL, ids[1], None,
        f"成本指标合计 {_wan(total)} 万元，{relation}项目金额 {_wan(amount)} 万元",
        f"{_wan(amount)} 万元", f"{_wan(total)} 万元", _cells(project, *costs), suspect,
        "high" if total > amount else "medium",
    )  # fmt: skip


def _wan(yuan: Decimal) -> str:
    return f"{(yuan / 10000).normalize():f}"


def _judge_formulas(view: _View) -> Iterator[Judgement]:
    """A03: arithmetic in a name gives the indicator's value."""
    for row in view.indicators:
        if row["formula_value"] is None:
            continue
        if row["value"] is None or row["value_kind"] not in {"quantity", "percent"} or row["per"]:
            yield _of(row, INSUFFICIENT)
        elif _is_close(row):
            yield _of(row, PASS)
        else:
            unit = row["unit"] or ""
            expected, actual = f"{row['formula_value'].normalize():f}{unit}", f"{row['value'].normalize():f}{unit}"
            message = f"算式“{row['formula_text']}”得 {expected}，指标值为 {actual}"
            yield _of(row, FAIL, message=message, expected=expected, actual=actual)


def _is_close(row: Row) -> bool:
    """Whether a formula gives its value: within the tolerance of sums, and within a hundredth where 约 is said."""
    tolerance = _TOLERANCE_YUAN if row["dimension"] == "money" else Decimal(0)
    if row["operator"] == "~":
        tolerance = max(tolerance, abs(row["value"]) / 100)
    return bool(abs(row["value"] - row["formula_value"]) <= tolerance)


def _judge_classes(view: _View) -> Iterator[Judgement]:
    """T11: within a project a name stands in one class."""
    for rows in view.by_project.values():
        by_name: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_name["".join(row["name"].split())].append(row)
        for same in by_name.values():
            classes = list(dict.fromkeys(row["level2"] or "未标明" for row in same))
            if len(classes) == 1:
                yield _of(same[0], PASS)
            else:
                listed = "、".join(classes)
                for row in same:
                    yield _of(row, FAIL, message=f"“{row['name']}”同时列在{listed}之下", expected="一类", actual=listed)


def _judge_times(view: _View) -> Iterator[Judgement]:
    """T05: a 时效 indicator is a date, a span, a frequency or a punctuality rate."""
    for row in view.indicators:
        if row["level2"] != "时效指标" or row["value_kind"] == "missing":
            continue
        if row["value_kind"] == "unparsed":
            yield _of(row, INSUFFICIENT)
        elif _is_time(row):
            yield _of(row, PASS)
        else:
            message = f"时效指标“{row['name']}”的指标值“{row['value_text']}”不是时间、频次或及时率"
            yield _of(row, FAIL, message=message, expected="日期、期间、频次或及时率", actual=row["value_text"])


def _is_time(row: Row) -> bool:
    if row["value_kind"] == "period" or row["dimension"] in _TIME_DIMENSIONS:
        return True
    about = f"{row['name']}{row['value_text']}"
    is_punctual = any(word in about for word in _PUNCTUAL_WORDS)
    return is_punctual or (row["dimension"] == "occurrence" and bool(row["per"]))


def _judge_signs(view: _View) -> Iterator[Judgement]:
    """V03: a printed sign is none of the look-alikes."""
    for row in view.indicators:
        if row["operator_source"] != "printed":
            continue
        sign = signs_before().get(row["operator_text"])
        if sign is None or not sign.is_lookalike:
            yield _of(row, PASS)
            continue
        guess = f"，推测为“{_SIGN_NAMES[row['operator_inferred']]}”" if row["operator_inferred"] else ""
        read_as = f"按“{_SIGN_NAMES[row['operator']]}”读取{guess}"
        message = f"“{row['name']}”的符号“{row['operator_text']}”不是规范符号，{read_as}"
        yield _of(row, FAIL, message=message, expected="≥ ≤ = > <", actual=row["operator_text"])


def _judge_values(view: _View) -> Iterator[Judgement]:
    """V01: a value that stands there parses."""
    for row in view.indicators:
        if row["value_kind"] == "missing":
            continue
        if row["value_kind"] == "unparsed":
            message = f"“{row['name']}”的指标值“{row['value_text']}”未能解析，原文照录"
            yield _of(row, FAIL, message=message, expected="能够解析的指标值", actual=row["value_text"])
        else:
            yield _of(row, PASS)


def _judge_doubts(view: _View, rule_id: str, subjects: str) -> Iterator[Judgement]:
    """The doubts of the reading under one rule; what was read without one passes."""
    doubts = [doubt for doubt in view.doubts if doubt.rule_id == rule_id]
    key = "indicator_id" if subjects == "indicators" else "project_id"
    doubted = {getattr(doubt, key) for doubt in doubts}
    rows = view.indicators if subjects == "indicators" else view.projects
    for row in rows:
        if rule_id == _PICTURE_RULE and row["document_id"] not in view.pictured:
            continue
        if row[key] not in doubted:
            yield Judgement(row["document_id"], PASS, row["project_id"], row.get("indicator_id"))
    yield from map(_doubt_to_judgement, doubts)


def _doubt_to_judgement(doubt: Doubt) -> Judgement:
    return Judgement(doubt.document_id, FAIL, doubt.project_id, doubt.indicator_id, doubt.message, doubt.expected,
                     doubt.actual, doubt.cell_ids, doubt.is_extraction_suspect)  # fmt: skip


_RULES: Final[dict[str, Callable[[_View], Iterator[Judgement]]]] = {
    "V01": _judge_values,
    "V03": _judge_signs,
    "T05": _judge_times,
    "T11": _judge_classes,
    "A01": _judge_costs,
    "A03": _judge_formulas,
}
_DOUBT_SUBJECTS: Final = {
    "C01": "projects",
    "R01": "projects",
    "R02": "indicators",
    "R03": "indicators",
    "R04": "indicators",
    "R05": "projects",
    "R06": "projects",
    "R07": "indicators",
    "R08": "indicators",
    "R09": "indicators",
    "R10": "indicators",
    "R11": "projects",
    "R12": "indicators",
    "R13": "indicators",
    _PICTURE_RULE: "indicators",
    "S03": "indicators",
    "S05": "indicators",
    "T01": "projects",
    "V09": "indicators",
}
