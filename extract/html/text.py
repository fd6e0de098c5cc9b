"""Markup to lines of text, white space collapsed as a browser does.

In: an element. Out: its text in parts, in reading order, with the tables that are grids of their own between them;
and the lines that such parts print as.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from typing import Final

from lxml import etree

LINE_BREAK: Final = "\x00"  # <br>: always another line
BLOCK: Final = "\x01"  # where a block begins or ends: another line unless one has just begun
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl",
    "dt", "fieldset", "figure", "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "legend", "main", "menu", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_UNPRINTED: Final = frozenset({
    "head", "script", "style", "template", "noscript", "noframes", "title", "meta", "link", "object", "applet", "audio",
    "video", "svg", "iframe", "frame", "xml", "datalist", "map",
})  # fmt: skip
_PRINTED_INPUTS: Final = frozenset({"", "text", "number", "date", "search", "tel", "url", "email"})
_BOXES: Final = {"checkbox": "□☑", "radio": "○●"}
_PREFORMATTED: Final = ("pre", "textarea")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_SPACE: Final = re.compile(r"[ \t\r\n\f\x0b]+")
_SOURCE_LINE: Final = re.compile(r"(\S)[ \t\r\f]*\n[ \t\r\n\f]*(?=(\S))")
_LINES: Final = re.compile(f"[{LINE_BREAK}{BLOCK}]")


def walk(
    root: etree._Element, tables: Set[etree._Element], left_out: list[etree._Element] | None = None
) -> Iterator[str | etree._Element]:
    """Yield the text of an element in parts, and in its place each table of `tables` below it, not entered.

    With a list for what is `left_out`, elements that the page does not display go there instead.
    """
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    preformatted = 0
    for event, element in walker:
        tag = element.tag
        is_block = tag in _BLOCKS
        if event == "start":
            preformatted += tag in _PREFORMATTED
            if element in tables and element is not root:
                yield BLOCK
                yield element
                walker.skip_subtree()
            elif tag in _UNPRINTED or (tag == "option" and not _is_chosen(element)):
                walker.skip_subtree()
            elif left_out is not None and element is not root and is_undisplayed(element):
                left_out.append(element)
                walker.skip_subtree()
            else:
                yield from _opening(element, is_block, preformatted > 0)
            continue
        if event == "end":
            preformatted -= tag in _PREFORMATTED
            if is_block:
                yield BLOCK
        if element is not root and element.tail:
            yield _source(element.tail, preformatted > 0)


def is_undisplayed(element: etree._Element) -> bool:
    """Whether the element itself says that it takes no room on the page."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _is_chosen(option: etree._Element) -> bool:
    """Whether a page shows the option: of a drop-down list only the chosen one, or else the first."""
    listed = next(option.iterancestors("select"), None)
    if listed is None or listed.get("multiple") is not None or (listed.get("size") or "1") != "1":
        return True
    options = list(listed.iter("option"))
    return option is next((one for one in reversed(options) if one.get("selected") is not None), options[0])


def _opening(element: etree._Element, is_block: bool, preformatted: bool) -> Iterator[str]:
    if is_block:
        yield BLOCK
    if element.tag == "br":
        yield LINE_BREAK
    elif element.tag == "input":
        yield _field(element)
    elif element.text:
        yield _source(element.text, preformatted)


def _field(element: etree._Element) -> str:
    kind = (element.get("type") or "").strip().lower()
    if kind in _BOXES:
        return _BOXES[kind][element.get("checked") is not None]
    return element.get("value") or "" if kind in _PRINTED_INPUTS else ""


def _source(text: str, preformatted: bool) -> str:
    return text.replace("\r\n", "\n").replace("\n", LINE_BREAK) if preformatted else text


def parts_to_lines(parts: Iterable[str]) -> Iterator[str]:
    """Yield the lines that the parts print as, without blank ones.

    >>> list(parts_to_lines(["数量\\n  指标 of", "  1", BLOCK, "\\xa0", LINE_BREAK, "≥\\xa095%"]))
    ['数量指标 of 1', '≥ 95%']
    """
    for line in _LINES.split("".join(parts)):
        joined = _SOURCE_LINE.sub(_join_source_lines, line) if "\n" in line else line
        printed = _SPACE.sub(" ", joined).replace("\xa0", " ").strip()
        if printed:
            yield printed


def _join_source_lines(match: re.Match[str]) -> str:
    """Drop the end of a source line between two Chinese characters (CSS Text 3, 4.1.3); elsewhere it is a blank."""
    before, after = match[1], match[2]
    return before if _is_wide(before) and _is_wide(after) else f"{before} "


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
