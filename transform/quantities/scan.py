"""A cleaned string to tokens: signs, numbers, units, joints; whatever is none of them stays as text.

In: the output of `clean`. Out: a list of tokens that covers every character once, in order. The longest word of the
vocabulary wins at each place, so the cost is linear in the length. Ordinals (第3批), standards (GB18030), idioms (一次性)
and dates inside a sentence are no numbers.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from transform.quantities import tokens as kinds
from transform.quantities.numerals import CHINESE, DIGITS, parse_arabic, parse_chinese
from transform.quantities.periods import find_period_at
from transform.quantities.tokens import SCALES, Token, is_unit_at, word_at, words

_ARABIC_RUN: Final = re.compile(
    r"(?:\d[\d,]*(?:\.\d[\d,]*)*|\.\d+)(?:[eE][+-]?\d{1,2}(?![\dA-Za-z.]))?", re.ASCII
)  # fmt: skip
_CHINESE_RUN: Final = re.compile(f"[{CHINESE}]+")
_CHINESE_FIRST: Final = frozenset(CHINESE)
_ARABIC_FIRST: Final = frozenset("0123456789.")
_ORDINAL: Final = re.compile(r"第[\d零一二三四五六七八九十百两、~-]+|[前首][\d一二三四五六七八九十百]+(?=[名位强])")
_STANDARD: Final = re.compile(r"[A-Za-z][A-Za-z/]*[-_]?\d[\dA-Za-z.-]*(?:号)?")
_MODEL: Final = re.compile(
    r"\d+(?:[GD](?![A-Za-z\d])|[A-Z]+\d+\w*)|\d+(?:[.]\d+)+(?=版)|[\[〔]\d{4}[\]〕]\d*号?|\d{1,2}[日号](?:之|以)?前"
)
_LIST_MARK: Final = re.compile(r"\(?\d{1,2}(?:[)、]|\.(?!\d))(?=[^\d%])")
_VAGUE_BEFORE, _PLACE_WORDS = frozenset("几数上"), frozenset("十拾百佰千仟万亿")
_FOLLOWS: Final = frozenset((kinds.NUMBER, kinds.SCALE))
_MORE: Final = frozenset("余多来")
_LONGEST_NUMERAL: Final = 40


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a cleaned text; together they are the text.

    >>> [(token.kind, token.text) for token in tokenise("≤1.52万元")]
    [('S', '≤'), ('N', '1.52'), ('U', '万元')]
    """
    tokens: list[Token] = []
    loose = position = 0
    while position < len(text):
        before = tokens[-1] if tokens and loose == position else None
        token = _token_at(text, position, before)
        if token is None:
            position += 1
            continue
        if loose < position:
            tokens.append(Token(kinds.TEXT, text[loose:position], loose))
        tokens.append(token)
        loose = position = token.end
    if loose < len(text):
        tokens.append(Token(kinds.TEXT, text[loose:], loose))
    return tokens


def _token_at(text: str, position: int, before: Token | None) -> Token | None:  # noqa: PLR0911  (one return a kind)
    first = text[position]
    follows = before is not None and before.kind in _FOLLOWS
    if follows and first in _MORE:
        return Token(kinds.MORE, first, position)
    if first in _ARABIC_FIRST:
        return _named_at(text, position, before) or _arabic_at(text, position, before) or _word_token(text, position)
    if follows or (before is not None and before.kind == kinds.MORE):
        scale = _scale_at(text, position)
        if scale is not None:
            return scale
    elif first in "负零" and _is_minus(text, position):
        words_for_minus = ("负的", "零下", "负")
        return Token(kinds.MINUS, next(word for word in words_for_minus if text.startswith(word, position)), position)
    if first in _CHINESE_FIRST and not (before is not None and before.kind == kinds.NUMBER):
        word = word_at(text, position)
        if (
            word is not None
            and words()[word] == kinds.TEXT
            and not _is_numeral_here(text, position, position + len(word), before)
        ):
            return Token(kinds.TEXT, word, position)
        number = _chinese_at(text, position, before)
        if number is not None:
            return number
    return _named_at(text, position, before) or _word_token(text, position)


def _is_numeral_here(text: str, position: int, end: int, before: Token | None) -> bool:
    """Whether a word of numerals alone (十一, 五一, 三零) is a number where it stands: 十一次, 百分之十一, 五一六."""
    word = text[position:end]
    if _is_share_or_unit(text, position, end) or (before is not None and before.kind == kinds.PERCENT_OF):
        return True
    if not all(character in _CHINESE_FIRST for character in word):
        is_rest = word == "十分" and end == len(text) and before is not None and before.kind == kinds.UNIT
        return is_rest or (text[end - 1] in _CHINESE_FIRST and end < len(text) and text[end] in _CHINESE_FIRST)
    if end == len(text):
        return "十" in word
    counts = is_unit_at(text, end) and not text.startswith("期间", end)
    return text[end] in _CHINESE_FIRST or (counts and "十" in word)


def _is_share_or_unit(text: str, position: int, end: int) -> bool:
    """Whether the word is the start of 十分之一, 十一又二分之一, 三八折, or ends inside a unit: 三公里 is no 三公."""
    word = text[position:end]
    if word == "十分" and text.startswith("之", end):
        return True
    if text.startswith(("又", "折"), end) and all(character in _CHINESE_FIRST for character in word):
        return True
    first = next((at for at in range(position, end) if text[at] not in _CHINESE_FIRST), end)
    unit = word_at(text, first) if position < first < end else None
    return unit is not None and words()[unit] == kinds.UNIT and first + len(unit) > end


def _is_minus(text: str, position: int) -> bool:
    if text.startswith(("零下", "负的百分之"), position):
        return True
    rest = text[position + 1 : position + 2]
    return text[position] == "负" and bool(rest) and (rest.isdigit() or rest in _CHINESE_FIRST)


def _named_at(text: str, position: int, before: Token | None) -> Token | None:
    """Return a number that counts nothing: an ordinal, a standard, a model, a date, the mark of a list."""
    first = text[position]
    if first.isdigit() and first.isascii():
        end = find_period_at(text, position)
        if end:
            return Token(kinds.WHEN, text[position:end], position)
        match = _MODEL.match(text, position)
        if match is None and (before is None or before.kind in {kinds.LIST, kinds.BLANK}):
            match = _LIST_MARK.match(text, position)
    elif first in "第前首":
        match = _ORDINAL.match(text, position)
    elif first in "[〔":
        match = _MODEL.match(text, position)
    elif first == "(" and (before is None or before.kind == kinds.LIST):
        match = _LIST_MARK.match(text, position)
    elif first.isascii() and first.isalpha() and not (before is not None and before.kind in "NXUPV)"):
        word = word_at(text, position)
        is_word = word is not None and words()[word] in {kinds.CURRENCY, kinds.UNIT} and len(word) > 1
        match = None if is_word else _STANDARD.match(text, position)
    else:
        return None
    return None if match is None else Token(kinds.TEXT, match.group(), position)


def _arabic_at(text: str, position: int, before: Token | None) -> Token | None:
    run = _ARABIC_RUN.match(text, position)
    if run is None:
        return None
    numeral = run.group().rstrip(",")
    number = parse_arabic(numeral)
    if (before is not None and before.text[-1:] in "几数") or text[
        position + len(numeral) : position + len(numeral) + 1
    ] == "几":
        number = None
    return Token(kinds.NUMBER, numeral, position, number)


def _scale_at(text: str, position: int) -> Token | None:
    """Return the 万 of 3万人 and of 3万5千; not the 千 of 3千克, nor the 万 of 3万, which may be money."""
    word = word_at(text, position)
    unit = word if word is not None and words()[word] in {kinds.UNIT, kinds.CURRENCY} else None
    for length in (2, 1):
        scale = text[position : position + length]
        if scale not in SCALES or len(scale) < length or (unit and len(unit) > length):
            continue
        rest = position + length
        if scale in "kKw" and rest < len(text) and text[rest].isascii() and text[rest].isalpha():
            continue
        follows = rest < len(text) and (text[rest].isdigit() or text[rest] in _PLACE_WORDS or is_unit_at(text, rest))
        if unit is None or length == 2 or follows or text[rest : rest + 1] in _MORE:
            return Token(kinds.SCALE, scale, position)
    return None


def _chinese_at(text: str, position: int, before: Token | None) -> Token | None:  # noqa: PLR0911  (one return a case)
    run = _CHINESE_RUN.match(text, position)
    if run is None or words().get(text[position : position + 3]) == kinds.PERCENT_OF:
        return None
    whole = run.group()
    if before is not None and before.kind == kinds.PERCENT_OF and whole in {"百", "一百"}:
        return Token(kinds.NUMBER, whole, position, Decimal(100))
    if text.startswith("百分百", position):
        return Token(kinds.PERCENT_OF, "百分", position)
    if len(whole) > _LONGEST_NUMERAL:
        return Token(kinds.NUMBER, whole, position)
    is_vague = _is_vague(text, position, whole)
    if text[run.end() : run.end() + 1] == "折" and len(whole) == 2 and all(DIGITS.get(digit) for digit in whole):
        return Token(kinds.NUMBER, whole, position, Decimal(10 * DIGITS[whole[0]] + DIGITS[whole[1]]))
    for end in range(run.end(), position, -1):
        number = parse_chinese(text[position:end])
        # 84兆瓦 is megawatts: 兆 closes no numeral of its own.
        if number is None or text[end - 1] == "兆" or _splits_unit(text, position, end, before):
            continue
        is_whole = end == run.end() or is_unit_at(text, end) or text[end] == "半" or _is_percent_at(text, end)
        if is_vague or not is_whole:
            return Token(kinds.NUMBER, whole, position)
        return Token(kinds.NUMBER, text[position:end], position, number)
    is_numeral = is_vague or (len(whole) > 1 and whole[0] in DIGITS and whole[1] in DIGITS)
    return Token(kinds.NUMBER, whole, position) if is_numeral else None


def _is_percent_at(text: str, position: int) -> bool:
    return text.startswith(("百分之", "千分之", "万分之"), position)


def _is_vague(text: str, position: int, whole: str) -> bool:
    """Whether the numeral is one of 几十, 数百, 上千, 十几."""
    before_text = text[position - 1] if position else ""
    after_text = text[position + len(whole) : position + len(whole) + 1]
    return (before_text in _VAGUE_BEFORE and whole[0] in _PLACE_WORDS) or after_text == "几"


def _splits_unit(text: str, position: int, end: int, before: Token | None) -> bool:
    """Whether the numeral bites a piece off a unit that is none without it: the 千 of 三千瓦时, the 百 of 三百分点."""
    last = end - 1
    if text[last] == "半":
        is_denominator = before is not None and before.kind in {kinds.EACH, kinds.PER}
        return is_denominator and last == position and text.startswith("半年", last)
    if last == position:
        return False
    unit = word_at(text, last)
    if unit in {"百分点", "百分比"}:
        return True
    if unit is None or len(unit) == 1 or words()[unit] != kinds.UNIT:
        return False
    return end == len(text) or not is_unit_at(text, end)


def _word_token(text: str, position: int) -> Token | None:
    word = word_at(text, position)
    return None if word is None else Token(words()[word], word, position)
