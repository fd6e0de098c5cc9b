"""A Word paragraph to its printed text.

In: a paragraph element. Out: its text with tracked changes accepted, and the text boxes anchored in it. Field codes,
hidden and deleted runs are left out; characters of the Symbol and Wingdings fonts become what they print as.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from extract.ooxml import attribute, child, is_on, local_name

_UNPRINTED: Final = frozenset({
    "pPr", "rPr", "del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "Fallback", "sdtPr", "tblPr",
    "fldData", "ffData", "ctrlPr", "naryPr", "dPr",
})  # fmt: skip
_MARKS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "den": "/"}
_SYMBOL: Final = {
    0x2D: "-", 0x40: "≅", 0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷",
    0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xD7: "·",
}  # fmt: skip
_FONTS: Final[dict[str, dict[int, str]]] = {
    "symbol": _SYMBOL,
    "wingdings": {0x6C: "●", 0x6E: "■", 0x6F: "□", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    "wingdings 2": {0x2A: "□", 0x4F: "✗", 0x50: "✓", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"},
}


def paragraph_to_text(paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
    """Return the text of a paragraph, its lines parted by a line feed, and the contents of its text boxes."""
    parts: list[str] = []
    boxes: list[etree._Element] = []
    font = ""
    walker = etree.iterwalk(paragraph, events=("start",))
    for _, element in walker:
        name = local_name(element)
        if name in _UNPRINTED:
            walker.skip_subtree()
        elif name == "r":
            properties = child(element, "rPr")
            if properties is not None and is_on(child(properties, "vanish")):
                walker.skip_subtree()
            font = _font_of(properties)
        elif name == "t":
            parts.append(_printed(element.text or "", font))
        elif name == "sym":
            parts.append(_symbol(element))
        elif name == "txbxContent":
            boxes.append(element)
            walker.skip_subtree()
        elif name in _MARKS:
            parts.append(_MARKS[name])
    return "".join(parts).replace("\xa0", " "), boxes


def _font_of(properties: etree._Element | None) -> str:
    fonts = child(properties, "rFonts") if properties is not None else None
    return ((attribute(fonts, "ascii") or "") if fonts is not None else "").lower()


def _printed(text: str, font: str) -> str:
    glyphs = _FONTS.get(font)
    if glyphs is None:
        return text
    return "".join(
        glyphs.get(ord(character) & 0xFF, character) if _is_private(character) else character for character in text
    )


def _is_private(character: str) -> bool:
    return 0xF000 <= ord(character) <= 0xF0FF


def _symbol(element: etree._Element) -> str:
    code = int(attribute(element, "char") or "20", 16)
    glyphs = _FONTS.get((attribute(element, "font") or "").lower(), {})
    if glyphs:
        return glyphs.get(
            code & 0xFF, chr(code & 0xFF) if 0x20 <= code & 0xFF < 0x7F and glyphs is _SYMBOL else chr(code)
        )
    return chr(code)


def is_mark_deleted(paragraph: etree._Element) -> bool:
    """Whether the end of the paragraph was deleted, so that the next one goes on in its line."""
    return child(paragraph, "pPr", "rPr", "del") is not None
