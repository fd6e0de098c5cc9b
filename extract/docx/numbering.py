"""The numbers that Word prints before paragraphs and does not write into them.

In: numbering and styles parts. Out: the label of each paragraph in turn (`1.`, `（二）`, `①`); bullets are not text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extract.ooxml import attribute, child, children, number_at
from extract.zipped import Container

_PLACE: Final = re.compile(r"%([1-9])")
_HAN: Final = "零一二三四五六七八九"
_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"
# (part of a form's name in lower case, its signs): beyond them a form counts on as another does.
_SIGNS: Final = (
    ("enclosedcircle", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"), ("enclosedparen", "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    ("enclosedfullstop", "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"), ("ideographtraditional", "甲乙丙丁戊己庚辛壬癸"),
    ("ideographzodiac", "子丑寅卯辰巳午未申酉戌亥"),
)  # fmt: skip
_ROMAN: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
                 (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    form: str
    text: str
    start: int
    ends_in_blank: bool


@dataclass
class Numbering:
    """The lists of a document and how far each has been counted."""

    levels: Mapping[str, Mapping[int, Level]]  # by list
    styles: Mapping[str, tuple[str, int]]  # style → list and level
    series: Mapping[str, str] = field(default_factory=dict)  # list → what it goes on counting
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, paragraph: etree._Element) -> str:
        """Return what is printed before the paragraph, and count it."""
        if not self.levels:
            return ""
        list_id, depth = self._place(paragraph)
        level = self.levels.get(list_id, {}).get(depth)
        if level is None:
            return ""
        counts = self._counts[self.series.get(list_id, list_id)]
        counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [known for known in counts if known > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return ""
        text = _PLACE.sub(lambda place: self._count(list_id, counts, int(place[1]) - 1), level.text)
        return text + " " if level.ends_in_blank else text

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = child(paragraph, "pPr", "numPr")
        style = child(paragraph, "pPr", "pStyle")
        inherited = self.styles.get(attribute(style, "val") or "", ("", 0)) if style is not None else ("", 0)
        if properties is None:
            return inherited
        list_id = child(properties, "numId")
        return (attribute(list_id, "val") or "") if list_id is not None else inherited[0], number_at(
            child(properties, "ilvl"), inherited[1]
        )

    def _count(self, list_id: str, counts: Mapping[int, int], depth: int) -> str:
        level = self.levels[list_id].get(depth)
        return number_to_text(counts.get(depth, level.start), level.form) if level is not None else ""


def number_to_text(number: int, form: str) -> str:
    """Return a number as a list form prints it.

    >>> [number_to_text(12, form) for form in ("decimal", "chineseCounting", "upperLetter", "lowerRoman")]
    ['12', '十二', 'L', 'xii']
    """
    lower = form.lower()
    if form == "none":
        return ""
    cycle = next((signs for known, signs in _SIGNS if known in lower and number <= len(signs)), "")
    if cycle and number >= 1:
        return cycle[number - 1]
    if any(word in lower for word in ("chinese", "ideograph", "counting", "digital")) and 0 <= number < 10_000:
        return _to_han(number, _LEGAL if "legal" in lower else _HAN, is_digital="digital" in lower)
    text = _to_latin(number, lower) if number >= 1 else str(number)
    return text.upper() if form.startswith("upper") else text


def _to_latin(number: int, form: str) -> str:
    if form.endswith("letter"):
        return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    if form.endswith("roman"):
        return _to_roman(number)
    if form == "decimalfullwidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return f"{number:02d}" if form == "decimalzero" else str(number)


def _to_han(number: int, digits: str, *, is_digital: bool = False) -> str:
    """Return a number below 10,000 in Chinese.

    >>> [_to_han(number, _HAN) for number in (0, 10, 21, 103, 110, 1005)]
    ['零', '十', '二十一', '一百零三', '一百一十', '一千零五']
    """
    if is_digital:
        return "".join(f"〇{digits[1:]}"[int(digit)] for digit in str(number))
    if number == 0:
        return digits[0]
    units = "仟佰拾" if digits == _LEGAL else "千百十"
    text, is_gap = "", False
    for place, unit in zip((1000, 100, 10, 1), (*units, ""), strict=True):
        digit = number // place % 10
        if digit:
            text += (digits[0] if is_gap else "") + digits[digit] + unit
        is_gap = bool(text) and not digit
    return text.removeprefix("一") if 10 <= number < 20 and digits == _HAN else text


def _to_roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def read_numbering(package: Container, parts: Mapping[str, str]) -> Numbering:
    """Return the lists of a document; without a numbering part there are none."""
    part = next((name for name, kind in parts.items() if kind == "numbering"), None)
    if part is None:
        return Numbering({}, {})
    root = package.tree(part)
    abstract = {
        attribute(element, "abstractNumId") or "": _levels(element) for element in children(root, "abstractNum")
    }
    levels, series = {}, {}
    for element in children(root, "num"):
        list_id, base = attribute(element, "numId") or "", child(element, "abstractNumId")
        base_id = (attribute(base, "val") or "") if base is not None else ""
        own = abstract.get(base_id, {})
        changed = _overrides(element, own)
        levels[list_id] = {**own, **changed}
        series[list_id] = f"list {list_id}" if changed else base_id
    styles = next((name for name, kind in parts.items() if kind == "styles"), None)
    return Numbering(levels, _styles(package.tree(styles)) if styles and levels else {}, series)


def _levels(holder: etree._Element) -> dict[int, Level]:
    return {number_at(level, 0, "ilvl"): _level(level) for level in children(holder, "lvl")}


def _level(level: etree._Element) -> Level:
    form, text, suffix = child(level, "numFmt"), child(level, "lvlText"), child(level, "suff")
    return Level(
        (attribute(form, "val") if form is not None else None) or "decimal",
        (attribute(text, "val") if text is not None else None) or "",
        number_at(child(level, "start"), 1),
        suffix is not None and attribute(suffix, "val") == "space",
    )


def _overrides(element: etree._Element, own: Mapping[int, Level]) -> dict[int, Level]:
    changed = {}
    for override in children(element, "lvlOverride"):
        depth = number_at(override, 0, "ilvl")
        level = _levels(override).get(depth, own.get(depth))
        if level is not None:
            start = number_at(child(override, "startOverride"), level.start)
            changed[depth] = Level(level.form, level.text, start, level.ends_in_blank)
    return changed


def _styles(root: etree._Element) -> dict[str, tuple[str, int]]:
    found = {}
    for style in root:
        properties = child(style, "pPr", "numPr")
        list_id = child(properties, "numId") if properties is not None else None
        if properties is not None and list_id is not None:
            place = (attribute(list_id, "val") or "", number_at(child(properties, "ilvl"), 0))
            found[attribute(style, "styleId") or ""] = place
    return found
