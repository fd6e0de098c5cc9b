"""What the characters of a body cost inside a name: figures, signs, words of values, labels, phrases that are told again.

In: a ground whose labels and phrases are known. Out: running sums, so that the cost of a stretch is a difference.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from transform.fused.words import ending_word, sign_before, value_word

if TYPE_CHECKING:
    from transform.fused.ground import Ground

_BRACKET: Final = re.compile(r"\([^()]{0,40}\)")
_YEAR: Final = re.compile(r"20\d\d年")
_DIGIT, _SIGN, _PERCENT, _STOP, _COMMA, _WORD = 1.2, 4.0, 3.0, 3.0, 0.8, 0.8
_ECHO_COST: Final = 2.5
_REASONED: Final = re.compile(r"较晚|未能|推迟|滞后|下一步|将加强|尚未|未完成")
_REASON: Final = 1.5
TAILS: Final = frozenset("性率度量值数")


def running_sums(ground: Ground) -> list[float]:
    cost = _character_costs(ground)
    _add_word_costs(ground, cost)
    sums = [0.0]
    for each in cost:
        sums.append(sums[-1] + each)
    return sums


def _character_costs(ground: Ground) -> list[float]:
    """Return what each character outside brackets costs in a name."""
    text, first, last = ground.text, ground.first, ground.last
    inside = bytearray(last - first)
    for match in _BRACKET.finditer(text, first, last):
        for place in range(match.start(), match.end()):
            inside[place - first] = 1
    cost = [0.0] * (last - first)
    for place in range(first, last):
        character = text[place]
        if inside[place - first] or "\u4e00" <= character <= "\u9fa5":
            continue
        if character.isdigit():
            cost[place - first] = _DIGIT if place == first or not text[place - 1].isdigit() else 0.2
        else:
            cost[place - first] = {"%": _PERCENT, "。": _STOP, ";": _STOP, ",": _COMMA, "/": 1.5, "-": 1.5}.get(
                character, 0.0
            )
    for match in sign_before().finditer(text, first, last):
        if not inside[match.start() - first] and not "\u4e00" <= match.group()[0] <= "\u9fa5":
            cost[match.start() - first] += _SIGN
    for match in _YEAR.finditer(text, first, last):
        for place in range(match.start(), match.end()):
            cost[place - first] = 0.05
    return cost


def _add_word_costs(ground: Ground, cost: list[float]) -> None:
    """Add what the words of values, labels and reasons cost inside a name."""
    text, first, last = ground.text, ground.first, ground.last
    ends = {match.end() for match in ending_word().finditer(text, first, last)}
    for match in value_word().finditer(text, first, last):
        goes_on = text[match.end() : match.end() + 1] in TAILS
        if match.start() in ends and not goes_on and match.end() - match.start() > 1:
            cost[match.start() - first] += 2 * _WORD
        elif match.end() - match.start() > 2:
            cost[match.start() - first] += _WORD
    for start, token in ground.labels.items():
        if not token.is_bare or token.points:
            cost[start - first] += 6.0
    for match in _REASONED.finditer(text, first, last):
        cost[match.start() - first] += _REASON
    for start in ground.echoes:
        cost[start - first] += _ECHO_COST
    for phrase in ground.phrases:
        for match in re.finditer(re.escape(phrase), text[first:last]):
            cost[(match.start() + match.end()) // 2] += 2.0
