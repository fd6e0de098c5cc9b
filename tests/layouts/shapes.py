"""Every shape in which a document can be written.

In: a `Document`, a shape and a seed. Out: the bytes of a file, always the same.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.layouts.flat import to_cells, to_full_rows, to_fused, to_rows, to_run_on
from tests.layouts.markup import to_docx, to_html
from tests.layouts.page import to_pdf
from tests.layouts.sheets import Document, Table
from tests.layouts.workbook import to_xlsx

_WRITERS: dict[str, tuple[str, Callable[[Document, Random], bytes]]] = {
    "html": ("html", to_html),
    "docx": ("docx", to_docx),
    "xlsx": ("xlsx", to_xlsx),
    "pdf": ("pdf", to_pdf),
    "text-a": ("txt", to_rows),
    "text-b": ("txt", to_full_rows),
    "text-c": ("txt", to_cells),
    "text-d": ("txt", to_run_on),
    "text-e": ("txt", to_fused),
}
_NOT_IN_FONT = frozenset("⩾⩽")  # the character set of the drawn font lacks them
SHAPES = tuple(_WRITERS)


def suffix_of(shape: str) -> str:
    """Return the file suffix of a shape."""
    return _WRITERS[shape][0]


def shapes_of(document: Document) -> tuple[str, ...]:
    """Return the shapes that a document can be written in."""
    if not any(isinstance(block, Table) for block in document.blocks):
        return "html", "docx", "pdf", "text-a", "text-e"
    words = "".join(cell[0] for block in document.blocks if isinstance(block, Table) for cell in block.cells)
    return tuple(shape for shape in SHAPES if shape != "pdf" or not _NOT_IN_FONT & set(words))


def write_document(document: Document, shape: str, seed: int) -> bytes:
    """Return the file of a document in a shape."""
    return _WRITERS[shape][1](document, Random(f"{document.truth.family}/{shape}/{seed}"))
