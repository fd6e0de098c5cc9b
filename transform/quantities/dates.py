"""What a matched date means: the first and last day of a year, a quarter, a month, a day, a span.

In: the match of a form of `periods.py`, and the fiscal year. Out: a `Period`; None where there is no such day.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from transform.quantities.numerals import parse_chinese

NEEDS_YEAR: Final = "needs_fiscal_year"
RECURRING: Final = "recurring"
_FIRST_YEAR, _LAST_YEAR = 1980, 2079
_QUARTERS: Final = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, either or both unknown; `note` says what is missing."""

    start: date | None
    end: date | None
    note: str | None = None


def whole_year(year: int | None) -> Period | None:
    """Return a year; NEEDS_YEAR where none is known, None where it is no year of a budget."""
    if year is None:
        return Period(None, None, NEEDS_YEAR)
    return Period(date(year, 1, 1), date(year, 12, 31)) if _FIRST_YEAR <= year <= _LAST_YEAR else None


def full_year(text: str | None, fiscal_year: int | None) -> int | None:
    """Return the year of four digits or two; the fiscal year where none is printed."""
    if not text:
        return fiscal_year
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) <= _LAST_YEAR - 2000 else 1900)


def months(year: int | None, first: int, last: int) -> Period | None:
    """Return a stretch of months of one year."""
    if not 1 <= first <= last <= 12:
        return None
    if year is None:
        return Period(None, None, NEEDS_YEAR)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return Period(date(year, first, 1), end_of_month(year, last))


def end_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def read_year(match: re.Match[str], fiscal_year: int | None) -> Period | None:
    """Return 2023全年, or the fiscal year of 全年."""
    groups = match.groupdict()
    return whole_year(full_year(groups.get("y1") or groups.get("s1"), fiscal_year))


def read_year_range(match: re.Match[str], _: int | None) -> Period | None:
    """Return 2023-2025年."""
    first, last = int(match["a"]), int(match["b"])
    if not _FIRST_YEAR <= first <= last <= _LAST_YEAR:
        return None
    return Period(date(first, 1, 1), date(last, 12, 31))


def read_month_range(match: re.Match[str], fiscal_year: int | None) -> Period | None:
    """Return 1-12月."""
    return months(full_year(match["y1"] or match["s1"], fiscal_year), int(match["a"]), int(match["b"]))


def read_quarter(match: re.Match[str], fiscal_year: int | None) -> Period | None:
    """Return 第三季度 and 首季度."""
    quarter = _QUARTERS[match["q"]] if match["q"] else 1
    period = months(full_year(match["y1"] or match["s1"], fiscal_year), 3 * quarter - 2, 3 * quarter)
    return as_deadline(period) if match["deadline"] else period


def read_half(match: re.Match[str], fiscal_year: int | None) -> Period | None:
    """Return 上半年."""
    first = 1 if match["half"] == "上" else 7
    period = months(full_year(match["y1"] or match["s1"], fiscal_year), first, first + 5)
    return as_deadline(period) if match["deadline"] else period


def as_deadline(period: Period | None) -> Period | None:
    """Return the end of a period as a deadline, which has no start."""
    return None if period is None else Period(None, period.end, period.note)


def read_day(match: re.Match[str], number: int, fiscal_year: int | None) -> tuple[date, date] | str | None:
    """Return the first and last day that one date names; NEEDS_YEAR; or None where there is no such day."""
    groups = match.groupdict()
    year_text = groups.get(f"Y{number}") or groups.get(f"Yp{number}")
    month = int(groups.get(f"M{number}") or groups.get(f"Mp{number}") or 0)
    day_text = groups.get(f"D{number}") or groups.get(f"Dp{number}")
    year = full_year(year_text, fiscal_year)
    if not 1 <= month <= 12 or (day_text and not 1 <= int(day_text) <= calendar.monthrange(2000, month)[1]):
        return None
    if year is None:
        return NEEDS_YEAR
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if not day_text:
        return date(year, month, 1), end_of_month(year, month)
    try:
        day = date(year, month, int(day_text))
    except ValueError:
        return None
    return day, day


def read_date(match: re.Match[str], fiscal_year: int | None) -> Period | None:
    """Return a day or a month, and 12月底前 as a deadline."""
    days = read_day(match, 1, fiscal_year)
    if days is None:
        return None
    if isinstance(days, str):
        return Period(None, None, NEEDS_YEAR)
    is_deadline = bool(match["before"] or match["deadline"])
    return Period(None if is_deadline else days[0], days[1])


def read_date_range(match: re.Match[str], fiscal_year: int | None) -> Period | None:
    """Return 2023.07-2024.01."""
    first = read_day(match, 1, fiscal_year)
    # 2023年1月至6月: the second month stands in the year of the first.
    groups = match.groupdict()
    year = full_year(groups.get("Y1") or groups.get("Yp1"), fiscal_year)
    last = read_day(match, 2, year)
    if first is None or last is None:
        return None
    if isinstance(first, str) or isinstance(last, str):
        return Period(None, None, NEEDS_YEAR)
    return Period(first[0], last[1]) if first[0] <= last[1] else None


def read_year_end(match: re.Match[str], fiscal_year: int | None) -> Period | None:
    """Return 年底前."""
    groups = match.groupdict()
    return as_deadline(whole_year(full_year(groups.get("y1") or groups.get("s1"), fiscal_year)))


def read_recurring(_: re.Match[str], __: int | None) -> Period | None:
    """Return a day that comes again, 每月10日前: no one date is meant."""
    return Period(None, None, RECURRING)


def read_first_months(match: re.Match[str], fiscal_year: int | None) -> Period | None:
    """Return 前五个月 and 首月."""
    count = 1 if match["one"] else int(match["n"] or _QUARTERS.get(match["c"] or "", 0) or 0)
    if match["c"] and not count:
        count = int(parse_chinese(match["c"]) or 0)
    return months(full_year(match["y1"] or match["s1"], fiscal_year), 1, count)


def read_into_year(match: re.Match[str], fiscal_year: int | None) -> Period | None:
    """Return 2008.03-2009: from a month to the end of a year."""
    first, last = read_day(match, 1, fiscal_year), whole_year(int(match["b"]))
    if first is None or isinstance(first, str) or last is None or last.end is None or first[0] > last.end:
        return None
    return Period(first[0], last.end)


def read_days(match: re.Match[str], fiscal_year: int | None) -> Period | None:
    """Return 4月12-19日 and 12月9号到15号: the second day stands in the month of the first."""
    first = read_day(match, 1, fiscal_year)
    if first is None or isinstance(first, str):
        return None if first is None else Period(None, None, NEEDS_YEAR)
    last_day = int(match["last"])
    if not first[0].day < last_day <= end_of_month(first[0].year, first[0].month).day:
        return None
    return Period(first[0], first[0].replace(day=last_day))


def read_open(_: re.Match[str], __: int | None) -> Period | None:
    """Return a time without days: 长期, 每月."""
    return Period(None, None)


def read_since(match: re.Match[str], fiscal_year: int | None) -> Period | None:
    """Return a period that has a start and no end: 2023年1月起."""
    days = read_day(match, 1, fiscal_year)
    if days is None or isinstance(days, str):
        return None if days is None else Period(None, None, NEEDS_YEAR)
    return Period(days[0], None)


def read_since_year(match: re.Match[str], _: int | None) -> Period | None:
    """Return 2023年起."""
    whole = whole_year(int(match["y1"]))
    return None if whole is None else Period(whole.start, None)


def read_third(match: re.Match[str], fiscal_year: int | None) -> Period | None:
    """Return a third of a month: 6月上旬 is its days 1 to 10."""
    year = full_year(match["y1"] or match["s1"], fiscal_year)
    month, third = int(match["m"]), "上中下".index(match["third"])
    whole = months(year, month, month)
    if whole is None or whole.start is None or whole.end is None:
        return whole
    last = whole.end if third == 2 else whole.start.replace(day=10 * third + 10)
    period = Period(whole.start.replace(day=10 * third + 1), last)
    return as_deadline(period) if match["deadline"] else period


def read_quarter_range(match: re.Match[str], fiscal_year: int | None) -> Period | None:
    """Return 前三季度 and 一至三季度."""
    first, last = (_QUARTERS[match[name]] if match[name] else 1 for name in ("a", "b"))
    return months(full_year(match["y1"] or match["s1"], fiscal_year), 3 * first - 2, 3 * last) if first < last else None
