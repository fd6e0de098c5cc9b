"""A date's serial number and its format to the text that a workbook shows.

In: days since the workbook's epoch, and one section of a format code. Out: the text, None where the number is no date.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

_TOKEN: Final = re.compile(
    r'"[^"]*"|[\\!].|_.|\*.|\[(?:h+|m+|s+)\]|\[[^\]]*\]|AM/PM|A/P|上午/下午|General|0+|[yYeE]+|[mM]+|[dD]+|[hH]+|[sS]+|[aA]{3,4}|.',
    re.IGNORECASE | re.DOTALL,
)
_DATE_LETTERS: Final = frozenset("ymdhsa")
_NOT_DATE: Final = re.compile(
    r'"[^"]*"|[\\!].|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|General|E[+-]', re.IGNORECASE | re.DOTALL
)
_DATE: Final = re.compile(r"[ymdhs]|a{3,4}", re.IGNORECASE)
# Windows' own long date and long time: the code names them, the machine's language says how they look.
_SYSTEM: Final = (("[$-f800]", 'yyyy"年"m"月"d"日"'), ("[$-f400]", "h:mm:ss"))
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS: Final = "一二三四五六日"
_LAST_SERIAL: Final = 2_958_466  # 9999-12-31


def is_date_section(section: str) -> bool:
    """Whether a section of a format code shows dates or times.

    >>> is_date_section('yyyy"年"'), is_date_section('0"个月"'), is_date_section("[Red]0.00"), is_date_section("[h]:mm")
    (True, False, False, True)
    """
    return bool(_DATE.search(_NOT_DATE.sub("", section)))


def serial_to_text(serial: float, section: str, *, is_1904: bool = False) -> str | None:
    """Return a serial number as the section shows it, None where it lies outside the calendar.

    >>> serial_to_text(45291.5, 'yyyy"年"m"月"d"日" hh:mm')
    '2023年12月31日 12:00'
    """
    if not 0 <= serial < _LAST_SERIAL:
        return None
    moment = _to_moment(serial, is_1904)
    lowered = section.lower()
    for mark, code in _SYSTEM:
        if mark in lowered:
            section = code
    tokens = _TOKEN.findall(section)
    is_pm_shown = any(token.upper() in ("AM/PM", "A/P", "上午/下午") for token in tokens)
    return "".join(
        _piece(token, _is_minutes(tokens, number), moment, serial, is_pm_shown) for number, token in enumerate(tokens)
    ).strip()


def _to_moment(serial: float, is_1904: bool) -> datetime:
    # Excel counts a 29 February 1900 that never was: before it, a day less.
    epoch = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30 if serial >= 60 else 31)
    return epoch + timedelta(seconds=round(serial * 86_400))


def moment_to_serial(text: str, *, is_1904: bool = False) -> float | None:
    """Return the serial number of a moment written out as ISO 8601 says, None where it is none.

    >>> moment_to_serial("2023-12-31T12:00:00"), moment_to_serial("soon")
    (45291.5, None)
    """
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
    return (moment - (datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30))) / timedelta(days=1)


def _is_minutes(tokens: list[str], number: int) -> bool:
    """Whether an m stands beside hours or seconds."""
    letters = [place for place, token in enumerate(tokens) if token.strip("[]")[:1].lower() in _DATE_LETTERS]
    if number not in letters:
        return False
    place = letters.index(number)
    before = tokens[letters[place - 1]].strip("[]").lower() if place else ""
    after = tokens[letters[place + 1]].strip("[]").lower() if place + 1 < len(letters) else ""
    return before.startswith("h") or after.startswith("s")


def _piece(token: str, is_minutes: bool, moment: datetime, serial: float, is_pm_shown: bool) -> str:
    lowered = token.lower()
    if token[0] in '"\\!_*':
        return literal(token)
    if lowered in ("am/pm", "a/p", "上午/下午"):
        return "上午" if moment.hour < 12 else "下午"
    if token.startswith("["):
        return _elapsed(lowered, serial)
    if lowered[0] == "m" and is_minutes:
        return f"{moment.minute:0{len(token)}d}"
    return _calendar(lowered, moment, is_pm_shown) if lowered[0] in "yemdhsa0" else token


def literal(token: str) -> str:
    """Return what a token of a format prints for itself: quoted or escaped text, or a blank of some width."""
    if token.startswith('"'):
        return token[1:-1]
    if token[0] in "\\!":
        return token[1:]
    return " " if token[0] == "_" else ""


def _elapsed(token: str, serial: float) -> str:
    unit = {"h": 3600, "m": 60, "s": 1}.get(token[1])
    return str(round(serial * 86_400) // unit) if unit and set(token[1:-1]) == {token[1]} else ""


def _calendar(token: str, moment: datetime, is_pm_shown: bool) -> str:
    letter, length = token[0], len(token)
    if letter in "ye":
        return f"{moment.year % 100:02d}" if letter == "y" and length <= 2 else str(moment.year)
    if letter == "m" and length >= 3:
        return _MONTHS[moment.month - 1]
    if letter == "a" or (letter == "d" and length >= 3):
        weekday = _WEEKDAYS[moment.weekday()]
        return weekday if token == "aaa" else f"星期{weekday}"
    hour = (moment.hour - 1) % 12 + 1 if is_pm_shown else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "s": moment.second}.get(letter, 0)
    return f"{number:0{min(length, 2)}d}" if letter != "0" else token
