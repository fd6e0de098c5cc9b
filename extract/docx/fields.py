"""Word's fields: which runs of a paragraph are a field's code, and what a field prints that has no text.

In: a paragraph's field characters and codes in turn. Out: whether what comes next is printed, and the text of form fields
and of overprinted characters (`eq \\o\\ac(□,√)`), which stand in the code alone.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from extract.ooxml import attribute, child, children, is_on, number_at

_OVERPRINT: Final = re.compile(r"eq\s*\\o\s*(?:\\a[clrd]\s*)?\((.+)[,，;；](.+)\)", re.IGNORECASE)
_FRACTION: Final = re.compile(r"eq\s*\\f\s*\((.+)[,，;；](.+)\)", re.IGNORECASE)
_CIRCLES: Final = "○〇◯"
_TICKED: Final = {("□", "√"): "☑", ("□", "✓"): "☑", ("□", "×"): "☒"}


class Fields:
    """The fields that are open, outermost first: the code of each, and whether its result has begun."""

    def __init__(self) -> None:
        self._open: list[tuple[str, bool]] = []

    @property
    def is_in_code(self) -> bool:
        """Whether what comes now belongs to the code of a field and is not printed."""
        return any(not has_result for _, has_result in self._open)

    def add_code(self, code: str) -> None:
        """Take the next piece of the innermost field's code."""
        if self._open:
            self._open[-1] = (self._open[-1][0] + code, self._open[-1][1])

    def step(self, mark: etree._Element) -> str:
        """Take a field character, and return what the field prints here."""
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            self._open.append(("", False))
            return _form_field(mark)
        if kind == "separate" and self._open:
            self._open[-1] = (self._open[-1][0], True)
        if kind != "end" or not self._open:
            return ""
        code, _ = self._open.pop()
        return "" if self.is_in_code else code_to_text(code)


def code_to_text(code: str) -> str:
    """Return what a field prints that has nothing but its code.

    >>> [code_to_text(code) for code in (r"eq \\o\\ac(○,3)", r"EQ \\o\\ac(□,√)", r"eq \\f(1,2)", "PAGE")]
    ['③', '☑', '1/2', '']
    """
    fraction, over = _FRACTION.search(code), _OVERPRINT.search(code)
    if fraction:
        return f"{fraction[1].strip()}/{fraction[2].strip()}"
    if not over:
        return ""
    frame, inner = over[1].strip(), over[2].strip()
    if frame in _CIRCLES and inner.isdecimal() and 1 <= int(inner) <= 20:
        return chr(0x245F + int(inner))
    return _TICKED.get((frame, inner), inner)


def _form_field(mark: etree._Element) -> str:
    box, listed = child(mark, "ffData", "checkBox"), child(mark, "ffData", "ddList")
    if box is not None:
        checked = child(box, "checked")
        return "☑" if is_on(child(box, "default") if checked is None else checked) else "□"
    if listed is None:
        return ""
    entries = [attribute(entry, "val") or "" for entry in children(listed, "listEntry")]
    chosen = number_at(child(listed, "result"), 0)
    return entries[chosen] if 0 <= chosen < len(entries) else ""
