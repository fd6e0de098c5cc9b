"""Which cells were read from a picture, and what stood in one before a word in it was mended.

In: cells and pieces. Out: yes or no, and texts. It judges no value.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from extract import Cell, Grid
from transform.moves import Text
from transform.pieces import Piece

_PICTURED: Final = frozenset({"scan"})
_LAYERED: Final = frozenset({"pdfium", "pdfplumber"})
_HIDDEN_LAYER: Final = 0.5  # at most so far is a text trusted that is not drawn: somebody's reading of the page


def is_pictured(cell: Cell) -> bool:
    """Whether a cell's text was read from a picture, here or by whoever laid an unseen text over one."""
    return cell.reader in _PICTURED or (cell.reader in _LAYERED and cell.confidence <= _HIDDEN_LAYER)


def has_pictures(grid: Grid) -> bool:
    """Whether a cell of a grid was read from a picture."""
    return any(map(is_pictured, grid.cells))


def are_pictured(pieces: Iterable[Piece]) -> bool:
    """Whether one of some pieces was read from a picture."""
    return any(is_pictured(piece.cell) for piece in pieces)


def text_as_read(piece: Piece) -> str:
    """Return the text of a piece as it stood in its cell before a word was mended."""
    if not is_pictured(piece.cell):
        return piece.text
    read = "".join(printed.cell.text[printed.first : printed.last] for printed in piece.printed)
    return read if differs_by_one(read, piece.text) else piece.text


def as_read(text: Text) -> Text:
    """Return a text with the words in it that were mended as they were read."""
    words = text.text
    for piece in text.pieces:
        words = words.replace(piece.text, text_as_read(piece))
    return text if words == text.text else Text(words, text.pieces)


def differs_by_one(one: str, other: str) -> bool:
    """Whether two words of the same length differ in one character.

    >>> differs_by_one("数最指标", "数量指标"), differs_by_one("质量指标", "质量指标")
    (True, False)
    """
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
