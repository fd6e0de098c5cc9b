"""The forms of a target, as regular expressions over the letters of its items, and how each is taken apart.

In: items (tokens and amounts). Out: the first form that fits and its `Quantity`. A form names its pieces; `readers.py`
says what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from transform.quantities import readers
from transform.quantities import tokens as kinds
from transform.quantities.contracts import Quantity, Setting
from transform.quantities.measures import Amount, Item
from transform.quantities.readers import Sign, read_denominators, read_sign

_EACH: Final = r"(?P<each>(?:E[UV]?|ET(?=S?V))*)"
_PER: Final = r"(?P<per>(?:P[UVT]|E[UV])*V?)"  # the last one is 一年
_PER_INNER: Final = r"(?P<per>(?:P[UV]|E[UV])*)"
_AFTER: Final = r"(?P<after>[AIO]{0,3})"

SINGLE: Final = re.compile(
    rf"(?P<lead>U(?=S))?(?P<sign0>S?(?=E))?{_EACH}(?P<gap>T?)(?P<sign>S{{0,2}})(?P<v>V)(?P<early>[AIO]*){_PER_INNER}{_AFTER}"
)
SOLE: Final = re.compile(
    rf"(?P<lead>U(?=S))?(?P<sign0>S?(?=E))?{_EACH}(?P<gap>)(?P<sign>S{{0,2}})(?P<v>V)(?P<early>[AIO]*){_PER}{_AFTER}"
)
_FREQUENCY: Final = re.compile(r"(?P<each>V)(?P<sign>S?)(?P<v>V)(?P<after>A?)")
_RANGE: Final = re.compile(
    rf"{_EACH}(?P<sign>S?)(?P<low>V)(?P<i1>[IO]?)(?:R|-)(?P<high>V)(?P<i2>[IO]?){_PER}J?{_AFTER}"
)
_BETWEEN: Final = re.compile(r"(?P<sign>S?)(?P<low>V)(?:R|-|L)(?P<high>V)(?P<per>(?:PU)*)J(?P<after>A?)")
_INTERVAL: Final = re.compile(r"(?P<open>\()(?P<low>V)L(?P<high>V)(?P<close>\))(?P<unit>U?)")
_BOTH: Final = re.compile(r"(?P<s1>S?)(?P<v1>V)(?P<a1>[AIO]{0,2})[LC]{0,2}T?(?P<s2>S?)(?P<v2>V)(?P<a2>[AIO]{0,2})")
_AROUND: Final = re.compile(r"(?P<v1>V)(?P<s1>S)[MTU]{0,4}(?P<s2>S)(?P<v2>V)")
_PLUS_MINUS: Final = re.compile(r"(?P<sign>S?)(?P<middle>V?)Z(?P<v>V)(?P<after>A?)J?")

_FLIPPED: Final = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}
_TIME: Final = frozenset({"day", "calendar_month", "hour", "minute", "workday", "school_year", "school_term"})
Pieces = Callable[[str], Sequence[Item]]
Reader = Callable[[str, Pieces, Setting], Quantity | None]


def _single(text: str, piece: Pieces, setting: Setting) -> Quantity | None:
    amount = _amount(piece("v"))
    before, after = [*piece("sign0"), *piece("sign")], [*piece("early"), *piece("after")]
    each = read_denominators(piece("each"))
    per = read_denominators(piece("per"))
    lead = piece("lead")
    if each is None or per is None or _is_reversed(amount, piece("per")):
        return None
    if lead:
        if amount.unit is not None or amount.scale > 1:
            return None
        setting = Setting(lead[0].text, setting.label, setting.fiscal_year, setting.scanned)
    names = "/".join(name for name in (each, per) if name)
    if amount.unit_text and per.removesuffix(amount.unit_text).isdigit():
        return None  # 5次/6次
    return readers.read_single(text, read_sign(before, after, amount), amount, names, setting)


def _is_reversed(amount: Amount, per: Sequence[Item]) -> bool:
    """Whether 1村1个 is at hand, which is one 个 a 村: only time, or what money is paid for, stands behind (35万一年)."""
    last = per[-1] if per else None
    if not isinstance(last, Amount) or (len(per) > 1 and per[-2].kind in {kinds.PER, kinds.EACH}):
        return False
    if last.unit is not None and last.unit.dimension in _TIME:
        return False
    return amount.unit is None or amount.unit.dimension not in {"money", "foreign_money"}


def _frequency(text: str, piece: Pieces, setting: Setting) -> Quantity | None:
    """Read 一年两次, 两年一次: an amount of time, and how often in it."""
    time, amount = _amount(piece("each")), _amount(piece("v"))
    if time.unit is None or amount.unit is None or time.unit.dimension not in _TIME or amount.unit.dimension in _TIME:
        return None
    if time.number != 1 and amount.number != 1:
        return None
    per = time.unit_text if time.number == 1 else time.text
    sign = read_sign(piece("sign"), piece("after"), amount)
    return readers.read_single(text, sign, amount, (per or "").removeprefix("个") or None, setting)


def _range(text: str, piece: Pieces, setting: Setting) -> Quantity | None:
    low, high = _amount(piece("low")), _amount(piece("high"))
    sign = read_sign(piece("sign"), [item for item in piece("after") if item.kind == kinds.AFTER])
    if low.number < 0 < high.number and "--" in text:
        return None
    each, per = read_denominators(piece("each")), read_denominators(piece("per"))
    if each is None or per is None:
        return None
    return readers.read_range(text, sign, low, high, "/".join(name for name in (each, per) if name), setting)


def _interval(text: str, piece: Pieces, setting: Setting) -> Quantity | None:
    """Read [10,20), (0,5]; round brackets on both sides are no interval that everybody reads alike."""
    opening, closing = piece("open")[0].text, piece("close")[0].text
    if opening == "(" and closing == ")":
        return None
    signs = Sign("[" if opening == "[" else "(", ">=" if opening == "[" else ">", "printed"), Sign(
        closing, "<=" if closing == "]" else "<", "printed")  # fmt: skip
    sides = list(zip(signs, (_amount(piece("low")), _amount(piece("high"))), strict=True))
    if piece("unit"):
        setting = Setting(piece("unit")[0].text, setting.label, setting.fiscal_year, setting.scanned)
    return readers.read_both_sides(text, sides, setting)


def _both(text: str, piece: Pieces, setting: Setting) -> Quantity | None:
    sides = [(read_sign(piece(f"s{n}"), piece(f"a{n}")), _amount(piece(f"v{n}"))) for n in (1, 2)]
    return readers.read_both_sides(text, sides, setting)


def _around(text: str, piece: Pieces, setting: Setting) -> Quantity | None:
    """Read 20%≤x≤50%: the first sign is seen from the other side."""
    first, second = read_sign(piece("s1"), []), read_sign(piece("s2"), [])
    if first is None or first.operator not in _FLIPPED:
        return None
    flipped = Sign(first.text, _FLIPPED[first.operator], first.source)
    return readers.read_both_sides(text, [(flipped, _amount(piece("v1"))), (second, _amount(piece("v2")))], setting)


def _plus_minus(text: str, piece: Pieces, setting: Setting) -> Quantity | None:
    middle = _amount(piece("middle")) if piece("middle") else None
    sign = read_sign(piece("sign"), piece("after"))
    if sign is None or sign.operator not in {"=", "<="}:
        return None
    return readers.read_plus_minus(text, middle, _amount(piece("v")), setting)


def _amount(items: Sequence[Item]) -> Amount:
    item = items[0]
    assert isinstance(item, Amount)
    return item


FORMS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = (
    (_FREQUENCY, _frequency),
    (SOLE, _single),
    (_RANGE, _range),
    (_BETWEEN, _range),
    (_BOTH, _both),
    (_AROUND, _around),
    (_INTERVAL, _interval),
    (_PLUS_MINUS, _plus_minus),
)
# Inside a sentence the longer forms come first, and a word may stand between 每年 and the figure.
INNER_FORMS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = (
    (_AROUND, _around), (_BETWEEN, _range), (_RANGE, _range), (_PLUS_MINUS, _plus_minus), (_FREQUENCY, _frequency),
    (SINGLE, _single),
)  # fmt: skip
_BOTH_INNER: Final = re.compile(r"(?P<s1>S)(?P<v1>V)(?P<a1>A?)[LC]?(?P<s2>S)(?P<v2>V)(?P<a2>A?)")
INNER_BOTH: Final = ((_BOTH_INNER, _both),)


def read_whole(text: str, items: Sequence[Item], setting: Setting) -> Quantity | None:
    """Return the quantity of items that one form explains to the last one."""
    letters = "".join(item.kind for item in items)
    for form, read in FORMS:
        match = form.fullmatch(letters)
        if match:
            quantity = read(text, _pieces(match, items), setting)
            if quantity is not None:
                return quantity
    return None


def read_inner(items: Sequence[Item], letters: str, at: int, setting: Setting) -> tuple[Quantity, int] | None:
    """Return the quantity of the form that starts at an item of a sentence, and where it ends."""
    for form, read in (*INNER_BOTH, *INNER_FORMS):
        match = form.match(letters, at)
        if match:
            text = "".join(item.text for item in items[at : match.end()])
            quantity = read(text, _pieces(match, items), setting)
            if quantity is not None:
                return quantity, match.end()
    return None


def _pieces(match: re.Match[str], items: Sequence[Item]) -> Pieces:
    known = match.re.groupindex
    return lambda name: items[match.start(name) : match.end(name)] if name in known and match.group(name) else ()
