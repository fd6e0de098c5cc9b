"""The words that give a table its shape: level labels, header words, lines that are no data.

In: a printed text. Out: what it may be, from `labels.csv`, `headers.csv`, `ignored.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from transform.quantities import squeeze
from transform.reference import read_reference

_SUFFIX: Final = re.compile(r"(?:指标|目标|值|等|[:：])+$")
# What stands behind a label and is none: (50分), (0-20)分, (或建筑规模指标), (工期指标、形象进度指标).
_BRACKETED: Final = re.compile(r"(?:\([^()]*\)分?|\[[^\[\]]*\]|\d+分)+$")
_NUMBERING: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}[、.]|\((?:[一二三四五六七八九十]{1,2}|\d)\)|\d[、.]|[①-⑨])"
)
_INNER_BRACKETS: Final = re.compile(r"\([^()]*\)")
_HEADER_UNIT: Final = re.compile(r"\((?:单位:)?((?:[百千万亿]*元))\)")
_LONGEST_LABEL: Final = 30
_LONGEST_STEM: Final = 14
_NO_STEM: Final = re.compile(
    r"指标|[\d%<>=≥≤≧≦]|(?:正向|反向|负向|定性|定量)$"
)  # the end of another cell: 1年满意度指标
_TELLING_PARTS: Final = (("满意度", "服务对象满意度"), ("可持续", "可持续影响"), ("生态", "生态效益"))
_ENUMERATED: Final = re.compile(r"(?:(?:经济|社会|生态|环境|可持续)(?:效益|影响)?[、，,及和与/]?)+(?:效益|影响)?")
_CLASS: Final = re.compile(r"经济|社会|生态环境|生态|环境|[、，,及和与/]可持续|可持续(?=.*[、，,及和与/])")
# 财政部门审核意见, 区农办初审意见(盖章): where an office signs, below a table.
_OPINION: Final = re.compile(
    r"(?:财政|主管|业务|预算|本?单位|部门|绩效|[省市县区乡镇]|领导|负责人|专家|[审评])[^,，。;；:%\d]{0,18}意见(?:\((?:盖章|签章|公章|签字)\))?:?"
)
_TITLE: Final = re.compile(r"项目(?:支出)?(?:目标|自评)(?:申报|公开|批复|审批|自评|完成情况)?表")
_PART_HEADING: Final = re.compile(r"第[一二三四五六七八九十]{1,3}(?:部分|章)[^\d,，。;；]{0,24}")
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
def _older_labels() -> frozenset[str]:
    """Return the words of the older taxonomies, labels in a column of labels alone: 过程, 业务管理."""
    rows = read_reference("labels.csv", ("surface", "level"))
    found = (row for row in rows if row["where"] == "column")
    return frozenset(row["surface"] for row in found if row["label"].removesuffix("指标") == row["surface"])


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
    return re.compile(rf"(?:{words})(?:[:(.、\d\]】]|$)")


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


def joins_to_label(texts: Sequence[str]) -> bool:
    """Return whether parts that stand beside or below each other are one label, and not the last of them alone.

    >>> joins_to_label(["受益对象满意", "度指标"]), joins_to_label(["95%", "满意", "度指标"])
    (True, False)
    """
    whole = "".join(texts)
    if not parse_cell_labels(whole):
        return False
    stem = _SUFFIX.sub("", _BRACKETED.sub("", squeeze(whole)))
    is_listed = stem in _labels() or stem in _older_labels()
    return is_listed or not any(parse_cell_labels("".join(texts[at:])) for at in range(1, len(texts)))


@lru_cache(maxsize=65536)
def parse_cell_labels(text: str) -> tuple[Label, ...]:
    """Return the labels that a whole cell is, whatever its column: those of the older taxonomies too.

    >>> [label.name for label in parse_cell_labels("过程指标(30分)")], parse_labels("过程")
    (['过程指标'], ())
    """
    if found := parse_labels(text):
        return found
    stem = _SUFFIX.sub("", _BRACKETED.sub("", squeeze(text))) if len(text) <= _LONGEST_LABEL else ""
    return _labels(in_column=True)[stem] if stem in _older_labels() else ()


@lru_cache(maxsize=65536)
def parse_label_cell(text: str, level: int) -> tuple[Label, ...]:
    """Return the labels that a text is in a column of labels; those of the column's own level come first.

    >>> [label.name for label in parse_label_cell("受益群众满意度", 2)]
    ['服务对象满意度指标']
    """
    word = _NUMBERING.sub("", squeeze(text)) if len(text) <= _LONGEST_LABEL else ""
    stem = _SUFFIX.sub("", _BRACKETED.sub("", word))
    bare = _INNER_BRACKETS.sub("", stem)  # 预算(或投资规模)控制
    known = _labels(in_column=True)
    labels = known.get(stem) or known.get(bare) or parse_labels(word) or (_labels_by_part(stem) if level > 1 else ())
    return tuple(sorted(labels, key=lambda label: label.level != level))


def _labels_by_part(stem: str) -> tuple[Label, ...]:
    """Return the label of a wording that is not listed, by the part that no other label has: 受益对象满意度指标.

    A wording that names several classes at once (社会、经济、生态效益指标) is none of them, and a label of its own.
    """
    if _ENUMERATED.fullmatch(stem) and len(_CLASS.findall(stem)) > 1:
        return (Label(2, f"{stem}指标", "效益指标"),)
    if len(stem) > _LONGEST_STEM or _NO_STEM.search(stem):
        return ()
    return next((_labels()[name] for part, name in _TELLING_PARTS if part in stem), ())


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
    field = _headers().get(word) or _headers().get(re.sub(r"\([^()]*\)", "", word).rstrip(":"))
    if field is None and (dated := _OF_A_YEAR.fullmatch(word)):
        field = _headers().get(dated["word"])
        field = field if field in _DATED else None
    return Header(field, unit_in_header(text)) if field else None


def unit_in_header(text: str) -> str | None:
    """Return the unit of money that is printed with a header word."""
    unit = _HEADER_UNIT.search(squeeze(text))
    return unit.group(1) if unit else None


def parse_unit_line(text: str) -> str | None:
    """Return the money unit that a line like `单位:万元` or `(万元)` gives.

    >>> parse_unit_line("金额单位：元")
    '元'
    """
    match = re.fullmatch(r"(?:金额)?(?:单位)?:?\(?(?:金额)?(?:单位)?:?([百千万亿]*元)\)?", squeeze(text))
    return match.group(1) if match else None


def is_note(text: str) -> bool:
    """Whether a line begins as the notes and signatures of a form do, or is where an office gives its opinion.

    >>> is_note("财政部门支出股室初审意见 (盖章)"), is_note("征求群众意见"), is_note("（说明：不含线上场次）")
    (True, False, True)
    """
    word = squeeze(text).lstrip("([【")
    return bool(_notes().match(word) or _OPINION.fullmatch(word))


def is_total(text: str) -> bool:
    """Whether a text heads a total row."""
    return squeeze(text).rstrip(":") in {"合计", "总计", "小计", "本页小计", "项目合计", "单位合计"}


def is_page_furniture(text: str) -> bool:
    """Whether a line is a page number or the mark of a continued table.

    >>> is_page_furniture("第 3 页 共 12 页"), is_page_furniture("- 12 -"), is_page_furniture("12")
    (True, True, False)
    """
    return bool(_PAGE_FURNITURE.fullmatch(squeeze(text)))


def is_part_heading(text: str) -> bool:
    """Whether a line heads a part of a publication: `第四部分 名词解释`."""
    return bool(_PART_HEADING.fullmatch(squeeze(text)))


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
    is_of_performance = "绩效" in word or bool(_TITLE.search(word))
    return len(word) <= 80 and is_of_performance and bool(re.search(r"表(?:\(.*\))?$", word))
