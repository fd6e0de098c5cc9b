"""Targets, drawn once as a structure and printed in one cell or in three.

In: a random source and an item of the themes (`name:unit:low:high`, `name:~word/word`, `name:@`). Out: `Target`, and
`Dress`, the way a document prints its signs and units.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

SIGN_STYLES = {
    "plain": {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "=": "=", "~": "≈"},
    "ascii": {">=": ">=", "<=": "<=", ">": ">", "<": "<", "=": "=", "~": "≈"},
    "box": {">=": "≧", "<=": "≦", ">": "＞", "<": "＜", "=": "═", "~": "≈"},
    "slanted": {">=": "⩾", "<=": "⩽", ">": ">", "<": "<", "=": "＝", "~": "≈"},
    "words": {">=": "大于等于", "<=": "小于等于", ">": "大于", "<": "小于", "=": "等于", "~": "约"},
    "none": {},
}
_WORDS_BEFORE = {">=": ("不少于", "不低于", "至少"), "<=": ("不超过", "不高于", "控制在"), "~": ("约",)}
_WORDS_AFTER = {">=": ("以上", "及以上"), "<=": ("以内", "以下"), "~": ("左右",)}
_SENTENCES = (
    "按照实施方案要求组织开展各项工作",
    "严格执行相关制度规定",
    "进一步完善工作机制并形成长效管护",
    "群众反映的突出问题得到妥善解决",
    "相关配套制度健全并落实到位",
)
_NULLS = ("", "/", "—", "")


@dataclass(frozen=True, slots=True)
class Target:
    """A target as meant: an operator where a sign is printed, a number with its unit, or words."""

    operator: str | None = None
    number: str = ""
    high: str = ""
    unit: str = ""
    words: str = ""
    is_low_good: bool = False

    @property
    def is_quantity(self) -> bool:
        """Whether a number stands in it."""
        return self.number != ""

    @property
    def figure(self) -> Decimal | None:
        """The number, separators aside."""
        return Decimal(self.number.replace(",", "")) if self.number else None


@dataclass(frozen=True, slots=True)
class Dress:
    """How a document prints signs and units: a style of glyphs, the word for per cent, how often words replace them."""

    signs: str = "plain"
    percent: str = "%"
    wordy: float = 0.0

    def fused(self, target: Target, rng: Random) -> str:
        """Return the text of a target in one cell."""
        if not target.is_quantity:
            return target.words
        body = self._number(target) + self._unit(target)
        operator = target.operator or ""
        if operator in _WORDS_BEFORE and rng.random() < self.wordy:
            return self._in_words(operator, body, rng)
        return self.sign(target) + body

    @staticmethod
    def _in_words(operator: str, body: str, rng: Random) -> str:
        if rng.random() < 0.5:
            return body + rng.choice(_WORDS_AFTER[operator])
        word = rng.choice(_WORDS_BEFORE[operator])
        return f"{word}{body}以内" if word == "控制在" else word + body

    def cells(self, target: Target) -> tuple[str, str, str]:
        """Return the sign, the value and the unit of a target in three cells."""
        if not target.is_quantity:
            return "", target.words, ""
        number = f"{target.number}-{target.high}" if target.high else target.number
        return self.sign(target), number, self._unit(target)

    def sign(self, target: Target) -> str:
        """Return the printed sign, or nothing."""
        return SIGN_STYLES[self.signs].get(target.operator or "", "")

    def unit(self, target: Target) -> str | None:
        """Return the printed unit, or None."""
        return (self._unit(target) or None) if target.is_quantity else None

    def _unit(self, target: Target) -> str:
        return self.percent if target.unit == "%" else target.unit

    def _number(self, target: Target) -> str:
        if not target.high:
            return target.number
        return f"{target.number}%-{target.high}" if target.unit == "%" and self.percent == "%" else (
            f"{target.number}-{target.high}")  # fmt: skip


def draw_target(spec: str, rng: Random, year: int, *, is_cost: bool) -> Target:
    """Return a target for an item of the themes."""
    fate = rng.random()
    if fate < 0.012:
        return Target(words=rng.choice(_NULLS))
    if spec == "@":
        return Target(words=_draw_period(rng, year))
    if spec.startswith("~"):
        return Target(words=rng.choice(_SENTENCES) if fate < 0.12 else rng.choice(spec[1:].split("/")))
    unit, low, high = spec.split(":")
    is_low_good = "↓" in unit or is_cost
    return _draw_figure(unit.rstrip("↓"), Decimal(low), Decimal(high), is_low_good, rng)


def _draw_figure(unit: str, low: Decimal, high: Decimal, is_low_good: bool, rng: Random) -> Target:
    number = _draw_number(low, high, unit, rng)
    if rng.random() < 0.02 and Decimal(number) > 2 and "/" not in unit:
        top = str(Decimal(number) + rng.randint(1, 9))
        if unit != "%" or Decimal(top) <= 100:
            return Target(None, number, top, unit, "", is_low_good)
    chances = ("<=", "<=", "<=", None, "=", "<", "~") if is_low_good else (">=", ">=", ">=", ">=", None, None, "=", ">")
    operator = rng.choice(chances)
    if Decimal(number) == 0:
        operator = rng.choice((None, "="))
    if unit == "%" and Decimal(number) == 100 and operator == ">":
        operator = ">="
    if unit == "元" and Decimal(number) >= 1000 and rng.random() < 0.3:
        number = f"{Decimal(number):,}"
    return Target(operator, number, "", unit, "", is_low_good)


def _draw_number(low: Decimal, high: Decimal, unit: str, rng: Random) -> str:
    if high - low < 6 and high != low and low % 1 + high % 1 > 0:
        return str(Decimal(rng.randint(int(low * 100), int(high * 100))) / 100)
    number = rng.randint(int(low), int(high))
    if number > 1000 and rng.random() < 0.6:
        number = number // 100 * 100
    if unit.startswith("万") or (unit == "%" and number < 100):
        return f"{number}.{rng.randint(1, 99):02}" if rng.random() < 0.15 else str(number)
    return str(number)


def _draw_period(rng: Random, year: int) -> str:
    month = rng.randint(1, 12)
    return rng.choice(
        (
            f"{year}年全年",
            "全年",
            "1-12月",
            f"{year}年底",
            f"{month}月底之前",
            f"{year}年12月31日",
            f"{year}年{month}月底前",
            f"{year}.{month}-{year + 1}.1",
            f"{year}年1月至{year}年12月",
            f"{year}.1.1-{year}.12.31",
        )
    )


def draw_dress(rng: Random) -> Dress:
    """Return the way in which a document prints its targets."""
    signs = rng.choice(("plain", "plain", "plain", "ascii", "box", "slanted", "words", "none"))
    percent = "百分比" if rng.random() < 0.08 else "%"
    return Dress(signs, percent, rng.choice((0, 0, 0.08, 0.25)) if signs in {"plain", "ascii"} else 0)
