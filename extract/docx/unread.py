"""What a Word document shows that is not read with its text: pictures and embedded objects.

In: the root of the main part. Out: notices. A small picture (a seal, a logo) beside a table is none of our business; a large
one is most often a table that was scanned.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from extract.contracts import Notice
from extract.docx.pictures import find_pictures, is_large

PICTURE_NOT_READ: Final = "picture_not_read"


def find_unread(root: etree._Element, *, has_table: bool) -> Iterator[Notice]:
    """Yield a notice for embedded objects, and one for pictures: for all where there is no table, else for large ones."""
    objects = sum(1 for _ in root.iter("{*}OLEObject"))
    if objects:
        yield Notice("embedded_object", f"文档中嵌有{objects}个对象（如Excel表），其中的内容没有读取")
    pictures = list(find_pictures(root))
    if pictures and not has_table:
        yield Notice(PICTURE_NOT_READ, f"文档中没有表格，但有{len(pictures)}张图片，图片中的内容没有读取")
    elif has_table and (large := sum(map(bool, map(is_large, pictures)))):
        yield Notice(PICTURE_NOT_READ, f"文档中另有{large}张较大的图片，图片中的内容没有读取")
