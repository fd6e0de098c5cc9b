"""Bytes to grids. The room's doors: `read_document` and `read_grids`; it does not know what an indicator is."""

from __future__ import annotations

from collections.abc import Iterator

from extract.contracts import Cell, Document, Grid
from extract.document import read_document
from extract.errors import DocumentError, JixiaoError, NoTableError, UnsupportedMediaTypeError
from extract.text import read_text_grids

# One reader for each media type; another format is one more line here.
READERS = {"text/plain": read_text_grids}


def read_grids(document: Document) -> Iterator[Grid]:
    """Yield the grids of a document in their order; raise `UnsupportedMediaTypeError` where no reader knows it."""
    reader = READERS.get(document.media_type)
    if reader is None:
        raise UnsupportedMediaTypeError(document.path, document.media_type)
    yield from reader(document)


__all__ = [
    "Cell",
    "Document",
    "DocumentError",
    "Grid",
    "JixiaoError",
    "NoTableError",
    "UnsupportedMediaTypeError",
    "read_document",
    "read_grids",
]
