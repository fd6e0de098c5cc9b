"""The kinds of token that a target consists of, and the closed words of each kind.

Out: one letter a kind, so that a form of target is a regular expression over letters, and the dictionaries from which
the words of the vocabulary get their letter.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from transform.quantities.words import idioms, signs_after, signs_before, units

SIGN, AFTER, NUMBER, SCALE, UNIT, TEXT = "S", "A", "N", "X", "U", "T"
PER, EACH, RANGE, MINUS, TIMES, DIVIDE, PLUS, PLUSMINUS = "P", "E", "R", "-", "M", "D", "+", "Z"
OPEN, CLOSE, LIST, FILLER, PERCENT_OF, PART_OF, BLANK = "(", ")", "L", "F", "H", "Q", "B"
MORE, ALSO, BETWEEN, CURRENCY, INCLUDING, EXCLUDING, WHEN, AMOUNT, WITH = "G", "C", "J", "K", "I", "O", "W", "V", "Y"

JOINTS: Final = {
    "/": PER, "·": PER, "每": EACH, "各": EACH, "~": RANGE, "至": RANGE, "到": RANGE, "-": MINUS, "--": RANGE, "×": TIMES,
    "*": TIMES, "x": TIMES, "X": TIMES, "÷": DIVIDE, "+": PLUS, "±": PLUSMINUS, "正负": PLUSMINUS, "(": OPEN, ")": CLOSE,
    "[": OPEN, "]": CLOSE, "、": LIST, ",": LIST, ";": LIST, "和": LIST, "及": LIST, "或": LIST, "与": LIST, "。": LIST,
    "且": ALSO, "的同时": ALSO,
    "并": ALSO, "并且": ALSO, "同时": ALSO, "而且": ALSO, "又": WITH, " ": BLANK, "分之": PART_OF, "之间": BETWEEN,
    "百万分之": PERCENT_OF, "千万分之": PERCENT_OF, "亿分之": PERCENT_OF,
    "百分之": PERCENT_OF, "佰分之": PERCENT_OF, "仟分之": PERCENT_OF, "千分之": PERCENT_OF, "万分之": PERCENT_OF, "百分": PERCENT_OF,
    "(含)": INCLUDING, "(含本数)": INCLUDING, "(包含)": INCLUDING, "(包括本数)": INCLUDING, "(不含)": EXCLUDING,
    "(不含本数)": EXCLUDING, "(不包含)": EXCLUDING,
}  # fmt: skip
EACH_WORDS: Final = {
    "人均": "人", "户均": "户", "村均": "村", "次均": "次", "亩均": "亩", "年均": "年", "月均": "月", "日均": "日", "生均": "生",
}  # fmt: skip
FILLERS: Final = (
    "共", "共计", "合计", "总计", "总共", "累计", "计", "为", "达", "达到", "达成", "完成", "实现", "保持", "保持在", "是", ":",
    ".", "全部", "总数", "标准", "介于", "从", "在", "有", "全年", "整", "确保", "力争", "得分", "综合得分", "考核得分", "评分",
)  # fmt: skip
SCALES: Final = {
    "十": 10, "拾": 10, "百": 10**2, "佰": 10**2, "千": 10**3, "仟": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6,
    "千万": 10**7, "仟万": 10**7, "佰万": 10**6, "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    "万万": 10**8, "兆": 10**12, "个亿": 10**8, "k": 10**3, "K": 10**3, "w": 10**4,
}  # fmt: skip


class Token(NamedTuple):
    """One token: its kind, its characters, where it starts, and its number where it is a numeral that can be read."""

    kind: str
    text: str
    start: int
    number: Decimal | None = None

    @property
    def end(self) -> int:
        """Where the token ends."""
        return self.start + len(self.text)


@cache
def words() -> dict[str, str]:
    """Return every closed word with its kind."""
    found = {word: CURRENCY if unit.kind == "prefix" else UNIT for word, unit in units().items()}
    found |= dict.fromkeys(FILLERS, FILLER)
    found |= dict.fromkeys(signs_after(), AFTER)
    found |= dict.fromkeys(signs_before(), SIGN)
    found |= dict.fromkeys(EACH_WORDS, EACH)
    found |= JOINTS
    return found | dict.fromkeys(idioms(), TEXT)


@cache
def lengths() -> dict[str, tuple[int, ...]]:
    """Return for each first character of a word the lengths to try, longest first."""
    sizes: dict[str, set[int]] = {}
    for word in words():
        sizes.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()}


def word_at(text: str, position: int) -> str | None:
    """Return the longest word of the vocabulary that starts there."""
    found = words()
    for length in lengths().get(text[position], ()):
        word = text[position : position + length]
        if word in found and not (word[-1] < "\x80" and _is_cut(text, position + length)):
            return word
    return None


def _is_cut(text: str, end: int) -> bool:
    """Whether a word of letters goes on: 5ppm is not 5pp; 3mx5m is two lengths."""
    following = text[end : end + 1]
    if not (following.isascii() and following.isalpha() and text[end - 1].isascii() and text[end - 1].isalpha()):
        return False
    return following not in "xX" or not text[end + 1 : end + 2].isdigit()


def is_unit_at(text: str, position: int) -> bool:
    """Whether a unit starts there, and no longer word of another kind."""
    word = word_at(text, position)
    return word is not None and words()[word] in {UNIT, CURRENCY}
