"""Walks an aligned grid: heads of forms, headers, bodies, what stands below.

In: a grid whose columns can be trusted. Out: one `TableReading` for each header of indicators, or nothing where the grid has
none, or where its columns do not hold what its header says (then the best path over its pieces is the better reader).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extract import Grid
from transform.pieces import LINES, Piece, Stream
from transform.quantities import squeeze
from transform.readings import TableReading
from transform.tabular.abreast import forms_abreast
from transform.tabular.body import read_body, read_one, take_caption
from transform.tabular.column import Column
from transform.tabular.columns import Header, read_header, with_spans_above
from transform.tabular.editions import settle_edition
from transform.tabular.form_fields import FormHead
from transform.tabular.form_head import read_form_head
from transform.tabular.overlong import without_overlong_labels
from transform.tabular.sheet import Sheet
from transform.tabular.transposed import Turned, turn
from transform.tabular.trust import doubt_columns, goes_on_below, is_misfit, tells_performance
from transform.tabular.walk import Walk, has_opening_key, names_project, next_header, open_walk
from transform.vocabulary import is_continued, is_page_furniture, is_title, is_year_line, parse_header, parse_unit_line
from transform.wordings import key_word

_TABLE_TITLE: Final = re.compile(r".{2,60}表(?:\(.*\))?")
_CAPTION: Final = re.compile(r"(?:中长期|长期|中期|实施期|年度|本年度|当年)?(?:绩效)?(?:目标|指标)+表")
_MOST_SAMPLES: Final = 220  # rows that tell what a column holds


@dataclass(frozen=True, slots=True)
class Aligned:
    """What an aligned grid holds: its tables, and the head of a form whose table stands on the next page."""

    tables: tuple[TableReading, ...] = ()
    carried: FormHead | None = None
    walk: Walk | None = None  # through the last table, which may go on in the next grid
    is_misfit: bool = False  # there is a header, and below it not what it says
    goes_on: bool = False  # the grid held more rows of the table before, and nothing else


def read_aligned(grid: Grid, stream: Stream, before: Aligned) -> Aligned:
    """Return the tables of indicators in a grid, in their order; none where its columns cannot be trusted.

    `before` is what the grid before held: the head that it ended with belongs to the first table here that has no project
    of its own, and a grid that has no header but its columns goes on with its last table, whose reading grows.
    """
    sheet = without_overlong_labels(Sheet.of(grid))
    if halves := forms_abreast(sheet):
        found = [_read_sheet(half, grid, stream, Aligned()) for half in halves]
        tables = tuple(table for one in found for table in one.tables)
        return Aligned(tables, is_misfit=any(one.is_misfit for one in found))
    return _read_sheet(sheet, grid, stream, before)


def _read_sheet(sheet: Sheet, grid: Grid, stream: Stream, before: Aligned) -> Aligned:
    """Return the tables of a sheet that holds one form beside no other."""
    carried = before.carried
    lines = [piece for piece in stream.pieces if piece.cell.reader == LINES and piece.cell.row < 1]
    walks: list[Walk] = []
    line_unit: str | None = None
    place = 0
    continued = _continued(before.walk, grid, sheet)
    if continued is not None:
        walks, place = [continued], read_body(continued, 0)
    while (head := next_header(sheet, place)) is not None:
        header = read_header(sheet, sheet.rows[head], first=sheet.rows[place], body=_own_body(sheet, head + 1))
        above = [row for row in sheet.rows[place:head] if row < header.first]
        header = with_spans_above(sheet, header, above)
        if walks and _same_columns(walks[-1].header, header) and _is_printed_again(walks[-1], sheet, above):
            again = [piece for row in above for piece in sheet.row(row)]
            walks[-1].table.set_aside.append(("header", (*again, *header.pieces)))
        else:
            own = _own_head(sheet, above)
            form = read_form_head(sheet, own, () if walks or own != above else lines)
            if carried is not None and not walks and _may_follow(carried, form) and not header.of("project_name"):
                form = carried.followed_by(form)
            line_unit = form.line_unit or (line_unit if form.title is None else None)
            form.money_unit = form.money_unit or line_unit
            walks.append(open_walk(sheet, header, form))
            for row in (*above, *range(header.first, header.last + 1)):
                if sheet.row(row):
                    take_caption(walks[-1], sheet.row(row))
            others = [piece for row in above if row not in own for piece in sheet.row(row)]
            walks[-1].table.set_aside.append(("other tables above", tuple(others)))
        place = read_body(walks[-1], head + header.last - sheet.rows[head] + 1)
    if continued is not None:
        walks = walks[1:]
        if not walks:
            return _end_of_page(continued, sheet, place)
    if not walks and (walks := _read_turned(sheet, lines)):
        place = len(sheet.rows)
    walks = [walk for walk in walks if tells_performance(walk, carried)]
    if any(is_misfit(walk) for walk in walks):
        return Aligned(is_misfit=True)
    below = list(sheet.rows[place:])
    return _close(sheet, stream, walks, below, _unfinished_head(sheet, below, () if walks else lines))


def _continued(walk: Walk | None, grid: Grid, sheet: Sheet) -> Walk | None:
    """Return the walk through the table before, where the first rows of a grid go on with it, above any header."""
    if walk is None:
        return None
    first = next_header(sheet, 0)
    top = sheet.rows[: first if first is not None else len(sheet.rows)]
    if not goes_on_below(walk, grid, sheet, top):
        return None
    walk.sheet = sheet
    return walk


def _end_of_page(walk: Walk, sheet: Sheet, place: int) -> Aligned:
    """Return a page that held more rows of the table before, and perhaps the head of the next form's table."""
    below = sheet.rows[place:]
    unfinished = _unfinished_head(sheet, below, ())
    if unfinished is None:
        walk.table.set_aside.append(
            ("notes and lines below the table", tuple(piece for row in below for piece in sheet.row(row)))
        )
    return Aligned(carried=unfinished, walk=walk if unfinished is None else None, goes_on=True)


def _own_body(sheet: Sheet, place: int) -> list[int]:
    """Return the rows from a place on, up to the next form: what stands in its head says nothing of the columns here."""
    found: list[int] = []
    for row in sheet.rows[place : place + _MOST_SAMPLES]:
        pieces = sheet.row(row)
        if found and (has_opening_key(pieces) or (pieces and is_title(pieces[0].text))):
            break
        found.append(row)
    return found


def _read_turned(sheet: Sheet, lines: Sequence[Piece]) -> list[Walk]:
    """Return the walks through tables on their side, one below the other: rows are places, columns indicators."""
    walks: list[Walk] = []
    rows = sheet.rows
    while rows and (turned := turn(sheet, rows)) is not None:
        own = _own_head(sheet, list(turned.above))
        head = read_form_head(sheet, own, () if walks or len(own) < len(turned.above) else lines)
        walks.append(_walk_turned(sheet, turned, head))
        others = tuple(piece for row in turned.above if row not in own for piece in sheet.row(row))
        walks[-1].table.set_aside.append(("other tables above", others))
        rows = turned.after
    if walks and rows:
        walks[-1].table.set_aside.append(
            ("notes and lines below the table", tuple(piece for row in rows for piece in sheet.row(row)))
        )
    return walks


def _walk_turned(sheet: Sheet, turned: Turned, head: FormHead) -> Walk:
    walk = open_walk(turned.sheet, turned.header, head)
    read_body(walk, 0)
    walk.table.set_aside.append(("header", turned.corner))
    left = tuple(piece for row in turned.left for piece in sheet.row(row))
    walk.table.set_aside.append(("notes and lines below the table", left))
    return walk


def _close(
    sheet: Sheet, stream: Stream, walks: Sequence[Walk], below: Sequence[int], unfinished: FormHead | None
) -> Aligned:
    """Return the tables with what stands below the last of them, which may be the head of the next page's table."""
    after = [piece for piece in stream.pieces if piece.cell.reader == LINES and piece.cell.row > 0]
    for walk in walks:
        # Some sheets print the unit of money below the table.
        walk.table.money_unit = walk.table.money_unit or next(filter(None, map(_unit_of, after)), None)
        doubt_columns(walk)
        settle_edition(walk.table)
    if walks:
        left = [piece for row in below for piece in sheet.row(row)] if unfinished is None else []
        walks[-1].table.set_aside.append(("notes and lines below the table", (*left, *after)))
    return Aligned(tuple(walk.table for walk in walks), unfinished, walks[-1] if walks and unfinished is None else None)


def _unfinished_head(sheet: Sheet, rows: Sequence[int], lines: Sequence[Piece]) -> FormHead | None:
    """Return the head of a form that the rows below the last table are; None where they are none."""
    opening = next((at for at, row in enumerate(rows) if _names_something(sheet.row(row))), None)
    if opening is None:
        return None
    head = read_form_head(sheet, rows, lines)
    return head if "project_name" in head.fields else None


def _names_something(pieces: Sequence[Piece]) -> bool:
    """Whether a row opens a form: a key with what it is beside it, and not with the next word of a header: 项目, 预算数."""
    is_header = len(pieces) > 1 and (key_word(pieces[1].text) or parse_header(pieces[1].text))
    return (has_opening_key(pieces) and not is_header) or names_project(pieces)


def _may_follow(carried: FormHead, form: FormHead) -> bool:
    """Whether the head above a table may go on with one that ended the grid before: no name, no title of another."""
    is_same = carried.title is None or form.title is None or _is_same_title(carried.title, form.title)
    return "project_name" not in form.fields and is_same


def _is_same_title(one: Piece, other: Piece) -> bool:
    return squeeze(one.text) == squeeze(other.text)


def _is_printed_again(walk: Walk, sheet: Sheet, above: Sequence[int]) -> bool:
    """Whether nothing stands above a header but what each printed page repeats: the title, its year, the page's number."""
    rows = [sheet.row(row) for row in above if sheet.row(row)]
    if any(len(pieces) > 1 for pieces in rows) or (rows and any(project.totals for project in walk.table.projects)):
        return False
    title = walk.table.title
    return all(
        is_page_furniture(piece.text)
        or is_continued(piece.text)
        or is_year_line(piece.text)
        or parse_unit_line(piece.text)
        or (title is not None and _is_same_title(title, piece))
        for pieces in rows
        for piece in pieces
    )


def _own_head(sheet: Sheet, above: list[int]) -> list[int]:
    """Return the rows above a header that are its form's head: what stands before them is another table."""
    titles = [at for at, row in enumerate(above) if _is_title_row(sheet.row(row))]
    own = above[titles[-1] :] if titles else above
    opening = [at for at, row in enumerate(own) if _names_something(sheet.row(row))]
    listed = next((at for at, row in enumerate(own) if _heads_a_list(sheet.row(row))), None)
    # 项目 heads the sums of a form too, but below the form's own name.
    if listed is None or not opening or opening[0] < listed:
        return own
    return own[next(at for at in opening if at > listed) :]


def _heads_a_list(pieces: Sequence[Piece]) -> bool:
    """Whether a row is the header of a list of projects, as an index and a list of money have it."""
    headers = [parse_header(piece.text) for piece in pieces]
    keys = [key_word(piece.text) for piece in pieces]
    fields = {found.field for found in (*headers, *keys) if found}
    known = sum(bool(header or key) for header, key in zip(headers, keys, strict=True))
    return len(pieces) > 1 and "project_name" in fields and known > 1 and known >= len(pieces) - 1


def _is_title_row(pieces: Sequence[Piece]) -> bool:
    """Whether a row is the title of a table, whatever the table is of; 年度绩效指标表 is a caption within a form."""
    word = squeeze(pieces[0].text) if len(pieces) == 1 else ""
    return bool(_TABLE_TITLE.fullmatch(word)) and not _CAPTION.fullmatch(word)


def _unit_of(piece: Piece) -> str | None:
    return parse_unit_line(piece.text)


def _same_columns(one: Header, other: Header) -> bool:
    return [(column.field, column.heading) for column in one.columns] == [
        (column.field, column.heading) for column in other.columns
    ]


def read_placed(sheet: Sheet, head: FormHead) -> TableReading:
    """Return the table of a sheet that a reader laid out itself: its header comes first, rows follow, no more."""
    first = sheet.rows[0]
    walk = open_walk(sheet, read_header(sheet, first, first=first, body=sheet.rows[1:]), head)
    for row in sheet.rows:
        if row > walk.header.last:
            read_one(walk, row)
    doubt_columns(walk)
    settle_edition(walk.table)
    return walk.table


def read_placed_turned(sheet: Sheet, head: FormHead) -> TableReading | None:
    """Return the table of a sheet that a reader laid out on its side; None where it cannot be turned."""
    turned = turn(sheet, sheet.rows)
    if turned is None:
        return None
    walk = _walk_turned(sheet, turned, head)
    doubt_columns(walk)
    return walk.table


def read_bare(sheet: Sheet, fields: Sequence[str], head: FormHead) -> TableReading:
    """Return the table of a sheet without a header, whose columns hold some fields in their order."""
    columns = tuple(Column(number, name, None) for number, name in enumerate(fields, 1))
    walk = open_walk(sheet, Header(0, 0, columns, ()), head)
    for row in sheet.rows:
        read_one(walk, row)
    return walk.table
