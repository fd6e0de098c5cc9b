"""Documents as the text that is left when a table was flattened, in the five shapes.

a: a row a line, merged cells gone · b: the same with blank cells kept · c: one cell a line · d: run-on lines ·
e: fused, no separator at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

from tests.layouts.sheets import Document, Printed, Table

_Lines = Callable[[Table, Random], Iterable[str]]


def to_rows(document: Document, rng: Random) -> bytes:
    """Shape a: a row a line, its own cells between tabs or bars; what a merge covers is gone.

    Some writers fill a short row with bars on its right.
    """
    return _write(document, rng, _separated(rng, keeps=False))


def to_full_rows(document: Document, rng: Random) -> bytes:
    """Shape b: a row a line, a blank cell for every cell that a merge covers."""
    return _write(document, rng, _separated(rng, keeps=True))


def to_cells(document: Document, rng: Random) -> bytes:
    """Shape c: one cell a line; a blank cell is a blank line, a lone bar, or gone."""
    way = rng.choice(("blank", "bar", "gone"))

    def lines(table: Table, _: Random) -> Iterable[str]:
        for row in table.rows():
            for cell in row:
                if cell[0] or way != "gone":
                    yield f"{cell[0]} |".strip() if way == "bar" else cell[0]

    return _write(document, rng, lines)


def to_run_on(document: Document, rng: Random) -> bytes:
    """Shape d: a table in one line, or a line for some rows; cells parted by a blank, blank cells gone."""
    whole = rng.random() < 0.5

    def lines(table: Table, _: Random) -> Iterable[str]:
        texts = [" ".join(text for cell in row if (text := _one_line(cell, "")).strip()) for row in table.rows()]
        return [" ".join(text for text in texts if text)] if whole else [text for text in texts if text]

    return _write(document, rng, lines, joint=" " if whole else "\n")


def to_fused(document: Document, rng: Random) -> bytes:
    """Shape e: no separator at all."""
    return _write(
        document, rng, lambda table, _: ["".join(_one_line(cell, "") for row in table.rows() for cell in row)], joint=""
    )


def _separated(rng: Random, *, keeps: bool) -> _Lines:
    separator, ends = rng.choice((("\t", ("", "")), (" | ", ("| ", " |"))))
    joint, fills = rng.choice(("", " ")), not keeps and ends[0] != "" and rng.random() < 0.4

    def lines(table: Table, _: Random) -> Iterable[str]:
        for row in table.rows():
            texts = {cell[2]: _one_line(cell, joint) for cell in row}
            places = range(1, table.width + 1) if keeps else sorted(texts)
            yield (
                ends[0]
                + separator.join(texts.get(place, "") for place in places)
                + ends[1]
                + "|" * (fills * (table.width - len(texts)))
            )

    return lines


def _one_line(cell: Printed, joint: str) -> str:
    return cell[0].replace("\n", joint)


def _write(document: Document, rng: Random, lines: _Lines, joint: str = "\n") -> bytes:
    out: list[str] = []
    for block in document.blocks:
        out += lines(block, rng) if isinstance(block, Table) else [block]
    return (joint.join(out) + "\n").encode()
