"""The cells of a flattened text as a sequence: what was printed, and where a blank stood.

In: a grid and its pieces. Out: `Item`s in reading order. Words that a line break or a blank cut in two are one again; a blank
cell, a lone bar and a blank line between cells are an item without text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extract import Grid
from transform.keys import parse_key
from transform.pieces import BLANK, CELL, LINE, PARAGRAPH, Piece, Stream
from transform.quantities import squeeze
from transform.vocabulary import joins_to_label, parse_cell_labels, parse_header, parse_labels, parse_unit_line

_MOST_FRAGMENTS: Final = 6
_LONGEST_FRAGMENT: Final = 14
_MOST_BLANKS: Final = 12  # more blank lines than a row has cells part paragraphs, and are no cells
_TAILS: Final = frozenset({"指标", "目标", "情况", "资金", "拨款", "名称", "单位", "总额", "部门", "值"})
_GENERIC: Final = frozenset({"项目", "单位", "部门", "年度"})  # words of their own, and the first half of labels
_BRACKETS: Final = re.compile(r"[(\[][^()\[\]]*[)\]]分?:?")


@dataclass(frozen=True, slots=True)
class Item:
    """A cell as printed, or a blank one; `boundary` parts it from the item before (`line`, `cell`, `blank`)."""

    text: str
    pieces: tuple[Piece, ...]
    boundary: str

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in the cell."""
        return not self.pieces

    @property
    def opens_line(self) -> bool:
        """Whether it is the first of its line."""
        return self.boundary == LINE


def grid_to_items(grid: Grid, stream: Stream) -> list[Item]:
    """Return the items of a grid."""
    return _join_broken(list(_items(grid, stream)))


def _items(grid: Grid, stream: Stream) -> Iterator[Item]:
    by_row: dict[int, list[Piece]] = {}
    for piece in stream.pieces:
        by_row.setdefault(piece.cell.row, []).append(piece)
    outside = _outer_columns(grid)
    blanks = {
        cells[0].row: [cell.column for cell in cells if not cell.text.strip() and cell.column not in outside]
        for cells in grid.rows()
    }
    before = None
    for row, pieces in by_row.items():
        is_short = len(pieces) == 1 and not blanks.get(row)
        if is_short and before is not None and row - before - 1 <= _MOST_BLANKS:
            for _ in range(row - before - 1):
                yield Item("", (), LINE)
        yield from _row_items(pieces, blanks.get(row, []))
        before = row


def _outer_columns(grid: Grid) -> set[int]:
    """Return the first and the last column where they are blank in every row: what stands outside the outer bars."""
    filled = {cell.column for cell in grid.cells if cell.text.strip()}
    every = {cell.column for cell in grid.cells}
    return {column for column in every if column < min(filled) or column > max(filled)}


def _row_items(pieces: Sequence[Piece], blanks: Sequence[int]) -> Iterator[Item]:
    """Yield the items of a line, its blank cells in their places."""
    left = list(blanks)
    boundary = LINE
    for piece_run in _runs(pieces):
        while left and left[0] < piece_run[0].cell.column:
            left.pop(0)
            yield Item("", (), boundary)
            boundary = CELL
        own = piece_run[0].boundary
        yield Item(
            _text_of(piece_run), tuple(piece_run), boundary if boundary == LINE else own if own != LINE else CELL
        )
        boundary = CELL
    for _ in left:
        yield Item("", (), CELL)


def _runs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of one cell together: its paragraphs are one item, its words between blanks are not."""
    run: list[Piece] = []
    for piece in pieces:
        if run and piece.boundary == PARAGRAPH and piece.cell is run[-1].cell:
            run.append(piece)
            continue
        if run:
            yield run
        run = [piece]
    if run:
        yield run


def _text_of(pieces: Sequence[Piece]) -> str:
    return pieces[0].text if len(pieces) == 1 else "\n".join(piece.text for piece in pieces)


def _join_broken(items: list[Item]) -> list[Item]:
    """Join the parts of a label, a header word or a key that stand in neighbouring lines or between blanks."""
    joined: list[Item] = []
    place = 0
    while place < len(items):
        end = _broken_end(items, place)
        joined.append(join_items(items[place:end]) if end > place + 1 else items[place])
        place = end
    return joined


def join_items(items: Sequence[Item]) -> Item:
    """Return several items as one, what parts them between blanks as printed."""
    pieces = tuple(piece for item in items for piece in item.pieces)
    text = items[0].text
    for item in items[1:]:
        text += ("" if item.is_blank else " " if item.boundary == BLANK else "\n") + item.text
    return Item(text, pieces, items[0].boundary)


def _broken_end(items: Sequence[Item], place: int) -> int:
    if items[place].is_blank:
        return place + 1
    if closed := _bracket_end(items, place):
        return closed
    if len(items[place].text) > _LONGEST_FRAGMENT:
        return place + 1
    end = place + 1
    while (
        end < min(len(items), place + _MOST_FRAGMENTS)
        and not items[end].is_blank
        and items[end].boundary in {LINE, BLANK}
        and len(items[end].text) <= _LONGEST_FRAGMENT
    ):
        end += 1
    for last in range(end, place + 1, -1):
        if _is_one_word(tuple(item.text for item in items[place:last])) and not _opens_class(items, last - 1):
            return last
    return place + 1


def _opens_class(items: Sequence[Item], place: int) -> bool:
    """Whether points in brackets between two labels of level 2 are all that is left of a label of level 1."""
    if not _BRACKETS.fullmatch(squeeze(items[place].text)) or place + 1 == len(items):
        return False
    return all(_is_level2(items[at].text) for at in (place - 1, place + 1))


def _is_level2(text: str) -> bool:
    return {label.level for label in parse_labels(text)} == {2}


def _bracket_end(items: Sequence[Item], place: int) -> int | None:
    """Return where a bracket closes that an item leaves open and blanks alone cut: `( ≥**个 )`, `(   2023年度)`."""
    text = squeeze(items[place].text)
    if text.count("(") <= text.count(")"):
        return None
    for at in range(place + 1, min(len(items), place + _MOST_FRAGMENTS)):
        if items[at].is_blank or items[at].boundary != BLANK:
            return None
        text += squeeze(items[at].text)
        if text.count("(") == text.count(")"):
            return at + 1
    return None


@lru_cache(maxsize=65536)
def _is_one_word(texts: tuple[str, ...]) -> bool:
    """Whether texts make one word of a table only together."""
    last = squeeze(texts[-1])
    whole = "".join(texts)
    if _BRACKETS.fullmatch(last):
        is_word = _is_word(texts[0]) if len(texts) == 2 else _is_one_word(texts[:-1])
        header = parse_header("".join(texts[:-1]))
        is_points = "分" in last and not (header and header.field in {"score", "weight"})  # (50分) opens the next row
        return is_word and _is_word(whole) and (parse_unit_line(last) is not None or is_points)
    if _is_word(texts[-1]) and last not in _TAILS:
        before = "".join(texts[:-1])
        is_open = squeeze(before) in _GENERIC or not _is_word(before)
        return len(texts) == 2 and is_open and _is_label(whole)
    if all(_is_word(text) for text in texts) and not _is_label(whole):
        return False
    return _is_label(whole) or joins_to_label(texts) or bool(parse_header(whole) or parse_key(whole))


def _is_label(text: str) -> bool:
    """Whether a text is a label to the letter, and not by a part of it."""
    return bool(parse_cell_labels(re.sub(r"(?:指标等?)?(?:[(][^()]*[)]分?)?$", "", squeeze(text))))


def _is_word(text: str) -> bool:
    return bool(parse_cell_labels(text) or parse_header(text) or parse_key(text))
