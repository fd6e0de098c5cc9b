"""A Word paragraph to its printed text.

In: a paragraph element. Out: its text with tracked changes accepted, and the text boxes anchored in it. Field codes,
hidden and deleted runs are left out; characters of the Symbol and Wingdings fonts become what they print as.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from extract.docx.fields import Fields
from extract.ooxml import attribute, child, is_on, is_spare, local_name

_UNPRINTED: Final = frozenset({
    "pPr", "del", "moveFrom", "delText", "delInstrText", "rt", "sdtPr", "tblPr", "fldData", "ctrlPr", "naryPr",
})  # fmt: skip
_MARKS: Final = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "den": "/", "rad": "√",
}  # fmt: skip
_SYMBOL: Final = {
    0x2D: "-", 0x40: "≅", 0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷",
    0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xD7: "·", 0xE5: "∑", 0xD6: "√", 0x25: "%",
    **dict(zip(b"abgdezhqiklmnxoprstufcyw", "αβγδεζηθικλμνξοπρστυφχψω", strict=True)), 0x44: "Δ", 0x53: "Σ", 0x57: "Ω",
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
    fields = Fields()
    font = ""
    walker = etree.iterwalk(paragraph, events=("start", "end"))
    for event, element in walker:
        name = local_name(element)
        if event == "end":
            if name == "d":
                parts.append(_bracket(element, "endChr", ")"))
        elif name in _UNPRINTED or (name == "Fallback" and is_spare(element)):
            walker.skip_subtree()
        elif name == "rPr":
            font = _font_of(element)
            walker.skip_subtree()
        elif name == "r":
            font = ""
            properties = child(element, "rPr")
            if properties is not None and is_on(child(properties, "vanish")):
                walker.skip_subtree()
        elif name == "fldChar":
            parts.append(fields.step(element))
            walker.skip_subtree()
        elif name == "instrText":
            fields.add_code(element.text or "")
        elif name == "txbxContent":
            boxes.append(element)
            walker.skip_subtree()
        elif not fields.is_in_code:
            parts.append(_element_to_text(element, name, font))
    return "".join(parts).replace("\xa0", " "), boxes


def _element_to_text(element: etree._Element, name: str, font: str) -> str:
    if name == "t":
        return _printed(element.text or "", font)
    if name == "sym":
        return _symbol(element)
    return _bracket(element, "begChr", "(") if name == "d" else _MARKS.get(name, "")


def _bracket(delimiters: etree._Element, side: str, default: str) -> str:
    """Return what stands at a side of a formula's brackets, which are no text in it."""
    sign = child(delimiters, "dPr", side)
    if sign is None:
        return default
    return next((str(value) for key, value in sign.attrib.items() if str(key).rpartition("}")[2] == "val"), "")


def _font_of(properties: etree._Element) -> str:
    fonts = child(properties, "rFonts")
    names = (attribute(fonts, kind) for kind in ("ascii", "hAnsi")) if fonts is not None else ()
    return next((name.lower() for name in names if name and name.lower() in _FONTS), "")


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
    try:
        code = int(attribute(element, "char") or "20", 16)
        character = chr(code)
    except (ValueError, OverflowError):
        return "\ufffd"
    glyphs = _FONTS.get((attribute(element, "font") or "").lower(), {})
    if glyphs:
        return glyphs.get(
            code & 0xFF, chr(code & 0xFF) if 0x20 <= code & 0xFF < 0x7F and glyphs is _SYMBOL else character
        )
    return character


def is_mark_deleted(paragraph: etree._Element) -> bool:
    """Whether the end of the paragraph was deleted or moved away, so that the next one goes on in its line."""
    marks = child(paragraph, "pPr", "rPr")
    return marks is not None and (child(marks, "del") is not None or child(marks, "moveFrom") is not None)
