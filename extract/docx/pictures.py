"""The pictures of a Word document, each of which may be a page that was scanned.

In: a document. Out: its pictures in the order in which they are shown, which are as large as a table, and the bytes of one.
They are numbered from 1; those of running heads, and those that only other files hold, are not among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from extract.contracts import Document
from extract.zipped import Container

_EMU_A_POINT: Final = 12_700
_TABLE_WIDTH, _TABLE_HEIGHT = 230.0, 115.0  # points: 8 by 4 cm
_SIZE: Final = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)\s*(pt|in|cm|mm|px)?", re.IGNORECASE)
_POINTS: Final = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}


@dataclass(frozen=True, slots=True)
class WordPicture:
    """The picture `number` of a document; `is_large` is None where the document does not say how large it is shown."""

    number: int
    part: str
    is_large: bool | None


def list_pictures(document: Document) -> list[WordPicture]:
    """Return the pictures in the body of a Word document, each once however often it is shown; none is read.

    Raises a `DocumentError` where the package is broken.
    """
    package = Container(document.content, document.path)
    main = main_part(package)
    parts = {relation: part for relation, kind, part in package.relations(main) if kind == "image"}
    if not parts:
        return []
    found: dict[str, bool | None] = {}
    for shown in find_pictures(package.tree(main)):
        part = parts.get(_relation_of(shown))
        if part is not None and package.has(part):
            found[part] = found.get(part) or is_large(shown)
    return [WordPicture(number, part, large) for number, (part, large) in enumerate(found.items(), 1)]


def read_picture(document: Document, picture: WordPicture) -> bytes:
    """Return the bytes of a picture; raise a `DocumentError` where its part is broken or too large."""
    return Container(document.content, document.path).read(picture.part)


def _relation_of(picture: etree._Element) -> str:
    """Return the name of the relation by which an element names a picture, in whichever namespace it stands."""
    named = {str(name).rpartition("}")[2]: str(value) for name, value in picture.attrib.items() if str(name)[:1] == "{"}
    return named.get("embed") or named.get("id") or ""


def main_part(package: Container) -> str:
    """Return the name of the part that holds the body."""
    return next((part for _, kind, part in package.relations("") if kind == "officeDocument"), "word/document.xml")


def find_pictures(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that name a picture; one that is kept in two ways, for new and old programs, twice."""
    return root.iter("{*}blip", "{*}imagedata")


def is_large(picture: etree._Element) -> bool | None:
    """Whether a picture is shown as large as a table; None where nothing says how large."""
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
    return None


def _is_table_sized(width: float, height: float) -> bool:
    return width >= _TABLE_WIDTH and height >= _TABLE_HEIGHT


def _number(text: str | None) -> float:
    return float(text) if text and text.isdecimal() else 0.0
