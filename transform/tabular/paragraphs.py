"""A list of names in one cell beside the list of their targets in the next.

In: the cells of a name and of its value. Out: their pairs, or None where the lines are one text that had to wrap.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from transform.lists import UNEQUAL_LISTS as UNEQUAL
from transform.moves import Pair, Text
from transform.pieces import Piece
from transform.shapes import is_target, is_value

_MARKUP: Final = re.compile(r"</?p\b[^<>]{0,200}>|<br\s{0,9}/?>", re.IGNORECASE)
_BREAK: Final = re.compile(rf"(?:{_MARKUP.pattern}|\n)+", re.IGNORECASE)


def paired_lines(name: Text, value: Text | None) -> list[Pair] | None:
    """Return the pairs of a list of names in one cell and the list of their targets in the next; None for no list.

    Paragraphs that are marked up are a list for sure; lines are one only where the targets stand one a line.
    """
    if value is None or len(name.pieces) != 1 or len(value.pieces) != 1:
        return None
    names = _lines(name.pieces[0])
    if len(names) < 2:
        return None
    values = _lines(value.pieces[0])
    is_marked = bool(_MARKUP.search(name.pieces[0].text))
    if not (is_marked or _is_list(values)):
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
