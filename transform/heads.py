"""The head of a project's table to its fields: unit code, project name, amount, goal, total row.

In: the pieces of a body before its first label, and the order of the header's fields. Out: a `Head`, and the pieces
that are none of these. Fields are told by their shape; the header's order only parts name from goal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from transform.pieces import Piece
from transform.quantities import Quantity, parse_quantity, squeeze
from transform.vocabulary import is_total, parse_labels, parse_unit_line

_UNIT_CODE: Final = re.compile(r"\d{6}|\d{3}")
# Seven digits and more without a separator are a code; so are digits after a leading zero.
_CODE: Final = re.compile(r"\d{7,}|0\d+")
_LONG_CODE: Final = re.compile(r"\d{7,}")
_TEXT_FIELDS: Final = ("unit_name", "project_name", "goal")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of one project says, each field with the pieces it was printed in."""

    unit_code: tuple[Piece, ...]
    unit_name: tuple[Piece, ...]
    project_name: tuple[Piece, ...]
    amount: tuple[Piece, ...]
    goal: tuple[Piece, ...]
    total_amount: tuple[Piece, ...]
    total_words: tuple[Piece, ...]
    strays: tuple[Piece, ...]


def split_body(body: Sequence[Piece], has_unit_code: bool) -> list[tuple[tuple[Piece, ...], tuple[Piece, ...]]]:
    """Return the head and the indicator pieces of each project in a body.

    A project begins with the body, and again wherever a unit code stands below indicators.
    """
    starts = [0] + [
        place
        for place in range(1, len(body))
        if has_unit_code and _is_unit_code(body[place]) and any(parse_labels(piece.text) for piece in body[:place])
        and not _is_amount(body[place - 1])
    ]  # fmt: skip
    parts = []
    for start, end in zip(starts, [*starts[1:], len(body)], strict=True):
        middle = next((place for place in range(start, end) if parse_labels(body[place].text)), end)
        parts.append((tuple(body[start:middle]), tuple(body[middle:end])))
    return parts


def _is_unit_code(piece: Piece) -> bool:
    return bool(_UNIT_CODE.fullmatch(squeeze(piece.text)))


def read_head(pieces: Sequence[Piece], fields: Sequence[str]) -> Head:
    """Return the fields of a head; `fields` are the header's, in their printed order."""
    totals, total_words, rest = _take_totals(pieces)
    codes, rest = _take_code(rest, "unit_code" in fields or not fields)
    strays = [piece for piece in rest if _LONG_CODE.fullmatch(squeeze(piece.text))]
    rest = [piece for piece in rest if piece not in strays]
    place = next((place for place, piece in enumerate(rest) if _is_amount(piece) and (place or codes)), None)
    before, amount, after = (
        (rest, [], []) if place is None else (rest[:place], rest[place : place + 1], rest[place + 1 :])
    )
    texts = _share_out(before, after, _order(fields), has_amount=place is not None)
    return Head(
        unit_code=tuple(codes),
        unit_name=tuple(texts["unit_name"]),
        project_name=tuple(texts["project_name"]),
        amount=tuple(amount),
        goal=tuple(texts["goal"]),
        total_amount=tuple(totals),
        total_words=tuple(total_words),
        strays=tuple(strays),
    )


def _take_totals(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """Part the total row, 合计 and the figure after it, from the other pieces."""
    amounts: list[Piece] = []
    words: list[Piece] = []
    rest: list[Piece] = []
    follows_word = False
    for piece in pieces:
        is_word = is_total(piece.text)
        is_amount = follows_word and _is_amount(piece)
        (words if is_word else amounts if is_amount else rest).append(piece)
        follows_word = is_word
    return amounts, words, rest


def _take_code(pieces: Sequence[Piece], expected: bool) -> tuple[list[Piece], list[Piece]]:
    place = next((place for place, piece in enumerate(pieces) if expected and _is_unit_code(piece)), None)
    return ([], list(pieces)) if place is None else ([pieces[place]], [*pieces[:place], *pieces[place + 1 :]])


def _is_amount(piece: Piece) -> bool:
    if _CODE.fullmatch(squeeze(piece.text)):
        return False
    quantity = parse_quantity(piece.text, header_unit="元")
    return quantity.value_kind == "quantity" and quantity.dimension == "money"


def parse_amount(text: str, unit: str | None) -> tuple[Decimal | None, Quantity]:
    """Return an amount in 元, where its unit is printed with it or in the header, and how it was read."""
    quantity = parse_quantity(text, header_unit=unit, label="金额")
    is_money = quantity.value_kind == "quantity" and quantity.dimension == "money"
    return (quantity.value if is_money else None), quantity


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
        _share_side(
            [piece for piece in texts if not parse_unit_line(piece.text)], [f for f in fields if f != "amount"], shared
        )
    return shared


def _share_side(texts: Sequence[Piece], fields: Sequence[str], shared: dict[str, list[Piece]]) -> None:
    """Give each field one cell, and the last all that is left; a cell is a piece with its weakly joined followers."""
    cells: list[list[Piece]] = []
    for piece in texts:
        if cells and piece.is_weak and piece.boundary == "paragraph":
            cells[-1].append(piece)
        else:
            cells.append([piece])
    names = list(fields) or ["goal"]
    for number, cell in enumerate(cells):
        shared[names[min(number, len(names) - 1)]].extend(cell)
