"""Pictures of cells from the documents that they were read from.

In: an item of the queue. Out: PNGs of the cell and of what stands around it, or the reason, in Chinese, why there are none.
The document is looked for where it was ingested from, and must still have the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from extract import Document, DocumentError, read_documents
from extract.pictures import PagePicture, draw_page
from extract.scan.installed import HOW
from review.corrections import Box
from review.queue import Item

if TYPE_CHECKING:
    from PIL.Image import Image

GONE: Final = "原文件已不在原处，无法显示图像"
CHANGED: Final = "原文件的内容已更换，无法显示图像"
NO_PAGES: Final = "此类文件没有页面图像，请看上下文"
NO_EXTRA: Final = f"未安装读取图像的组件，无法显示图像：{HOW}"
_LIGHT: Final = 8.0  # points around the cell
_AROUND: Final = 40.0  # points above and below it in the wider picture
_HIGH: Final = 60.0  # points: a cell of more than a few lines
_LINE: Final = 14.0  # points: a last line of one word, at the very side, is not to be cut off
_SIDES: Final = 8  # the part of the width on each side in which a leaning rule may stand
_DARKER: Final = 70  # than the paper, of 255
_INKED: Final = 2  # pixels of a row with print
_LEAST: Final = 6.0  # points: a thinner box is none
_FRAME: Final = (20, 90, 220)  # seals are red


@dataclass(frozen=True, slots=True)
class CellPicture:
    """A cell, and the stretch of its page that it stands in with the cell framed; both PNG."""

    cell: bytes
    around: bytes
    has_foreign_fonts: bool = False  # then it may lack what the document prints


def picture_of(item: Item) -> CellPicture | str:
    """Return the pictures of an item, or why there are none."""
    if item.box is None or item.page is None:
        return NO_PAGES if source_of(item) else GONE
    try:
        page = _page_of(item.sha256, item.paths, item.page)
    except _NoPictureError as error:
        return str(error)
    return CellPicture(_cut_cell(page, item.box), _cut_around(page, item.box), page.has_foreign_fonts)


def turned(png: bytes, quarters: int) -> bytes:
    """Return a picture turned clockwise by so many quarters: a page may lie on its side."""
    from PIL import Image as Images

    return png if quarters % 4 == 0 else _to_png(Images.open(io.BytesIO(png)).rotate(-90 * quarters, expand=True))


def source_of(item: Item) -> str | None:
    """Return the path at which a file stands that should hold the item's document; None where there is none."""
    return next((path for path in item.paths if _outermost(path)), None)


class _NoPictureError(Exception):
    """Why there is no picture; raised, and so not remembered: the file may be put back."""


@lru_cache(maxsize=2)  # the cells of a page come one after the other
def _page_of(sha256: str, paths: tuple[str, ...], number: int) -> PagePicture:
    document = _find(sha256, paths)
    try:
        page = draw_page(document, number)
    except ImportError as error:
        raise _NoPictureError(NO_EXTRA) from error
    except (DocumentError, RuntimeError) as error:
        raise _NoPictureError(f"页面无法绘制（{error}）") from error
    if page is None:
        raise _NoPictureError(NO_PAGES)
    return page


def _find(sha256: str, paths: tuple[str, ...]) -> Document:
    is_changed = False
    for path in map(_outermost, paths):
        if path is None:
            continue
        is_changed = True
        for document in read_documents(path):
            if isinstance(document, Document) and document.sha256 == sha256:
                return document
    raise _NoPictureError(CHANGED if is_changed else GONE)


def _outermost(path: str) -> Path | None:
    """Return the file at a path, or the archive that the path names before its `!`."""
    steps = path.split("!")
    names = ("!".join(steps[:count]) for count in range(len(steps), 0, -1))
    return next((Path(name) for name in names if Path(name).is_file()), None)


def _cut_cell(page: PagePicture, box: Box) -> bytes:
    return _cut(page, _grown(_without_blank(page, box), _LIGHT, _LIGHT))


def _without_blank(page: PagePicture, box: Box) -> Box:
    """Return a high cell without the paper above and below its text, which would make the text too small to see."""
    x0, top, x1, bottom = box
    if bottom - top < _HIGH:
        return box
    import numpy as np

    side = (x1 - x0) / _SIDES
    left, first, right, last = _to_pixels(page, (x0 + side, top + _LIGHT, x1 - side, bottom - _LIGHT))
    grey = np.asarray(page.image.crop((left, first, right, last)).convert("L"), dtype=np.int16)
    rows = np.flatnonzero((grey < np.median(grey) - _DARKER).sum(axis=1) >= _INKED)
    if not len(rows):
        return box
    above, below = (first + rows[0]) / page.scale - _LINE, (first + rows[-1]) / page.scale + _LINE
    return x0, max(top, above), x1, min(bottom, below)


def _cut_around(page: PagePicture, box: Box) -> bytes:
    from PIL import ImageDraw

    wide = page.image.width / page.scale
    area = _grown((0.0, box[1], wide, box[3]), 0, _AROUND)

    def frame(image: object) -> None:
        x0, top, x1, bottom = _to_pixels(page, _grown(box, 0, 0))
        left, above = _to_pixels(page, area)[:2]
        outline = (x0 - left, top - above, x1 - left, bottom - above)
        ImageDraw.Draw(image).rectangle(outline, outline=_FRAME, width=max(2, round(page.scale)))  # type: ignore[arg-type]

    return _cut(page, area, frame)


def _grown(box: Box, wide: float, high: float) -> Box:
    """Return a box that is larger on each side, and never too thin to be seen."""
    x0, top, x1, bottom = box
    wide = max(wide, (_LEAST - (x1 - x0)) / 2)
    high = max(high, (_LEAST - (bottom - top)) / 2)
    return x0 - wide, top - high, x1 + wide, bottom + high


def _to_pixels(page: PagePicture, box: Box) -> tuple[int, int, int, int]:
    """Return a box in pixels within the page; at least one pixel of it, wherever the box lies."""
    width, height = page.image.size
    x0, top, x1, bottom = (round(at * page.scale) for at in box)
    x0, top = min(max(0, x0), width - 1), min(max(0, top), height - 1)
    return x0, top, min(max(x0 + 1, x1), width), min(max(top + 1, bottom), height)


def _cut(page: PagePicture, box: Box, draw: Callable[[object], None] | None = None) -> bytes:
    image = page.image.crop(_to_pixels(page, box))
    if draw:
        draw(image)
    return _to_png(image)


def _to_png(image: Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
