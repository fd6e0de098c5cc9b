"""One printed target to one `Quantity`: the small grammar over tokens.

In: a string as printed, and what its surroundings say (the header's unit, the indicator's class, the fiscal year).
Out: a `Quantity`. What the forms below do not explain to the last character is `unparsed`; no figure is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

from transform.quantities import tokens as kinds
from transform.quantities.clean import clean
from transform.quantities.contracts import Quantity
from transform.quantities.formula import find_formula, to_decimal
from transform.quantities.periods import parse_period
from transform.quantities.tokens import SCALES, Token, tokenise
from transform.quantities.words import Unit, null_marks, scales, signs_after, signs_before, units

_LONGEST: Final = 60  # characters: a longer text is a sentence, and no form of target fits it
_TEMPLATE: Final = re.compile(r"[*×Xx]{2,}|^\(?指标\d*[:：]?$|〔|_{2,}|…{1,}|\.{3,}")
_NUMERAL: Final = re.compile(r"[\d零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]")
_ARABIC: Final = re.compile(r"\d")

_NUM: Final = r"-?NX?"
_PER: Final = r"(?:[PE]U|NU)*"
_SINGLE: Final = re.compile(
    rf"(?P<each>(?:EU|E)*)(?P<sign>S{{0,2}})(?P<num>{_NUM})(?P<unit>U?)(?P<per>{_PER})(?P<after>A{{0,2}})"
)
_RANGE: Final = re.compile(
    rf"(?P<sign>S?)(?P<num>{_NUM})(?P<unit>U?)(?:R|-)(?P<high>NX?)(?P<unit2>U?)(?P<per>{_PER})(?P<after>A?)"
)
_BOTH_SIDES: Final = re.compile(
    rf"(?P<sign>S)(?P<num>{_NUM})(?P<unit>U?)L?(?P<sign2>S)(?P<high>NX?)(?P<unit2>U?)(?P<per>{_PER})"
)
_PLUS_MINUS: Final = re.compile(r"(?P<sign>S?)Z(?P<num>NX?)(?P<unit>U?)(?P<after>A?)")
_PERCENT_OF: Final = re.compile(r"(?P<sign>S{0,2})(?P<part>H)(?P<num>N)(?P<after>A?)")
_FRACTION: Final = re.compile(r"(?P<sign>S{0,2})(?P<num>N)Q(?P<high>N)(?P<after>A?)")
_PART_FACTORS: Final = {"百分之": Fraction(1), "千分之": Fraction(1, 10), "万分之": Fraction(1, 100)}
_OPPOSITE: Final = {">=": "low", ">": "low", "<=": "high", "<": "high"}
_SUSPECT_SCAN: Final = re.compile(r"2\d{2}(?:\.\d+)?%")


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a target: the header's unit, the indicator's class, the fiscal year, the kind of source."""

    header_unit: str | None = None
    label: str | None = None
    fiscal_year: int | None = None
    scanned: bool = False

    @property
    def is_money(self) -> bool:
        """Whether 万 alone means 万元 here."""
        about = f"{self.header_unit or ''}{self.label or ''}"
        return any(word in about for word in ("成本", "金额", "资金", "元", "费"))

    @property
    def is_time(self) -> bool:
        """Whether a bare 2023 is a year here."""
        return any(word in (self.label or "") for word in ("时效", "时间", "日期", "期限"))


def parse_quantity(
    text: str,
    *,
    header_unit: str | None = None,
    label: str | None = None,
    fiscal_year: int | None = None,
    scanned: bool = False,
) -> Quantity:
    """Return what a printed target says; it never raises and never guesses.

    `header_unit` is the unit that the column's header gives (金额(万元)), `label` the indicator's class, which makes
    万 money under 成本指标, `fiscal_year` the year that 全年 and 12月底 refer to. Signs follow `operators.csv`;
    以上, 以下 and 以内 include the number (Civil Code, art. 1259).

    >>> parse_quantity("≤1.52万", label="成本指标").value
    Decimal('15200')
    """
    setting = Setting(header_unit, label, fiscal_year, scanned)
    cleaned = clean(text)
    quantity = (
        _parse_blank(text, cleaned)
        or _parse_time(text, cleaned, setting)
        or _parse_word(text, cleaned)
        or _parse_figure(text, cleaned, setting)
    )
    if scanned and _SUSPECT_SCAN.fullmatch(cleaned):
        # A recogniser reads ≥90% as 290%: suspected, and never rewritten.
        quantity = replace(quantity, is_suspect=True, notes=(*quantity.notes, "lost_sign_suspected"))
    return quantity


def _parse_blank(text: str, cleaned: str) -> Quantity | None:
    """Return the quantity of a cell that holds no target: a null mark, or a template's residue."""
    if not cleaned or cleaned in null_marks() or not cleaned.strip("/\\-*.…、 "):
        return Quantity(text, "missing")
    if _TEMPLATE.search(cleaned) and not _is_formula_like(cleaned):
        return Quantity(text, "missing", notes=("template_residue",))
    return None


def _parse_word(text: str, cleaned: str) -> Quantity | None:
    """Return the quantity of a text without a numeral: a word of a scale, or any other quality."""
    scale = scales().get(cleaned.strip("。;,.、"))
    if scale is not None:
        return Quantity(text, "qualitative", scale=scale.name, is_measurable=scale.is_measurable)
    is_words = not _NUMERAL.search(cleaned) and any(character.isalpha() for character in cleaned)
    return Quantity(text, "qualitative") if is_words else None


def _is_formula_like(cleaned: str) -> bool:
    return bool(re.search(r"[\d一-龥][×*xX][\d一-龥]", cleaned)) and not re.search(r"[*×Xx]{2,}", cleaned)


def _parse_time(text: str, cleaned: str, setting: Setting) -> Quantity | None:
    period = parse_period(cleaned.rstrip("。;,"), setting.fiscal_year, is_time=setting.is_time)
    if period is None:
        return None
    return Quantity(text, "period", period_start=period.start, period_end=period.end,
                    notes=(period.note,) if period.note else ())  # fmt: skip


def _parse_figure(text: str, cleaned: str, setting: Setting) -> Quantity:
    if len(cleaned) > _LONGEST:
        return (
            Quantity(text, "qualitative")
            if not _ARABIC.search(cleaned)
            else Quantity(text, "unparsed", notes=("sentence",))
        )
    body, aside = _split_aside(cleaned)
    tokens = _drop_fillers(_merge_numbers(tokenise(body)))
    letters = "".join(token.kind for token in tokens)
    for form, read in _FORMS:
        match = form.fullmatch(letters)
        if match and all(token.number is not None for token in tokens if token.kind == kinds.NUMBER):
            quantity = read(text, match, tokens, setting)
            if quantity is not None:
                return replace(quantity, notes=(*quantity.notes, aside)) if aside else quantity
    return _parse_rest(text, cleaned, letters, setting)


def _parse_rest(text: str, cleaned: str, letters: str, setting: Setting) -> Quantity:
    formula = find_formula(cleaned, is_money=setting.is_money)
    if formula is not None and formula.text == cleaned.strip("≤≥=<>。"):
        return Quantity(text, "unparsed", formula_text=formula.text, formula_value=formula.value,
                        formula_unit=formula.unit, notes=("formula",))  # fmt: skip
    if not _ARABIC.search(cleaned) and kinds.TEXT in letters:
        return Quantity(text, "qualitative")
    note = "several_values" if letters.count(kinds.NUMBER) > 1 else "not_understood"
    return Quantity(text, "unparsed", notes=(note,))


def _split_aside(cleaned: str) -> tuple[str, str]:
    """Part a closing bracket from the figure before it: `854万(中央400万元,…)`; a bracketed unit stays with it."""
    match = re.fullmatch(r"([^()]*\d[^()]*)\(([^()]*)\)", cleaned)
    if match is None:
        return cleaned, ""
    head, inside = match.groups()
    if inside in units():
        return head + inside, ""
    if parse_number_only(inside):
        return cleaned, ""
    return head, f"aside:{inside}"


def parse_number_only(text: str) -> bool:
    """Whether the text is one bare numeral."""
    return bool(re.fullmatch(r"[\d.,]+", text))


def _merge_numbers(tokens: list[Token]) -> list[Token]:
    """Make one number of 3万5千; scales must fall, or the tokens stay apart and fit no form."""
    merged: list[Token] = []
    position = 0
    while position < len(tokens):
        run = position
        while run + 1 < len(tokens) and tokens[run].kind == kinds.NUMBER and tokens[run + 1].kind == kinds.SCALE:
            run += 2
        pairs = [(tokens[at].number, SCALES[tokens[at + 1].text]) for at in range(position, run, 2)]
        falls = all(left[1] > right[1] for left, right in pairwise(pairs))
        if len(pairs) > 1 and falls and all(number is not None for number, _ in pairs):
            total = sum((number * scale for number, scale in pairs if number is not None), Decimal(0))
            merged.append(
                Token(
                    kinds.NUMBER, "".join(token.text for token in tokens[position:run]), tokens[position].start, total
                )
            )
            position = run
        else:
            merged.append(tokens[position])
            position += 1
    return merged


def _drop_fillers(tokens: list[Token]) -> list[Token]:
    return [token for token in tokens if token.kind != kinds.FILLER]


# --- reading a matched form -------------------------------------------------------------------------------------


def _part(match: re.Match[str], name: str, tokens: list[Token]) -> list[Token]:
    return tokens[match.start(name) : match.end(name)] if name in match.re.groupindex and match.group(name) else []


def _number(tokens: list[Token]) -> tuple[Decimal, int] | None:
    """Return the signed number and its scale."""
    negative = tokens[0].kind == kinds.MINUS
    number = tokens[1 if negative else 0].number
    if number is None:
        return None
    scale = SCALES[tokens[-1].text] if tokens[-1].kind == kinds.SCALE else 1
    return (-number if negative else number), scale


@dataclass(frozen=True, slots=True)
class _Sign:
    text: str | None
    operator: str | None
    source: str | None


def _sign(before: list[Token], after: list[Token]) -> _Sign | None:
    """Return the one sign that the words before and after the number make; None where they contradict each other."""
    found = [signs_before()[token.text].operator for token in before] + [
        signs_after()[token.text].operator for token in after
    ]
    if not found:
        return _Sign(None, "=", "assumed")
    if before and after and before[-1].text == "控制在":
        found = [signs_after()[token.text].operator for token in after]
    if len(set(found)) > 1:
        return None
    text = (
        "".join(token.text for token in before)
        + ("…" if before and after else "")
        + "".join(token.text for token in after)
    )
    return _Sign(text, found[0], "printed")


def _unit_of(
    match: re.Match[str], tokens: list[Token], setting: Setting, *names: str
) -> tuple[Unit | None, str | None]:
    """Return the unit, else the header's; and the unit as printed, with the scale before it."""
    for name in names:
        part = _part(match, name, tokens)
        if part:
            return units().get(part[0].text), part[0].text
    if setting.header_unit:
        return units().get(clean(setting.header_unit)), None
    return None, None


def _read_single(text: str, match: re.Match[str], tokens: list[Token], setting: Setting) -> Quantity | None:
    sign = _sign(_part(match, "sign", tokens), _part(match, "after", tokens))
    number = _number(_part(match, "num", tokens))
    per = _denominators(_part(match, "each", tokens), _part(match, "per", tokens))
    if sign is None or number is None or per is None:
        return None
    unit, unit_text = _unit_of(match, tokens, setting, "unit")
    scale_text = _scale_text(_part(match, "num", tokens))
    quantity = Quantity(
        text, "quantity", sign.text, sign.operator, sign.source, number=number[0],
        unit_text=f"{scale_text}{unit_text or ''}" or None, per=per or None,
    )  # fmt: skip
    return _with_unit(quantity, unit, number[1], setting)


def _scale_text(tokens: list[Token]) -> str:
    return tokens[-1].text if tokens and tokens[-1].kind == kinds.SCALE else ""


def _denominators(each: list[Token], per: list[Token]) -> str | None:
    """Return `人/年` for 每人每年, /人/年 or 一年; None where a number other than one stands in a denominator."""
    names: list[str] = []
    for token in (*each, *per):
        if token.kind == kinds.EACH and token.text in kinds.EACH_WORDS:
            names.append(kinds.EACH_WORDS[token.text])
        elif token.kind == kinds.UNIT:
            names.append(token.text)
        elif token.kind == kinds.NUMBER and token.text != "一":
            return None
    return "/".join(names)


def _with_unit(quantity: Quantity, unit: Unit | None, scale: int, setting: Setting) -> Quantity:
    """Fill `value` and what belongs to it; every figure of the quantity is multiplied alike."""
    factor = Fraction(scale)
    if unit is not None and unit.kind != "ambiguous":
        factor *= unit.factor
    is_bare_scale = unit is not None and unit.kind == "elliptic" and not setting.is_money
    known = unit is not None and not is_bare_scale and unit.kind != "ambiguous"
    kind = quantity.value_kind
    if known and unit is not None and unit.unit == "%" and kind == "quantity":
        kind = "percent"
    return replace(
        quantity,
        value_kind=kind,
        value=_times(quantity.number, factor),
        value_high=_times(quantity.number_high, factor),
        unit=unit.unit
        if known and unit
        else (quantity.unit_text if unit is not None and unit.kind == "ambiguous" else None),
        dimension=unit.dimension if known and unit else None,
    )


def _times(number: Decimal | None, factor: Fraction) -> Decimal | None:
    return None if number is None else to_decimal(Fraction(number) * factor)


def _read_range(text: str, match: re.Match[str], tokens: list[Token], setting: Setting) -> Quantity | None:
    low, high = _number(_part(match, "num", tokens)), _number(_part(match, "high", tokens))
    first, second = _part(match, "unit", tokens), _part(match, "unit2", tokens)
    per = _denominators([], _part(match, "per", tokens))
    if low is None or high is None or per is None or (first and second and first[0].text != second[0].text):
        return None
    scale = high[1]
    if low[1] not in {1, scale} or low[0] >= high[0]:
        return None
    sign = _sign(_part(match, "sign", tokens), _part(match, "after", tokens))
    if sign is None or (sign.source == "printed" and sign.operator != "~"
                        and _part(match, "sign", tokens)[:1] and _part(match, "sign", tokens)[0].text != "控制在"):  # fmt: skip
        return None
    unit, unit_text = _unit_of(match, tokens, setting, "unit2", "unit")
    scale_text = _scale_text(_part(match, "high", tokens))
    quantity = Quantity(text, "range", sign.text, None, None, number=low[0], number_high=high[0],
                        unit_text=f"{scale_text}{unit_text or ''}" or None, per=per or None)  # fmt: skip
    return _with_unit(quantity, unit, scale, setting)


def _read_both_sides(text: str, match: re.Match[str], tokens: list[Token], setting: Setting) -> Quantity | None:
    bounds: dict[str, tuple[Decimal, int]] = {}
    for sign_name, number_name in (("sign", "num"), ("sign2", "high")):
        side = _OPPOSITE.get(signs_before()[_part(match, sign_name, tokens)[0].text].operator)
        number = _number(_part(match, number_name, tokens))
        if side is None or number is None:
            return None
        bounds[side] = number
    first, second = _part(match, "unit", tokens), _part(match, "unit2", tokens)
    if len(bounds) < 2 or bounds["low"][0] >= bounds["high"][0] or bounds["low"][1] != bounds["high"][1]:
        return None
    if first and second and first[0].text != second[0].text:
        return None
    unit, unit_text = _unit_of(match, tokens, setting, "unit2", "unit")
    sign_text = "…".join(_part(match, name, tokens)[0].text for name in ("sign", "sign2"))
    quantity = Quantity(text, "range", sign_text, None, "printed", number=bounds["low"][0], number_high=bounds["high"][0],
                        unit_text=unit_text)  # fmt: skip
    return _with_unit(quantity, unit, bounds["low"][1], setting)


def _read_plus_minus(text: str, match: re.Match[str], tokens: list[Token], setting: Setting) -> Quantity | None:
    number = _number(_part(match, "num", tokens))
    if number is None:
        return None
    unit, unit_text = _unit_of(match, tokens, setting, "unit")
    quantity = Quantity(
        text, "range", "±", None, "printed", number=-number[0], number_high=number[0], unit_text=unit_text
    )
    return _with_unit(quantity, unit, number[1], setting)


def _read_percent_of(text: str, match: re.Match[str], tokens: list[Token], _: Setting) -> Quantity | None:
    sign = _sign(_part(match, "sign", tokens), _part(match, "after", tokens))
    number = _number(_part(match, "num", tokens))
    if sign is None or number is None:
        return None
    part = _part(match, "part", tokens)[0].text
    quantity = Quantity(text, "percent", sign.text, sign.operator, sign.source, number=number[0], unit_text=part)
    return replace(quantity, value=_times(number[0], _PART_FACTORS[part]), unit="%", dimension="ratio")


def _read_fraction(text: str, match: re.Match[str], tokens: list[Token], _: Setting) -> Quantity | None:
    sign = _sign(_part(match, "sign", tokens), _part(match, "after", tokens))
    below, above = _number(_part(match, "num", tokens)), _number(_part(match, "high", tokens))
    if sign is None or below is None or above is None or not below[0]:
        return None
    share = Fraction(above[0]) / Fraction(below[0])
    number = to_decimal(share)
    notes = () if Fraction(number) == share else ("rounded",)
    return Quantity(text, "quantity", sign.text, sign.operator, sign.source, number=number, value=number, notes=notes)


_FORMS: Final = (
    (_SINGLE, _read_single),
    (_RANGE, _read_range),
    (_BOTH_SIDES, _read_both_sides),
    (_PLUS_MINUS, _read_plus_minus),
    (_PERCENT_OF, _read_percent_of),
    (_FRACTION, _read_fraction),
)
