"""The years that the heading of a column of targets is for, where the target itself names no day.

In: the records of indicators. Out: the same, `period_start` and `period_end` filled from a heading such as
`中期滚动目标(2021年--2023年)`, or from 年度目标 and the fiscal year. A heading without years fills nothing.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from transform.draft import Record
from transform.quantities import squeeze

_YEARS: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)年?度?(?:[-—–~～至到]+((?:19|20)\d\d)年?度?)?(?!\d)")
_ANNUAL: Final = re.compile(r"(?:本年度?|当年|年度)[^\d]*")


def heading_to_years(heading: str, fiscal_year: int | None) -> tuple[date, date] | None:
    """Return the first and the last day that a heading is for.

    >>> heading_to_years("中期滚动目标(2021年--2023年)", 2021)
    (datetime.date(2021, 1, 1), datetime.date(2023, 12, 31))
    """
    word = squeeze(heading)
    found = list(_YEARS.finditer(word))
    if len(found) == 1:
        first, last = int(found[0][1]), int(found[0][2] or found[0][1])
        return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None
    if not found and fiscal_year and _ANNUAL.fullmatch(word):
        return date(fiscal_year, 1, 1), date(fiscal_year, 12, 31)
    return None


def fill_column_years(row: Record) -> None:
    """Give an indicator the years of its column, unless its own target is a time."""
    if not row["period_text"] or row["value_kind"] == "period" or row["period_start"] or row["period_end"]:
        return
    year = row["fiscal_year"]
    years = heading_to_years(str(row["period_text"]), year if isinstance(year, int) else None)
    if years is not None:
        row["period_start"], row["period_end"] = years
