"""Which cells of a form's head are keys, those among them that no list holds, and the sum that is the only one.

In: the rows above a table of indicators. Out: the keys by their pieces. 总经费 is the whole of several years and 财政投入 a
part of a sum; where no other sum stands beside them they are the project's, and the caller has to say so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from transform.keys import Key, parse_key
from transform.pieces import Piece
from transform.quantities import squeeze
from transform.tabular.sheet import Sheet
from transform.wordings import key_in_head, key_word, split_key_word

MONEY_ROWS: Final = frozenset({"amount", "fiscal", "carried", "other", "total_investment", "money"})
GOALS: Final = frozenset({"goal", "long_goal", "adjusted_goal", "achieved"})
_SUMS: Final = frozenset({"amount", "budget", "money"})
_OTHER_SUMS: Final = _SUMS | {"initial_budget", "other", "carried"}
_OF_TEXT: Final = GOALS | {"project_name", "unit_name", "department", "about", "person", "project_type"}
_WHOLE_SUM: Final = re.compile(r"(?!实施期|中期).*(?:经费|预算|资金|金额).*")
_PART: Final = re.compile(r"其中|\d[.、]")


def find_keys(sheet: Sheet, rows: Sequence[int], told: Collection[str]) -> tuple[dict[int, Key], list[Piece]]:
    """Return the keys by the identity of their pieces, and the one whose sum is taken for the project's for want of another.

    `told` are the fields that the lines around the form say already.
    """
    keys = {id(piece): key for row in rows for piece in sheet.row(row) if (key := parse_key(piece.text))}
    keys |= _worded_keys(sheet, rows, keys)
    for row in rows:
        words = [keys[id(piece)] for piece in sheet.row(row) if id(piece) in keys]
        if len(words) == len(sheet.row(row)) and heads_tasks([key.field for key in words]):
            keys |= {id(piece): Key("about") for piece in sheet.row(row)}
    only = _only_sum([piece for row in rows for piece in sheet.row(row)], keys, told)
    return keys | {id(piece): Key("amount", keys[id(piece)].unit) for piece in only}, only


def _only_sum(pieces: Sequence[Piece], keys: Mapping[int, Key], told: Collection[str]) -> list[Piece]:
    """Return the key of a whole or of a fiscal sum beside which no other sum stands."""
    split = [parted[0].field for piece in pieces if (parted := split_key_word(piece.text))]
    pieces = [piece for piece in pieces if id(piece) in keys]
    fields = {*told, *split, *(keys[id(piece)].field for piece in pieces)}
    if fields & _OTHER_SUMS or "project_name" not in fields:
        return []
    whole = [piece for piece in pieces if keys[id(piece)].field == "total_investment"]
    if whole:
        return whole if len(whole) == 1 and _WHOLE_SUM.fullmatch(squeeze(whole[0].text)) else []
    fiscal = [piece for piece in pieces if keys[id(piece)].field == "fiscal"]
    return fiscal if len(fiscal) == 1 and not _PART.match(squeeze(fiscal[0].text)) else []


def heads_tasks(fields: Sequence[str]) -> bool:
    """Whether words that follow each other head the tasks of a department, whose money is not that of the whole.

    >>> heads_tasks(["about", "about", "about", "amount"]), heads_tasks(["money", "amount", "other"])
    (True, False)
    """
    return list(fields).count("about") > 1 and bool(MONEY_ROWS & set(fields))


def _worded_keys(sheet: Sheet, rows: Sequence[int], listed: Mapping[int, Key]) -> dict[int, Key]:
    """Return the keys that no list holds; right beside the key of a text stands its text, whatever it sounds like."""
    found: dict[int, Key] = {}
    guessed: set[int] = set()
    for row in rows:
        before: Key | None = None
        for piece in sheet.row(row):
            known = listed.get(id(piece))
            worded = key_in_head(piece.text) if known is None and _has_beside(sheet, piece) else None
            beside = before.field if before and before.field in _OF_TEXT else None
            if worded is not None and (beside is None or {beside, worded.field} <= GOALS):
                found[id(piece)] = worded
                guessed |= {id(piece)} if key_word(piece.text) is None else set()
            before = known or found.get(id(piece))
    sure = {key.field for key in (*listed.values(), *(key for at, key in found.items() if at not in guessed))}
    if sure & _SUMS:
        return {at: key for at, key in found.items() if at not in guessed or key.field != "amount"}
    return found


def _has_beside(sheet: Sheet, piece: Piece) -> bool:
    """Whether a cell stands beside another or over one: a key alone in its row is a line."""
    below = sheet.at(piece.cell.row + piece.cell.row_span, piece.cell.column)
    return len(list(sheet.across(piece.cell.row))) > 1 or (below is not None and below is not piece)
