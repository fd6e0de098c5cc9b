"""What a Word document shows that is not read: pictures and embedded objects.

In: the root of the main part. Out: notices. A small picture (a seal, a logo) beside a table is none of our business; a large
one is most often a table that was scanned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from extract.contracts import Notice

_EMU_A_POINT: Final = 12_700
_TABLE_WIDTH, _TABLE_HEIGHT = 230.0, 115.0  # points: 8 by 4 cm
_SIZE: Final = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)\s*(pt|in|cm|mm|px)?", re.IGNORECASE)
_POINTS: Final = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}


def find_unread(root: etree._Element, *, has_table: bool) -> Iterator[Notice]:
    """Yield a notice for embedded objects, and one for pictures: for all where there is no table, else for large ones."""
    objects = sum(1 for _ in root.iter("{*}OLEObject"))
    if objects:
        yield Notice("embedded_object", f"文档中嵌有{objects}个对象（如Excel表），其中的内容没有读取")
    pictures = list(root.iter("{*}blip", "{*}imagedata"))
    if pictures and not has_table:
        yield Notice("picture_not_read", f"文档中没有表格，但有{len(pictures)}张图片，图片中的内容没有读取")
    elif has_table and (large := sum(map(_is_large, pictures))):
        yield Notice("picture_not_read", f"文档中另有{large}张较大的图片，图片中的内容没有读取")


def _is_large(picture: etree._Element) -> bool:
    for above in picture.iterancestors("{*}inline", "{*}anchor", "{*}shape", "{*}object"):
        extent = next(above.iter("{*}extent"), None)
        if extent is not None:
            return _is_table_sized(*(_number(extent.get(side)) / _EMU_A_POINT for side in ("cx", "cy")))
        sizes = {
            side.lower(): float(size) * _POINTS.get(unit.lower(), 1.0)
            for side, size, unit in _SIZE.findall(above.get("style") or "")
        }
        if sizes:
            return _is_table_sized(sizes.get("width", 0.0), sizes.get("height", 0.0))
    return False


def _is_table_sized(width: float, height: float) -> bool:
    return width >= _TABLE_WIDTH and height >= _TABLE_HEIGHT


def _number(text: str | None) -> float:
    return float(text) if text and text.isdecimal() else 0.0
