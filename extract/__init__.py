"""Bytes to grids. The room's doors: `read_document`, `read_grids` and `compare_readers`; it does not know what an indicator is."""

from __future__ import annotations

from collections.abc import Iterator

from extract.archive import read_documents
from extract.contracts import Cell, Document, Grid, Notice
from extract.csv_text import read_csv_grids
from extract.document import read_document
from extract.docx import read_docx_grids
from extract.errors import (
    DocumentError,
    JixiaoError,
    NoTableError,
    UnsupportedMediaTypeError,
)
from extract.excel import read_xls_grids, read_xlsx_grids, read_xml2003_grids
from extract.html import read_html_grids, read_mhtml_grids
from extract.media import DOCX, PICTURES, XLSX
from extract.office import read_office_grids
from extract.pdf import compare_readers, read_pdf_grids
from extract.refusals import refuse_archive, refuse_encrypted, refuse_image, refuse_ole
from extract.scan.bounds import ScanBounds
from extract.scan.installed import is_available
from extract.text import read_text_grids

# One reader for each media type; another format is one more line here.
READERS = {
    "text/plain": read_text_grids,
    "text/html": read_html_grids,
    "multipart/related": read_mhtml_grids,
    "text/csv": read_csv_grids,
    "text/tab-separated-values": read_csv_grids,
    XLSX: read_xlsx_grids,
    "application/vnd.ms-excel": read_xls_grids,
    "application/vnd.ms-excel+xml": read_xml2003_grids,
    "application/msword": read_office_grids,
    "application/rtf": read_office_grids,
    "application/x-encrypted-ooxml": refuse_encrypted,
    "application/x-ole-storage": refuse_ole,
    "application/zip": refuse_archive,
}


def read_image(document: Document, bounds: ScanBounds | None = None) -> Iterator[Grid]:
    """Yield the grids of a picture, where the packages that read scans are installed; else refuse it."""
    if not is_available():
        return refuse_image(document)
    from extract.scan.images import read_image_grids  # heavy, and few documents need it

    return read_image_grids(document, bounds)


def read_docx(document: Document, bounds: ScanBounds | None = None) -> Iterator[Grid]:
    """Yield the grids of a Word document, and of its pictures where the packages that read scans are installed."""
    if not is_available():
        return read_docx_grids(document)
    from extract.scan.word_pictures import read_word_grids  # heavy

    return read_word_grids(document, bounds)


# Of these, what stands in pictures is read within bounds.
_PICTURED = {"application/pdf": read_pdf_grids, DOCX: read_docx} | dict.fromkeys(PICTURES, read_image)


def read_grids(document: Document, bounds: ScanBounds | None = None) -> Iterator[Grid]:
    """Yield the grids of a document in their order; raise `UnsupportedMediaTypeError` where no reader knows it.

    `bounds` are what the reading of pages that are pictures may cost, and who is told how far it is.
    """
    if document.media_type in _PICTURED:
        yield from _PICTURED[document.media_type](document, bounds)
        return
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
    "Notice",
    "ScanBounds",
    "UnsupportedMediaTypeError",
    "compare_readers",
    "read_document",
    "read_documents",
    "read_grids",
]
