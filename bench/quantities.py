"""Time the reading of targets: whole columns, and all-distinct strings beside the fastest packages that read numbers.

In: nothing. Out: a table of seconds. The peers are no dependency: `pip install cn2an recognizers-text-suite pint`
puts them in; one that is missing is named so.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import pandas as pd

from transform import normalise_quantities, parse_quantity

ROWS: Final = 1_000_000
DISTINCT: Final = 50_000
ALL_DISTINCT: Final = 100_000
PEER_SHARE: Final = 2_000  # strings that a peer is timed on; its time is shown for as many as ours
_DIGITS: Final = "零一二三四五六七八九"
_SHAPES: Final = (
    "≥{n}%", "≤{n}.{m}万元", "{n}次", "{n}元/人/月", "不少于{n}人次", "{n}-{h}个", "≥{n}.{m}公里", "{n}户以上", "{n}亩", "{c}万元",
    "2023年{d}月{e}日前", "百分之{c}", "{n}万{d}千元", "每年{n}次", "培训{n}人", "控制在{n}.{m}%以内",
)  # fmt: skip


def make_texts(count: int) -> list[str]:
    """Return so many distinct targets of the common shapes, the same on every run."""
    return list(_texts(count))


def _texts(count: int) -> Iterator[str]:
    chance, seen = random.Random(7), set[str]()
    while len(seen) < count:
        shape = chance.choice(_SHAPES)
        number = chance.randrange(1, 2_000_000)
        text = shape.format(n=number, m=chance.randrange(1, 99), h=number + chance.randrange(1, 99), d=chance.randrange(1, 10),
                            e=chance.randrange(1, 29), c=_chinese(number % 10_000))  # fmt: skip
        text = text if text not in seen else f"{number}.{chance.randrange(10**6)}万元"
        if text not in seen:
            seen.add(text)
            yield text


def _chinese(number: int) -> str:
    thousand, hundred, ten, one = (int(digit) for digit in f"{number:04}")
    parts = [
        f"{_DIGITS[digit]}{place}" for digit, place in ((thousand or 1, "千"), (hundred or 1, "百"), (ten or 1, "十"))
    ]
    return "".join(parts) + (_DIGITS[one] if one else "")


def main() -> None:
    """Print the table."""
    texts = make_texts(ALL_DISTINCT)
    parse_quantity("≥1%")  # the vocabularies are read once a process
    repeated = pd.DataFrame({"value_text": random.Random(1).choices(texts[:DISTINCT], k=ROWS)})
    single = pd.DataFrame({"value_text": texts})
    print(f"{f'{ROWS:,} rows, {DISTINCT:,} distinct':44} {_seconds(lambda: normalise_quantities(repeated)):8.2f} s")
    print(f"{f'{ALL_DISTINCT:,} rows, all distinct':44} {_seconds(lambda: normalise_quantities(single)):8.2f} s")
    longest = "3万5千元、" * 2_000
    print(f"{'one string of 10,000 characters':44} {1000 * _seconds(lambda: parse_quantity(longest)):8.2f} ms")
    for name, find in _PEERS.items():
        read = find()
        if read is None:
            print(f"{name:44} not installed")
            continue
        spent = _seconds(lambda read=read: [_try(read, text) for text in texts[:PEER_SHARE]])  # type: ignore[misc]
        print(f"{f'{name}, for {ALL_DISTINCT:,}':44} {spent * ALL_DISTINCT / PEER_SHARE:8.2f} s")


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _try(read: Callable[[str], Any], text: str) -> Any:
    """Return what a peer reads; it refuses most targets by an error of its own."""
    try:
        return read(text)
    except Exception:  # noqa: BLE001  (each peer raises what it likes)
        return None


def _cn2an() -> Callable[[str], Any] | None:
    try:
        import cn2an  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    return lambda text: cn2an.transform(text, "cn2an")


def _recognizers() -> Callable[[str], Any] | None:
    try:
        from recognizers_number import NumberRecognizer  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    model = NumberRecognizer("zh-cn").get_number_model("zh-cn")
    return lambda text: model.parse(text)  # noqa: PLW0108  (its stubs are missing)


def _pint() -> Callable[[str], Any] | None:
    try:
        import pint  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    return pint.UnitRegistry().parse_expression


_PEERS: Final = {"cn2an": _cn2an, "recognizers-text-number": _recognizers, "pint": _pint}

if __name__ == "__main__":
    main()
