"""The print of a table without rules down, by part: its header, its body, the rules that stand among them.

In: a frame of rules across, and the chunks of a page. Out: `Print`. Where the rule below the table was not seen, lines that go on
with it are its own. It does not say where columns or rows are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extract.pdf.paths import Rule
from extract.scan.chunks import Chunk, to_lines
from extract.scan.frames import Frame
from extract.scan.growth import grow

_PAD: Final = 4  # pixels around the print of a table


@dataclass(frozen=True, slots=True)
class Print:
    """The chunks of a table by part, and the rules that stand among them."""

    head: tuple[Chunk, ...]
    body: tuple[Chunk, ...]
    frame: Frame | None
    top: float
    bottom: float

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.frame.rules if self.frame else ()


def in_frame(frame: Frame, chunks: Sequence[Chunk], usual: float) -> Print:
    """Return the print of the table that stands in a frame."""
    left, right = frame.left - usual, frame.right + usual
    chunks = [chunk for chunk in chunks if left < (chunk.x0 + chunk.x1) / 2 < right]
    inside = [chunk for chunk in chunks if frame.top < chunk.middle < frame.bottom]
    head: list[Chunk] = []
    bottom = frame.bottom
    if len(frame.across) > 2:
        head = [chunk for chunk in inside if chunk.middle < frame.across[1]]
    elif len(to_lines(inside, usual)) <= 2:  # the rule below the table was not seen
        below = to_lines([chunk for chunk in chunks if chunk.middle > frame.bottom], usual)
        own = to_lines(inside, usual)
        grown = grow(own, below, usual)[len(own) :] if own else []
        head, inside = inside, [*inside, *(chunk for line in grown for chunk in line)]
        bottom = max([bottom, *(chunk.bottom + _PAD for chunk in inside)])
    taken = {id(chunk) for chunk in head}
    return Print(tuple(head), tuple(chunk for chunk in inside if id(chunk) not in taken), frame, frame.top, bottom)
