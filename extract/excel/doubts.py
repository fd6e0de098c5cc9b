"""What is doubtful about the cells of a sheet, counted while it is read, told once for each kind.

In: codes with places. Out: notices in Chinese.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from extract.contracts import Notice

_MESSAGES: Final[Mapping[str, str]] = {
    "formula_without_value": "{count}个公式没有保存计算结果，按空白读取，首个在{place}；请用Excel打开并重新保存",
    "shown_otherwise": "{count}个单元格显示的数与保存的数不同（如四舍五入），已按保存的数读取，首个在{place}：{text}",
    "error_value": "{count}个单元格的公式出错，首个在{place}：{text}",
}


class Doubts:
    """Counts of doubts with the first place of each."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._first: dict[str, tuple[str, str]] = {}

    def add(self, code: str, place: tuple[int, int], text: str = "") -> None:
        """Count one more doubt of a kind."""
        self._counts[code] = self._counts.get(code, 0) + 1
        self._first.setdefault(code, (place_to_name(place), text))

    def to_notices(self) -> tuple[Notice, ...]:
        """Return one notice for each kind of doubt."""
        return tuple(
            Notice(code, _MESSAGES[code].format(count=count, place=self._first[code][0], text=self._first[code][1]))
            for code, count in self._counts.items()
        )


def place_to_name(place: tuple[int, int]) -> str:
    """Return a cell's name on the sheet.

    >>> place_to_name((12, 28))
    'AB12'
    """
    row, column = place
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"
