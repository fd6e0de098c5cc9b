"""The head of a form to its fields: keys with their values beside or below them, in any arrangement.

In: the rows above a table of indicators, and the lines around it. Out: `FormHead`. Money stands in a small table of its own
(年度资金总额 by 全年执行数); goals stand below 预期目标 and 实际完成情况. What has no key is a stray, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from transform.heads import Head, looks_like_amount
from transform.keys import Key, parse_key
from transform.offices import is_office
from transform.pieces import Piece
from transform.quantities import squeeze
from transform.tabular.sheet import Sheet
from transform.vocabulary import is_title, is_year_line, parse_header, parse_unit_line
from transform.wordings import head_word, key_in_head, key_word, split_key_word

MONEY_COLUMNS: Final = frozenset({"initial_budget", "budget", "executed", "rate", "block", "adjustment", "total_score"})
MONEY_ROWS: Final = frozenset({"amount", "fiscal", "carried", "other", "total_investment", "money"})
_TOTAL_ROWS: Final = frozenset({"amount", "money"})
GOALS: Final = frozenset({"goal", "long_goal", "adjusted_goal", "achieved"})
_SUMS: Final = frozenset({"amount", "budget", "money"})
_OF_TEXT: Final = GOALS | {"project_name", "unit_name", "department", "about", "person", "project_type"}
# What is read and not kept: persons, because they are no business of ours, and what no table asks for.
_IGNORED: Final = {
    "person": "persons",
    "about": "description of the project",
    "block": "points of the budget's execution",
}
_CODE_FIRST: Final = re.compile(r"^[\[(]?(\d{3,9})[\])]?[-—_、\s]*(?=[^\d\W])")
_CODED: Final = re.compile(r"[\[(]?\d{3,9}[\])]?[-—_]?[\u4e00-\u9fa5]")
_SEAL: Final = re.compile(r"\(?(?:盖章|公章|签章)\)?:?")
_SEAL_FIRST: Final = re.compile(r"^[(]?(?:盖章|公章|签章)[)]?:?")
_MONEY_WORD: Final = re.compile(r"[(]?[百千万亿]*元[)]?")
_UNFILLED_PERIOD: Final = frozenset({"到", "至", "-", "--", "—", "年月", "年月至年月", "年月日至年月日", "年月-年月"})
_CLOSED: Final = re.compile(r"[。；！]\s*$")  # so a goal ends, or a paragraph of it
# Wide blanks part a line, and so does the unit of money behind another key.
_PART: Final = re.compile(r"\S+(?: (?!(?:金额)?单位[:：]?[(（]?[百千万亿]*元)\S+)*")
_BLANK: Final = re.compile(r"\s+")
_UNIT_IN_TITLE: Final = re.compile(r"\((?:金额)?(?:单位)?:?([百千万亿]*元)\)$")
_UNIT_IN_LINE: Final = re.compile(r"(?:金额)?单位:?\(?((?:[百千万亿]*元))")


@dataclass(slots=True)
class FormHead:
    """What the head of a form says: fields to pieces, what is no data by its reason, and what fits nowhere."""

    fields: dict[str, list[Piece]] = field(default_factory=dict)
    money_unit: str | None = None
    heading: list[str] = field(default_factory=list)
    set_aside: list[tuple[str, tuple[Piece, ...]]] = field(default_factory=list)
    strays: list[Piece] = field(default_factory=list)
    title: Piece | None = None
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


def read_form_head(sheet: Sheet, rows: Sequence[int], lines: Sequence[Piece]) -> FormHead:
    """Return what the rows above a table and the lines above these say."""
    head = FormHead()
    for before, piece in pairwise((None, *lines)):
        if piece is not None and not _go_on(head, before, piece):
            read_line(head, piece)
    keys = {id(piece): key for row in rows for piece in sheet.row(row) if (key := parse_key(piece.text))}
    keys |= _worded_keys(sheet, rows, keys)
    for row in rows:
        words = [keys[id(piece)] for piece in sheet.row(row) if id(piece) in keys]
        if len(words) == len(sheet.row(row)) and heads_tasks([key.field for key in words]):
            keys |= {id(piece): Key("about") for piece in sheet.row(row)}
    for row in rows:
        pieces = sheet.row(row)
        caption = head_word(pieces[0].text) if len(pieces) == 1 else None
        if len(pieces) == 1 and caption and caption.field == "group":
            head.set_aside.append(("words of the form", pieces))
            continue
        if len(pieces) == 1 and _is_line(sheet, pieces[0], keys, rows[0]):
            read_line(head, pieces[0])
            continue
        for piece in pieces:
            _read_cell(head, sheet, piece, keys, rows[0])
    return head


def heads_tasks(fields: Sequence[str]) -> bool:
    """Whether words that follow each other head the tasks of a department, whose money is not that of the whole.

    >>> heads_tasks(["about", "about", "about", "amount"]), heads_tasks(["money", "amount", "other"])
    (True, False)
    """
    return list(fields).count("about") > 1 and bool(MONEY_ROWS & set(fields))


def _worded_keys(sheet: Sheet, rows: Sequence[int], listed: Mapping[int, Key]) -> dict[int, Key]:
    """Return the keys that no list holds; right beside the key of a text stands its text, whatever it sounds like."""
    found: dict[int, Key] = {}
    guessed: set[int] = set()
    for row in rows:
        before: Key | None = None
        for piece in sheet.row(row):
            known = listed.get(id(piece))
            worded = key_in_head(piece.text) if known is None and _has_beside(sheet, piece) else None
            beside = before.field if before and before.field in _OF_TEXT else None
            if worded is not None and (beside is None or {beside, worded.field} <= GOALS):
                found[id(piece)] = worded
                guessed |= {id(piece)} if key_word(piece.text) is None else set()
            before = known or found.get(id(piece))
    sure = {key.field for key in (*listed.values(), *(key for at, key in found.items() if at not in guessed))}
    if sure & _SUMS:
        return {at: key for at, key in found.items() if at not in guessed or key.field != "amount"}
    return found


def _has_beside(sheet: Sheet, piece: Piece) -> bool:
    """Whether a cell stands beside another or over one: a key alone in its row is a line."""
    below = sheet.at(piece.cell.row + piece.cell.row_span, piece.cell.column)
    return len(list(sheet.across(piece.cell.row))) > 1 or (below is not None and below is not piece)


def read_line(head: FormHead, piece: Piece) -> None:
    """Read a line outside the cells: the title, the year below it, the unit of money, a key with its value."""
    word = squeeze(piece.text)
    if unit := parse_unit_line(word) or ((found := _UNIT_IN_LINE.search(word)) and found[1]):
        head.money_unit = head.money_unit or unit
        head.line_unit = head.line_unit or unit
    if is_title(piece.text):
        head.title = piece
        head.heading = [piece.text]
        if in_title := _UNIT_IN_TITLE.search(word):
            head.money_unit = head.money_unit or in_title[1]
    elif head.title and is_year_line(piece.text):
        head.heading.append(piece.text)
    for part in _parts(piece):
        if parse_unit_line(part.text):
            continue  # 单位 is the unit of money here, and no office
        if _CODED.match(part.text) and is_office(part.text):
            take(head, Key("unit_name"), part)  # 105001某县民政局, without the key
            continue
        found_key = split_key_word(part.text)
        if found_key and found_key[0].field not in _IGNORED:
            key, start = found_key
            value = Piece(part.text[start:], part.cell, part.first + start, part.last, part.boundary)
            if not _SEAL.fullmatch(squeeze(value.text)):
                take(head, key, value)
    head.set_aside.append(("title and lines above the table", (piece,)))


def _go_on(head: FormHead, before: Piece | None, piece: Piece) -> bool:
    """Give a line to the goal that the line above it opens or goes on with, and that its edge cut; return whether it did."""
    goal = head.fields.get("goal", [])
    follows = before is not None and bool(goal) and goal[-1].cell is before.cell
    is_whole = before is not None and _CLOSED.search(before.text) and not _CLOSED.search(piece.text)
    if (
        not follows
        or is_whole
        or is_title(piece.text)
        or split_key_word(piece.text)
        or key_word(piece.text)
        or parse_unit_line(piece.text)
    ):
        return False
    goal.append(piece)
    return True


def _parts(piece: Piece) -> Iterator[Piece]:
    """Yield the parts of a line that wide blanks part, or a blank before the next key: `项目名称：图书 预算金额：10万元`."""
    for match in _PART.finditer(piece.text):
        starts = [blank.end() for blank in _BLANK.finditer(piece.text, match.start(), match.end())]
        starts = [start for start in starts if split_key_word(piece.text[start : match.end()])]
        for start, end in pairwise((match.start(), *starts, match.end())):
            text = piece.text[start:end].rstrip()
            yield Piece(text, piece.cell, piece.first + start, piece.first + start + len(text), piece.boundary)


def _is_line(sheet: Sheet, piece: Piece, keys: dict[int, Key], first: int) -> bool:
    """Whether a cell that is alone in its row is a line over the table: no key says what it is."""
    has_key = _left_key(sheet, piece, keys)[0] or _top_key(sheet, piece, keys, first)
    return id(piece) not in keys and not has_key


def _left_key(sheet: Sheet, piece: Piece, keys: dict[int, Key]) -> tuple[Key | None, bool]:
    """Return the nearest key on the left of a cell, and whether nothing stands between."""
    is_next = True
    for column in range(piece.cell.column - 1, 0, -1):
        other = sheet.at(piece.cell.row, column)
        if other is None or other is piece:
            continue
        if id(other) in keys:
            return keys[id(other)], is_next
        if (header := parse_header(other.text)) and header.field == "group":
            return None, False
        is_next = False
    return None, False


def _top_key(sheet: Sheet, piece: Piece, keys: dict[int, Key], first: int) -> Key | None:
    """Return the nearest key above a cell, over the values between."""
    for row in range(piece.cell.row - 1, first - 1, -1):
        other = sheet.at(row, piece.cell.column)
        if other is not None and id(other) in keys and other.cell.row + other.cell.row_span - 1 < piece.cell.row:
            return keys[id(other)]
    return None


def _heads_tasks(sheet: Sheet, piece: Piece, keys: dict[int, Key]) -> bool:
    """Whether the sum that heads a cell's column stands in the header of a list of tasks: 任务名称, 主要内容, 金额."""
    column = piece.cell.column
    above = (row for row in range(piece.cell.row - 1, 0, -1) if id(sheet.at(row, column)) in keys)
    row = next(above, None)
    return row is not None and any(id(p) in keys and keys[id(p)].field == "about" for p in sheet.across(row))


def _read_cell(head: FormHead, sheet: Sheet, piece: Piece, keys: dict[int, Key], first: int) -> None:
    key = keys.get(id(piece))
    if key is not None:
        if key.unit and head.money_unit is None:
            head.money_unit = key.unit
        head.set_aside.append(("words of the form", (piece,)))
        return
    if parse_unit_line(piece.text):
        read_line(head, piece)
        return
    left, is_next = _left_key(sheet, piece, keys)
    both = split_key_word(piece.text)
    # Beside 年度预算（万元） a cell may say itself which of its sums it holds: 资金总额：2362.6.
    if both is not None and (not (left and is_next) or {left.field, both[0].field} <= MONEY_ROWS):
        take(head, both[0], Piece(piece.text[both[1] :], piece.cell, piece.first + both[1], piece.last, piece.boundary))
        return
    if is_title(piece.text) or is_year_line(piece.text):
        read_line(head, piece)
        return
    top = _top_key(sheet, piece, keys, first)
    found = _choose(left, is_next, top)
    if found is left and left is not None and not is_next and left.field in GOALS and looks_like_amount(piece):
        found = None  # the figure of another table that stands beside the form
    if (
        found is top
        and left is None
        and top is not None
        and top.field in MONEY_ROWS
        and _heads_tasks(sheet, piece, keys)
    ):
        found = Key("about")
    if found is None:
        head.strays.append(piece)
    else:
        take(head, found, piece)


def _choose(left: Key | None, is_next: bool, top: Key | None) -> Key | None:
    """Return the key whose value a cell is, by what stands on its left and above it."""
    if top and top.field in MONEY_COLUMNS and (left is None or left.field in MONEY_ROWS):
        is_total = left is None or left.field in _TOTAL_ROWS
        return top if is_total else Key("block")
    if top and top.field in GOALS and (left is None or left.field in GOALS or not is_next):
        return top
    return left or top


def take(head: FormHead, key: Key, piece: Piece) -> None:
    """Give a piece to its field; a second figure of one field is a stray, a second text goes on with the first."""
    name = {"money": "amount"}.get(key.field, key.field)
    if name in _IGNORED:
        head.set_aside.append((_IGNORED[name], (piece,)))
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
