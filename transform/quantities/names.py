"""What an indicator's name says about its value: a unit, a sign, a template, a target of its own.

In: the name as printed and the value's `Quantity`. Out: a `NameReading`; the name is never changed, and the value only
where it lacks what the name gives. `总面积(亩)` with 80000 gives 80000 亩; `成活率(≥**%)` with 85 gives ≥85 %.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from transform.quantities.clean import clean
from transform.quantities.contracts import Quantity, Setting
from transform.quantities.parse import parse_quantity
from transform.quantities.surroundings import read_given_unit
from transform.quantities.words import Unit, signs_after, signs_before, units

_BRACKET: Final = re.compile(r"[(\[]([^()\[\]]{1,16})[)\]]$")
_TEMPLATE: Final = re.compile(r"(?P<sign>[^\d*×Xx_]{0,6}?)(?:[*]{1,6}|[×XxX_]{2,6})(?P<unit>[^\d*×_]{0,8})")
_TARGET: Final = re.compile(
    r"[≥≤≧≦⩾⩽＞＜><=═≈][^≥≤><=]{0,20}$|(?:不少于|不低于|不小于|不超过|不高于|不大于|大于等于|小于等于|至少|达到|控制在)\d[^,;。]{0,16}$"
)
_FIGURES: Final = frozenset({"quantity", "percent", "range"})
_OPENING: Final = re.compile(r"[≥≤≧≦⩾⩽><=═≈]{1,2}")  # 人数(≥人)
_CLOSING: Final = re.compile(r"[≥≤≧≦⩾⩽><=═≈]{1,2}$")  # 成活率(%)≥
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class NameReading:
    """The name as printed, what stands in it, and the value's record with what the name adds.

    `target` is a target inside the name (成活率≥85%), `unit_text` and `operator_text` what a bracket or a template gives.
    `notes`: `unit_from_name`, `sign_from_name`, `target_in_name`, `template_in_name`, `name_unit_conflict`,
    `name_sign_conflict`, `name_value_conflict`.
    """

    name: str
    quantity: Quantity
    target: Quantity | None = None
    unit_text: str | None = None
    operator_text: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def has_conflict(self) -> bool:
        """Whether the name says something else than the value."""
        return any(note.endswith("_conflict") for note in self.notes)


def parse_name(name: str, quantity: Quantity) -> NameReading:
    """Return what the name adds to the value or says against it; the name itself is unchanged.

    >>> parse_name("总面积(亩)", parse_quantity("80000")).quantity.unit_text
    '亩'
    """
    cleaned = clean(name) if len(name) <= 5 * _LONGEST else ""
    if not cleaned or len(cleaned) > _LONGEST:
        return NameReading(name, quantity)
    closing = _CLOSING.search(cleaned)
    bracket = _BRACKET.search(cleaned[: closing.start()] if closing else cleaned)
    inside = bracket[1] if bracket else ""
    opening = _OPENING.match(inside)
    unit_text = inside[opening.end() :] if opening else inside
    sign_text = (opening or closing or [None])[0]
    if _unit(unit_text) is not None or closing:
        return _with_given(name, quantity, unit_text if _unit(unit_text) else None, sign_text, ())
    template = _TEMPLATE.fullmatch(inside) or _TEMPLATE.search(cleaned)
    if template:
        sign, unit = _sign_of(template["sign"]), template["unit"].strip("()[]")
        after = next((word for word in signs_after() if unit.endswith(word)), "")
        unit = unit.removesuffix(after)
        return _with_given(name, quantity, unit if _unit(unit) else None, sign or after or None, ("template_in_name",))
    target = _target_in(inside) or _target_in(cleaned)
    return _with_target(name, quantity, target) if target is not None else NameReading(name, quantity)


def _unit(text: str) -> Unit | None:
    given = read_given_unit(Setting(header_unit=text)) if text else None
    return given.unit if given is not None else None


def _sign_of(text: str) -> str | None:
    return next((text[at:] for at in range(len(text)) if text[at:] in signs_before()), None)


def _target_in(text: str) -> Quantity | None:
    match = _TARGET.search(text)
    found = parse_quantity(match.group()) if match else None
    return found if found is not None and found.value_kind in _FIGURES and not found.parts else None


def _with_given(
    name: str, quantity: Quantity, unit_text: str | None, sign_text: str | None, notes: tuple[str, ...]
) -> NameReading:
    """Give the value the unit and the sign that stand in the name, where it has none of its own."""
    found = list(notes)
    if quantity.value_kind in _FIGURES and not quantity.parts:
        if unit_text is not None:
            quantity = _add_unit(quantity, unit_text, found)
        if sign_text is not None:
            quantity = _add_sign(quantity, sign_text, found)
    return NameReading(name, quantity, None, unit_text, sign_text, tuple(found))


def _add_unit(quantity: Quantity, unit_text: str, notes: list[str]) -> Quantity:
    given = parse_quantity(quantity.text, header_unit=unit_text)
    if quantity.dimension is None and quantity.unit is None and given.dimension is not None:
        notes.append("unit_from_name")
        return replace(
            given, operator=quantity.operator, operator_text=quantity.operator_text,
            operator_source=quantity.operator_source, unit_text=given.unit_text or unit_text,
            notes=tuple(dict.fromkeys((*quantity.notes, *given.notes))), is_suspect=quantity.is_suspect,
        )  # fmt: skip
    unit = _unit(unit_text)
    if unit is not None and quantity.dimension is not None and quantity.dimension != unit.dimension:
        notes.append("name_unit_conflict")
    return quantity


def _add_sign(quantity: Quantity, sign_text: str, notes: list[str]) -> Quantity:
    sign = signs_before().get(sign_text) or signs_after().get(sign_text)
    if sign is None or quantity.value_kind == "range":
        return quantity
    if quantity.operator_source == "assumed":
        notes.append("sign_from_name")
        return replace(quantity, operator=sign.operator, operator_text=sign_text, operator_source="printed")
    if quantity.operator != sign.operator:
        notes.append("name_sign_conflict")
    return quantity


def _with_target(name: str, quantity: Quantity, target: Quantity) -> NameReading:
    notes = ["target_in_name"]
    if quantity.value_kind in _FIGURES and not quantity.parts:
        if target.dimension is not None and quantity.dimension is not None and target.dimension != quantity.dimension:
            notes.append("name_unit_conflict")
        elif quantity.dimension is None and target.unit_text in units() and quantity.number == target.number:
            quantity = _add_unit(quantity, target.unit_text or "", notes)
        elif (target.value, target.value_high) != (quantity.value, quantity.value_high):
            notes.append("name_value_conflict")
        if target.operator_source == "printed" and quantity.value_kind != "range":
            quantity = _add_sign(quantity, target.operator_text or "", notes)
    return NameReading(name, quantity, target, target.unit_text, target.operator_text, tuple(notes))
