"""How a document is printed: paper, faces, size, rules, alignment, all drawn from a seed.

In: a random source, faces and the blocks of a document. Out: `Look`. Tables without rules, or with few, are only
those that have no merged cells: what is merged cannot be seen without rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.layouts.sheets import Block, Table
from tests.scans.faces import Face, Setting, draw_setting

RULES = ("full", "full", "full", "open", "double")
_BARE = ("none", "rows", "few", "full")
_BARE_GAPS = (0.25, 0.5, 1.0)
_MANY, _CROWDED = 8, 11  # columns: landscape more often, and small type
_A4 = (595.0, 842.0)


@dataclass(frozen=True, slots=True)
class Look:
    """The print of one document; lengths in points."""

    setting: Setting
    width: float
    height: float
    size: float
    title_size: float
    lead: float  # from line to line, as a share of the size
    pad: float
    margin: float
    rules: str
    stroke: float
    centred: float  # share of columns whose text is centred
    keeps_figures: bool  # figures are not broken at the end of a line
    repeats_header: bool
    has_bold_heads: bool
    page_numbers: str  # "", "- {} -", "第{}页"
    row_gap: float = 0.0  # lines between rows
    stands_at_top: bool = False  # text in its cell; else in the middle

    @property
    def words_of_page_numbers(self) -> str:
        """The words that a page number needs."""
        return self.page_numbers + "0123456789"


def draw_look(rng: Random, faces: Sequence[Face], blocks: Sequence[Block]) -> Look:
    """Return the print of a document."""
    look = _draw_look(rng, faces, blocks)
    return replace(look, row_gap=1.0, stands_at_top=True) if look.rules == "none" else look


def draw_bare_look(rng: Random, faces: Sequence[Face], blocks: Sequence[Block]) -> Look:
    """Return the print of a document whose tables have no rules down."""
    look, rules = _draw_look(rng, faces, blocks), rng.choice(_BARE[:3])
    gap, is_top = rng.choice(_BARE_GAPS) if rules == "none" else rng.choice((0.0, 0.0, 0.4)), rng.random() < 0.5
    return replace(look, rules=rules, row_gap=gap, stands_at_top=is_top)


def _draw_look(rng: Random, faces: Sequence[Face], blocks: Sequence[Block]) -> Look:
    tables = [block for block in blocks if isinstance(block, Table)]
    columns = max(table.width for table in tables)
    is_flat = all(down == right == 1 for table in tables for *_, down, right in table.cells)
    words = "".join(block if isinstance(block, str) else "".join(cell[0] for cell in block.cells) for block in blocks)
    is_wide = rng.random() < (0.75 if columns > _MANY else 0.3)
    sizes = (9, 9, 9.5, 10) if columns > _CROWDED else (9, 10, 10.5, 10.5, 11) if columns > _MANY else (
        9, 10, 10.5, 10.5, 11, 12, 12, 14)  # fmt: skip
    size = float(rng.choice(sizes))
    return Look(
        draw_setting(rng, faces, words), *(_A4[::-1] if is_wide else _A4), size, size * rng.choice((1.3, 1.5, 1.8)),
        rng.choice((1.2, 1.3, 1.5)), rng.choice((2.5, 3.5, 5.0)), rng.choice((36.0, 48.0, 60.0)),
        rng.choice(_BARE if is_flat else RULES), rng.choice((0.4, 0.5, 0.75, 1.0)), rng.choice((0.2, 0.6, 1.0)),
        rng.random() < 0.6, rng.random() < 0.4, rng.random() < 0.4, rng.choice(("", "", "- {} -", "第{}页", "{}")),
    )  # fmt: skip
