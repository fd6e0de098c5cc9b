"""A file's name as it can be printed and stored.

In: a path. Out: the same path, where its name is text; bytes that are no UTF-8 and characters that would break a line are
written as escapes, so that two such files stay apart.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Final

_UNSHOWN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})


def shown_path(path: Path) -> Path:
    r"""Return the path for people and tables.

    >>> str(shown_path(Path("绩效\n1.txt"))), str(shown_path(Path(os.fsdecode(b"\xbc\xa8.txt"))))
    ('绩效\\n1.txt', '\\xbc\\xa8.txt')
    """
    text = os.fsencode(path).decode("utf-8", "backslashreplace") if _has_bytes(str(path)) else str(path)
    return Path("".join(map(_shown, text)))


def _has_bytes(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _shown(character: str) -> str:
    if unicodedata.category(character) in _UNSHOWN:
        return character.encode("unicode_escape").decode("ascii")
    return character
