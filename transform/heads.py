"""The head of a project in a plain list that the best path reads: unit code, unit, project name, amount, goal.

In: the pieces before a project's first label, and the order of the header's fields. Out: a `Head`. Fields are told by
their shape and their order: a code stands before the name, the amount behind it; the header parts name from goal.
Forms with keys are for `transform.tabular.form_head`; they give a `Head` as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from transform.pieces import BLANK, PARAGRAPH, Piece
from transform.quantities import Quantity, parse_quantity, squeeze
from transform.shapes import is_target
from transform.vocabulary import parse_labels, parse_unit_line

_UNIT_CODE: Final = re.compile(r"\d{3,9}(?:-\d{1,4})?")
# Digits behind a leading zero, or more than ten of them, are a code and no amount of a township.
_CODE: Final = re.compile(r"\d{11,}|0\d+")
_LONG_CODE: Final = re.compile(r"\d{11,}")
_LOOKS_LIKE_AMOUNT: Final = re.compile(
    r"[\d.,]*\d[\d.,]*(?:[百千万亿]?元|万)?"
)  # A figure, and in brackets words with figures of money.
_BREAKDOWN: Final = re.compile(
    r"(?P<whole>[\d.,]*\d(?:[百千万亿]*元|[万亿])?)\((?=[^\d]{0,30}[^\d\s(])(?=.*\d+[百千万亿]*[元万亿]).*\)", re.DOTALL
)
_TEXT_FIELDS: Final = ("unit_name", "project_name", "goal")

# What a head costs that lacks what a head has, in the coin of the best path.
_NEW_HEAD: Final = 1.0
_NO_NAME: Final = 8.0
_NO_AMOUNT: Final = 1.0
_NO_GOAL: Final = 0.5
_STRAY_IN_HEAD: Final = 1.0
_LABEL_IN_HEAD: Final = 3.5  # 产出指标 as a word of the goal
_VALUE_IN_GOAL: Final = 2.0  # ≥95% as a word of the goal


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of one project says, each field with the pieces it was printed in."""

    unit_code: tuple[Piece, ...]
    unit_name: tuple[Piece, ...]
    project_name: tuple[Piece, ...]
    amount: tuple[Piece, ...]
    goal: tuple[Piece, ...]
    strays: tuple[Piece, ...]
    # Further fields of a form by the names of `keys.csv`, and the unit of money that the form's own words give.
    beside: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)
    money_unit: str | None = None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Every piece that belongs to a field."""
        own = (*self.unit_code, *self.unit_name, *self.project_name, *self.amount, *self.goal)
        return (*own, *(piece for pieces in self.beside.values() for piece in pieces))


NO_HEAD: Final = Head((), (), (), (), (), ())


def read_head(pieces: Sequence[Piece], fields: Sequence[str]) -> Head:
    """Return the fields of a head; `fields` are the header's, in their printed order."""
    strays = [piece for piece in pieces if _LONG_CODE.fullmatch(squeeze(piece.text))]
    rest = [piece for piece in pieces if not _LONG_CODE.fullmatch(squeeze(piece.text))]
    has_code = bool(rest) and ("unit_code" in fields or not fields) and is_unit_code(rest[0])
    codes, rest = (rest[:1], rest[1:]) if has_code else ([], rest)
    place = next((place for place, piece in enumerate(rest) if place and looks_like_amount(piece)), None)
    before, amount, after = (
        (rest, [], []) if place is None else (rest[:place], _whole_amount(rest, place), rest[place + 1 :])
    )
    after = after[len(amount) - 1 :] if amount else after
    texts = _share_out(before, after, _order(fields), has_amount=place is not None)
    return Head(
        unit_code=tuple(codes),
        unit_name=tuple(texts["unit_name"]),
        project_name=tuple(texts["project_name"]),
        amount=tuple(amount),
        goal=tuple(texts["goal"]),
        strays=tuple(strays),
    )


def head_cost(head: Head, fields: Sequence[str], *, is_first: bool) -> float | None:
    """Return how odd some pieces are as a project's head; None where they cannot be a head.

    Below indicators a head must have a name, and a code or an amount, to be told from a row.
    """
    if not is_first and (not head.project_name or not (head.amount or head.unit_code)):
        return None
    cost = 0.0 if is_first else _NEW_HEAD
    cost += 0.0 if head.project_name and not is_target(head.project_name[0].text) else _NO_NAME
    cost += 0.0 if head.amount else _NO_AMOUNT
    cost += 0.0 if head.goal or (fields and "goal" not in fields) else _NO_GOAL
    labels = sum(bool(parse_labels(piece.text)) for piece in head.pieces)
    values = sum(is_target(piece.text) for piece in (*head.project_name, *head.goal))
    return cost + _STRAY_IN_HEAD * len(head.strays) + _LABEL_IN_HEAD * labels + _VALUE_IN_GOAL * values


def is_unit_code(piece: Piece) -> bool:
    """Whether a piece is a unit's code: 3 to 9 digits, perhaps with a number behind a dash."""
    return bool(_UNIT_CODE.fullmatch(squeeze(piece.text)))


def looks_like_amount(piece: Piece) -> bool:
    """Whether a piece is printed as an amount is, readable or not (`7,00.0,77`)."""
    return looks_like_amount_word(squeeze(piece.text))


def looks_like_amount_word(word: str) -> bool:
    """Whether a word without blanks is printed as an amount is."""
    return bool(_LOOKS_LIKE_AMOUNT.fullmatch(word)) and not _CODE.fullmatch(word)


def _whole_amount(pieces: Sequence[Piece], place: int) -> list[Piece]:
    """Return the amount with its unit where a blank parts them: `250` `万元`."""
    has_unit = (
        place + 1 < len(pieces) and pieces[place + 1].boundary == BLANK and parse_unit_line(pieces[place + 1].text)
    )
    return list(pieces[place : place + 2]) if has_unit else [pieces[place]]


def parse_amount(text: str, unit: str | None) -> tuple[Decimal | None, Quantity]:
    """Return an amount in 元, where its unit is printed with it or in the header, and how it was read."""
    quantity = parse_quantity(_without_breakdown(text), header_unit=unit, label="金额")
    is_money = quantity.value_kind == "quantity" and quantity.dimension == "money" and not quantity.per
    return (quantity.value if is_money else None), quantity


def _without_breakdown(text: str) -> str:
    """Return an amount without the parts that brackets tell of it: `854万(甲400万元,乙454万元)`."""
    match = _BREAKDOWN.fullmatch(squeeze(text))
    return match["whole"] if match else text


def _order(fields: Sequence[str]) -> tuple[str, ...]:
    known = tuple(field for field in fields if field in (*_TEXT_FIELDS, "amount"))
    return known if "project_name" in known else ("project_name", "amount", "goal")


def _share_out(
    before: Sequence[Piece], after: Sequence[Piece], order: tuple[str, ...], *, has_amount: bool
) -> dict[str, list[Piece]]:
    """Give the texts on each side of the amount to the fields that the header has on that side."""
    shared: dict[str, list[Piece]] = {field: [] for field in _TEXT_FIELDS}
    place = order.index("amount") if "amount" in order and has_amount else len(order)
    for texts, fields in ((before, order[:place]), (after, order[place + 1 :])):
        kept = [piece for piece in texts if not parse_unit_line(piece.text)]
        _share_side(kept, [field for field in fields if field != "amount"], shared)
    return shared


def _share_side(texts: Sequence[Piece], fields: Sequence[str], shared: dict[str, list[Piece]]) -> None:
    """Give each field one cell, and the last all that is left; the paragraphs of a cell stay together."""
    cells: list[list[Piece]] = []
    for piece in texts:
        if cells and piece.boundary == PARAGRAPH:
            cells[-1].append(piece)
        else:
            cells.append([piece])
    names = list(fields) or ["goal"]
    for number, cell in enumerate(cells):
        shared[names[min(number, len(names) - 1)]].extend(cell)
