"""Nothing of a fused table is lost: each character is in a field, in a label, or set aside with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from extract import Grid, read_document, read_grids
from tests.layouts.families import draw_document
from tests.layouts.shapes import write_document
from transform.fused import read_fused
from transform.pieces import Piece
from transform.readings import TableReading


def _damaged(text: str, rng: Random) -> str:
    """Return a text from which some stretches are gone, as after a bad copy."""
    for _ in range(rng.randrange(6)):
        place = rng.randrange(len(text))
        text = text[:place] + text[place + rng.randrange(1, 9) :]
    return text


def _pieces(table: TableReading) -> Iterator[Piece]:
    for _, pieces in table.set_aside:
        yield from pieces
    for project in table.projects:
        yield from project.pieces


def _lost(grid: Grid, tables: list[TableReading]) -> str:
    """Return the characters of a grid that no reading names."""
    told = {
        (id(piece.cell), place)
        for table in tables
        for piece in _pieces(table)
        for place in range(piece.first, piece.last)
    }
    return "".join(
        character
        for row in grid.rows()
        for cell in row
        for place, character in enumerate(cell.text)
        if not character.isspace() and (id(cell), place) not in told
    )


@pytest.mark.parametrize("family", ["A", "B1", "B2", "C1", "C3", "C5", "C7", "D", "E"])
def test_every_character_is_accounted_for(tmp_path: Path, family: str) -> None:
    for seed in (3, 8):
        rng = Random(f"accounts/{family}/{seed}")
        text = write_document(draw_document(family, seed), "text-e", seed).decode()[:6000]
        path = tmp_path / f"{seed}.txt"
        path.write_text(_damaged(text, rng), encoding="utf-8")
        for grid in read_grids(read_document(path)):
            tables = read_fused(grid)
            assert (_lost(grid, tables) if tables else "") == ""
