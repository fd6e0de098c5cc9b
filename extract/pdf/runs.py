"""The text of a page as runs: words, upright, each with its box.

In and out: `Run` and `Text`, what every reader of text makes of a page. Two runs touch, or do not; nothing here asks
a reader anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from extract.pdf.frame import Box
from extract.pdf.native import BLACK, Colour


class Run(NamedTuple):
    """A word as drawn. `start` and `end` count the page's characters; `lead` is the blank drawn before it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    start: int
    end: int
    lead: str = ""
    is_visible: bool = True
    colour: Colour = BLACK

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """Its height in points."""
        return self.bottom - self.top

    @property
    def box(self) -> Box:
        """Where it stands."""
        return self[1:5]


@dataclass(frozen=True, slots=True)
class Text:
    """What one reader made of a page's text."""

    runs: tuple[Run, ...]
    plain: str
    quarter: int  # clockwise quarter turns that bring the text upright
    map_errors: float  # the share of runs whose font does not say what its glyphs mean
    reader: str


def touch(one: Run, other: Run) -> bool:
    """Whether the second run goes on where the first ends."""
    return boxes_touch(one.box, other.box)


def boxes_touch(one: Box, other: Box) -> bool:
    """Whether what stands in the second box goes on where the first ends."""
    _, top, x1, bottom = one
    x0, high, _, low = other
    short, tall = bottom - top, low - high
    if short > tall:
        short, tall = tall, short
    return (
        -0.4 * tall < x0 - x1 < 0.18 * tall
        and abs(high + low - top - bottom) < 0.8 * tall
        and tall < 1.6 * short + 1.0  # a watermark's character goes on from no word
    )


def around(one: Box, other: Box) -> Box:
    """Return the box around two."""
    x0, top, x1, bottom = one
    left, high, right, low = other
    return (
        left if left < x0 else x0,
        high if high < top else top,
        right if right > x1 else x1,
        low if low > bottom else bottom,
    )


def glue(one: Run, other: Run) -> Run:
    """Return two runs as one."""
    box = around(one.box, other.box)
    return Run(one.text + other.text, *box, one.start, other.end, one.lead, one.is_visible, one.colour)
