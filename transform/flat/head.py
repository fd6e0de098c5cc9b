"""The head of a flattened form as a sequence: keys, each followed by its value; money and goals as small tables of their own.

In: the items between a title and a header. Out: `FormHead`, filled by the door that aligned forms use too, and the doubts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from transform.flat.fit import CODED_UNIT, fit
from transform.flat.items import Item, join_items
from transform.flat.place import item_to_piece
from transform.keys import Key, parse_key, split_key
from transform.pieces import BLANK, CELL, Piece
from transform.quantities import squeeze
from transform.tabular.form_fields import MONEY_COLUMNS, FormHead, take
from transform.tabular.form_head import read_line
from transform.tabular.form_keys import GOALS, MONEY_ROWS, heads_tasks
from transform.vocabulary import is_title, parse_unit_line

_LONG: Final = frozenset({"about", "person"})  # what goes on until the next key
_LEFT_OUT: Final = {
    "initial_budget": 0.8,
    "budget": 2.5,
    "executed": 2.0,
    "rate": 0.8,
    "block": 0.6,
    "total_score": 0.8,
}
_YEAR_LINE: Final = re.compile(r"\(?\d{4}年度?\)?")
_TABLE_NUMBER: Final = re.compile(r"公开\d{1,2}表|附[件表]\d{0,2}:?|表\d{1,2}")
_NUMBERING: Final = re.compile(r"(?:目标)?[(（]?(?:1|一)[)）]?[.、:：)）]")
_OPENED: Final = re.compile(rf"(?:^|[,，:：。;；]){_NUMBERING.pattern}")  # 到2026年末，1.
_ORDINAL: Final = re.compile(r"[(（]?(\d{1,2})[)）]?[.、:：)）](?!\d)")
_CLOSED: Final = re.compile(r"[。；;！!]$")
_DONE: Final = re.compile(r"完成|已|达到|实现|落实|按计划")
_LONG_FIGURE: Final = 6
_FIGURES: Final = "more figures and words of the budget"


@dataclass(slots=True)
class FlatHead:
    """What a head says, and what was not sure about it: a message with the pieces."""

    head: FormHead = field(default_factory=FormHead)
    doubts: list[tuple[str, tuple[Piece, ...]]] = field(default_factory=list)


def read_flat_head(items: Sequence[Item]) -> FlatHead:
    """Return what the items before a header say."""
    found = FlatHead()
    place = 0
    while place < len(items):
        place = _read_next(found, items, place)
    return found


def _key_at(items: Sequence[Item], place: int) -> Key | None:
    return parse_key(items[place].text) if place < len(items) and items[place].pieces else None


def _read_next(found: FlatHead, items: Sequence[Item], place: int) -> int:
    item = items[place]
    if item.is_blank:
        return place + 1
    key = _key_at(items, place)
    if key is None:
        _read_alone(found, items, place)
        return place + 1
    run = _key_run(items, place)
    if (end := _read_small_table(found, items, run, key)) is not None:
        return end
    return _read_keys(found, items, key, run)


def _read_keys(found: FlatHead, items: Sequence[Item], key: Key, run: Sequence[int]) -> int:
    """Read what follows the first of some keys in a row: most often its value."""
    fields = [one.field for at in run if (one := _key_at(items, at))]
    if heads_tasks(fields):
        return _read_tasks(found, items, run)
    if len(run) > 2 and MONEY_ROWS.issuperset(fields):
        return _read_sums(found, items, run)
    _say_word(found, key, items[run[0]])
    return run[0] + 1 if len(run) > 1 else _read_value(found, items, key, run[0] + 1)


def _read_small_table(found: FlatHead, items: Sequence[Item], run: Sequence[int], key: Key) -> int | None:
    """Read a table of money or of goals that a run of keys opens; None where it opens none."""
    place = run[0]
    columns = [at for at in run if (one := _key_at(items, at)) and one.field in MONEY_COLUMNS]
    if columns and columns[0] == place and len(columns) > 1:
        return _read_money(found, items, run)
    others = [one.field for at in columns if (one := _key_at(items, at))]
    if key.field == "amount" and len(columns) > 1 and columns[0] == run[1] and others[0] == "executed":
        return _read_money(found, items, run)  # 预算数 beside 执行数
    if key.field in MONEY_ROWS and (end := _figures_below(items, run)):
        return _read_figures_below(found, items, run, end)
    if key.field in GOALS:
        return _read_goals(found, items, [at for at in run if (one := _key_at(items, at)) and one.field in GOALS])
    return None


def _key_run(items: Sequence[Item], place: int) -> list[int]:
    """Return the places of the keys that follow each other from a place on, blanks between them aside."""
    run = []
    for at in range(place, len(items)):
        if items[at].is_blank:
            continue
        if _key_at(items, at) is None:
            break
        run.append(at)
    return run


def _say_word(found: FlatHead, key: Key, item: Item) -> None:
    if key.unit and found.head.money_unit is None:
        found.head.money_unit = key.unit
    found.head.set_aside.append(("words of the form", item.pieces))


def _read_alone(found: FlatHead, items: Sequence[Item], place: int) -> None:
    """Read an item that no key stands before: a line above the table, or a key and its value in one."""
    item, head = items[place], found.head
    piece = item_to_piece(item)
    both = split_key(item.text)
    is_number = bool(_TABLE_NUMBER.fullmatch(squeeze(item.text)))
    if is_number or is_title(item.text) or _YEAR_LINE.fullmatch(squeeze(item.text)) or parse_unit_line(item.text):
        read_line(head, piece)
    elif both is not None and both[0].field not in {"unit_name", "department"}:
        key, start = both
        take(head, key, Piece(item.text[start:], piece.cell, piece.first + start, piece.last, piece.boundary))
    elif (item.opens_line and (place + 1 == len(items) or items[place + 1].opens_line or both)) or both is not None:
        read_line(head, piece)
    elif item.boundary != CELL and CODED_UNIT.fullmatch(squeeze(item.text)) and _is_unit_line(items, place + 1):
        take(head, Key("unit_name"), piece)
    else:
        head.strays.append(piece)


def _is_unit_line(items: Sequence[Item], place: int) -> bool:
    """Whether the next printed item is the unit of money: what stands before it in its line is the office's name."""
    following = next((item for item in items[place:] if item.pieces), None)
    return following is not None and parse_unit_line(following.text) is not None


def _read_value(found: FlatHead, items: Sequence[Item], key: Key, place: int) -> int:
    """Read what follows a key, up to what is no part of its cell."""
    while place < len(items) and items[place].is_blank and not _is_cell_a_line(items):
        place += 1
    if place >= len(items) or items[place].is_blank or _is_boundary(items, place):
        return place
    end = place + 1
    while end < len(items) and not _is_boundary(items, end) and (
        items[end].boundary == BLANK or (key.field in _LONG and not items[end].is_blank)
    ):  # fmt: skip
        end += 1
    take(found.head, key, item_to_piece(join_items(items[place:end])))
    return end


def _is_cell_a_line(items: Sequence[Item]) -> bool:
    return all(item.opens_line for item in items)


def _is_boundary(items: Sequence[Item], place: int) -> bool:
    item = items[place]
    return _key_at(items, place) is not None or is_title(item.text) or (
        split_key(item.text) is not None and item.boundary != BLANK
    )  # fmt: skip


def _read_tasks(found: FlatHead, items: Sequence[Item], run: Sequence[int]) -> int:
    """Read a department's tasks with their money, down to the next key: they are no business of the whole."""
    end = run[-1] + 1
    while end < len(items) and _key_at(items, end) is None and not is_title(items[end].text):
        end += 1
    pieces = tuple(piece for item in items[run[0] : end] for piece in item.pieces)
    found.head.set_aside.append(("tasks of a department", pieces))
    return end


# --- money ------------------------------------------------------------------------------------------------------


def _read_money(found: FlatHead, items: Sequence[Item], run: Sequence[int]) -> int:
    """Read a table of money: the words of its columns, then rows of a key and figures."""
    columns: list[Key] = []
    place = run[0]
    for at in run:
        key = _key_at(items, at)
        if key is None or (key.field in MONEY_ROWS and columns):
            break
        is_budget = key.field == "amount" and not columns
        columns.append(Key("budget", key.unit) if is_budget else key if key.field in MONEY_COLUMNS else Key("block"))
        _say_word(found, key, items[at])
        place = at + 1
    is_first = True
    if end := _unnamed_row(items, place, len(columns)):
        _share_out(found, columns, [item for item in items[place:end] if not item.is_blank])
        return end
    while True:
        while place < len(items) and items[place].is_blank:
            place += 1
        key = _key_at(items, place)
        if key is None or key.field not in MONEY_ROWS:
            return place
        _say_word(found, key, items[place])
        end = place + 1
        while end < len(items) and (
            items[end].is_blank or (_key_at(items, end) is None and _is_figure(items[end].text))
        ):
            end += 1
        cells = _with_units(items[place + 1 : end])
        if cells:
            if is_first and key.field in {"amount", "money"}:
                _share_out(found, columns, cells)
                is_first = False
            else:
                found.head.set_aside.append((_FIGURES, tuple(piece for item in cells for piece in item.pieces)))
        place = end


def _read_sums(found: FlatHead, items: Sequence[Item], run: Sequence[int]) -> int:
    """Read sums that stand behind all of their words, which a caption may open: 年度预算, 资金总额, 基本支出 by 30, 10."""
    for at in run:
        if key := _key_at(items, at):
            _say_word(found, key, items[at])
    end = run[-1] + 1
    while end < len(items) and (items[end].is_blank or (_key_at(items, end) is None and _is_figure(items[end].text))):
        end += 1
    cells = [item for item in _with_units(items[run[-1] + 1 : end]) if item.pieces]
    keys = [key for at in run[-len(cells) :] if (key := _key_at(items, at))]
    if len(cells) == 1 and items[run[-1]].opens_line and not cells[0].opens_line:
        take(found.head, keys[0], item_to_piece(cells[0]))
        return end
    if not len(run) - 1 <= len(cells) <= len(run):
        found.head.set_aside.append((_FIGURES, tuple(piece for item in cells for piece in item.pieces)))
        return end
    for key, cell in zip(keys, cells, strict=True):
        take(found.head, key, item_to_piece(cell))
    return end


def _unnamed_row(items: Sequence[Item], place: int, columns: int) -> int | None:
    """Return where a row of figures ends that stands straight below the columns of money, one for each."""
    end = place
    while end < len(items) and (items[end].is_blank or (_key_at(items, end) is None and _is_figure(items[end].text))):
        end += 1
    return end if columns > 2 and sum(bool(item.pieces) for item in items[place:end]) == columns else None


def _figures_below(items: Sequence[Item], run: Sequence[int]) -> int | None:
    """Return where the figures end that stand below the keys of a run, one for each: 资金总额 财政拨款 over 210.4 210.4."""
    keys = [at for at in run if (key := _key_at(items, at)) and key.field in MONEY_ROWS - {"money"}]
    if len(keys) < 2 or keys[-1] != run[-1]:
        return None
    end = run[-1] + 1
    while end < len(items) and items[end].pieces and _key_at(items, end) is None and _is_figure(items[end].text):
        end += 1
    return end if end - run[-1] - 1 == len(keys) else None


def _read_figures_below(found: FlatHead, items: Sequence[Item], run: Sequence[int], end: int) -> int:
    """Give each figure below a run of keys to the key above it."""
    keys = [key for at in run if (key := _key_at(items, at))]
    for key, at in zip(keys, run, strict=True):
        _say_word(found, key, items[at])
    named = [key for key in keys if key.field in MONEY_ROWS - {"money"}]
    for key, item in zip(named, items[run[-1] + 1 : end], strict=True):
        take(found.head, key, item_to_piece(item))
    return end


def _is_figure(text: str) -> bool:
    return fit(text, "amount") < 9 or fit(text, "rate") < 9 or fit(text, "block") < 9 or bool(parse_unit_line(text))


def _with_units(items: Sequence[Item]) -> list[Item]:
    """Return figures with the unit that a blank parts from them."""
    found: list[Item] = []
    for item in items:
        if found and item.pieces and parse_unit_line(item.text) and not found[-1].is_blank:
            found[-1] = join_items([found[-1], item])
        else:
            found.append(item)
    return found


def _share_out(found: FlatHead, columns: Sequence[Key], cells: Sequence[Item]) -> None:
    """Give the figures of the total row to the columns that they fit best, in their order."""
    best, second, chosen = _best_way(columns, cells)
    for number, column in chosen:
        if not cells[number].is_blank:
            take(found.head, columns[column], item_to_piece(cells[number]))
    taken = {number for number, _ in chosen}
    left = tuple(piece for number, item in enumerate(cells) if number not in taken for piece in item.pieces)
    if left:
        found.head.set_aside.append((_FIGURES, left))
    if second - best < 0.5 or left:
        pieces = tuple(piece for item in cells for piece in item.pieces)
        found.doubts.append(("资金表中各数所属的列难以确定", pieces))


def _best_way(columns: Sequence[Key], cells: Sequence[Item]) -> tuple[float, float, list[tuple[int, int]]]:
    """Return the costs of the best and the second best way to lay cells under columns, and the best one."""
    ways: dict[int, list[tuple[float, list[tuple[int, int]]]]] = {-1: [(0.0, [])]}
    for number, cell in enumerate(cells):
        after: dict[int, list[tuple[float, list[tuple[int, int]]]]] = {}
        for last, options in ways.items():
            for cost, chosen in options:
                for column in range(last + 1, len(columns)):
                    skipped = sum(_LEFT_OUT.get(columns[at].field, 0.5) for at in range(last + 1, column))
                    own = (
                        0.1
                        if cell.is_blank
                        else fit(cell.text, columns[column].field) + _is_points(cell, cells, columns[column])
                    )
                    after.setdefault(column, []).append((cost + skipped + own, [*chosen, (number, column)]))
                dropped = 0.6 if cell.is_blank else 8.0
                after.setdefault(last, []).append((cost + dropped, chosen))
        ways = {last: sorted(options, key=lambda way: way[0])[:2] for last, options in after.items()}
    ends = [
        (cost + sum(_LEFT_OUT.get(columns[at].field, 0.5) for at in range(last + 1, len(columns))), chosen)
        for last, options in ways.items() for cost, chosen in options
    ]  # fmt: skip
    ends.sort(key=lambda way: way[0])
    texts = [[(number, column) for number, column in chosen if cells[number].pieces] for _, chosen in ends]
    second = next((cost for (cost, _), held in zip(ends, texts, strict=True) if held != texts[0]), float("inf"))
    return ends[0][0], second, ends[0][1]


def _is_points(cell: Item, cells: Sequence[Item], column: Key) -> float:
    """Return what it costs to take `10` for money beside figures that are much longer: it is the points of the budget."""
    is_short = fit(cell.text, "block") < 1 and any(len(squeeze(other.text)) >= _LONG_FIGURE for other in cells)
    return (
        1.5
        if is_short and column.field in {"initial_budget", "budget", "executed"} and squeeze(cell.text) != "0"
        else 0.0
    )


# --- goals ------------------------------------------------------------------------------------------------------


def _read_goals(found: FlatHead, items: Sequence[Item], run: Sequence[int]) -> int:
    """Read goals: the words over them, then a text for each."""
    keys = [key for at in run if (key := _key_at(items, at))]
    for at, key in zip(run, keys, strict=True):
        _say_word(found, key, items[at])
    columns = keys[-2:] if len(keys) > 1 and keys[-2].field != keys[-1].field else keys[-1:]
    place = end = run[-1] + 1
    while end < len(items) and not is_title(items[end].text) and _key_at(items, end) is None:
        end += 1
    parts = _cells(items[place:end])
    texts = [part for part in parts if not part.is_blank]
    if len(columns) == 1 and texts:
        take(found.head, columns[0], item_to_piece(join_items(texts)))
    elif texts and len(parts) == 2 and len(texts) == 1:
        take(found.head, columns[parts.index(texts[0])], item_to_piece(texts[0]))
    elif texts:
        cut = 1 if len(texts) < 3 else _cut(texts)
        if len(texts) > 2 and not _is_sure_cut(texts, cut):
            found.doubts.append(
                ("绩效目标与完成情况的分界难以确定", tuple(piece for item in texts for piece in item.pieces))
            )
        for key, own in zip(columns, (texts[:cut], texts[cut:]), strict=True):
            if own:
                take(found.head, key, item_to_piece(join_items(own)))
    return end


def _cells(items: Sequence[Item]) -> list[Item]:
    """Return the cells of a stretch: what blanks part is one cell, unless nothing but blanks parts anything."""
    if all(item.boundary == BLANK for item in items[1:]):
        return list(items)
    found: list[Item] = []
    for item in items:
        if found and item.boundary == BLANK and not found[-1].is_blank:
            found[-1] = join_items([found[-1], item])
        else:
            found.append(item)
    return found


def _cut(texts: Sequence[Item]) -> int:
    """Return where the second of two texts begins that blanks or lines cut in several."""
    again = [at for at, item in enumerate(texts) if at and _NUMBERING.match(squeeze(item.text))]
    if again and _OPENED.search(squeeze(texts[0].text)):
        return again[0]
    done = [at for at, item in enumerate(texts) if at and _DONE.search(item.text)]
    return done[-1] if done else len(texts) - 1


def _is_sure_cut(texts: Sequence[Item], cut: int) -> bool:
    """Whether numbered goals, each a whole sentence, stand before a numbered report, or before one sentence that reports."""
    words = [squeeze(item.text) for item in texts]
    numbers = [int(match[1]) if (match := _ORDINAL.match(word)) else None for word in words]
    if numbers[:cut] != list(range(1, cut + 1)) or not all(_CLOSED.search(word) for word in words):
        return False
    is_report = numbers[cut:] == [None] and _DONE.search(words[cut]) is not None
    return is_report or numbers[cut:] == list(range(1, len(words) - cut + 1))
