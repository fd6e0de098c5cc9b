"""The labels of level 1 and 2 in force in a row of an aligned grid.

In: a row, its columns of levels, the labels in force above it. Out: `Levels`. Only a merged cell holds over the rows it
covers, unless the table merges no labels at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transform.moves import Text
from transform.pieces import Piece
from transform.quantities import squeeze
from transform.tabular.groups import Group, text_of
from transform.tabular.sheet import Sheet
from transform.vocabulary import Label, parse_label_cell


@dataclass(slots=True)
class Levels:
    """The labels in force, and whether they were met for the first time in this row."""

    level1: Label | None = None
    level2: Label | None = None
    piece1: Piece | None = None
    piece2: Piece | None = None
    is_fresh: bool = False
    wordless: Piece | None = None  # the cell of level 1 where only its points are left of it


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
