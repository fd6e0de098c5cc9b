"""The sets of columns below a header: one of each table, or several where two targets stand side by side.

In: a header. Out: `Group`s, and the text of some columns in a row. What a text means is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from transform.moves import Text
from transform.tabular.column import LEVELS, Column
from transform.tabular.columns import Header
from transform.tabular.sheet import Sheet

_SINGLE: Final = frozenset({"weight", "score"})  # points: two of them side by side are no longer number


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
        return [Group(header.by_field)]
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
    if len(columns) == 1:
        piece = sheet.covering.get((row, columns[0].number))
        return None if piece is None else Text(piece.text, (piece,))
    found = [piece for column in columns if (piece := sheet.covering.get((row, column.number)))]
    if not found:
        return None
    pieces = tuple({id(piece): piece for piece in found}.values())  # one cell may cover several of the columns
    return Text("\n".join(piece.text for piece in pieces), pieces)


def own_columns(group: Group, field: str) -> tuple[Column, ...]:
    """Return the columns of a field; of several weights those behind the names, the others weigh the levels."""
    columns, names = group.columns(field), group.columns("level3")
    if field not in _SINGLE or len({id(column.header) for column in columns}) < 2 or not names:
        return columns
    return tuple(column for column in columns if column.number > names[-1].number)[:1] or columns[-1:]
