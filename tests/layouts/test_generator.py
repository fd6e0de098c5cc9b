"""The generator of invented documents itself: what is printed is what the truth says, and a seed is a document."""

from __future__ import annotations

from collections import Counter

import pytest
from lxml import html

from tests.layouts.families import FAMILIES, draw_document
from tests.layouts.score import squeeze
from tests.layouts.shapes import SHAPES, shapes_of, write_document
from tests.layouts.sheets import Document, Table

SEEDS = range(4)


def printed(document: Document) -> str:
    return squeeze(
        "".join("".join(cell[0] for cell in b.cells) if isinstance(b, Table) else b for b in document.blocks)
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_what_the_truth_says_is_printed(family: str) -> None:
    for seed in SEEDS:
        document = draw_document(family, seed)
        text = printed(document)
        indicators, projects = document.truth.indicators, document.truth.projects
        said = [each.name for each in indicators] + [each.value_text for each in indicators]
        said += [each.actual_text for each in indicators] + [each.project_name for each in projects]
        said += [each.goal_text for each in projects]
        assert [each for each in said if squeeze(each) not in text] == []
        assert {each.project for each in indicators} == {each.ordinal for each in projects}


@pytest.mark.parametrize("family", FAMILIES)
def test_cells_cover_a_table_without_holes_or_overlaps(family: str) -> None:
    for seed in SEEDS:
        for table in (block for block in draw_document(family, seed).blocks if isinstance(block, Table)):
            taken = Counter(
                (row + down, column + right)
                for _, row, column, height, width in table.cells for down in range(height) for right in range(width)
            )  # fmt: skip
            assert set(taken.values()) == {1}
            assert len(taken) == table.height * table.width


@pytest.mark.parametrize("family", FAMILIES)
def test_a_web_page_holds_the_printed_cells(family: str) -> None:
    document = draw_document(family, 1)
    page = html.fromstring(write_document(document, "html", 1).decode())
    found = [text for cell in page.iter("td") if (text := squeeze("".join(map(str, cell.itertext()))))]
    tables = [block for block in document.blocks if isinstance(block, Table)]
    cells = [squeeze(cell[0]) for table in tables for row in table.rows() for cell in row]
    assert found == [text for text in cells if text]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_seed_gives_the_same_bytes_in_every_family_and_shape(family: str, shape: str) -> None:
    document = draw_document(family, 2)
    if shape in shapes_of(document):
        content = write_document(document, shape, 2)
        assert content
        assert content == write_document(draw_document(family, 2), shape, 2)
