"""Pages as people see them, for pictures of cells: PDF pages, image files, the pictures of Word documents.

In: a document and a page. Out: a picture, and how many of its pixels a point takes; None for a format without pages. The fonts
of this machine stand in for those that the document does not carry. Nothing is read from the picture here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from extract.contracts import Document
from extract.media import DOCX
from extract.pdf.bombs import require_bounded
from extract.pdf.native import TEXT
from extract.pdf.stand_in import installed_fonts

if TYPE_CHECKING:
    from PIL.Image import Image

    from extract.scan.picture import Picture

_DPI: Final = 200.0
_MOST_PIXELS: Final = 40_000_000


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page from its top left corner on, in RGB, at `scale` pixels a point."""

    image: Image
    scale: float
    has_foreign_fonts: bool = False  # it names fonts that it does not carry: what is drawn may lack characters


def draw_page(document: Document, number: int) -> PagePicture | None:
    """Return page `number`, from 1, of a document; None where it has no such page.

    Raises a `DocumentError` where the document is broken, and `ImportError` without the packages that read images.
    """
    if document.media_type == "application/pdf":
        return _draw_pdf_page(document, number)
    if document.media_type == DOCX:
        return _draw_word_picture(document, number)
    if document.media_type.startswith("image/") and document.media_type != "image/svg+xml":
        return _draw_image(document, number)
    return None


def _draw_pdf_page(document: Document, number: int) -> PagePicture | None:
    import pypdfium2  # type: ignore[import-untyped]

    require_bounded(document)
    with installed_fonts():
        pdf = pypdfium2.PdfDocument(document.content)
        try:
            if not 1 <= number <= len(pdf):
                return None
            page = pdf[number - 1]
            width, height = page.get_size()
            scale = min(_DPI / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            image = page.render(scale=scale).to_pil().convert("RGB")
            return PagePicture(image, scale, any(_is_foreign(text) for text in page.get_objects([TEXT])))
        finally:
            pdf.close()


def _is_foreign(text: Any) -> bool:
    """Whether a piece of text is in a font that the document does not carry."""
    import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

    font = pdfium_c.FPDFTextObj_GetFont(text.raw)
    return bool(font) and pdfium_c.FPDFFont_GetIsEmbedded(font) == 0


def _draw_image(document: Document, number: int) -> PagePicture | None:
    from extract.scan.images import open_pages
    from extract.scan.picture import Picture

    found = next((page for page in open_pages(document) if isinstance(page, Picture) and page.number == number), None)
    return _to_page(found)


def _draw_word_picture(document: Document, number: int) -> PagePicture | None:
    from extract.scan.word_pictures import draw_word_picture

    return _to_page(draw_word_picture(document, number))


def _to_page(found: Picture | None) -> PagePicture | None:
    from PIL import Image as Images

    if found is None:
        return None
    pixels = found.pixels
    image = Images.fromarray(pixels if pixels.ndim == 2 else pixels[:, :, ::-1]).convert("RGB")
    return PagePicture(image, image.width / found.size[0])
