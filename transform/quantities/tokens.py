"""A cleaned string to tokens: signs, numbers, units, joints; whatever is none of them stays as text.

In: the output of `clean`. Out: a list of tokens that covers every character once, in order. The longest word of the
vocabulary wins at each place, so the cost is linear in the length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from transform.quantities.numerals import CHINESE, parse_arabic, parse_chinese
from transform.quantities.words import signs_after, signs_before, units

# The kinds of token, one letter each, so that a form of target is a regular expression over letters.
SIGN, AFTER, NUMBER, SCALE, UNIT, TEXT = "S", "A", "N", "X", "U", "T"
PER, EACH, RANGE, MINUS, TIMES, DIVIDE, PLUS, PLUSMINUS = "P", "E", "R", "-", "M", "D", "+", "Z"
OPEN, CLOSE, LIST, FILLER, PERCENT_OF, PART_OF, BLANK = "(", ")", "L", "F", "H", "Q", "B"

_JOINTS: Final = {
    "/": PER, "·": PER, "每": EACH, "~": RANGE, "至": RANGE, "到": RANGE, "-": MINUS, "--": RANGE, "×": TIMES, "*": TIMES,
    "x": TIMES, "X": TIMES, "÷": DIVIDE, "+": PLUS, "±": PLUSMINUS, "正负": PLUSMINUS, "(": OPEN, ")": CLOSE, "[": OPEN,
    "]": CLOSE, "、": LIST, ",": LIST, ";": LIST, "和": LIST, "及": LIST, "或": LIST, "且": LIST, "并": LIST, "并且": LIST,
    " ": BLANK, "分之": PART_OF, "百分之": PERCENT_OF, "千分之": PERCENT_OF, "万分之": PERCENT_OF,
}  # fmt: skip
EACH_WORDS: Final = {
    "人均": "人", "户均": "户", "村均": "村", "次均": "次", "亩均": "亩", "年均": "年", "月均": "月", "日均": "日",
}  # fmt: skip
_FILLERS: Final = (
    "共", "共计", "合计", "总计", "总共", "累计", "计", "为", "达", "达到", "达成", "完成", "实现", "保持", "保持在",
    "人民币", "¥", "￥", "RMB", "是", ":", "。", ".", "全部", "总数", "标准",
)  # fmt: skip
SCALES: Final = {
    "十": 10, "拾": 10, "百": 10**2, "佰": 10**2, "千": 10**3, "仟": 10**3, "万": 10**4, "萬": 10**4, "十万": 10**5,
    "百万": 10**6, "千万": 10**7, "亿": 10**8, "億": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
_ARABIC_RUN: Final = re.compile(r"\d[\d,]*(?:\.\d[\d,]*)*|\.\d+")
_CHINESE_RUN: Final = re.compile(f"[{CHINESE}]{{1,25}}")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its characters, where it starts, and its number where it is a numeral that can be read."""

    kind: str
    text: str
    start: int
    number: Decimal | None = None


@cache
def _vocabulary() -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    """Return every closed word with its kind, and for each first character the lengths to try, longest first."""
    words = dict.fromkeys(units(), UNIT)
    words |= dict.fromkeys(_FILLERS, FILLER)
    words |= dict.fromkeys(signs_after(), AFTER)
    words |= dict.fromkeys(signs_before(), SIGN)
    words |= dict.fromkeys(EACH_WORDS, EACH)
    words |= _JOINTS
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[0], set()).add(len(word))
    return words, {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a cleaned text; together they are the text.

    >>> [(token.kind, token.text) for token in tokenise("≤1.52万元")]
    [('S', '≤'), ('N', '1.52'), ('U', '万元')]
    """
    tokens: list[Token] = []
    loose = position = 0
    while position < len(text):
        token = _number_at(text, position, tokens) or _word_at(text, position)
        if token is None:
            position += 1
            continue
        if loose < position:
            tokens.append(Token(TEXT, text[loose:position], loose))
        tokens.append(token)
        loose = position = position + len(token.text)
    if loose < len(text):
        tokens.append(Token(TEXT, text[loose:], loose))
    return tokens


def _number_at(text: str, position: int, before: list[Token]) -> Token | None:
    run = _ARABIC_RUN.match(text, position)
    if run:
        numeral = run.group().rstrip(",")
        return Token(NUMBER, numeral, position, parse_arabic(numeral))
    follows_number = (
        bool(before) and before[-1].kind in {NUMBER, SCALE} and before[-1].start + len(before[-1].text) == position
    )
    if follows_number:
        return _scale_at(text, position)
    return _chinese_at(text, position)


def _scale_at(text: str, position: int) -> Token | None:
    """Return the 万 of 3万人 and of 3万5千; not the 千 of 3千克, nor the 万 of 3万, which may be money."""
    words, lengths = _vocabulary()
    unit = _longest(text, position, words, lengths)
    for length in (2, 1):
        scale = text[position : position + length]
        if scale not in SCALES or len(scale) < length or (unit and len(unit) > length):
            continue
        rest = position + length
        if unit is None or (rest < len(text) and (text[rest].isdigit() or _is_unit_at(text, rest))):
            return Token(SCALE, scale, position)
    return None


def _is_unit_at(text: str, position: int) -> bool:
    words, lengths = _vocabulary()
    word = _longest(text, position, words, lengths)
    return word is not None and words[word] == UNIT


def _chinese_at(text: str, position: int) -> Token | None:
    run = _CHINESE_RUN.match(text, position)
    if run is None or _vocabulary()[0].get(text[position : position + 3]) == PERCENT_OF:
        return None
    for end in range(run.end(), position, -1):
        number = parse_chinese(text[position:end])
        if number is not None and not _splits_unit(text, position, end):
            return Token(NUMBER, text[position:end], position, number)
    return None


def _splits_unit(text: str, position: int, end: int) -> bool:
    """Whether the numeral bites a piece off a unit that is none without it: the 千 of 三千瓦时, the 百 of 三百分点."""
    last = end - 1
    if last == position and text[last] != "半":
        return False
    words, lengths = _vocabulary()
    unit = _longest(text, last, words, lengths)
    if unit is None or len(unit) == 1 or words[unit] != UNIT:
        return False
    return end == len(text) or not _is_unit_at(text, end)


def _word_at(text: str, position: int) -> Token | None:
    words, lengths = _vocabulary()
    word = _longest(text, position, words, lengths)
    return None if word is None else Token(words[word], word, position)


def _longest(text: str, position: int, words: dict[str, str], lengths: dict[str, tuple[int, ...]]) -> str | None:
    for length in lengths.get(text[position], ()):
        word = text[position : position + length]
        if word in words:
            return word
    return None
