"""The fields of a form's head, and what may be put into one: figures once, names without their code, no seals.

In: a key and the piece beside it. Out: `FormHead`, which says what it holds and what it set aside. It looks at no sheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from transform.heads import Head, looks_like_amount
from transform.keys import Key
from transform.pieces import Piece
from transform.quantities import squeeze
from transform.readings import ReadingDoubt
from transform.tabular.form_keys import GOALS, MONEY_ROWS
from transform.vocabulary import parse_unit_line

MONEY_COLUMNS: Final = frozenset({"initial_budget", "budget", "executed", "rate", "block", "adjustment", "total_score"})
# What is read and not kept: persons, because they are no business of ours, and what no table asks for.
IGNORED: Final = {
    "person": "persons",
    "about": "description of the project",
    "block": "points of the budget's execution",
}
_CODE_FIRST: Final = re.compile(r"^[\[(]?(\d{3,9})[\])]?[-—_、\s]*(?=[^\d\W])")
_SEAL_FIRST: Final = re.compile(r"^[(]?(?:盖章|公章|签章)[)]?:?")
_MONEY_WORD: Final = re.compile(r"[(]?[百千万亿]*元[)]?")
_UNFILLED_PERIOD: Final = frozenset({"到", "至", "-", "--", "—", "年月", "年月至年月", "年月日至年月日", "年月-年月"})


@dataclass(slots=True)
class FormHead:
    """What the head of a form says: fields to pieces, what is no data by its reason, and what fits nowhere."""

    fields: dict[str, list[Piece]] = field(default_factory=dict)
    money_unit: str | None = None
    heading: list[str] = field(default_factory=list)
    set_aside: list[tuple[str, tuple[Piece, ...]]] = field(default_factory=list)
    strays: list[Piece] = field(default_factory=list)
    title: Piece | None = None
    doubts: list[ReadingDoubt] = field(default_factory=list)
    line_unit: str | None = (
        None  # the unit of money on a line over the form, which holds for untitled forms below it too
    )

    def followed_by(self, other: FormHead) -> FormHead:
        """Return this head with what the next page says of it."""
        return FormHead(
            {**other.fields, **self.fields},
            self.money_unit or other.money_unit,
            self.heading or other.heading,
            [*self.set_aside, *other.set_aside],
            [*self.strays, *other.strays],
            self.title or other.title,
            [*self.doubts, *other.doubts],
            self.line_unit or other.line_unit,
        )

    def to_head(self) -> Head:
        """Return the project's head; the annual goal is the goal, a long-term one only where there is no other."""
        found = {name: tuple(pieces) for name, pieces in self.fields.items()}
        goal = found.pop("goal", ()) or found.pop("long_goal", ())
        plain, initial = found.pop("amount", ()), found.get("initial_budget", ())
        amount = found.pop("budget", ()) or plain or initial
        code, unit, name = (found.pop(field, ()) for field in ("unit_code", "unit_name", "project_name"))
        return Head(code, unit, name, amount, goal, (), found, self.money_unit)


def take(head: FormHead, key: Key, piece: Piece) -> None:
    """Give a piece to its field; a second figure of one field is a stray, a second text goes on with the first."""
    name = {"money": "amount"}.get(key.field, key.field)
    if name in IGNORED:
        head.set_aside.append((IGNORED[name], (piece,)))
        return
    if key.unit and head.money_unit is None:
        head.money_unit = key.unit
    held = head.fields.setdefault(name, [])
    is_figure = name in MONEY_ROWS or name in MONEY_COLUMNS
    if is_figure and (held or not looks_like_amount_loosely(piece)):
        head.set_aside.append(("more figures and words of the budget", (piece,)))
        if not held:
            head.fields.pop(name)
        return
    if name == "project_period" and squeeze(piece.text) in _UNFILLED_PERIOD:
        head.set_aside.append(("words of the form", (piece,)))
        head.fields.pop(name) if not held else None
        return
    if name in {"unit_name", "department"} and _is_seal_or_unit(piece):
        head.set_aside.append(("words of the form", (piece,)))
        if not held:
            head.fields.pop(name)
        return
    if name in {"unit_name", "department"}:
        piece = _without_code(head, piece)
    if held and name not in GOALS:
        head.set_aside.append(("words of the form", (piece,)))
        return
    held.append(piece)


def _is_seal_or_unit(piece: Piece) -> bool:
    """Whether what stands behind 单位 is the place of a seal, the unit of money, or both, and no name.

    >>> from transform.pieces import PlacedCell
    >>> cell = PlacedCell("(盖章) 单位:万元", 1, 1)
    >>> _is_seal_or_unit(Piece(cell.text, cell, 0, len(cell.text), "cell"))
    True
    """
    rest = _SEAL_FIRST.sub("", squeeze(piece.text))
    return not rest or bool(_MONEY_WORD.fullmatch(rest)) or parse_unit_line(rest) is not None


def looks_like_amount_loosely(piece: Piece) -> bool:
    """Whether a cell holds a figure, perhaps with its breakdown behind it; `-` and `无` are none."""
    word = squeeze(piece.text)
    return looks_like_amount(piece) or bool(re.match(r"[¥]?\d", word))


def _without_code(head: FormHead, piece: Piece) -> Piece:
    """Take the unit's code off its name; the code fills `unit_code` where nothing else does."""
    parted = part_code(piece)
    if parted is None:
        return piece
    head.fields.setdefault("unit_code", []).append(parted[0])
    return parted[1]


def part_code(piece: Piece) -> tuple[Piece, Piece] | None:
    """Return the code of a unit and its name, in whichever order they stand in one cell; None where there is no code."""
    match = _CODE_FIRST.match(piece.text)
    if match:
        return _within(piece, match.start(1), match.end(1)), _within(piece, match.end(), len(piece.text))
    last = re.search(r"[\s\[(（]*(\d{3,9})[\])）]?$", piece.text)
    if last and last.start() > 0:
        return _within(piece, last.start(1), last.end(1)), _within(piece, 0, last.start())
    return None


def _within(piece: Piece, start: int, end: int) -> Piece:
    return Piece(piece.text[start:end], piece.cell, piece.first + start, piece.first + end, piece.boundary)
