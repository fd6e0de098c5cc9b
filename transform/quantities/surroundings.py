"""What stands around a target: the unit in a header or in a cell of its own, the sign in a cell of its own.

In: `金额(万元)`, `单位:元`, `%`, `万人`, `≥`, `大于等于`, `正向`. Out: the unit with its scale and denominators, the operator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from transform.quantities import tokens as kinds
from transform.quantities.clean import squeeze
from transform.quantities.contracts import Setting
from transform.quantities.scan import tokenise
from transform.quantities.words import Unit, null_marks, signs_after, signs_before, units

_BRACKETED: Final = re.compile(r"[(\[]([^()\[\]]{1,12})[)\]]")
_AFTER_COLON: Final = re.compile(r"单位[:为]?([^()\[\]]{1,8})$")
_NO_SIGN: Final = frozenset(
    {"正向", "反向", "定性", "定量", "正", "负", "中性", "适度", "正向指标", "反向指标", "定性指标", "定量指标"}
)
_LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class GivenUnit:
    """A unit that is not printed with the number; `is_default` tells that a header gives it to a whole column."""

    text: str
    unit: Unit | None
    scale: int
    per: str | None
    is_default: bool


def read_given_unit(setting: Setting) -> GivenUnit | None:
    """Return the unit of the row's own cell, else the header's; `unit` is None where the word is unknown."""
    if setting.unit_cell:
        return _read_unit(setting.unit_cell, False)
    return _read_unit(setting.header_unit, True) if setting.header_unit else None


@lru_cache(maxsize=1024)
def _read_unit(text: str, is_default: bool) -> GivenUnit | None:
    if len(text) > _LONGEST:
        return GivenUnit(text, None, 1, None, is_default)
    word = squeeze(text)
    if not word or word in null_marks():
        return None
    bracket, colon = _BRACKETED.search(word), _AFTER_COLON.search(word)
    candidates = [word, *([bracket[1]] if bracket else []), *([colon[1]] if colon else [])]
    if bracket:
        candidates += [candidate[1] for candidate in [_AFTER_COLON.search(bracket[1])] if candidate]
    for candidate in candidates:
        found = _parse_unit(candidate, is_money=_is_about_money(word))
        if found is not None:
            return GivenUnit(text, *found, is_default)
    return GivenUnit(text, None, 1, None, is_default)


def _is_about_money(word: str) -> bool:
    return any(part in word for part in ("金额", "资金", "元", "费"))


def _parse_unit(word: str, *, is_money: bool) -> tuple[Unit, int, str | None] | None:
    """Return the unit, its scale and its denominators of 万元, 万人, 元/人/年."""
    exact = units().get(word)
    if exact is not None:
        if exact.kind == "elliptic" and not is_money:
            return (
                Unit(exact.surface, units()["元"].unit, "money", exact.factor, "exact", exact.decimal_factor),
                1,
                None,
            )
        return exact, 1, None
    # A numeral before it makes the scanner see the 万 of 万人.
    first, *rest = tokenise(f"3{word}")
    if first.kind != kinds.NUMBER or first.text != "3":
        return None
    scale = 1
    while rest and rest[0].kind == kinds.SCALE:
        scale *= kinds.SCALES[rest.pop(0).text]
    if not rest or rest[0].kind != kinds.UNIT:
        return None
    names = [token.text for token in rest[1:] if token.kind in {kinds.UNIT, kinds.TEXT}]
    joints = [token.kind for token in rest[1:]]
    if joints and (len(joints) % 2 or any(kind not in {kinds.PER, kinds.EACH} for kind in joints[::2])):
        return None
    return units()[rest[0].text], scale, "/".join(names) or None


def read_sign_cell(text: str | None) -> tuple[str | None, bool]:
    """Return the operator that a sign's own cell gives, and whether the cell was understood.

    >>> read_sign_cell("大于等于"), read_sign_cell("正向"), read_sign_cell("好")
    (('>=', True), (None, True), (None, False))
    """
    word = squeeze(text) if text and len(text) <= _LONGEST else ""
    if not word or word in _NO_SIGN or word in null_marks():
        return None, not text or len(text) <= _LONGEST
    sign = signs_before().get(word) or signs_after().get(word)
    return (sign.operator, True) if sign is not None else (None, False)
