"""PDF to grids. The door is `read_pdf_grids`: a document in, one grid a table out, cells as printed with their boxes.

It finds the pages that matter by their text, reads those with pdfium, asks pdfplumber where a font lies, and joins
tables that run over pages. `compare_readers` gives a second opinion on pages that look odd. It does not read
pictures: a page without a text layer is reported.
"""

from extract.pdf.compare import compare_readers
from extract.pdf.grids import read_pdf_grids

__all__ = ["compare_readers", "read_pdf_grids"]
