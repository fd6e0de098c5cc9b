"""PDF to grids. The door is `read_pdf_grids`: a document in, one grid a table out, cells as printed with their boxes.

It finds the pages that matter by their text, reads those with pdfium, asks pdfplumber where a font lies, and joins
tables that run over pages. It does not read pictures: a page without a text layer is reported.
"""

from extract.pdf.grids import read_pdf_grids

__all__ = ["read_pdf_grids"]
