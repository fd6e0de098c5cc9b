"""Text to lines that fit a width, measured in the faces that will print it.

In: text, a `Look`, a role (body, heads, title) and a size in points. Out: widths in points, and lines. A character that no
face has is left out, and a sign that looks like it stands for it where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from tests.scans.faces import Face, Setting
from tests.scans.look import Look

_MEASURE = 100.0  # pixels at which widths are measured
_ALIKE = {"⩾": "≥", "⩽": "≤", "═": "=", "＝": "=", "≧": "≥", "≦": "≤", "≒": "≈", "≅": "≈", "＞": ">", "＜": "<"}
_NOT_FIRST = "，。、；：！？）》」』】〉,.;:!?)%％"
_PIECE = re.compile(r"[0-9A-Za-z.,%\-/:]+|.", re.DOTALL)


@cache
def _advance(face: Face, character: str) -> float:
    return face.font(_MEASURE).getlength(character) / _MEASURE


def printable(text: str, setting: Setting) -> str:
    """Return the text as these faces can print it."""
    return "".join(_printable(character, setting) for character in text)


def _printable(character: str, setting: Setting) -> str:
    if character in "\n \u3000":
        return character
    for choice in (character, _ALIKE.get(character, "")):
        if choice and setting.face(choice):
            return choice
    return ""


def width(text: str, look: Look, size: float, role: str = "body") -> float:
    """Return the width of a line in points."""
    return sum(_width(character, look.setting, role) for character in text) * size


def _width(character: str, setting: Setting, role: str) -> float:
    if character == "\u3000":
        return 1.0
    face = setting.face(character, role) or setting.body
    return _advance(face, character)


def to_lines(text: str, look: Look, room: float, size: float, role: str = "body") -> list[str]:
    """Return the lines of a text in a room so many points wide; none for no text."""
    if not text.strip():
        return []
    return [line for paragraph in text.split("\n") for line in _wrap(paragraph, look, room, size, role)]


def _wrap(paragraph: str, look: Look, room: float, size: float, role: str) -> Iterable[str]:
    line, used = "", 0.0
    for piece in _pieces(paragraph, look, room, size, role):
        need = width(piece, look, size, role)
        if line and used + need > room and piece not in _NOT_FIRST:
            yield line
            line, used = "", 0.0
        line += piece
        used += need
    yield line


def _pieces(paragraph: str, look: Look, room: float, size: float, role: str) -> Iterable[str]:
    for match in _PIECE.finditer(paragraph):
        piece = match.group()
        yield from [piece] if look.keeps_figures and width(piece, look, size, role) <= room else piece
