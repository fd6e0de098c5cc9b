"""The sums of a project of which a figure was read from a picture: costs, points, money of the head, formulas.

In: a project's record and reading with its facts. Out: each sum that fails and one change would mend, and the figures that
sums confirm. Sums that fail otherwise are for the audit rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from transform.draft import Record
from transform.heads import NO_HEAD, Head, parse_amount
from transform.pictures.facts import Fact
from transform.pictures.sums import Explanation, Figure, Fits, explain_sum, word_explanations
from transform.pieces import Piece
from transform.project_records import join_text
from transform.quantify import normalise_records
from transform.quantities import parse_quantity, squeeze
from transform.readings import ProjectReading
from transform.summands import is_summand

# 0.005 万元: half of the last digit that amounts in 万元 are printed with.
_TOLERANCE_YUAN: Final = Decimal(50)
_FULL_POINTS: Final = (Decimal(100), Decimal(90))  # execution's 10 are set apart
_RATE_ROUNDED: Final = Decimal("0.5")  # of a percent: rates are printed with 0 to 2 decimals
_FEWEST_POINTS: Final = 3
_BARE: Final = re.compile(r"[\d\s.,，]+(?:万?元)?")


@dataclass(frozen=True, slots=True)
class BrokenSum:
    """A sum that fails: what is said of it, and the changes of which any one would mend it."""

    message: str
    explanations: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """One project whose sums are looked into; `unit` is that of its amounts."""

    project: Record
    reading: ProjectReading
    facts: Sequence[Fact]
    unit: str | None

    def broken(self) -> Iterator[BrokenSum]:
        """Yield each sum that fails while one change would mend it."""
        yield from self._costs()
        yield from self._points()
        yield from self._formulas()
        yield from self._head_sums()

    def confirmed(self) -> Iterator[Piece]:
        """Yield the pieces of figures that a sum confirms: costs that come to the amount, points that come to 100 or 90.

        A sum says nothing of a sign, so a figure with one is not confirmed.
        """
        amount, costs = self._money("项目金额", self._head.amount), self._cost_figures()
        if amount is not None and costs and _is_near(_total(costs), amount.value):
            yield from (piece for figure in (*costs, amount) if _BARE.fullmatch(figure.text) for piece in figure.pieces)
        points = [figure for fact in self.facts if (figure := _points_figure(fact))]
        if len(points) >= _FEWEST_POINTS and len(points) == len(self.facts) and _total(points) in _FULL_POINTS:
            yield from (piece for figure in points for piece in figure.pieces)

    @property
    def _head(self) -> Head:
        return self.reading.head or NO_HEAD

    def _cost_figures(self) -> list[Figure]:
        """Return the costs that should come to the amount; none where one of them is no money."""
        costs = [fact for fact in self.facts if is_summand(fact.record)]
        is_read = all(fact.is_figure and fact.record["dimension"] == "money" for fact in costs)
        return [figure for fact in costs if (figure := _value_figure(fact))] if is_read else []

    def _costs(self) -> Iterator[BrokenSum]:
        amount, parts = self._money("项目金额", self._head.amount), self._cost_figures()
        if amount is not None and parts:
            total = _total(parts)
            said = f"成本指标合计 {total.normalize():f} 元，项目金额 {amount.value.normalize():f} 元，不相符"
            yield from _broken(said, parts, amount, _is_near)

    def _points(self) -> Iterator[BrokenSum]:
        """Yield the weights that should add up to 100, or to 90 beside the 10 of execution."""
        parts = [figure for fact in self.facts if (figure := _points_figure(fact))]
        total = _total(parts)
        if len(parts) >= _FEWEST_POINTS and len(parts) == len(self.facts) and total not in _FULL_POINTS:
            full = min(_FULL_POINTS, key=lambda points: abs(points - total))
            target = Figure("满分", f"{full:f}", (), full, lambda _: None)
            said = f"各指标分值合计 {total.normalize():f}，不等于 100 或 90"
            yield from _broken(said, parts, target, lambda points, _: points in _FULL_POINTS)

    def _formulas(self) -> Iterator[BrokenSum]:
        for fact in self.facts:
            worth, figure = fact.number("formula_value"), _value_figure(fact)
            if worth is None or figure is None or fact.record["per"]:
                continue
            target = Figure("算式", str(fact.record["formula_text"]), (), worth, lambda _: None)
            said = f"算式“{target.text}”得 {worth.normalize():f}，与指标值“{figure.text.strip()}”不相符"
            tolerance = _TOLERANCE_YUAN if fact.record["dimension"] == "money" else Decimal(0)
            yield from _broken(said, [figure], target, partial(_is_within, tolerance))

    def _head_sums(self) -> Iterator[BrokenSum]:
        amount = self._money("项目金额", self._head.amount)
        if amount is None:
            return
        total = self._money("合计行", self._total_pieces(), column="total_row_yuan")
        if total is not None:
            yield from _broken("合计行与项目金额不相符", [amount], total, _is_near)
        fiscal = self._money("财政拨款", self._beside("fiscal"))
        if fiscal is not None:
            yield from _broken("其中财政拨款大于项目金额", [fiscal], amount, lambda part, whole: part <= whole)
        executed, rate = self._money("全年执行数", self._beside("executed")), self._rate()
        if executed is not None and rate is not None and amount.value:
            said = "全年执行数、全年预算数与执行率不相符"
            yield from _broken(said, [executed], rate, partial(_is_rate, amount.value))

    def _beside(self, field: str) -> tuple[Piece, ...]:
        return self._head.beside.get(field, ())

    def _total_pieces(self) -> tuple[Piece, ...]:
        """Return the figure of the total row, where the record has taken one."""
        worth = self.project["total_row_yuan"]
        return tuple(piece for piece in self.reading.totals if parse_amount(piece.text, self.unit)[0] == worth)[-1:]

    def _money(self, name: str, pieces: tuple[Piece, ...], column: str | None = None) -> Figure | None:
        text = join_text(pieces)
        value = parse_amount(text, self.unit)[0] if text and (column is None or self.project[column]) else None
        if text is None or value is None:
            return None
        return Figure(name, text, pieces, value, lambda other: parse_amount(other, self.unit)[0])

    def _rate(self) -> Figure | None:
        text = join_text(self._beside("rate"))
        value = _number(text) if text else None
        return Figure("执行率", text, self._beside("rate"), value, _number) if text and value is not None else None


def _total(figures: Sequence[Figure]) -> Decimal:
    return sum((figure.value for figure in figures), Decimal(0))


def _broken(said: str, parts: Sequence[Figure], whole: Figure, fits: Fits) -> Iterator[BrokenSum]:
    if found := explain_sum(parts, whole, fits):
        yield BrokenSum(f"{said}；{word_explanations(found)}，请核对图像", tuple(found))


def _is_within(tolerance: Decimal, one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= tolerance


def _is_near(one: Decimal, other: Decimal) -> bool:
    return _is_within(_TOLERANCE_YUAN, one, other)


def _is_rate(whole: Decimal, part: Decimal, rate: Decimal) -> bool:
    return abs(part / whole * 100 - rate) <= _RATE_ROUNDED


def _value_figure(fact: Fact) -> Figure | None:
    """Return the target of a fact as a figure of a sum."""
    text, value = fact.row.value, fact.number("value")
    if text is None or value is None or not fact.is_figure:
        return None

    def read(other: str) -> Decimal | None:
        found = normalise_records([{**fact.record, "value_text": other}])[0]
        same = found["value_kind"] == fact.record["value_kind"] and found["dimension"] == fact.record["dimension"]
        number = found["value"]
        return (
            number if same and isinstance(number, Decimal) and "in_words" not in str(found["quantity_notes"]) else None
        )

    return Figure(f"“{fact.name}”的", text.text, text.pieces, value, read, fact.indicator_id)


def _points_figure(fact: Fact) -> Figure | None:
    text, value = fact.row.beside.get("weight"), fact.number("weight")
    if text is None or value is None:
        return None
    return Figure(f"“{fact.name}”的分值", text.text, text.pieces, value, _number, fact.indicator_id)


def _number(text: str) -> Decimal | None:
    """Return the bare number or percentage of a text."""
    quantity = parse_quantity(squeeze(text).removesuffix("分"))
    return quantity.number if quantity.value_kind in {"quantity", "percent"} and not quantity.parts else None
