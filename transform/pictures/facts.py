"""What the doubts about pictures look at: an indicator's record with the row that it was read from.

In: nothing. Out: `Fact`, and `Suspicion`, which is what a check says of one. Nothing here changes a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from transform.draft import Record
from transform.moves import Text
from transform.pictures.cells import are_pictured
from transform.pieces import Piece
from transform.readings import Row


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Why one text of a picture may have been misread; the message is Chinese."""

    indicator_id: str
    message: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One indicator: its record, quantities filled, and its printed row."""

    record: Record
    row: Row

    @property
    def indicator_id(self) -> str:
        """The indicator's own id."""
        return str(self.record["indicator_id"])

    @property
    def name(self) -> str:
        """The name as read."""
        return str(self.record["name"])

    @property
    def value(self) -> Text | None:
        """The target where it was read from a picture."""
        return self.pictured(self.row.value)

    def beside(self, name: str) -> Text | None:
        """Return the text of another cell of the row where it was read from a picture."""
        return self.pictured(self.row.beside.get(name))

    def pictured(self, text: Text | None) -> Text | None:
        """Return a text that was read from a picture; None for any other."""
        return text if text is not None and are_pictured(text.pieces) else None

    def number(self, column: str) -> Decimal | None:
        """Return a figure of the record; None where it holds none."""
        value = self.record.get(column)
        return value if isinstance(value, Decimal) else None

    @property
    def is_figure(self) -> bool:
        """Whether the target is one number."""
        return self.record["value_kind"] in {"quantity", "percent"} and self.number("number") is not None
