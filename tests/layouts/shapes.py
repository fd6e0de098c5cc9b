"""Every shape in which a document can be written.

In: a `Document`, a shape and a seed. Out: the bytes of a file, always the same.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.layouts.flat import to_cells, to_full_rows, to_fused, to_rows, to_run_on
from tests.layouts.markup import to_docx, to_html
from tests.layouts.sheets import Document, Table
from tests.layouts.workbook import to_xlsx

_WRITERS: dict[str, tuple[str, Callable[[Document, Random], bytes]]] = {
    "html": ("html", to_html),
    "docx": ("docx", to_docx),
    "xlsx": ("xlsx", to_xlsx),
    "text-a": ("txt", to_rows),
    "text-b": ("txt", to_full_rows),
    "text-c": ("txt", to_cells),
    "text-d": ("txt", to_run_on),
    "text-e": ("txt", to_fused),
}
SHAPES = tuple(_WRITERS)


def suffix_of(shape: str) -> str:
    """Return the file suffix of a shape."""
    return _WRITERS[shape][0]


def shapes_of(document: Document) -> tuple[str, ...]:
    """Return the shapes that a document can be written in."""
    return SHAPES if any(isinstance(block, Table) for block in document.blocks) else ("html", "docx", "text-d")


def write_document(document: Document, shape: str, seed: int) -> bytes:
    """Return the file of a document in a shape."""
    return _WRITERS[shape][1](document, Random(f"{document.truth.family}/{shape}/{seed}"))
