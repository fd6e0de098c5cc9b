"""An image file to its grids: PNG, JPEG, TIFF with any number of pages, BMP, WebP.

In: a document whose bytes are a picture. Out: `Grid`s, as of a scanned PDF. Raises `CorruptFileError`,
`TooLargeError`. What a file declares is looked at before a single pixel is unpacked.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from extract.contracts import Document, Grid
from extract.errors import CorruptFileError, TooLargeError
from extract.pdf.grids import pages_to_grids
from extract.pdf.pages import PageTables
from extract.scan.ink import Pixels
from extract.scan.reader import read_page_picture

_MOST_PIXELS: Final = 120_000_000  # A4 at 1200 dpi: 360 MB in colour
_KEPT_SIDE: Final = 7000  # pixels: what is larger is made smaller while it is unpacked
_PAPER: Final = 842.0  # points: the long side of a page that does not say how large it is
_FEWEST_DPI: Final = 50.0


def read_image_grids(document: Document) -> Iterator[Grid]:
    """Yield the grids of every page of a picture."""
    yield from pages_to_grids(document, _read_pages(document))


def _read_pages(document: Document) -> Iterator[PageTables]:
    for number, (pixels, size) in enumerate(open_pictures(document), 1):
        yield read_page_picture(pixels, number, size)


def open_pictures(document: Document) -> Iterator[tuple[Pixels, tuple[float, float]]]:
    """Yield the pixels of every page, and its size in points."""
    import numpy as np
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # bounded here, with an error that says how
    try:
        with Image.open(io.BytesIO(document.content)) as image:
            for frame in range(getattr(image, "n_frames", 1)):
                image.seek(frame)
                if image.width * image.height > _MOST_PIXELS:
                    raise TooLargeError(document.path, f"a picture of {image.width} x {image.height} pixels")
                size = _size_of(image)
                picture: Any = ImageOps.exif_transpose(image)
                picture = picture.convert("L" if picture.mode in {"1", "L"} else "RGB")
                picture.thumbnail((_KEPT_SIDE, _KEPT_SIDE))
                pixels = np.asarray(picture)
                yield (pixels if pixels.ndim == 2 else pixels[:, :, ::-1]), size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise CorruptFileError(document.path, "picture") from error


def _size_of(image: Any) -> tuple[float, float]:
    dpi = image.info.get("dpi", (0, 0))[0]
    points = 72 / float(dpi) if dpi and float(dpi) >= _FEWEST_DPI else _PAPER / max(image.width, image.height)
    return image.width * points, image.height * points
