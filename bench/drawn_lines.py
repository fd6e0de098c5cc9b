"""Lines of cells as a scan holds them, each with what was printed: drawn pages whose structure is known.

In: a seed and faces. Out: `TrueLine`s. A page is drawn and damaged by `tests.scans`, straightened and cut as any page that
is read; tables whose cells were not found as they were drawn give no lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image

from extract.pdf.lattice import Sheet
from extract.scan.ink import Grey, Pixels
from extract.scan.page import Page as SeenPage
from extract.scan.page import crops_of_cell, find_sheets, see_page
from tests.scans.content import draw_content
from tests.scans.damage import do_damages, draw_damages
from tests.scans.drawing import Wear, draw_page
from tests.scans.faces import Face
from tests.scans.laying import Page, lay
from tests.scans.look import draw_look
from tests.scans.truth import TrueCell, TrueTable

_DPI = (150, 200, 200, 300)
Places = frozenset[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class TrueLine:
    """The picture of a line, what it says, and whether it belongs to a value."""

    picture: Grey
    text: str
    is_value: bool


def draw_lines(seed: int, faces: Sequence[Face]) -> Iterator[TrueLine]:
    """Return the lines of the first page of a seed."""
    rng = Random(f"scan/{seed}")
    _, blocks = draw_content(seed)
    look = draw_look(rng, faces, blocks)
    page = lay(blocks, look, rng).pages[0]
    damages = draw_damages(rng)
    worn, chance = dict(damages), Random(f"page/{seed}/0")
    wear = Wear(worn.get("faint-rules", 0.0), worn.get("broken-rules", 0.0))
    picture = do_damages(draw_page(page, look, rng.choice(_DPI), chance, wear), damages, chance)
    seen = see_page(_pixels(picture))
    for sheet, table in _pairs(find_sheets(seen), page.tables):
        yield from _lines_of(seen, sheet, table, page)


def _pairs(sheets: Sequence[Sheet], tables: Sequence[TrueTable]) -> Iterator[tuple[Sheet, TrueTable]]:
    """Yield what was found as it was drawn; tables alike are told apart by their order, and only where all were found."""
    found: dict[Places, list[Sheet]] = {}
    for sheet in sorted(sheets, key=lambda sheet: sheet.box[1]):
        found.setdefault(frozenset(tuple(slot) for slot in sheet.slots), []).append(sheet)
    drawn: dict[Places, list[TrueTable]] = {}
    for table in tables:
        drawn.setdefault(frozenset(_slot(cell) for cell in table.cells), []).append(table)
    for places, alike in drawn.items():
        if len(found.get(places, ())) == len(alike):
            yield from zip(found[places], alike, strict=True)


def _pixels(picture: Image.Image) -> Pixels:
    found = np.asarray(picture.convert("L" if picture.mode in {"1", "L"} else "RGB"), np.uint8)
    return found if found.ndim == 2 else np.ascontiguousarray(found[:, :, ::-1])


def _slot(cell: TrueCell) -> tuple[int, ...]:
    return cell.row - 1, cell.column - 1, cell.row_span, cell.column_span


def _lines_of(seen: SeenPage, sheet: Sheet, table: TrueTable, page: Page) -> Iterator[TrueLine]:
    cells = {_slot(cell): cell for cell in table.cells}
    for slot in sheet.slots:
        cell = cells[tuple(slot)]
        said = _printed_in(cell, page)
        crops = crops_of_cell(seen, sheet, slot)
        if len(said) == len(crops):
            for crop, text in zip(crops, said, strict=True):
                yield TrueLine(crop.picture, text, bool(cell.field))


def _printed_in(cell: TrueCell, page: Page) -> list[str]:
    x0, top, x1, bottom = cell.box or (0.0, 0.0, 0.0, 0.0)
    return [words.text for words in page.words if x0 <= words.x + 0.01 and words.x < x1 and top < words.y < bottom]
