"""The rows below a header to indicators: each field from its own column, levels from labels and merged cells.

In: a sheet, a header, the rows of a body. Out: `Row`s, one a level 3 indicator (one a place or span where a table has
several columns of values), and what each other row is. Only a merged cell holds over the rows it covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from transform.lists import UNEQUAL_LISTS as UNEQUAL
from transform.moves import Pair, Text
from transform.pairs import FUSED, split_fused
from transform.pieces import Piece
from transform.quantities import squeeze
from transform.readings import BESIDE, Row
from transform.shapes import is_target, is_value
from transform.tabular.columns import LEVELS, Column, Header
from transform.tabular.sheet import Sheet
from transform.vocabulary import Label, is_note, is_total, parse_label_cell

_TEMPLATE: Final = re.compile(r"(?:指标\d*[:：]?|[.…]+|[*/—-]+)")
_MARKUP: Final = re.compile(r"</?p\b[^<>]{0,200}>|<br\s{0,9}/?>", re.IGNORECASE)
_BREAK: Final = re.compile(rf"(?:{_MARKUP.pattern}|\n)+", re.IGNORECASE)
_SINGLE: Final = frozenset({"weight", "score"})  # points: two of them side by side are no longer number
_NAME_FROM_ELSEWHERE: Final = 2.0
_NAME_AND_VALUE: Final = 2  # columns: a cell over more of them is no name with its value in it


@dataclass(slots=True)
class Levels:
    """The labels in force, and whether they were met for the first time in this row."""

    level1: Label | None = None
    level2: Label | None = None
    piece1: Piece | None = None
    piece2: Piece | None = None
    is_fresh: bool = False
    wordless: Piece | None = None  # the cell of level 1 where only its points are left of it


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one set of indicators: a table with two targets side by side has two."""

    fields: dict[str, tuple[Column, ...]] = field(default_factory=dict)

    def columns(self, name: str) -> tuple[Column, ...]:
        """Return the columns of a field."""
        return self.fields.get(name, ())


def header_to_groups(header: Header) -> list[Group]:
    """Return the sets of columns: a second column of names, with a header word of its own, opens the next."""
    shared: list[Column] = []
    groups: list[list[Column]] = []
    heads: set[int] = set()
    for column in header.columns:
        if column.field in LEVELS and _is_repeated(header, column):
            opens = column.field != "level3" or not groups or any(c.field == "level3" for c in groups[-1])
            if id(column.header) not in heads and opens and _opens_group(groups, column):
                groups.append([])
            heads.add(id(column.header))
        (groups[-1] if groups else shared).append(column)
    if len(groups) < 2:
        return [_to_group(header.columns)]
    return [_to_group([*shared, *group]) for group in groups]


def _is_repeated(header: Header, column: Column) -> bool:
    return len({id(other.header) for other in header.of("level3")}) > 1 and (
        column.field == "level3" or len({id(other.header) for other in header.of(column.field)}) > 1
    )


def _opens_group(groups: Sequence[Sequence[Column]], column: Column) -> bool:
    return not groups or any(other.field == column.field for other in groups[-1])


def _to_group(columns: Sequence[Column]) -> Group:
    fields: dict[str, tuple[Column, ...]] = {}
    for column in columns:
        fields[column.field] = (*fields.get(column.field, ()), column)
    return Group(fields)


def text_of(sheet: Sheet, row: int, columns: Sequence[Column]) -> Text | None:
    """Return what stands in a row below some columns: one cell, or several on lines."""
    pieces = list(dict.fromkeys(piece for column in columns if (piece := sheet.at(row, column.number))))
    if not pieces:
        return None
    return Text("\n".join(piece.text for piece in pieces), tuple(pieces))


def _cell_of_name(sheet: Sheet, row: int, columns: Sequence[Column]) -> Text | None:
    """Return the name of a row; where its column is split, `指标1：` before the name is no part of it."""
    text = text_of(sheet, row, columns)
    said = [piece for piece in text.pieces if not is_template(piece.text)] if text else []
    if text is None or not said or len(said) == len(text.pieces):
        return text
    return Text("\n".join(piece.text for piece in said), tuple(said))


def _own_columns(group: Group, field: str) -> tuple[Column, ...]:
    """Return the columns of a field; of several weights those behind the names, the others weigh the levels."""
    columns, names = group.columns(field), group.columns("level3")
    if field not in _SINGLE or len({id(column.header) for column in columns}) < 2 or not names:
        return columns
    return tuple(column for column in columns if column.number > names[-1].number)[:1] or columns[-1:]


def is_template(text: str) -> bool:
    """Whether a text is what a form's template leaves where nothing was filled in: `指标1：`, `……`.

    >>> is_template("指标1："), is_template("……"), is_template("里程")
    (True, True, False)
    """
    return bool(_TEMPLATE.fullmatch(squeeze(text)))


def is_body_total(sheet: Sheet, row: int) -> bool:
    """Whether a row is a total: of money, or of points."""
    first = sheet.row(row)[:2]
    return any(
        is_total(piece.text) or squeeze(piece.text) in {"总分", "总得分", "得分合计", "自评总分"} for piece in first
    )


def take_levels(levels: Levels, sheet: Sheet, row: int, group: Group, *, fills_down: bool) -> Levels:
    """Return the labels in force in a row.

    A label may stand one column off. Where the table merges no label cells, a blank one means the label above it.
    """
    one, two = _label_text(sheet, row, group, "level1"), _label_text(sheet, row, group, "level2")
    piece1, piece2 = (one.pieces[0] if one else None), (two.pieces[0] if two else None)
    left, right = (parse_label_cell(one.text, 1) if one else ()), (parse_label_cell(two.text, 2) if two else ())
    first = [label for label in left if label.level == 1]
    second = _pick([label for label in right if label.level == 2], first)
    level1 = first[0] if first else next((label for label in right if label.level == 1 and not second), None)
    level2 = second or (None if first else _pick(left, ()))
    if level2 is not None and second is None:
        piece2 = piece1  # a label of level 2 in level 1's place
    if level2 is None and two is not None and level1 is not None and not right:
        level2 = Label(2, squeeze(two.text), level1.name)
    if level2 is None and two is None and fills_down and (one is None or level1 == levels.level1):
        level2, piece2 = levels.level2, levels.piece2
    if level2 is not None and piece1 is not None and piece2 is not None and piece2.cell.row < piece1.cell.row <= row:
        level2, piece2 = None, None  # its cell reaches down into the next label of level 1: a guess of the reader
    if level1 is None:
        level1, piece1 = _level1_of(level2, levels, piece1, one)
    wordless = one.pieces[0] if one and not left and not _says_something(one.text) else None
    return Levels(level1, level2, piece1, piece2, is_fresh=piece2 is not levels.piece2, wordless=wordless)


def _label_text(sheet: Sheet, row: int, group: Group, field: str) -> Text | None:
    """Return what stands in a level's column; a cell that reaches into the column of names is a name."""
    text = text_of(sheet, row, group.columns(field))
    names = text_of(sheet, row, group.columns("level3"))
    return None if text and names and text.pieces[0] is names.pieces[0] else text


def _pick(labels: Sequence[Label], level1: Sequence[Label]) -> Label | None:
    """Return the label that belongs to the level 1 label in its row, else the first."""
    parents = {label.name for label in level1}
    return next((label for label in labels if label.parent in parents), labels[0] if labels else None)


def _level1_of(
    level2: Label | None, before: Levels, piece: Piece | None, printed: Text | None
) -> tuple[Label | None, Piece | None]:
    """Return the level 1 of a row whose own is blank or unknown: the one above if level 2 belongs there, else its own."""
    says = printed is not None and not parse_label_cell(printed.text, 1) and _says_something(printed.text)
    if printed is not None and says:
        return Label(1, squeeze(printed.text), None), piece
    if before.level1 is not None and printed is not None and printed.pieces[0] is before.wordless:
        return before.level1, before.piece1  # one cell is one label, whatever level 2 says
    if before.level1 is not None and not says and (level2 is None or level2.parent == before.level1.name):
        return before.level1, before.piece1
    return (Label(1, level2.parent, None), None) if level2 is not None and level2.parent else (None, None)


def _says_something(text: str) -> bool:
    """Whether more is left of a label than its points and the word 指标: `(50分)` and a cut `指标(32分)` say nothing."""
    word = re.sub(r"[(（\[]?\d+(?:-\d+)?[)）\]]?分?[)）]?", "", squeeze(text))
    return any(character.isalpha() for character in word.replace("指标", ""))


def read_row(sheet: Sheet, row: int, group: Group, levels: Levels) -> Iterator[Row]:
    """Yield the indicators of one row: none where it has neither name nor value; one for each place or span."""
    name = _cell_of_name(sheet, row, group.columns("level3"))
    values = group.columns("value")
    beside: dict[str, Text] = {
        field: text
        for field in BESIDE
        if field in group.fields and (text := text_of(sheet, row, _own_columns(group, field)))
    }
    headed = [column for column in values if column.heading]
    if len({column.heading for column in headed}) > 1:
        for column in headed:
            yield from _rows(levels, name, text_of(sheet, row, [column]), beside, column)
        return
    heading = headed[0] if headed else None
    yield from _rows(levels, name, text_of(sheet, row, values), beside, heading)


def _rows(
    levels: Levels, name: Text | None, value: Text | None, beside: dict[str, Text], heading: Column | None
) -> Iterator[Row]:
    if heading is not None and heading.headed_by is not None and heading.heading and heading.heading_kind:
        beside = beside | {heading.heading_kind: Text(heading.heading, (heading.headed_by,))}
        if value is None and name is not None and heading.heading_kind == "place":
            return  # the place has no target of this name
    if value is not None and is_template(value.text) and (name is None or is_template(name.text)):
        value = None
    if name is not None and value is not None and name.pieces[0] is value.pieces[0]:
        if name.pieces[0].cell.column_span > _NAME_AND_VALUE:
            return  # a line across the table: 考核组意见：同意。
        value = None
    if (name is None or is_template(name.text)) and value is None and not _has_result(beside):
        return
    oddities: tuple[str, ...] = () if value is not None else ("no_value",)
    cost = 0.0
    if name is None:
        name, oddities, cost = _name_from_elsewhere(levels, beside, oddities)
        if name is None:
            return
    pairs = _paired_lines(name, value) or [_one_pair(name, value, oddities, cost)]
    for number, pair in enumerate(pairs):
        fresh = levels.is_fresh and number == 0
        yield Row(levels.level1, levels.level2, levels.piece1, levels.piece2, pair, fresh, beside)


def _one_pair(name: Text, value: Text | None, oddities: tuple[str, ...], cost: float) -> Pair:
    """Return a name and its value; a value that was run into its name is taken out of it, and said to be."""
    fused = split_fused(name.text) if value is None else None
    if fused is None:
        return Pair(name, value, oddities, cost)
    return Pair(Text(fused[0], name.pieces), Text(fused[1], name.pieces), ("value_in_name",), cost + FUSED)


def _has_result(beside: dict[str, Text]) -> bool:
    return any(field in beside for field in ("actual", "sign"))


def _name_from_elsewhere(
    levels: Levels, beside: dict[str, Text], oddities: tuple[str, ...]
) -> tuple[Text | None, tuple[str, ...], float]:
    """Return a name for a value that has none: its description, else the label it stands under."""
    note = beside.get("note")
    if note is not None and not is_target(note.text):
        return note, (*oddities, "label_as_name"), _NAME_FROM_ELSEWHERE
    piece = levels.piece2 or levels.piece1
    if piece is None:
        return None, oddities, 0.0
    return Text(piece.text, (piece,)), (*oddities, "label_as_name"), _NAME_FROM_ELSEWHERE


def _paired_lines(name: Text, value: Text | None) -> list[Pair] | None:
    """Return the pairs of a list of names in one cell and the list of their targets in the next; None for no list.

    Paragraphs that are marked up are a list for sure; lines are one only where the targets stand one a line.
    """
    if value is None or len(name.pieces) != 1 or len(value.pieces) != 1:
        return None
    names, values = _lines(name.pieces[0]), _lines(value.pieces[0])
    is_marked = bool(_MARKUP.search(name.pieces[0].text))
    if len(names) < 2 or not (is_marked or _is_list(values)):
        return None
    if len(names) == len(values):
        return [Pair(one, two) for one, two in zip(names, values, strict=True)]
    if len(values) == 1:
        return [Pair(name, value, ("joined_paragraphs",), UNEQUAL)] if is_marked else None
    return [Pair(one, value, ("unequal_lists",), UNEQUAL) for one in names]


def _is_list(values: Sequence[Text]) -> bool:
    """Whether each line is a target of its own, and not all of them together one that had to wrap."""
    joined = "".join(text.text for text in values)
    return len(values) > 1 and all(is_value(text.text) for text in values) and not is_target(joined)


def _lines(piece: Piece) -> list[Text]:
    """Return the paragraphs of a cell, each as a text of its own."""
    found, first = [], 0
    for mark in [*_BREAK.finditer(piece.text), None]:
        part = piece.text[first : mark.start() if mark else len(piece.text)]
        text = part.strip()
        if text:
            start = piece.first + first + part.find(text)
            found.append(Text(text, (Piece(text, piece.cell, start, start + len(text), piece.boundary),)))
        first = mark.end() if mark else first
    return found


def is_foot(sheet: Sheet, row: int) -> bool:
    """Whether a row is a note or a signature of the form."""
    pieces = sheet.row(row)
    return bool(pieces) and is_note(pieces[0].text)
