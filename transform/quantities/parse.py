"""One printed target to one `Quantity`.

In: a string as printed, and what its surroundings say (the header's unit, the row's own sign and unit, the indicator's
class, the fiscal year). Out: a `Quantity`. What the forms do not explain to the last character is `unparsed`; no figure
is guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final

from transform.quantities import tokens as kinds
from transform.quantities.amounts import read_amounts
from transform.quantities.approximate import spell_out
from transform.quantities.clean import clean
from transform.quantities.contracts import Quantity, Setting
from transform.quantities.exact import TOO_LARGE
from transform.quantities.forms import read_whole
from transform.quantities.formula import find_formula
from transform.quantities.measures import Item
from transform.quantities.periods import parse_period
from transform.quantities.quick import read_quick
from transform.quantities.scan import tokenise
from transform.quantities.sentences import read_sentence
from transform.quantities.shares import read_slashed
from transform.quantities.surroundings import read_sign_cell
from transform.quantities.tokens import Token
from transform.quantities.words import null_marks, scales, signs_before, units

_LONGEST: Final = 200  # cleaned characters: a longer text is no target, and is not taken apart
_LONGEST_CLEANED: Final = 1000  # printed characters without blanks: a longer text is not even cleaned
_TEMPLATE: Final = re.compile(r"[*×Xx]{2,}|^\(?指标\d*[:：]?$|〔|_{2,}|…|\.{3}")
_TWO_YEARS: Final = re.compile(r"[从自]?((?:19|20)\d\d)[-~至到]((?:19|20)\d\d)(学年)?")
_NUMERAL: Final = re.compile(r"[\d零一二三四五六七八九十百千万亿两半壹贰叁肆伍陆柒捌玖拾佰仟]")
_ARABIC: Final = re.compile(r"\d")
_VAGUE: Final = re.compile(r"[几数上近约成][十百千万亿]|[十百千万亿][几余多]|[百千万亿]余")
_REPEATED: Final = re.compile(r"\((不?)含([\d.,]+[^()\d]{0,4})\)")
_INTERVAL: Final = re.compile(r"^([\[(]-?[\d.]+%?),(-?[\d.]+%?[\])])")
_ASIDE: Final = re.compile(r"([^()]*\d[^()]*)\(([^()]*)\)")
_LIST_MARK: Final = re.compile(r"\(?[一二三四五六七八九十\d]{1,3}(?:[、)]|\.$)")
_MORE_INSIDE: Final = re.compile(
    r"(?<=[\d一二两三四五六七八九十百千万])个([多余来])(?=月|星期|礼拜|小时|钟头|季度|年头)"
)
_PER_POINT: Final = re.compile(r"(/[^\d/.]{1,3})\.(?=[^\d.])")
_PER_MANY: Final = re.compile(r"([/每])(?=[万亿百千](?:人|户|亩|名|元))")
_TIME_LIST: Final = re.compile("[、,;和及]")
_ONE_EACH: Final = re.compile(r"1[^\W\d]{1,3}1([^\W\d]{1,2})")
_AND_MORE: Final = "及以上"
_SUSPECT_SCAN: Final = re.compile(r"2\d{2}(?:\.\d+)?%|[工^WI二lO]\d.*|\d[Oo]\d*%?.*")

# 9O% of a picture is neither 9 nor surely 90.
_LETTER_FOR_DIGIT: Final = re.compile(r"(?<=[\d.])[OolI|](?![A-Za-z])|(?<![A-Za-z])[OolI|](?=[\d.])")


def parse_quantity(
    text: str,
    *,
    header_unit: str | None = None,
    label: str | None = None,
    fiscal_year: int | None = None,
    scanned: bool = False,
    unit_cell: str | None = None,
    sign_cell: str | None = None,
) -> Quantity:
    """Return what a printed target says; it never raises and never guesses.

    `header_unit` is the unit that the column's header gives (金额(万元)), `unit_cell` and `sign_cell` what stands in
    the row's own cells for them, `label` the indicator's class, which makes 万 money under 成本指标, `fiscal_year` the
    year that 全年 and 12月底 refer to. Signs follow `operators.csv`; 以上, 以下 and 以内 include the number (Civil
    Code, art. 1259). A cell that contradicts the value is noted (`unit_conflict`, `sign_conflict`) and suspect.

    >>> parse_quantity("≤1.52万", label="成本指标").value
    Decimal('15200')
    """
    setting = Setting(header_unit, label, fiscal_year, scanned, unit_cell)
    if len(text) > _LONGEST_CLEANED:
        text_to_read = " ".join(text.split())
        if len(text_to_read) > _LONGEST_CLEANED:
            return _as_sentence(text, text_to_read)
        cleaned = clean(text_to_read)
    else:
        cleaned = clean(text)
    quantity = read_quick(text, cleaned, setting) or _parse(text, cleaned, setting)
    if scanned and _LETTER_FOR_DIGIT.search(cleaned) and quantity.value_kind != "missing":
        return Quantity(text, "unparsed", is_suspect=True, notes=("not_understood", "lost_sign_suspected"))
    if scanned and _SUSPECT_SCAN.fullmatch(cleaned):
        # A recogniser reads ≥90% as 290%: suspected, and never rewritten.
        quantity = replace(quantity, is_suspect=True, notes=(*quantity.notes, "lost_sign_suspected"))
    return _with_sign_cell(quantity, sign_cell) if sign_cell else quantity


def _parse(text: str, cleaned: str, setting: Setting) -> Quantity:
    return (
        _parse_blank(text, cleaned)
        or _parse_time(text, cleaned, setting)
        or _parse_times(text, cleaned, setting)
        or _parse_years(text, cleaned, setting)
        or _parse_word(text, cleaned)
        or _parse_and_more(text, cleaned, setting)
        or _parse_figure(text, cleaned, setting)
    )


def _as_sentence(text: str, cleaned: str) -> Quantity:
    if _ARABIC.search(cleaned):
        return Quantity(text, "unparsed", notes=("sentence",))
    is_words = any(map(str.isalpha, cleaned))
    return Quantity(text, "qualitative") if is_words else Quantity(text, "unparsed", notes=("not_understood",))


def _parse_blank(text: str, cleaned: str) -> Quantity | None:
    """Return the quantity of a cell that holds no target: a null mark, or a template's residue."""
    if not cleaned or cleaned in null_marks() or not cleaned.strip("/\\-*.…、 "):
        return Quantity(text, "missing")
    if _LIST_MARK.fullmatch(cleaned):
        return Quantity(text, "unparsed", notes=("not_understood",))
    if len(cleaned) <= _LONGEST and _TEMPLATE.search(cleaned):
        return Quantity(text, "missing", notes=("template_residue",))
    return None


def _parse_years(text: str, cleaned: str, setting: Setting) -> Quantity | None:
    """Return what 2022-2023 is: two years where times stand, and elsewhere two numbers or two years, so nothing."""
    match = _TWO_YEARS.fullmatch(cleaned)
    if match is None:
        return None
    first, last = int(match[1]), int(match[2])
    if setting.is_time and not match[3] and first <= last:
        return Quantity(text, "period", period_start=date(first, 1, 1), period_end=date(last, 12, 31))
    return Quantity(text, "unparsed", notes=("not_understood",))


def _parse_word(text: str, cleaned: str) -> Quantity | None:
    """Return the quantity of a text without a numeral: a word of a scale, or any other quality."""
    word = cleaned.strip("。;,.、!")
    scale = scales().get(word)
    if scale is not None:
        return Quantity(text, "qualitative", scale=scale.name, is_measurable=scale.is_measurable)
    if word in units() and not word.startswith(("半", "十")):
        return Quantity(text, "unparsed", notes=("unit_without_number",))
    if _NUMERAL.search(cleaned):
        return None
    if any(word.endswith(sign) for sign in _glyphs()) or word in signs_before():
        return Quantity(text, "unparsed", notes=("sign_without_number",))
    is_words = any(map(str.isalpha, cleaned))
    return Quantity(text, "qualitative") if is_words else None


def _parse_and_more(text: str, cleaned: str, setting: Setting) -> Quantity | None:
    """Read 90%+ and 500人+: that, and more."""
    body = cleaned.removesuffix("+")
    if body == cleaned or "+" in body or not body[:1].isdigit():
        return None
    quantity = read_whole(text, read_items(f"{body}{_AND_MORE}"), setting)
    return None if quantity is None else replace(quantity, operator_text="+")


def _glyphs() -> tuple[str, ...]:
    return ("≥", "≤", ">", "<", "=", "≧", "≦", "═", "≈")


def _parse_time(text: str, cleaned: str, setting: Setting) -> Quantity | None:
    stripped = cleaned.rstrip("。;,")
    period = parse_period(stripped, setting.fiscal_year, is_time=setting.is_time)
    unit_text = setting.unit_cell or setting.header_unit or ""
    if period is None and 0 < len(unit_text) <= 10 and _ARABIC.search(stripped):
        joined = clean(unit_text)
        if joined not in units() or (joined in {"年", "年度"} and re.fullmatch(r"(?:19|20)\d\d", stripped)):
            period = parse_period(stripped + joined, setting.fiscal_year)
    if period is None:
        return None
    return Quantity(text, "period", period_start=period.start, period_end=period.end,
                    notes=(period.note,) if period.note else ())  # fmt: skip


def _parse_times(text: str, cleaned: str, setting: Setting) -> Quantity | None:
    """Return several times of one cell, in order: 6月30日、12月31日."""
    pieces = _TIME_LIST.split(cleaned) if "月" in cleaned and len(cleaned) <= _LONGEST else []
    if len(pieces) < 2 or any("月" not in piece for piece in pieces):
        return None
    parts = tuple(_parse_time(piece, piece, setting) for piece in pieces)
    if any(part is None for part in parts):
        return None
    return Quantity(text, "period", notes=("several_values",), parts=tuple(part for part in parts if part is not None))


def _parse_figure(text: str, cleaned: str, setting: Setting) -> Quantity:
    if len(cleaned) > _LONGEST:
        return _as_sentence(text, cleaned)
    cleaned = _PER_MANY.sub(r"\g<1>1", _PER_POINT.sub(r"\1·", _MORE_INSIDE.sub(r"\1个", cleaned)))
    cleaned = _INTERVAL.sub(r"\1、\2", _REPEATED.sub(_unrepeat, cleaned))
    body, aside = _split_aside(cleaned)
    items = read_items(body)
    if aside and "元" in aside:
        setting = setting._replace(label=f"{setting.label or ''}金额")
    quantity = read_whole(text, items, setting) or read_slashed(text, items, setting)
    if quantity is not None:
        return replace(quantity, notes=(*quantity.notes, aside)) if aside else quantity
    return (
        _parse_formula(text, cleaned, setting)
        or _parse_approximate(text, body, setting)
        or (read_sentence(text, read_items(cleaned) if aside else items, setting) if _is_bounded(items) else None)
        or _parse_rest(text, cleaned, items)
    )


def _parse_approximate(text: str, body: str, setting: Setting) -> Quantity | None:
    """Read 三五百元 as the range that it is about, and 近百人."""
    spelled = spell_out(body)
    quantity = read_whole(text, read_items(spelled), setting) if spelled is not None else None
    if quantity is None or quantity.parts or "about" in quantity.notes or quantity.value_kind != "range":
        return quantity
    return replace(quantity, notes=(*quantity.notes, "about"))


def read_items(cleaned: str) -> list[Item]:
    """Return the tokens and amounts of a cleaned text, without the words that say nothing."""
    return read_amounts([token for token in tokenise(cleaned.strip("。;,!“”\"'")) if token.kind != kinds.FILLER])


def _is_bounded(items: list[Item]) -> bool:
    """Whether no numeral of the text is left unread."""
    return all(not isinstance(item, Token) or item.kind not in "NXHQMDGZ+" for item in items) or any(
        item.kind == kinds.PLUSMINUS for item in items
    )


def _unrepeat(match: re.Match[str]) -> str:
    """Make (含) of the (含5万元) that repeats the figure before it."""
    head = match.string[: match.start()]
    return f"({match[1]}含)" if match[2] in head else match.group()


def _split_aside(cleaned: str) -> tuple[str, str]:
    """Part a closing bracket from the figure before it: `854万(中央400万元,…)`; a bracketed unit stays with it."""
    if not cleaned.endswith(")") or cleaned.endswith(tuple(kinds.JOINTS)[-7:]):
        return cleaned, ""
    match = _ASIDE.fullmatch(cleaned)
    if match is None:
        return cleaned, ""
    head, inside = match.groups()
    if inside in units():
        return head + inside, ""
    if inside in signs_before():
        return inside + head, ""
    if not inside or head.rstrip().endswith(("、", ",")) or re.fullmatch(r"[\d.,]+", inside):
        return cleaned, ""
    return head, f"aside:{inside}"


def _parse_formula(text: str, cleaned: str, setting: Setting) -> Quantity | None:
    formula = find_formula(cleaned, is_money=setting.is_money)
    if formula is None:
        return None
    body, _, result = cleaned.strip("≤≥=<>。").partition("=")
    if formula.text != body:
        return None
    if result and parse_quantity(result, label="金额" if setting.is_money else None).value == formula.value:
        result = ""
    if result:
        return Quantity(text, "unparsed", formula_text=formula.text, formula_value=formula.value,
                        formula_unit=formula.unit, notes=("formula", "formula_conflict"))  # fmt: skip
    sign = signs_before().get(cleaned[: len(cleaned) - len(formula.text)])
    unit = units().get(formula.unit or "")
    return Quantity(
        text, "quantity", sign.surface if sign else None, sign.operator if sign else "=", "printed" if sign else "assumed",
        number=formula.value, unit_text=formula.unit, value=formula.value, unit=formula.unit,
        dimension=unit.dimension if unit else None, formula_text=formula.text, formula_value=formula.value,
        formula_unit=formula.unit, notes=("formula",),
    )  # fmt: skip


def _parse_rest(text: str, cleaned: str, items: list[Item]) -> Quantity:
    numbers = [item for item in items if item.kind in {kinds.NUMBER, kinds.AMOUNT}]
    if not numbers and not _ARABIC.search(cleaned) and any(map(str.isalpha, cleaned)):
        if _VAGUE.search(cleaned):
            return Quantity(text, "unparsed", notes=("vague_numeral",))
        if cleaned[-1] not in "≥≤><=":
            return Quantity(text, "qualitative")
    unread = [item for item in numbers if isinstance(item, Token)]
    is_slogan = not _ARABIC.search(cleaned) and not unread and any(item.kind == kinds.TEXT for item in items)
    each = _ONE_EACH.fullmatch(cleaned)
    if is_slogan or (each is not None and each[1] not in units()):  # 1户1策
        return Quantity(text, "qualitative", notes=("numeral_in_words",))
    if any(_is_too_large(item) for item in numbers):
        return Quantity(text, "unparsed", notes=("too_large",))
    if _VAGUE.search(cleaned):
        return Quantity(text, "unparsed", notes=("vague_numeral",))
    note = "several_values" if len(numbers) > 1 else "not_understood"
    return Quantity(text, "unparsed", notes=(note,))


def _is_too_large(item: Item) -> bool:
    if isinstance(item, Token):
        return item.number is not None and abs(item.number) >= TOO_LARGE
    factor = item.scale * (item.unit.factor if item.unit is not None else 1)
    return abs(item.number) >= TOO_LARGE or abs(Fraction(item.number) * factor) >= TOO_LARGE


def _with_sign_cell(quantity: Quantity, sign_cell: str) -> Quantity:
    """Return the quantity with the sign of the row's own cell; the value's own sign stands where both are printed."""
    operator, is_known = read_sign_cell(sign_cell)
    if not is_known:
        return replace(quantity, notes=(*quantity.notes, "sign_unknown"))
    if operator is None or quantity.value_kind not in {"quantity", "percent", "range"} or quantity.parts:
        return quantity
    if quantity.operator_source == "assumed":
        return replace(quantity, operator=operator, operator_text=sign_cell.strip(), operator_source="printed")
    if quantity.operator == operator:
        return quantity
    return replace(quantity, is_suspect=True, notes=(*quantity.notes, "sign_conflict"))
