"""Times to periods: `2023全年`, `12月底前`, `2023.07-2024.01`, `第三季度`, `每月`.

In: a cleaned string and the fiscal year, where it is known. Out: the first and last day. A deadline has an end and
no start; a time that needs the fiscal year says so when there is none; what is no time gives None.
"""

from __future__ import annotations

import re
from typing import Final

from transform.quantities.dates import (
    NEEDS_YEAR,
    Period,
    read_date,
    read_date_range,
    read_days,
    read_first_months,
    read_half,
    read_into_year,
    read_month_range,
    read_open,
    read_quarter,
    read_quarter_range,
    read_recurring,
    read_since,
    read_since_year,
    read_third,
    read_year,
    read_year_end,
    read_year_range,
    whole_year,
)
from transform.quantities.numerals import parse_chinese

_NO_YEAR: Final = 2000  # stands in where the fiscal year is unknown, and is never shown
_YEAR_DIGITS: Final = str.maketrans("零〇一二三四五六七八九", "00123456789")

_YEAR = r"(?:(?P<y{n}>\d{{4}})(?:年度?)?|(?P<s{n}>\d{{2}})年)"
_DAY_WORDED = r"(?:(?P<Y{n}>\d{{4}}|\d{{2}})年|(?P<this{n}>当年|本年度?|今年))?(?P<M{n}>\d{{1,2}})月(?:份)?(?:(?P<D{n}>\d{{1,2}})[日号]?)?"
_DAY_POINTED = r"(?P<Yp{n}>\d{{4}})(?P<sep{n}>[./-])(?P<Mp{n}>\d{{1,2}})(?:(?P=sep{n})(?P<Dp{n}>\d{{1,2}})[日号]?)?"
# 2023.07 alone is a month where times stand, and a number elsewhere.
_POINTED_MONTH: Final = re.compile(r"\d{4}(?:\.\d{1,2}|[/-]\d|[/-](?!0|1[0-2])\d\d)|(?!19|20)\d{4}[/-]\d\d")
_RELATIVE_YEAR = r"全年度?|全年内|年内|年度内|当年度?内?|本年度?内?|今年内?|年度|一整年|全年完成|年中各月"
_DEADLINE: Final = r"(?:底|末)?(?:之前|以前|前)(?:完成|支付|到位|发放)?|(?:底|末)(?:完成|内)?"
_RANGE: Final = r"(?:-+|~|至|到)"


_MAY_BE_TIME: Final = re.compile(r"每.?[周礼]|[年月季日旬期久时断永Qq]|\d{4}[./-]\d")
_CHINESE_PART: Final = re.compile(
    r"[零〇一二两三四五六七八九十千]+(?=年(?!级)[度底末前]?(?:\d|[一二三四五六七八九十前第首上下~至到-]|$)|[月日号])"
    r""
)
_BARE_DAY: Final = re.compile(r"(?<=月)[一二三]?十[一二三四五六七八九]?$")
_TWO_DIGITS: Final = re.compile(r"[零〇一二三四五六七八九]{2}")
_WEEKDAY: Final = re.compile(r"(?<=[日号])[,(]?(?:星期|周)[一二三四五六日天]\)?$")
_MIDNIGHT: Final = re.compile(r"(?<=\d)[ T]00:00(?::00)?(?:\.0+)?$")  # how a workbook's date is printed
_RELATIVE: Final = {"今年": 0, "本年度": 0, "本年": 0, "当年": 0, "明年": 1, "次年": 1, "去年": -1, "上年": -1}
_RELATIVE_PART: Final = re.compile("^(从|自|于|在)?(今年|本年度?|当年|明年|次年|去年|上年)(?=[^初]|$)")
_SHORT_DATE: Final = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_DATE_STRETCH: Final = re.compile(
    r"(?:(?:19|20)\d\d年|\d{1,2}月(?=\d{1,2}[日号]|[份底末上中下初前]))[\d年月日号度底末前内至到~.\-第季上下中半全旬份之以]{0,24}",
    re.ASCII,
)


def parse_period(text: str, fiscal_year: int | None = None, *, is_time: bool = False) -> Period | None:
    """Return the period that the whole of a cleaned text says, else None.

    `is_time` tells that the text stands where times stand (时效指标), so that a bare `2023` is a year.

    >>> parse_period("2023全年").end, parse_period("12月底前", 2023).start, parse_period("5次")
    (datetime.date(2023, 12, 31), None, None)
    """
    if len(text) > 40 or not (is_time or _MAY_BE_TIME.search(text)):
        return None
    relative = _RELATIVE_PART.match(text)
    if relative is not None:
        return _read_relative(text, relative, fiscal_year) or _parse_absolute(text, fiscal_year, is_time=is_time)
    return _parse_absolute(text, fiscal_year, is_time=is_time)


def _read_relative(text: str, match: re.Match[str], fiscal_year: int | None) -> Period | None:
    """Return the period of 今年第一季度 and 明年4月, which need the fiscal year."""
    year = (fiscal_year or _NO_YEAR) + _RELATIVE[match[2]]
    rest = text[match.end() :]
    period = _parse_absolute(f"{match[1] or ''}{year}年{rest}", fiscal_year, is_time=False)
    return period if period is None or fiscal_year is not None else Period(None, None, NEEDS_YEAR)


def _parse_absolute(text: str, fiscal_year: int | None, *, is_time: bool) -> Period | None:
    if "年" in text:
        text = _BARE_DAY.sub(_to_arabic, text)
    text = _WEEKDAY.sub("", _MIDNIGHT.sub("", _CHINESE_PART.sub(_to_arabic, text)))
    if is_time and _SHORT_DATE.fullmatch(text):
        text = f"{text[:4]}.{text[4:6]}.{text[6:]}"
    if not is_time and _POINTED_MONTH.fullmatch(text):
        return None
    for pattern, read in _FORMS:
        match = pattern.fullmatch(text)
        if match:
            return read(match, fiscal_year)
    if is_time and re.fullmatch(r"(?:19|20)\d\d", text):
        return whole_year(int(text))
    return None


def find_period_at(text: str, position: int) -> int:
    """Return where the longest date ends that starts inside a sentence; 0 where none starts there.

    >>> find_period_at("2023年12月底前完成培训2次", 0)
    10
    """
    stretch = _DATE_STRETCH.match(text, position)
    if stretch is None:
        return 0
    for end in range(stretch.end(), position, -1):
        if (text[end - 1] in "年度月日号底末前内份旬度" or text[end - 1].isdigit()) and not text[
            end : end + 1
        ].isdigit():
            part = text[position:end]
            if ("年" in part or "月" in part) and parse_period(part, 2000) is not None:
                return end
    return stretch.end() if stretch.group().count("年") == 1 and stretch.group().endswith("年") else 0


def _to_arabic(match: re.Match[str]) -> str:
    if match.string[match.end() : match.end() + 1] == "年" and _TWO_DIGITS.fullmatch(match.group()):
        return match.group().translate(_YEAR_DIGITS)  # 零七年八月
    number = parse_chinese(match.group())
    return match.group() if number is None else str(number)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_Y = _YEAR.format(n=1)
# A bare 12年 is twelve years; two digits are a year only before a quarter, a half or a month.
_Y4 = r"(?P<y1>\d{4})(?:年度?)?"
_DAY1 = f"(?:{_DAY_WORDED.format(n=1)}|{_DAY_POINTED.format(n=1)})"
_DAY2 = f"(?:{_DAY_WORDED.format(n=2)}|{_DAY_POINTED.format(n=2)})"
_BEFORE = r"(?P<before>截至|截止|截止到|截至到|于|在)?"
_CLOSE = rf"(?P<deadline>{_DEADLINE})?(?:完成)?"
_FORMS = (
    (_compile(rf"{_Y4}(?:{_RELATIVE_YEAR})?(?:内|全部完成|完成)?(?<!\d)"), read_year),
    (_compile(rf"(?:{_RELATIVE_YEAR})"), read_year),
    (
        _compile(rf"(?:{_Y}|当年|本年)?年?(?:全年)?(?P<a>\d{{1,2}})月?{_RANGE}(?P<b>\d{{1,2}})月(?:份)?(?:底|末)?"),
        read_month_range,
    ),
    (_compile(r"(?:从|自)?(?P<a>\d{4})年?(?:度)?(?:-+|~|至|到)(?P<b>\d{4})年(?:度)?(?:底|末)?"), read_year_range),
    (_compile(r"(?P<s1>\d{2})年(?:年?底|末)(?:之前|以前|前|内|完成|前完成)?"), read_year_end),
    (_compile(rf"(?:从|自)?{_DAY_POINTED.format(n=1)}{_RANGE}(?P<b>(?:19|20)\d\d)年?"), read_into_year),
    (_compile(rf"(?:从|自)?{_DAY_WORDED.format(n=1)}{_RANGE}(?P<last>\d{{1,2}})[日号]"), read_days),
    (
        _compile(
            r"每(?:个?月|季度?|年|半年|周|学期|旬)(?:\d{1,2}月)?(?:\d{1,2}[日号]|[底末初中]|上旬|中旬|下旬)"
            r"(?:之前|以前|前)?(?:完成|支付|到位|发放|报送|上报|足额发放)?"
        ),
        read_recurring,
    ),
    (
        _compile(rf"每(?:周|个?星期|个?礼拜)[一二三四五六日天]|每年\d{{1,2}}月?(?:{_RANGE}\d{{1,2}}月)?(?:份|底|末)?"),
        read_recurring,
    ),
    (
        _compile(rf"(?:{_Y})?(?:前(?:(?P<n>\d{{1,2}})|(?P<c>[一二两三四五六七八九十]{{1,2}}))个?月|(?P<one>首)个?月)"),
        read_first_months,
    ),
    (_compile(rf"(?:{_Y}|当年|本年)?(?:第?(?P<q>[一二三四1-4])|首|首个)季度(?P<deadline>{_DEADLINE})?"), read_quarter),
    (_compile(rf"(?:{_Y}|当年|本年)?(?P<half>[上下])半年(?P<deadline>{_DEADLINE})?"), read_half),
    (_compile(rf"(?:截至|截止|于|在)?(?:{_Y4}|当年|本年)年?(?:{_DEADLINE})"), read_year_end),
    (_compile(rf"(?:{_Y4}|当年|本年|本)?年?(?:年底|年末)(?:之前|以前|前|内|完成|前完成)?"), read_year_end),
    (_compile(rf"{_BEFORE}{_DAY1}{_CLOSE}"), read_date),
    (_compile(rf"(?:自|从)?{_Y4}(?:起|开始|以来)"), read_since_year),
    (_compile(rf"(?:自|从)?{_DAY1}(?:起|开始|以来)"), read_since),
    (
        _compile(rf"(?:{_Y}|当年|本年)?(?P<m>\d{{1,2}})月(?:份)?(?P<third>[上中下])旬(?P<deadline>{_DEADLINE})?"),
        read_third,
    ),
    (
        _compile(
            rf"(?:{_Y}|当年|本年)?(?:第?(?P<a>[一二三四1-4])(?:季度)?(?:{_RANGE}|、|和)第?|前)(?P<b>[二两三四2-4])个?季度"
        ),
        read_quarter_range,
    ),
    (_compile(rf"{_Y}?第?[Qq](?P<q>[1-4])(?P<deadline>{_DEADLINE})?"), read_quarter),
    (_compile(rf"(?:自|从)?{_DAY1}{_RANGE}{_DAY2}(?:底|末|止)?(?:完成)?"), read_date_range),
    (
        _compile(
            r"每(?:半年|年度?|季度?|月|旬|周|天|日|学期|学年)|按[年季月周日](?:度)?|逐[年月]|长期|全天|全年无休|常年|全年不断|长年|永久|随时"
        ),
        read_open,
    ),
)
