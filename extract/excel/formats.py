"""A number and its number format to the text that a workbook shows.

In: a number and a format code (`0.00%`, `#,##0`, `yyyy"年"m"月"`). Out: the text, and whether it differs from what is
shown because showing it would lose digits: an auditor needs the figure, so a short figure is never rounded away.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from extract.excel.dates import is_date_section, serial_to_text
from extract.excel.sections import TOKEN, Pattern, parse_section, token_to_text

# Ids below 164 have no code in the file; those of dates differ by country, here as a Chinese Excel shows them.
BUILTIN: Final[dict[int, str]] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0', 6: '"¥"#,##0', 7: '"¥"#,##0.00',
    8: '"¥"#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: 'AM/PMh"时"mm"分"', 35: 'AM/PMh"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0",
    38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: '"¥"#,##0', 43: "#,##0.00", 44: '"¥"#,##0.00',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: 'AM/PMh"时"mm"分"', 56: 'AM/PMh"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_CONDITION: Final = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
_WORDS: Final = re.compile(r'"[^"]*"|[\\!].|\[[^\]]*\]')
_DIGIT: Final = re.compile(r"[0#ymdhsa@]|General", re.IGNORECASE)
# More digits than a person types: such a figure was computed, and its tail is noise.
_MOST_TYPED: Final = 12
_MINUS: Final = frozenset("-(（－负△▲")


class Shown(NamedTuple):
    """The text of a figure; `differs` tells that the workbook shows it rounded or in another way."""

    text: str
    differs: bool = False


def show_number(value: float, code: str, *, is_1904: bool = False) -> Shown:
    """Return a number as the format shows it.

    >>> [show_number(0.95, "0%").text, show_number(1137700, "#,##0.00").text, show_number(0.1 + 0.2, "General").text]
    ['95%', '1,137,700.00', '0.3']
    >>> show_number(3.2768, "0.00"), show_number(45291, "yyyy/m/d").text
    (Shown(text='3.2768', differs=True), '2023/12/31')
    """
    section, is_absolute = _choose_section(value, code)
    if not _DIGIT.search(_WORDS.sub("", section)):
        return Shown(_words_alone(value, section), True)
    in_chinese = "[dbnum" in section.lower()
    if is_date_section(section):
        text = serial_to_text(value, section, is_1904=is_1904)
        return Shown(text, in_chinese) if text is not None else Shown(plain_number(value), True)
    text, differs = _show(value, parse_section(section), is_absolute)
    return Shown(text, differs or in_chinese)


def _words_alone(value: float, section: str) -> str:
    """Return what a section shows that shows no figure: its words; where it has none the figure, lest it read as blank."""
    words = "".join(token_to_text(token) for token in TOKEN.findall(section)).strip()
    return words if value != 0 and any(map(str.isalnum, words)) else plain_number(value)


def show_text(text: str, code: str) -> str:
    """Return a text as its format shows it, which may add words to it.

    >>> show_text("5", '@"次"')
    '5次'
    """
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if "@" not in section or section.strip() == "@":
        return text
    return "".join(text if token == "@" else token_to_text(token) for token in TOKEN.findall(section)).strip()


def plain_number(value: float) -> str:
    """Return a number in the 15 digits that a workbook holds, without exponent or float noise."""
    text = format(Decimal(format(value, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _choose_section(value: float, code: str) -> tuple[str, bool]:
    """Return the section for the value, and whether its sign is the section's own affair."""
    sections = _sections(code)
    for section in sections:
        condition = _CONDITION.search(section)
        if condition and _holds(value, condition[1], float(condition[2])):
            # A section for negative figures alone brings its own sign.
            return section, value < 0 and "<" in condition[1] and float(condition[2]) <= 0
    if any(_CONDITION.search(section) for section in sections):
        return sections[-1], False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    return (sections[2], False) if value == 0 and len(sections) > 2 else (sections[0], False)


def _holds(value: float, operator: str, bound: float) -> bool:
    return {
        "<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound,
        "=": value == bound, "<>": value != bound,
    }[operator]  # fmt: skip


@lru_cache(maxsize=512)
def _sections(code: str) -> list[str]:
    sections = [""]
    for token in TOKEN.findall(code.replace("G/通用格式", "General")):
        if token == ";":
            sections.append("")
        else:
            sections[-1] += token
    return sections


def _show(value: float, pattern: Pattern, is_absolute: bool) -> tuple[str, bool]:
    if pattern.is_plain:
        return f"{pattern.before}{plain_number(value)}{pattern.after}".strip(), pattern.changes
    exact = Decimal(format(value, ".15g")).scaleb(pattern.scale)
    rounded = exact.quantize(Decimal(1).scaleb(-pattern.decimals), ROUND_HALF_UP)
    is_typed = len(exact.normalize().as_tuple().digits) <= _MOST_TYPED
    number = exact if rounded != exact and is_typed else rounded
    sign = "-" if number < 0 and not (is_absolute and _MINUS & set(pattern.before)) else ""
    digits = _digits(abs(number), pattern)
    return f"{sign}{pattern.before}{pattern.strew(digits)}{pattern.after}".strip(), rounded != exact


def _digits(number: Decimal, pattern: Pattern) -> str:
    text = format(number, ",f" if pattern.has_thousands else "f")
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0").ljust(pattern.fewest_decimals, "0")
    whole = "" if whole == "0" and not pattern.fewest_whole and decimals else whole.rjust(pattern.fewest_whole, "0")
    return f"{whole or '0'}.{decimals}" if decimals else whole
