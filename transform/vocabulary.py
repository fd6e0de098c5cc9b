"""The words that give a table its shape: level labels, header words, lines that are no data.

In: a printed text. Out: what it may be, from `labels.csv`, `headers.csv`, `ignored.csv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from transform.quantities import squeeze
from transform.reference import read_reference

_SUFFIX: Final = re.compile(r"(?:指标|目标|值|等|[:：])+$")
# What stands behind a label and is none: (50分), (0-20)分, (或建筑规模指标), (工期指标、形象进度指标).
_BRACKETED: Final = re.compile(r"(?:\([^()]*\)分?|\[[^\[\]]*\]|\d+分)+$")
_HEADER_UNIT: Final = re.compile(r"\((?:单位:)?((?:[百千万亿]*元))\)")
_LONGEST_LABEL: Final = 30
_LONGEST_STEM: Final = 14
_TELLING_PARTS: Final = (("满意度", "服务对象满意度"), ("可持续", "可持续影响"), ("生态", "生态效益"))
_PAGE_FURNITURE: Final = re.compile(r"第\d+页(?:[,，]?共\d+页)?|共\d+页(?:第\d+页)?|-+\d+-+|\d+/\d+页?|续表\d*|\(续\)")

# 2023年目标值, 2023年度完成值
_OF_A_YEAR: Final = re.compile(r"(?:19|20)\d\d年度?(?P<word>[^\d]{2,10})")
_DATED: Final = frozenset({"value", "actual"})
_CONTINUED: Final = re.compile(r".{0,40}表[(]?续(?:表|上|上表)?\d*[)]?|[(]?(?:续表|接上表|续上表)\d*[)]?.{0,40}表?")
_YEAR_LINE: Final = re.compile(r"\(?\d{4}年度?\)?")


@dataclass(frozen=True, slots=True)
class Label:
    """A canonical level 1 or level 2 label; `parent` is the level 1 label that a level 2 label belongs to."""

    level: int
    name: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Header:
    """A header word: the field it heads, and the money unit printed with it."""

    field: str
    unit: str | None


@cache
def _labels(*, in_column: bool = False) -> dict[str, tuple[Label, ...]]:
    """Return the labels by their words; some words are labels only where the column says that they are (经济, 满意度)."""
    found: dict[str, tuple[Label, ...]] = {}
    for row in read_reference("labels.csv", ("surface", "level")):
        if row["where"] == "column" and not in_column:
            continue
        label = Label(int(row["level"]), row["label"], row["parent"] or None)
        found[row["surface"]] = (*found.get(row["surface"], ()), label)
    return found


@cache
def canonical_labels() -> frozenset[str]:
    """Return the canonical names of all labels."""
    return frozenset(row["label"] for row in read_reference("labels.csv", ("surface", "level")))


@cache
def _headers() -> dict[str, str]:
    return {squeeze(row["surface"]): row["field"] for row in read_reference("headers.csv")}


@cache
def _notes() -> re.Pattern[str]:
    """Return the pattern of a line that a note or a signature opens; the word alone, or closed by a mark, not 注射."""
    words = "|".join(re.escape(squeeze(row["surface"])) for row in read_reference("ignored.csv"))
    return re.compile(rf"(?:{words})(?:[:(.、\d]|$)")


@lru_cache(maxsize=65536)
def parse_labels(text: str) -> tuple[Label, ...]:
    """Return the level labels that a text may be, if it is nothing else.

    >>> [label.name for label in parse_labels("可持续性影响 指标")]
    ['可持续影响指标']
    """
    if len(text) > _LONGEST_LABEL:
        return ()
    word = _BRACKETED.sub("", squeeze(text))
    stem = _SUFFIX.sub("", word)
    return _labels().get(stem) or (_labels_by_part(stem) if word.endswith(("指标", "指标等")) else ())


@lru_cache(maxsize=65536)
def parse_label_cell(text: str, level: int) -> tuple[Label, ...]:
    """Return the labels that a text is in a column of labels; those of the column's own level come first.

    >>> [label.name for label in parse_label_cell("受益群众满意度", 2)]
    ['服务对象满意度指标']
    """
    stem = _SUFFIX.sub("", _BRACKETED.sub("", squeeze(text))) if len(text) <= _LONGEST_LABEL else ""
    labels = _labels(in_column=True).get(stem) or parse_labels(text) or (_labels_by_part(stem) if level > 1 else ())
    return tuple(sorted(labels, key=lambda label: label.level != level))


def _labels_by_part(stem: str) -> tuple[Label, ...]:
    """Return the label of a wording that is not listed, by the part that no other label has: 受益对象满意度指标."""
    if "指标" in stem:
        return ()  # two labels that a page ran together are neither of them
    return next((_labels()[name] for part, name in _TELLING_PARTS if part in stem and len(stem) <= _LONGEST_STEM), ())


def is_bare_label(text: str) -> bool:
    """Whether a label stands without 指标, as 服务对象满意度 does, and so may be a name as well."""
    return not _SUFFIX.search(_BRACKETED.sub("", squeeze(text)))


@lru_cache(maxsize=65536)
def parse_header(text: str) -> Header | None:
    """Return the header word that a text is, with its unit.

    >>> parse_header("金额 (万元)")
    Header(field='amount', unit='万元')
    """
    if len(text) > _LONGEST_LABEL:
        return None
    word = squeeze(text)
    unit = _HEADER_UNIT.search(word)
    field = _headers().get(word) or _headers().get(re.sub(r"\([^()]*\)", "", word).rstrip(":"))
    if field is None and (dated := _OF_A_YEAR.fullmatch(word)):
        field = _headers().get(dated["word"])
        field = field if field in _DATED else None
    return Header(field, unit.group(1) if unit else None) if field else None


def parse_unit_line(text: str) -> str | None:
    """Return the money unit that a line like `单位:万元` or `(万元)` gives.

    >>> parse_unit_line("金额单位：元")
    '元'
    """
    match = re.fullmatch(r"(?:金额)?(?:单位)?:?\(?(?:金额)?(?:单位)?:?([百千万亿]*元)\)?", squeeze(text))
    return match.group(1) if match else None


def is_note(text: str) -> bool:
    """Whether a line begins as the notes and signatures of a form do."""
    return bool(_notes().match(squeeze(text)))


def is_total(text: str) -> bool:
    """Whether a text heads a total row."""
    return squeeze(text).rstrip(":") in {"合计", "总计", "小计", "本页小计", "项目合计", "单位合计"}


def is_page_furniture(text: str) -> bool:
    """Whether a line is a page number or the mark of a continued table.

    >>> is_page_furniture("第 3 页 共 12 页"), is_page_furniture("- 12 -"), is_page_furniture("12")
    (True, True, False)
    """
    return bool(_PAGE_FURNITURE.fullmatch(squeeze(text)))


def is_continued(text: str) -> bool:
    """Whether a line is a title that says that its table goes on.

    >>> is_continued("项目支出绩效自评表（续）"), is_continued("续表"), is_continued("手续办理情况表")
    (True, True, False)
    """
    return bool(_CONTINUED.fullmatch(squeeze(text)))


def is_year_line(text: str) -> bool:
    """Whether a line is the year below a title.

    >>> is_year_line("（2024年度）")
    True
    """
    return bool(_YEAR_LINE.fullmatch(squeeze(text)))


def is_title(text: str) -> bool:
    """Whether a line is the title of a table of performance targets."""
    word = squeeze(text)
    return len(word) <= 80 and "绩效" in word and bool(re.search(r"表(?:\(.*\))?$", word))
