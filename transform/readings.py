"""What every reader of layouts gives: tables with their projects and rows, each text with where it was printed.

In: nothing. Out: the records that `transform.records` turns into frames. A reader may be sure or unsure (`cost`,
`oddities`, `doubts`), but it names every printed text: in a field, or in `set_aside` with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from transform.heads import Head, looks_like_amount
from transform.moves import Pair, Text
from transform.pieces import Piece
from transform.vocabulary import Label

# What may stand beside the name and the value of an indicator, in a cell of its own.
BESIDE: Final = (
    "sign", "unit", "weight", "direction", "actual", "score", "reason", "note", "place", "span",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One level 3 indicator as printed: its labels so far, its name and value, and what was odd about it.

    `beside` holds the texts of its other cells by the names in `BESIDE`; a `place` or a `span` (中期, 年度) is the
    heading of the column that the value stands in.
    """

    level1: Label | None
    level2: Label | None
    level1_piece: Piece | None
    level2_piece: Piece | None
    pair: Pair
    is_first_of_level2: bool
    beside: Mapping[str, Text] = field(default_factory=dict)

    @property
    def name(self) -> Text:
        """The name as printed."""
        return self.pair.name

    @property
    def value(self) -> Text | None:
        """The value as printed; None where there is none."""
        return self.pair.value

    @property
    def texts(self) -> Iterator[Text]:
        """Every text of the row that is a field of the indicator."""
        yield self.name
        if self.value is not None:
            yield self.value
        yield from self.beside.values()


@dataclass(frozen=True, slots=True)
class ReadingDoubt:
    """Something that a reader could not settle; the message is Chinese, `row` the place in its project's rows."""

    rule_id: str
    message: str
    pieces: tuple[Piece, ...]
    row: int | None = None
    is_suspect: bool = True


@dataclass(slots=True)
class ProjectReading:
    """One project: its head, its rows, the labels used, total rows, the pieces that fit nowhere, the doubts."""

    head: Head | None = None
    rows: list[Row] = field(default_factory=list)
    labels: list[Piece] = field(default_factory=list)
    totals: list[Piece] = field(default_factory=list)
    strays: list[Piece] = field(default_factory=list)
    doubts: list[ReadingDoubt] = field(default_factory=list)

    @property
    def pieces(self) -> Iterator[Piece]:
        """Every piece of the project, in no order."""
        yield from self.head.pieces if self.head else ()
        yield from (piece for row in self.rows for text in row.texts for piece in text.pieces)
        yield from (*self.labels, *self.totals, *self.strays)


@dataclass(slots=True)
class TableReading:
    """One table: what stands above it, how it is laid out, its projects, and what is no data, by its reason."""

    title: Piece | None
    heading: str | None  # the title, with the line of the year below it
    layout: str  # "list", "unheaded", "form", "self_evaluation", "matrix", "side_by_side", "fused", "prose"
    fields: tuple[str, ...]
    money_unit: str | None
    projects: list[ProjectReading]
    set_aside: list[tuple[str, tuple[Piece, ...]]] = field(default_factory=list)
    sheet_name: str | None = None  # of the workbook's sheet that it stands on


def total_amounts(totals: Sequence[Piece]) -> list[Piece]:
    """Return the figures of total rows."""
    return [piece for piece in totals if looks_like_amount(piece)]
