"""What the best path through a table's body is made of: texts, pairs of name and value, and steps.

In: pieces. Out: the frozen records that the modules beside this one yield. The coin of all costs: 0 is what a tidy table
does, about 3 is an oddity that people would notice, and 9 gives a piece up as a stray.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from transform.heads import Head
from transform.pieces import PARAGRAPH, Piece
from transform.vocabulary import Label, parse_labels

STRAY: Final = 9.0  # a piece that is nothing that a table holds
NOTHING_ODD: Final[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """Some neighbouring pieces read as one text, as printed."""

    text: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and its value as printed, what was odd about them, and what that cost."""

    name: Text
    value: Text | None
    oddities: tuple[str, ...] = NOTHING_ODD
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """One move of the path over the pieces up to `end`: what it reads there, at what cost."""

    role: str  # "level1", "level2", "pair", "first head", "head", "total", "stray"
    end: int
    cost: float
    label: Label | None = None
    pairs: tuple[Pair, ...] = ()
    head: Head | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """The pieces of a table's body, the header's fields, and where its labels stand."""

    pieces: tuple[Piece, ...]
    fields: tuple[str, ...]
    line_is_row: bool
    labels: tuple[int, ...] = field(default=())

    @classmethod
    def of(cls, pieces: Sequence[Piece], fields: Sequence[str], *, line_is_row: bool) -> Body:
        """Return a body with its labels found."""
        labels = tuple(place for place, piece in enumerate(pieces) if parse_labels(piece.text))
        return cls(tuple(pieces), tuple(fields), line_is_row, labels)


def to_text(pieces: Sequence[Piece]) -> Text:
    """Return neighbouring pieces as printed: with what stands between them in one cell."""
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return Text(first.text, (first,))
    has_paragraph = any(piece.boundary == PARAGRAPH for piece in pieces[1:])
    text = "\n".join(piece.text for piece in pieces) if has_paragraph else first.cell.text[first.first : last.last]
    return Text(text, tuple(pieces))
