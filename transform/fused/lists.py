"""The heads of projects that stand among the rows of a fused list as `Head`s, and what is open in them.

In: a stretch that was found to be a head. Out: where its unit, name, amount and goal stand; a first office with an amount of its
own is a total of that unit.
"""

from __future__ import annotations

from collections.abc import Sequence

from transform.fused.codes import code_end
from transform.fused.head_shapes import (
    CODED_UNIT,
    GOAL,
    LAST_AMOUNT,
    LOOSE_HEAD,
    UNIT,
    ListHabits,
    is_goal_first,
    match_coded_head,
    match_head,
    match_loose_head,
)
from transform.fused.head_units import is_sure_of_unit, last_unit, unit_end
from transform.fused.script import Script
from transform.heads import Head
from transform.pieces import Piece


def head_doubt(text: str, first: int, last: int, fields: Sequence[str]) -> str | None:
    """Return in Chinese what is open in a head: its amount, or where the unit ends and the name begins."""
    head = match_head(text, first, last, fields) or match_loose_head(text, first, last)
    if head is None:
        return None
    if head.re is LOOSE_HEAD:
        return f"“{head['before'][:40]}”之后未见金额，项目各栏的分界不确定"
    if "unit_name" not in fields:
        return None
    return None if is_sure_of_unit(head, fields) else f"“{head['before'][:40]}”中单位与项目名称的分界不确定"


def read_list_head(
    script: Script, first: int, last: int, fields: Sequence[str], habits: ListHabits
) -> tuple[Head, tuple[Piece, ...]] | None:
    """Return the head in a stretch, and the pieces of a unit's total before it."""
    head = match_coded_head(script.text, first, last, fields, habits) or match_loose_head(script.text, first, last)
    if head is None:
        return None
    start = head.start("before")
    begins = start - habits.bare_digits
    is_coded = habits.bare_digits > 0 and begins >= first and code_end(script.text, begins, habits.bare_digits) == start
    code = script.pieces(begins, start) if is_coded else ()
    pattern = CODED_UNIT if habits.code_digits else UNIT
    unit = pattern.match(script.text, start, head.end("before")) if "unit_name" in fields else None
    name = unit_end(head, unit) if unit is not None and unit.end() < head.end("before") else start
    name_end = None
    if "unit_name" in fields and fields.index("project_name") < fields.index("unit_name") and not is_goal_first(fields):
        name, name_end = start, last_unit(script.text, start, head.end("before"))
    end = head.end("before")
    goal = head.span("after") if head.re is not LAST_AMOUNT else (end, end)
    if head.re is LAST_AMOUNT:
        opening = GOAL.search(script.text, name + 4, end)
        goal, end = (opening.start() if opening else end, end), opening.start() if opening else end
    return (
        Head(code, script.pieces(start, name) if name_end is None else script.pieces(name_end, end),
             script.pieces(name, end if name_end is None else name_end), script.pieces(*head.span("amount")),
             script.pieces(*goal), ()),
        script.pieces(first, begins if is_coded else start),
    )  # fmt: skip
