"""How well a text fits a column, by the field that the column holds; 0 is what a tidy table prints, 9 is out of place.

In: a text and the name of a field. Out: a cost in the coin of `transform.moves`. It looks at one text alone; what stands
beside it is for `align`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from transform.heads import looks_like_amount_word
from transform.places import is_place
from transform.quantities import squeeze
from transform.quantities.surroundings import read_sign_cell
from transform.quantities.words import null_marks, units
from transform.shapes import is_target
from transform.vocabulary import is_bare_label, parse_cell_labels, parse_label_cell

OUT: Final = 9.0
_DIRECTIONS: Final = frozenset({"正向", "反向", "正向指标", "反向指标", "正", "反", "负向", "负向指标", "中性"})
_NATURES: Final = frozenset({"定性", "定量", "定性指标", "定量指标"})
_ORGANISATION: Final = re.compile(
    r"(?:局|政府|办|办公室|委|委员会|委员会办公室|院|校|学校|中学|小学|幼儿园|站|所|中心|部|部门|社|会|队|厅|处|镇|乡|街道|街道办事处|办事处|馆|院校|公司|机关)"
    r"(?:[(（].*[)）])?$"
)
_CODE_FIRST: Final = re.compile(r"[\[(]?\d{3,9}[\])]?[-—_]?")
CODED_UNIT: Final = re.compile(r"[(\[]?\d{3,9}[)\]]?[-—_]?[^\d,，。;；:]{3,30}")  # 207101某某法院
_DASHED_UNIT: Final = re.compile(r"\d{3,9}[-—_](?=[^\d\W]).{2,30}")
_CODE: Final = re.compile(r"\d{3,12}(?:-\d{1,4})?")
_FIGURE: Final = re.compile(r"-?[\d,]*\.?\d+")
_POINTS: Final = re.compile(r"\d{1,3}(?:\.\d{1,4})?分?")
_LOST_LABEL: Final = re.compile(r"[(]\d+(?:[-~]\d+)?分?[)]分?")
_SCALES: Final = ("百", "千", "万", "亿")
_SENTENCE: Final = re.compile(r"[。；，,;]")
_TEMPLATE: Final = re.compile(r"(?:指标\d*[:：]?|[.…]+)")
# How names of indicators end; what explains a gap is a clause, and does not.
_NAME_LIKE: Final = re.compile(
    r"(?!受.*影响|因|由于|已|未|无|暂)[★*]?[^，。；、,;:]{2,24}(?:满意[度率]|[及准]时[性率]|合规[性率]|健全性|[合格完成整]{2}率|数量?|[次人户]数|面积|成本|[期时]限|周期|比例|占比|质量|产值|"
    r"效益|幅度|程度|排放量|投诉|的影响|的作用|促进作用)(?:[(][^()]*[)])?|.{2,24}[(](?:选填|必填[^()]*)[)]"
)
_UNIT_LIKE: Final = re.compile(r"[^\d≥≤<>=。，、]{1,6}")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a text is by its shape: `kind` is number, figure, words, sign, null, template, points, text."""

    word: str
    kind: str
    levels: frozenset[int]
    is_bare: bool
    is_unit: bool
    is_direction: bool
    is_nature: bool

    @property
    def is_figure(self) -> bool:
        """Whether it is a target with digits in it."""
        return self.kind in {"number", "figure"}


@lru_cache(maxsize=131072)
def shape_of(text: str) -> Shape:
    """Return the shape of a text."""
    word = squeeze(text)
    is_named_so = word.endswith(("指标", "目标"))  # 投入指标 is a label, and 投入 a word
    labels = parse_cell_labels(text) or (parse_label_cell(text, 1) if is_named_so else ())
    levels = frozenset(label.level for label in labels)
    is_unit = word in units() or word in {"百分比", "百分点"}
    return Shape(
        word, _kind(text, word), levels, bool(levels) and is_bare_label(text), is_unit or _is_compound_unit(word),
        word in _DIRECTIONS, word in _NATURES,
    )  # fmt: skip


def _kind(text: str, word: str) -> str:
    if word in null_marks() and not _TEMPLATE.fullmatch(word):
        return "null"
    patterns = (("template", _TEMPLATE), ("number", _FIGURE), ("points", _LOST_LABEL))
    if found := next((kind for kind, pattern in patterns if pattern.fullmatch(word)), None):
        return found
    if read_sign_cell(text)[0] is not None:
        return "sign"
    if len(word) <= 60 and is_target(text):
        return "figure" if any(c.isdigit() for c in word) else "words"
    return "text"


def _is_compound_unit(word: str) -> bool:
    head, *rest = re.split(r"[/·.]", word)
    is_scaled = head[:1] in _SCALES and head[1:] in units()
    return len(word) <= 10 and (head in units() or is_scaled) and all(part and not part.isdigit() for part in rest)


def reads_like_name(text: str) -> bool:
    """Whether a text ends as names of indicators do.

    >>> reads_like_name("村民满意度"), reads_like_name("受疫情影响"), reads_like_name("资金下达较晚，已补救")
    (True, False, False)
    """
    return bool(_NAME_LIKE.fullmatch(text))


@lru_cache(maxsize=262144)
def fit(text: str, field: str) -> float:
    """Return what it costs to have a text in a column of a field."""
    return _FITS.get(field, _unknown)(shape_of(text))


def _level1(shape: Shape) -> float:
    if 1 in shape.levels:
        return 0.0
    if 2 in shape.levels:
        return 3.0
    if shape.kind == "points":
        return 0.3
    if shape.is_figure or shape.kind == "sign" or shape.is_unit:
        return OUT
    return 1.3 if shape.word.endswith(("指标", "目标")) and len(shape.word) <= 14 else 4.0 + len(shape.word) / 20


def _level2(shape: Shape) -> float:
    if 2 in shape.levels:
        return 0.0
    if shape.levels:
        return 4.0
    if shape.is_figure or shape.kind in {"sign", "template"} or shape.is_unit:
        return OUT
    return 1.3 if shape.word.endswith(("指标", "目标")) and len(shape.word) <= 20 else 3.0 + len(shape.word) / 20


def _level3(shape: Shape) -> float:
    if shape.levels:
        return 2.5 if shape.is_bare else 5.0
    if shape.kind == "template":
        return 0.3
    if _CODE_FIRST.match(shape.word) and _ORGANISATION.search(shape.word):
        return 3.0
    costs = {"number": 8.0, "figure": 4.5, "sign": OUT, "null": 5.0, "words": 2.5, "points": 7.0}
    if shape.is_unit or shape.is_direction or shape.is_nature:
        return 5.0
    if shape.word.endswith("。") or len(shape.word) == 1:
        return 3.0 if len(shape.word) > 1 else 4.0
    return costs.get(shape.kind, 0.0 if len(shape.word) <= 40 else 1.5)


def _value(shape: Shape) -> float:
    if shape.levels and not shape.is_bare:
        return 7.0
    if shape.kind == "sign" or shape.is_direction or shape.is_nature:
        return 7.0
    if shape.is_unit:
        return 5.0
    if shape.kind == "text" and reads_like_name(shape.word):
        return 2.4
    return {"number": 0.0, "figure": 0.0, "words": 0.0, "null": 1.0, "template": 3.0, "points": 6.0}.get(
        shape.kind, 1.6
    )


def _unit(shape: Shape) -> float:
    if shape.is_unit or shape.word in {"/", "%"}:
        return 0.0
    if shape.kind == "null":
        return 0.4
    if shape.is_figure or shape.kind == "sign" or shape.levels or shape.is_direction or shape.is_nature:
        return OUT
    if shape.kind == "words":
        return 4.0
    return 2.5 if _UNIT_LIKE.fullmatch(shape.word) else 8.0


def _sign(shape: Shape) -> float:
    if shape.kind == "sign":
        return 0.0
    if shape.is_nature or shape.kind == "null":
        return 0.5
    return OUT


def _direction(shape: Shape) -> float:
    if shape.is_direction:
        return 0.0
    return 1.0 if shape.kind == "null" or shape.is_nature else 8.0


def _nature(shape: Shape) -> float:
    return min(_sign(shape), _direction(shape), 0.0 if shape.is_nature else OUT)


def _points(shape: Shape) -> float:
    if _POINTS.fullmatch(shape.word):
        return 0.0 if float(shape.word.removesuffix("分")) <= 100 else 3.0
    if shape.kind == "null":
        return 1.2
    return 1.5 if re.fullmatch(r"[\d.]+%", shape.word) else OUT


def _score(shape: Shape) -> float:
    return 5.0 if shape.word in {"优", "良", "中", "差"} else _points(shape)


def _actual(shape: Shape) -> float:
    if shape.levels and not shape.is_bare:
        return 7.0
    if shape.kind == "sign" or shape.is_direction:
        return 7.0
    if shape.is_unit:
        return 5.0
    if shape.kind == "text" and reads_like_name(shape.word):
        return 2.5
    return {"number": 0.0, "figure": 0.0, "words": 0.0, "null": 0.8, "template": 3.0, "points": 6.0}.get(
        shape.kind, 0.8 if len(shape.word) <= 30 else 1.5
    )


def _reason(shape: Shape) -> float:
    if shape.levels:
        return 3.0 if shape.is_bare else 8.0
    if shape.is_unit or shape.is_direction:
        return 5.0
    if reads_like_name(shape.word):
        return 4.5
    costs = {"number": 7.0, "figure": 4.0, "sign": OUT, "null": 0.0, "words": 1.2, "template": 2.0, "points": 6.0}
    return costs.get(shape.kind, 0.2)


def _note(shape: Shape) -> float:
    if shape.levels:
        return 2.0 if shape.is_bare else 7.0
    costs = {"number": 4.0, "figure": 2.0, "sign": 6.0, "null": 0.2, "words": 1.0, "template": 2.0, "points": 6.0}
    return costs.get(shape.kind, 0.2)


def _standard(shape: Shape) -> float:
    return 0.0 if shape.word.endswith("标准") else 0.6 + _note(shape)


def _core(shape: Shape) -> float:
    return 0.0 if shape.word in {"是", "否", "√", "×", "核心指标"} else 1.0 if shape.kind == "null" else 7.0


def _coefficient(shape: Shape) -> float:
    return 0.0 if re.fullmatch(r"-?[\d.]+%?", shape.word) else 1.0 if shape.kind == "null" else 6.0


def _ordinal(shape: Shape) -> float:
    return 0.0 if re.fullmatch(r"\d{1,4}[.、]?|[一二三四五六七八九十]{1,3}[、.]?", shape.word) else 8.0


def _unit_code(shape: Shape) -> float:
    return 0.0 if _CODE.fullmatch(shape.word) else OUT


def _unit_name(shape: Shape) -> float:
    if shape.levels or shape.is_figure or shape.kind in {"sign", "null"}:
        return 8.0
    name = re.sub(r"^[\[(]?\d{3,9}[\])]?[-—_]?", "", shape.word)
    if _ORGANISATION.search(name):
        return 0.0
    if _DASHED_UNIT.fullmatch(shape.word):
        return 0.2
    return (1.5 if len(name) < 30 else 4.0) + (2.0 if _SENTENCE.search(name) else 0.0)


def _place(shape: Shape) -> float:
    return 0.0 if is_place(shape.word) and not shape.levels else _unit_name(shape)


def _project_name(shape: Shape) -> float:
    if shape.levels or shape.kind in {"sign", "null", "number", "template"} or shape.is_nature or shape.is_direction:
        return 8.0
    if shape.kind in {"figure", "words"} or shape.is_unit:
        return 5.0
    cost = 0.3 if len(shape.word) <= 45 else 3.0
    cost += 1.2 if _DASHED_UNIT.fullmatch(shape.word) else 0.0
    return cost + (3.0 if "。" in shape.word else 0.0) + (1.2 if _ORGANISATION.search(shape.word) else 0.0)


def _amount(shape: Shape) -> float:
    if looks_like_amount_word(shape.word) or re.match(r"¥?[\d,.]*\d[百千万亿]*元?(?:[(]|$)", shape.word):
        return 0.0
    return 1.0 if shape.kind == "null" else OUT


def _rate(shape: Shape) -> float:
    if re.fullmatch(r"[\d.]+%", shape.word):
        return 0.0
    return 1.0 if shape.kind == "null" else 2.0 if shape.kind == "number" else OUT


def _goal(shape: Shape) -> float:
    if shape.levels and len(shape.word) < 14:
        return 7.0
    if shape.is_figure or shape.kind in {"sign", "null"} or shape.is_unit:
        return 6.0
    if _SENTENCE.search(shape.word) or len(shape.word) > 25:
        return 0.0
    return 1.2 if len(shape.word) > 8 else 2.0


def _type(shape: Shape) -> float:
    return 8.0 if shape.levels or shape.is_figure else 0.8 if len(shape.word) <= 10 else 3.0


def _unknown(shape: Shape) -> float:
    return 4.0 if shape.levels and not shape.is_bare else 1.0


_FITS: Final[dict[str, Callable[[Shape], float]]] = {
    "level1": _level1, "level2": _level2, "level3": _level3, "value": _value, "unit": _unit, "sign": _sign,
    "direction": _direction, "nature": _nature, "weight": _points, "score": _score, "review_score": _score, "actual": _actual,
    "adjusted": _actual, "reason": _reason, "note": _note, "standard": _standard, "core": _core, "coefficient": _coefficient,
    "ordinal": _ordinal, "unit_code": _unit_code, "unit_name": _unit_name, "place": _place, "department": _unit_name,
    "project_name": _project_name, "amount": _amount, "budget": _amount, "executed": _amount, "initial_budget": _amount,
    "adjustment": _amount, "rate": _rate, "block": _points, "total_score": _points, "goal": _goal, "project_type": _type,
    "project_code": _unit_code,
}  # fmt: skip
