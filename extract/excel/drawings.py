"""What lies on a sheet and not in its cells: text boxes, pictures, embedded objects, comments.

In: a package and one of its sheets. Out: the lines in text boxes, and notices for what is not read. Charts repeat cells and
are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from extract.contracts import Notice
from extract.ooxml import is_spare, local_name
from extract.zipped import Container

_OBJECTS: Final = ("oleObject", "package")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What lies on a sheet."""

    lines: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


def read_drawings(package: Container, part: str, name: str) -> Drawn:
    """Return what lies on the sheet; `name` is for messages."""
    kinds: dict[str, list[str]] = {}
    for _, kind, target in package.relations(part):
        if package.has(target):
            kinds.setdefault(kind, []).append(target)
    lines: list[str] = []
    pictures = 0
    for drawing in kinds.get("drawing", []):
        root = package.tree(drawing)
        lines.extend(_lines(root))
        pictures += sum(1 for _ in root.iter("{*}pic"))
    objects = sum(len(kinds.get(kind, [])) for kind in _OBJECTS)
    return Drawn(tuple(lines), tuple(_notices(name, pictures, objects, "comments" in kinds)))


def _lines(root: etree._Element) -> Iterator[str]:
    for body in root.iter("{*}txBody"):
        if any(is_spare(above) for above in body.iterancestors("{*}Fallback")):
            continue
        for paragraph in body:
            line = "".join(text.text or "" for text in paragraph.iter("{*}t")).strip()
            if local_name(paragraph) == "p" and line:
                yield line


def _notices(name: str, pictures: int, objects: int, has_comments: bool) -> Iterator[Notice]:
    if pictures:
        yield Notice("picture_not_read", f"工作表“{name}”中有{pictures}张图片，图片中的内容没有读取")
    if objects:
        yield Notice("embedded_object", f"工作表“{name}”中嵌有{objects}个对象，其中的内容没有读取")
    if has_comments:
        yield Notice("comments_not_read", f"工作表“{name}”的单元格有批注，批注没有读取")
