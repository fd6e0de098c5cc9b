"""The first document in other flattenings: the same table after its tabs, lines and figures went through other hands.

In: a flattened text. Out: named variants of it, each with the same indicators.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_HALF = "0123456789%.()<>=+*/"
_FULL_WIDTH = str.maketrans(_HALF, "".join(chr(ord(character) + 0xFEE0) for character in _HALF))


def _to_full_width(text: str) -> str:
    """Widen figures and signs, and leave markup as it is."""
    return re.sub(r"(</?p>)|([^<]+)", lambda match: match.group(1) or match.group(2).translate(_FULL_WIDTH), text)


def _by_line(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "\n".join(change(line) for line in text.split("\n"))


def _cells_by_line(text: str, end: str, *, keeps_blank: bool) -> str:
    cells = (cell for line in text.split("\n") for cell in line.split("\t"))
    return "\n".join(cell + end for cell in cells if keeps_blank or cell.strip())


FLATTENINGS: dict[str, Callable[[str], str]] = {
    "as-published": lambda text: text,
    "tabs-to-one-blank-each": lambda text: text.replace("\t", " "),
    "tabs-collapsed-to-a-blank": lambda text: re.sub(r"[ \t]+", " ", text),
    "tabs-collapsed-and-stripped": lambda text: _by_line(str.strip)(re.sub(r"[ \t]+", " ", text)),
    "ideographic-blanks": lambda text: re.sub(r"[ \t]+", "　", text),
    "tabs-collapsed-to-a-tab": lambda text: re.sub(r"\t+", "\t", text),
    "cell-a-line": lambda text: _cells_by_line(text, "", keeps_blank=False),
    "cell-a-line-with-blank-cells": lambda text: _cells_by_line(text, "", keeps_blank=True),
    "cell-a-line-with-bars": lambda text: _cells_by_line(text, " |", keeps_blank=True),
    "shifted-by-one": _by_line(lambda line: "\t" + line),
    "trailing-tabs-lost": _by_line(lambda line: line.rstrip("\t")),
    "leading-tabs-lost": _by_line(lambda line: line.strip("\t")),
    "between-bars": _by_line(lambda line: f"| {line.replace(chr(9), ' | ')} |" if "\t" in line else line),
    "blank-lines-lost": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "windows-line-ends": lambda text: text.replace("\n", "\r\n"),
    "full-width": _to_full_width,
    "full-width-blanks": lambda text: _to_full_width(re.sub(r"[ \t]+", " ", text)),
    "full-width-cell-a-line": lambda text: _to_full_width(_cells_by_line(text, "", keeps_blank=False)),
}
