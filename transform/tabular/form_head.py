"""The head of a form to its fields: keys with their values beside or below them, in any arrangement.

In: the rows above a table of indicators, and the lines around it. Out: `FormHead`. Money stands in a small table of its own
(年度资金总额 by 全年执行数); goals stand below 预期目标 and 实际完成情况. What has no key is a stray, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from transform.heads import looks_like_amount
from transform.keys import Key
from transform.offices import is_office
from transform.pieces import Piece
from transform.quantities import squeeze
from transform.readings import ReadingDoubt
from transform.tabular.form_fields import IGNORED, MONEY_COLUMNS, FormHead, take
from transform.tabular.form_keys import GOALS, MONEY_ROWS, find_keys
from transform.tabular.sheet import Sheet
from transform.vocabulary import is_title, is_year_line, parse_header, parse_unit_line
from transform.wordings import head_word, key_word, split_key_word

_TOTAL_ROWS: Final = frozenset({"amount", "money"})
_CODED: Final = re.compile(r"[\[(]?\d{3,9}[\])]?[-—_]?[\u4e00-\u9fa5]")
_SEAL: Final = re.compile(r"\(?(?:盖章|公章|签章)\)?:?")
_CLOSED: Final = re.compile(r"[。；！]\s*$")  # so a goal ends, or a paragraph of it
# Wide blanks part a line, and so does the unit of money behind another key.
_PART: Final = re.compile(r"\S+(?: (?!(?:金额)?单位[:：]?[(（]?[百千万亿]*元)\S+)*")
_BLANK: Final = re.compile(r"\s+")
_UNIT_IN_TITLE: Final = re.compile(r"\((?:金额)?(?:单位)?:?([百千万亿]*元)\)$")
_UNIT_IN_LINE: Final = re.compile(r"(?:金额)?单位:?\(?((?:[百千万亿]*元))")


def read_form_head(sheet: Sheet, rows: Sequence[int], lines: Sequence[Piece]) -> FormHead:
    """Return what the rows above a table and the lines above these say."""
    head = FormHead()
    for before, piece in pairwise((None, *lines)):
        if piece is not None and not _go_on(head, before, piece):
            read_line(head, piece)
    keys, only = find_keys(sheet, rows, head.fields)
    head.doubts += [_doubt_only_sum(piece) for piece in only]
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


def _doubt_only_sum(piece: Piece) -> ReadingDoubt:
    return ReadingDoubt("R06", f"“{piece.text[:30]}”是表中唯一的金额，读作项目金额", (piece,))


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
        if found_key and found_key[0].field not in IGNORED:
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
