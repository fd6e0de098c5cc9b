"""What one form of target means: signs, denominators and units to the fields of a `Quantity`.

In: the items that a form of `forms.py` matched. Out: a `Quantity`, or None where they contradict each other. All
figures are made in `fill_figures`, so that a fast way and a slow way cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from transform.quantities import tokens as kinds
from transform.quantities.contracts import Quantity, Setting
from transform.quantities.exact import EXACT, TOO_LARGE, is_cut_off, is_exact, multiply, plain, to_decimal
from transform.quantities.measures import Amount, Item
from transform.quantities.ranges import share_unit
from transform.quantities.surroundings import GivenUnit, read_given_unit
from transform.quantities.words import Unit, signs_after, signs_before

_SIDE: Final = {">=": "low", ">": "low", "<=": "high", "<": "high"}
_INCLUSIVE: Final = {">": ">=", "<": "<="}
_EXCLUSIVE: Final = {">=": ">", "<=": "<"}
_ID_DIGITS: Final = 15
_NUMBERED: Final = re.compile(
    r"1[3-9]\d{9}|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", re.ASCII
)  # mobile, day
LAST: Final = frozenset({"年", "个年度", "年度", "学年", "个月", "月", "周"})
_WITHIN: Final = frozenset({"内", "以内", "之内"})
_YEARS: Final = range(1900, 2101)  # 1996年 that is no period is no 1,996 years either


class Sign(NamedTuple):
    """The sign that the words before and after a number make together."""

    text: str | None
    operator: str | None
    source: str | None


class Reading(NamedTuple):
    """What a form says without its figures: the kind, the sign, the denominators, the notes."""

    text: str
    value_kind: str
    operator_text: str | None = None
    operator: str | None = None
    operator_source: str | None = None
    per: str | None = None
    notes: tuple[str, ...] = ()


ASSUMED: Final = Sign(None, "=", "assumed")


def read_sign(before: Sequence[Item], after: Sequence[Item], amount: Amount | None = None) -> Sign | None:
    """Return the one sign; None where they contradict each other. 含 and 不含 after it decide on the number itself."""
    marks = {item.kind for item in after} & {kinds.INCLUDING, kinds.EXCLUDING}
    after = [item for item in after if item.kind == kinds.AFTER]
    found = [signs_before()[item.text].operator for item in before]
    closing = [signs_after()[item.text].operator for item in after]
    if before and closing and before[-1].text.endswith(("控制在", "严控在")):
        found = []
    operator = _one_operator([*found, *closing])
    if operator is None and (found or closing):
        return None
    if amount is not None and (amount.is_open or amount.is_about):
        if operator not in {None, "~", ">", ">="} and not (operator == "<=" and amount.is_about):
            return None
        operator = operator if operator in {">", ">="} else (">" if amount.is_open else "~")
        return Sign(_sign_text(before, after), operator, "printed")
    if operator is None:
        return ASSUMED if not marks else None
    if marks:
        operator = (_INCLUSIVE if kinds.INCLUDING in marks else _EXCLUSIVE).get(operator, operator)
    return Sign(_sign_text(before, after), operator, "printed")


def _one_operator(found: list[str]) -> str | None:
    """Return what several signs of one direction come to: 超过3次以上 includes the 3."""
    kinds_found = set(found)
    if len(kinds_found) > 1:
        sides = {_SIDE.get(operator) for operator in kinds_found}
        if len(sides) > 1 or None in sides:
            return None
        return ">=" if "low" in sides else "<="
    return found[0] if found else None


def _sign_text(before: Sequence[Item], after: Sequence[Item]) -> str:
    joint = "…" if before and after else ""
    return "".join(item.text for item in before) + joint + "".join(item.text for item in after)


def read_denominators(items: Sequence[Item]) -> str | None:
    """Return `人/年` for 每人每年, /人/年 or 一年, `3年` for 每3年; None where they are no denominators."""
    names: list[str] = []
    for place, item in enumerate(items):
        before = items[place - 1].kind if place else ""
        if isinstance(item, Amount):
            if item.unit is None or item.number <= 0 or (before not in {kinds.PER, kinds.EACH} and item.number != 1):
                return None
            names.append(item.unit_text or "" if item.number == 1 and item.scale == 1 else item.text)
        elif item.kind == kinds.EACH and item.text in kinds.EACH_WORDS:
            names.append(kinds.EACH_WORDS[item.text])
        elif item.kind == kinds.UNIT:
            names.append(item.text[1:] if item.text.startswith("个") and len(item.text) > 1 else item.text)
        elif item.kind == kinds.TEXT:
            if items[place - 1].text in kinds.EACH_WORDS:
                continue  # 年均增长5%
            if len(item.text) > 5 or not item.text.isalpha():
                return None
            names.append(item.text)
    return "/".join(names)


def read_single(text: str, sign: Sign | None, amount: Amount, per: str | None, setting: Setting) -> Quantity | None:
    """Return one amount with its sign and its denominators."""
    if sign is None or per is None:
        return None
    is_bare = sign.source == "assumed" and amount.unit is None and amount.scale == 1
    is_given = bool(setting.header_unit or setting.unit_cell)
    if is_bare and (_is_id(amount.text) or (_NUMBERED.fullmatch(amount.text) and not is_given)):
        return None
    if sign.text == "近" and amount.unit is not None and amount.unit.surface in LAST:
        return None  # 近三年 are the last three years
    reading = Reading(text, "quantity", sign.text, sign.operator, sign.source, per or None, amount.notes)
    return fill_figures(reading, amount, None, setting)


def _is_id(text: str) -> bool:
    if not (text.isascii() and text.isdigit()):
        return False
    return len(text) >= _ID_DIGITS or (len(text) > 1 and text[0] == "0")


def read_range(
    text: str, sign: Sign | None, low: Amount, high: Amount, per: str | None, setting: Setting
) -> Quantity | None:
    """Return a range; 1-5万元 shares its scale, 8500到3万 does not."""
    if sign is None or per is None or sign.operator not in {"=", "~", "<="} or low.is_open or high.is_open:
        return None
    if sign.operator == "<=" and not ((sign.text or "").startswith(("控制", "严控")) or sign.text in _WITHIN):
        return None
    notes = ("about",) if sign.operator == "~" else ()
    pair = share_unit(low, high)
    if pair is None or (pair[1].unit is not None and pair[1].unit.surface in {"月", "点"}):
        return None  # 5-10月 and 7点-21点 are times
    if _is_id(low.text) or _is_id(high.text):
        return None
    source = sign.source if sign.text else None
    reading = Reading(text, "range", sign.text, None, source, per or None, notes)
    return fill_figures(reading, pair[0], pair[1], setting)


def read_both_sides(text: str, sides: Sequence[tuple[Sign | None, Amount]], setting: Setting) -> Quantity | None:
    """Return the range that two opposite signs make: ≥20%且≤50%, 不大于50不小于20."""
    bounds: dict[str, tuple[str, Amount]] = {}
    for sign, amount in sides:
        side = _SIDE.get(sign.operator or "") if sign is not None else None
        if side is None or sign is None or amount.is_open:
            return None
        bounds[side] = sign.operator or "", amount
    if len(bounds) < 2:
        return None
    low, high = bounds["low"][1], bounds["high"][1]
    pair = share_unit(low, high)
    if pair is None and low.unit is not None and high.unit is None:
        pair = share_unit(low, high._replace(unit=low.unit, unit_text=low.unit_text))
    if pair is None:
        return None
    notes = [note for side, strict, note in (("low", ">", "excludes_low"), ("high", "<", "excludes_high"))
             if bounds[side][0] == strict]  # fmt: skip
    sign_text = "…".join(sign.text or "" for sign, _ in sides if sign is not None)
    reading = Reading(text, "range", sign_text, None, "printed", notes=tuple(notes))
    return fill_figures(reading, pair[0], pair[1], setting)


def read_plus_minus(text: str, middle: Amount | None, spread: Amount, setting: Setting) -> Quantity | None:
    """Return the range of ±3% or of 100±5."""
    if middle is None:
        low, high = spread._replace(number=spread.number.copy_negate()), spread
    else:
        if middle.unit is not None and spread.unit is None:
            spread = spread._replace(unit=middle.unit, unit_text=middle.unit_text)
        if middle.unit is not None and spread.unit is not None and middle.unit.factor != spread.unit.factor:
            return None
        if middle.scale != spread.scale:
            return None
        low = spread._replace(number=plain(EXACT.subtract(middle.number, spread.number)))
        high = spread._replace(number=plain(EXACT.add(middle.number, spread.number)))
    return fill_figures(Reading(text, "range", "±", None, "printed"), low, high, setting)


def fill_figures(reading: Reading, low: Amount, high: Amount | None, setting: Setting) -> Quantity | None:
    """Fill number, value, unit and dimension; None where a figure is too large for the store."""
    shown = high or low
    unit, unit_text, scale = shown.unit, shown.unit_text, shown.scale
    if unit is not None and unit.kind == "elliptic" and not (setting.is_money and _is_money_here(setting)):
        scale, unit = scale * int(unit.factor), None
    if unit is not None and unit.surface == "块" and setting.is_money:
        unit = _money()
    per, notes, is_suspect = reading.per, reading.notes, False
    given = read_given_unit(setting)
    if unit is None and given is not None and not (given.is_default and given.unit is None):
        if given.unit is None:
            notes = (*notes, "unit_unknown")
        elif scale > 1 and given.unit.unit == "元" and given.unit.factor > 1:
            unit = _money()  # 5万 under 万元 is 5万元
        else:
            unit, scale = given.unit, scale * given.scale
        per = per or given.per
        unit_text = unit_text if given.is_default else unit_text or given.text
    elif unit is None and setting.is_money and given is None and ("万" in shown.text or "亿" in shown.text):
        unit = _money()  # 3万5千, 3个亿
    elif given is not None and not given.is_default and _conflicts(unit, scale, given):
        notes, is_suspect = (*notes, "unit_conflict"), True
    return _fill(reading, low, high, _Worth(unit, unit_text, scale, per, notes, is_suspect))


def _is_money_here(setting: Setting) -> bool:
    given = read_given_unit(setting)
    return given is None or given.unit is None or given.unit.dimension == "money"


def _money() -> Unit:
    return Unit("元", "元", "money", Fraction(1), "exact", Decimal(1))


def _conflicts(unit: Unit | None, scale: int, given: GivenUnit) -> bool:
    if unit is None or given.unit is None:
        return False
    return (unit.unit, unit.factor * scale) != (given.unit.unit, given.unit.factor * given.scale)


class _Worth(NamedTuple):
    unit: Unit | None
    unit_text: str | None
    scale: int
    per: str | None
    notes: tuple[str, ...]
    is_suspect: bool


def _fill(reading: Reading, low: Amount, high: Amount | None, worth: _Worth) -> Quantity | None:
    unit, notes = worth.unit, worth.notes
    if unit is not None and unit.surface in {"年", "年度"} and (high or low).number in _YEARS and worth.scale == 1:
        return None
    is_known = unit is not None and unit.kind != "ambiguous"
    value, exact = _value(low, unit, worth.scale)
    value_high, exact_high = _value(high, unit, worth.scale) if high is not None else (None, True)
    if not (exact and exact_high) and "rounded" not in notes:
        notes = (*notes, "rounded")
    if not (_fits(low.number) and _fits(value)) or (
        high is not None and not (_fits(high.number) and _fits(value_high))
    ):
        return None
    is_suspect = worth.is_suspect
    if (
        is_cut_off(low.number)
        or is_cut_off(value)
        or (high is not None and is_cut_off(high.number))
        or is_cut_off(value_high)
    ):
        notes, is_suspect = (*notes, "too_small_for_store"), True
    kind = reading.value_kind
    if kind == "quantity" and unit is not None and unit.unit == "%":
        kind = "percent"
    return Quantity(
        reading.text, kind, reading.operator_text, reading.operator, reading.operator_source,
        low.number, None if high is None else high.number, worth.unit_text or None, value, value_high,
        unit.unit if unit is not None else None, unit.dimension if unit is not None and is_known else None, worth.per,
        is_suspect=is_suspect, notes=notes,
    )  # fmt: skip


def _fits(figure: Decimal | None) -> bool:
    return figure is None or -TOO_LARGE < figure < TOO_LARGE


def _value(amount: Amount, unit: Unit | None, scale: int) -> tuple[Decimal, bool]:
    if amount.exact is not None:
        exact = amount.exact * scale * (unit.factor if unit is not None else 1)
        return to_decimal(exact), is_exact(exact)
    if unit is None:
        return (multiply(amount.number, Decimal(scale)) if scale > 1 else plain(amount.number)), True
    if unit.decimal_factor is not None:
        factor = unit.decimal_factor if scale == 1 else multiply(unit.decimal_factor, Decimal(scale))
        return multiply(amount.number, factor), True
    value = Fraction(amount.number) * unit.factor * scale
    return to_decimal(value), is_exact(value)
