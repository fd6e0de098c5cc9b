"""A page read from its picture, held against the text that lies hidden in it.

In: what was read in the picture, and what stands in the hidden layer. Out: the reading of the picture: surer where both
agree; where they differ, marked, with the other reading beside it. A layer that mostly differs is not asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extract.pdf.fonts import fold_radicals
from extract.pdf.frame import Box
from extract.pdf.notices import page_notice
from extract.pdf.pages import PageTables
from extract.pdf.tables import PlacedCell, Table

_BELIEVED: Final = 0.8  # of its cells agree with the picture: then it is worth asking about the others
_FEW: Final = 6  # cells: too few to judge a layer by
_DISPUTED: Final = 0.5
_SECONDED: Final = 0.6  # the layer confirms what the second reader of the picture read
_LINE: Final = 0.5  # of a character's height: what stands no lower belongs to the same line

Word = tuple[str, Box]  # on the page as displayed


def with_layer(pictured: PageTables, words: Sequence[Word]) -> PageTables:
    """Return the page as read from its picture, and what the hidden words say of every cell."""
    if not pictured.tables or not words:
        return pictured
    said = [_say(table, words) for table in pictured.tables]
    pairs = [
        (cell.text, other)
        for table, others in zip(pictured.tables, said, strict=True)
        for cell, other in zip(table.cells, others, strict=True)
        if cell.text or other
    ]
    agreed = sum(_fold(text) == _fold(other) for text, other in pairs)
    if len(pairs) < _FEW or agreed < _BELIEVED * len(pairs):
        return replace(pictured, notices=(*pictured.notices, page_notice("layer_ignored", pictured.number)))
    tables = tuple(
        replace(table, cells=tuple(_weigh(cell, other) for cell, other in zip(table.cells, others, strict=True)))
        for table, others in zip(pictured.tables, said, strict=True)
    )
    notices = (page_notice("layer_differs", pictured.number),) if agreed < len(pairs) else ()
    return replace(pictured, tables=tables, notices=(*pictured.notices, *notices))


def _say(table: Table, words: Sequence[Word]) -> list[str]:
    """Return what the layer says in each cell."""
    held: list[list[Word]] = [[] for _ in table.cells]
    boxes = [cell.box for cell in table.cells]
    for word in words:
        x0, top, x1, bottom = word[1]
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        for index, box in enumerate(boxes):
            if box is not None and box[0] <= x < box[2] and box[1] <= y < box[3]:
                held[index].append(word)
                break
    return [_in_order(found) for found in held]


def _in_order(words: Sequence[Word]) -> str:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word[1][1] + word[1][3]):
        _, (_, top, _, bottom) = word
        middle, reach = (top + bottom) / 2, _LINE * (bottom - top)
        if lines and abs(middle - (lines[-1][0][1][1] + lines[-1][0][1][3]) / 2) < reach:
            lines[-1].append(word)
        else:
            lines.append([word])
    return "".join(text for line in lines for text, _ in sorted(line, key=lambda word: word[1][0]))


def _weigh(cell: PlacedCell, other: str) -> PlacedCell:
    own = 1.0 if cell.confidence is None else cell.confidence
    if _fold(cell.text) == _fold(other):
        # A second opinion that agrees leaves half the doubt; of two opinions that differed, it settles nothing alone.
        return cell._replace(confidence=own if cell.alternatives else round(1 - (1 - own) / 2, 3))
    if any(_fold(other) == _fold(text) for text in cell.alternatives):
        others = (cell.text, *(text for text in cell.alternatives if _fold(text) != _fold(other)))
        return cell._replace(text=other, confidence=_SECONDED, alternatives=others)
    others = (*cell.alternatives, other) if other else cell.alternatives
    return cell._replace(confidence=min(own, _DISPUTED), alternatives=others)


def _fold(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", fold_radicals(text)))
