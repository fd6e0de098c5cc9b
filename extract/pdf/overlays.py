"""What lies over a page: the fields of a form that was filled in, text boxes, stamps.

In: an open pdfium document and a page's place. Out: the open page, with what lies over it drawn into it, so that the text
and the rules of both are read as one. Links and notes that show nothing are left alone.
"""

from __future__ import annotations

from typing import Any, Final

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

_SHOWN: Final = frozenset({pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT, pdfium_c.FPDF_ANNOT_STAMP})
_MOST_LOOKED_AT: Final = 1000  # a page of links has thousands


def open_page(pdf: pypdfium2.PdfDocument, place: int) -> Any:
    """Return the page at a place from 0, what lies over it drawn in; raises `PdfiumError` for a damaged one."""
    page = pdf[place]
    if not _has_overlay(page.raw):
        return page
    if pdf.get_formtype() and pdf.formenv is None:
        # A field may hold its value only, and show it once the form is asked to draw it.
        page.close()
        pdf.init_forms()
        page = pdf[place]
    if pdfium_c.FPDFPage_Flatten(page.raw, pdfium_c.FLAT_NORMALDISPLAY) == pdfium_c.FLATTEN_SUCCESS:
        page.close()
        page = pdf[place]
    return page


def _has_overlay(page: Any) -> bool:
    count = min(pdfium_c.FPDFPage_GetAnnotCount(page), _MOST_LOOKED_AT)
    return any(_subtype(page, index) in _SHOWN for index in range(count))


def _subtype(page: Any, index: int) -> int:
    annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return int(pdfium_c.FPDF_ANNOT_UNKNOWN)
    try:
        return int(pdfium_c.FPDFAnnot_GetSubtype(annotation))
    finally:
        pdfium_c.FPDFPage_CloseAnnot(annotation)
