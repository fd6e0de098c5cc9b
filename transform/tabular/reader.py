"""Walks the rows of an aligned grid: heads of forms, headers, indicators, totals, notes.

In: a grid whose columns can be trusted. Out: one `TableReading` for each header of indicators, or nothing where the grid has
none, or where its columns do not hold what its header says (then the best path over its pieces is the better reader).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from extract import Grid
from transform.heads import Head
from transform.keys import parse_key, split_key
from transform.moves import Text
from transform.pieces import LINES, Piece, Stream
from transform.quantities import squeeze
from transform.readings import BESIDE, ProjectReading, ReadingDoubt, Row, TableReading
from transform.shapes import is_target
from transform.tabular.abreast import forms_abreast
from transform.tabular.columns import LEVELS, Column, Header, is_header_row, read_header, with_spans_above
from transform.tabular.editions import settle_edition
from transform.tabular.form_head import FormHead, read_form_head
from transform.tabular.rows import (
    Group,
    Levels,
    header_to_groups,
    is_body_total,
    is_foot,
    read_row,
    take_levels,
    text_of,
)
from transform.tabular.sheet import Sheet
from transform.tabular.transposed import Turned, turn
from transform.vocabulary import (
    is_page_furniture,
    is_title,
    is_total,
    parse_header,
    parse_label_cell,
    parse_labels,
    parse_unit_line,
)

_PROJECT_FIELDS: Final = (
    "project_name",
    "unit_name",
    "unit_code",
    "amount",
    "goal",
    "budget",
    "executed",
    "department",
)
# The first of these that a header has tells one project from the next.
_TELLING: Final = ("project_name", "goal", "amount", "unit_name")
_TABLE_TITLE: Final = re.compile(r".{2,60}表(?:\(.*\))?")
_CAPTION: Final = re.compile(r"(?P<long>中长期|中期|长期|实施期)?(?:总体|年度|本年度|当年)?(?:绩效)?(?:目标)?指标")
_OPENING_KEYS: Final = frozenset({"project_name", "department", "unit_name", "unit_code", "project_code"})
_MOST_SAMPLES: Final = 220  # rows that tell what a column holds
_MOST_LABELS: Final = 0.8  # of what stands in the columns of labels: labels
_MOST_MISFITS: Final = 0.1  # of the rows: more, and the columns have slipped


@dataclass(slots=True)
class Walk:
    """The table that is being read, row by row."""

    sheet: Sheet
    header: Header
    groups: list[Group]
    fills_down: bool
    table: TableReading
    levels: list[Levels] = field(default_factory=list)
    held: tuple[str, ...] | None = None
    misfits: int = 0
    caption: Piece | None = None  # over the block that is being read: 中长期绩效指标, 年度绩效指标


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
    sheet = Sheet.of(grid)
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
    place = 0
    while (head := _next_header(sheet, place)) is not None:
        header = read_header(sheet, sheet.rows[head], first=sheet.rows[place], body=_own_body(sheet, head + 1))
        above = [row for row in sheet.rows[place:head] if row < header.first]
        header = with_spans_above(sheet, header, above)
        if walks and not any(sheet.row(row) for row in above) and _same_columns(walks[-1].header, header):
            walks[-1].table.set_aside.append(("header", header.pieces))
        else:
            own = _own_head(sheet, above)
            form = read_form_head(sheet, own, () if walks or own != above else lines)
            if (
                carried is not None
                and not walks
                and "project_name" not in form.fields
                and not header.of("project_name")
            ):
                form = carried.followed_by(form)
            walks.append(_open(sheet, header, form))
            for row in (*above, *range(header.first, header.last + 1)):
                if sheet.row(row):
                    _take_caption(walks[-1], sheet.row(row))
            others = [piece for row in above if row not in own for piece in sheet.row(row)]
            walks[-1].table.set_aside.append(("other tables above", tuple(others)))
        place = _read_body(walks[-1], head + header.last - sheet.rows[head] + 1)
    if not walks and before.walk is not None and _goes_on(before.walk, grid, sheet):
        before.walk.sheet = sheet
        _read_body(before.walk, 0)
        return Aligned(walk=before.walk, goes_on=True)
    if not walks and (walks := _read_turned(sheet, lines)):
        place = len(sheet.rows)
    walks = [walk for walk in walks if _tells_performance(walk, carried)]
    if any(_is_misfit(walk) for walk in walks):
        return Aligned(is_misfit=True)
    below = list(sheet.rows[place:])
    return _close(sheet, stream, walks, below, _unfinished_head(sheet, below, () if walks else lines))


def _own_body(sheet: Sheet, place: int) -> list[int]:
    """Return the rows from a place on, up to the next form: what stands in its head says nothing of the columns here."""
    found: list[int] = []
    for row in sheet.rows[place : place + _MOST_SAMPLES]:
        pieces = sheet.row(row)
        if found and (_opening_key(pieces) or (pieces and is_title(pieces[0].text))):
            break
        found.append(row)
    return found


def _tells_performance(walk: Walk, carried: FormHead | None) -> bool:
    """Whether a table is of performance: it says so, or has a column or a label of levels, or its project's name.

    指标名称 and 标准值 head tables of statistics and of laboratories too.
    """
    table = walk.table
    named = any(project.head and project.head.project_name for project in table.projects)
    has_levels = bool({"level1", "level2"} & set(walk.header.fields))
    return bool(table.title or named or has_levels or carried) or any(
        row.level1 or row.level2 for project in table.projects for row in project.rows
    )


def _goes_on(walk: Walk, grid: Grid, sheet: Sheet) -> bool:
    """Whether a grid without a header has more rows of a table: its columns, no title, and labels where labels stand."""
    if sheet.columns != walk.sheet.columns or any(is_title(line) for line in grid.lines_before) or not sheet.rows:
        return False
    levels = [column.number for name in ("level1", "level2") for column in walk.header.of(name)]
    pieces = [piece for row in sheet.rows for number in levels if (piece := sheet.at(row, number))]
    labels = sum(bool(parse_label_cell(piece.text, 1)) for piece in pieces)
    return bool(pieces) and labels > _MOST_LABELS * len(pieces)


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
    walk = _open(turned.sheet, turned.header, head)
    _read_body(walk, 0)
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
        _doubt_columns(walk)
        settle_edition(walk.table)
    if walks:
        left = [piece for row in below for piece in sheet.row(row)] if unfinished is None else []
        walks[-1].table.set_aside.append(("notes and lines below the table", (*left, *after)))
    return Aligned(tuple(walk.table for walk in walks), unfinished, walks[-1] if walks and unfinished is None else None)


def _unfinished_head(sheet: Sheet, rows: Sequence[int], lines: Sequence[Piece]) -> FormHead | None:
    """Return the head of a form that the rows below the last table are; None where they are none."""
    opening = next((at for at, row in enumerate(rows) if _opening_key(sheet.row(row))), None)
    if opening is None:
        return None
    head = read_form_head(sheet, rows, lines)
    return head if "project_name" in head.fields else None


def _opening_key(pieces: Sequence[Piece]) -> bool:
    key = parse_key(pieces[0].text) if pieces else None
    return key is not None and key.field in _OPENING_KEYS


def _own_head(sheet: Sheet, above: list[int]) -> list[int]:
    """Return the rows above a header from the last title on: what stands before it is another table."""
    titles = [at for at, row in enumerate(above) if _is_title_row(sheet.row(row))]
    return above[titles[-1] :] if titles else above


def _is_title_row(pieces: Sequence[Piece]) -> bool:
    """Whether a row is the title of a table, whatever the table is of."""
    return len(pieces) == 1 and bool(_TABLE_TITLE.fullmatch(squeeze(pieces[0].text)))


def _unit_of(piece: Piece) -> str | None:
    return parse_unit_line(piece.text)


def _next_header(sheet: Sheet, place: int) -> int | None:
    return next((at for at in range(place, len(sheet.rows)) if is_header_row(sheet, sheet.rows[at])), None)


def _same_columns(one: Header, other: Header) -> bool:
    return [(column.field, column.heading) for column in one.columns] == [
        (column.field, column.heading) for column in other.columns
    ]


def _open(sheet: Sheet, header: Header, head: FormHead) -> Walk:
    """Return the walk through the table below a header."""
    money_unit = head.money_unit or next((column.money_unit for column in header.columns if column.money_unit), None)
    is_list = bool(header.of("project_name"))
    table = TableReading(
        title=head.title,
        heading="".join(head.heading) or None,
        layout=_layout(header, is_list=is_list),
        fields=header.fields,
        money_unit=money_unit,
        projects=[],
        set_aside=[*head.set_aside, ("header", header.pieces)],
    )
    if not is_list:
        table.projects.append(ProjectReading(head=head.to_head() if head.fields else None, strays=list(head.strays)))
    elif head.strays:
        table.set_aside.append(("text above the table", tuple(head.strays)))
    _add_between(table, header)
    levels = frozenset(column.number for name in ("level1", "level2") for column in header.of(name))
    body = sheet.rows.index(header.last) + 1 if header.last in sheet.rows else 0
    after = _next_header(sheet, body)
    rows = sheet.rows[body : after if after is not None else len(sheet.rows)]
    is_merged = _are_labels_merged(sheet, rows, levels)
    groups = header_to_groups(header)
    return Walk(sheet, header, groups, not is_merged, table, [Levels() for _ in groups])


def _are_labels_merged(sheet: Sheet, rows: Sequence[int], levels: frozenset[int]) -> bool:
    """Whether labels cover the rows below them by merged cells; then a blank cell is really blank.

    A page break may make one cell of a label and the blank below it, so that the greater number decides.
    """
    merged = blank = 0
    for row in rows:
        for column in levels:
            piece = sheet.at(row, column)
            if piece is None:
                blank += 1
            elif piece.cell.row != row and parse_label_cell(piece.text, 1):
                merged += 1
    return merged > blank


def _add_between(table: TableReading, header: Header) -> None:
    """Give the first project what stands in the header's rows and is no header: often the total, beside 一级指标."""
    words = {id(piece) for column in header.columns for piece in (column.header, column.headed_by)}
    between = [piece for piece in header.pieces if id(piece) not in words and not parse_header(piece.text)]
    if not between:
        return
    if not table.projects:
        table.projects.append(ProjectReading())
    has_total = any(is_total(piece.text) for piece in between)
    (table.projects[0].totals if has_total else table.projects[0].strays).extend(between)


def _layout(header: Header, *, is_list: bool) -> str:
    kinds = {column.heading_kind for column in header.columns if column.field == "value" and column.heading_kind}
    if "place" in kinds:
        return "matrix"
    if len({column.heading for column in header.columns if column.heading_kind == "span"}) > 1:
        return "side_by_side"
    if header.of("actual") or header.of("score"):
        return "self_evaluation"
    return "list" if is_list else "form"


def _read_body(walk: Walk, place: int) -> int:
    """Read the rows from a place on up to the next header or the next form's head; return the place behind them."""
    rows = walk.sheet.rows
    while place < len(rows) and not is_header_row(walk.sheet, rows[place]) and not _opens_form(walk, rows[place]):
        _read_one(walk, rows[place])
        place += 1
    return place


def _opens_form(walk: Walk, row: int) -> bool:
    """Whether a row is the first of another project's head: 项目名称 and what it is, or the title of the next table."""
    pieces = walk.sheet.row(row)
    if not pieces or any(parse_labels(piece.text) for piece in pieces):
        return False
    # Where merged cells are not printed, a title stands alone in the first column.
    is_wide = pieces[0].cell.column_span > 1 or (not walk.sheet.merged and pieces[0].cell.column == 1)
    if len(pieces) == 1 and is_title(pieces[0].text) and is_wide:
        return True
    if walk.header.of("project_name"):
        return False
    return _opening_key(pieces) and walk.table.projects[-1].rows != []


def _read_one(walk: Walk, row: int) -> None:
    """Read one row of the body into the project that it belongs to."""
    sheet, table = walk.sheet, walk.table
    own = sheet.row(row)
    if not own:
        return
    if is_body_total(sheet, row):
        _project(walk).totals.extend(own)
        return
    if _opens_project(walk, own):
        _enter_named(walk, row)
        return
    _take_caption(walk, own)
    if is_foot(sheet, row) or _is_set_apart(walk, own) or _is_across(walk.header, own):
        table.set_aside.append(("notes and lines below the table", own))
        return
    if walk.header.of("project_name") and not _enter_project(walk, row, own):
        return
    project = _project(walk)
    found: list[Row] = []
    for number, group in enumerate(walk.groups):
        levels = take_levels(walk.levels[number], sheet, row, group, fills_down=walk.fills_down)
        rows = list(read_row(sheet, row, group, levels))
        walk.levels[number] = levels if rows or levels.piece1 else walk.levels[number]
        found += rows
    walk.misfits += _is_slipped(sheet, row, walk.header)
    found = [_with_caption(one, walk.caption) for one in found]
    project.rows.extend(found)
    used = {id(piece) for one in found for text in one.texts for piece in text.pieces}
    _account(walk, project, own, used, has_rows=bool(found))


def _opens_project(walk: Walk, own: Sequence[Piece]) -> bool:
    """Whether a row between the rows names the next project in one cell: `项目名称：农村饮水安全`."""
    both = split_key(own[0].text)
    return both is not None and both[0].field == "project_name" and not walk.header.of("project_name")


def _enter_named(walk: Walk, row: int) -> None:
    """Open the project that a row between the rows names."""
    form = read_form_head(walk.sheet, [row], ())
    projects = walk.table.projects
    if projects and not projects[-1].rows and not (projects[-1].head and projects[-1].head.project_name):
        held = projects.pop()
        form.strays[:0] = held.strays
    projects.append(ProjectReading(head=form.to_head(), strays=list(form.strays)))
    walk.table.set_aside.extend(form.set_aside)
    walk.levels = [Levels() for _ in walk.groups]


def _take_caption(walk: Walk, own: Sequence[Piece]) -> None:
    """Remember the caption over a block of rows, once a long-term block has one."""
    found = _CAPTION.fullmatch(squeeze(own[0].text)) if _is_across(walk.header, own) else None
    if found and (found["long"] or walk.caption is not None):
        walk.caption = own[0]


def _with_caption(row: Row, caption: Piece | None) -> Row:
    """Return a row with the caption of its block as the span that its target is for."""
    if caption is None or "span" in row.beside:
        return row
    return replace(row, beside={**row.beside, "span": Text(caption.text, (caption,))})


def _is_across(header: Header, own: Sequence[Piece]) -> bool:
    """Whether a row is one cell over labels, names and targets: a caption between blocks, or a remark below them."""
    cell = own[0].cell
    covered = [column.field for column in header.columns if 0 <= column.number - cell.column < cell.column_span]
    return len(own) == 1 and "level3" in covered and ("value" in covered or ("level1" in covered and len(covered) > 2))


def _is_numbering(header: Header, own: Sequence[Piece]) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 below every header word."""
    numbers = [squeeze(piece.text) for piece in own]
    return len(own) > 3 and numbers == [str(number) for number in range(1, len(own) + 1)] and "level3" in header.fields


def _project(walk: Walk) -> ProjectReading:
    if not walk.table.projects:
        walk.table.projects.append(ProjectReading())
    return walk.table.projects[-1]


def read_placed(sheet: Sheet, head: FormHead) -> TableReading:
    """Return the table of a sheet that a reader laid out itself: its header comes first, rows follow, no more."""
    first = sheet.rows[0]
    walk = _open(sheet, read_header(sheet, first, first=first, body=sheet.rows[1:]), head)
    for row in sheet.rows:
        if row > walk.header.last:
            _read_one(walk, row)
    _doubt_columns(walk)
    settle_edition(walk.table)
    return walk.table


def read_placed_turned(sheet: Sheet, head: FormHead) -> TableReading | None:
    """Return the table of a sheet that a reader laid out on its side; None where it cannot be turned."""
    turned = turn(sheet, sheet.rows)
    if turned is None:
        return None
    walk = _walk_turned(sheet, turned, head)
    _doubt_columns(walk)
    return walk.table


def read_bare(sheet: Sheet, fields: Sequence[str], head: FormHead) -> TableReading:
    """Return the table of a sheet without a header, whose columns hold some fields in their order."""
    columns = tuple(Column(number, name, None) for number, name in enumerate(fields, 1))
    walk = _open(sheet, Header(0, 0, columns, ()), head)
    for row in sheet.rows:
        _read_one(walk, row)
    return walk.table


def _is_set_apart(walk: Walk, own: Sequence[Piece]) -> bool:
    """Whether a row is no row of the table: a page number, a title, a remark whose key stands in the level columns."""
    first = own[0]
    if len(own) == 1 and (is_page_furniture(first.text) or is_title(first.text)):
        return True
    if (len(own) > 1 and all(parse_header(piece.text) for piece in own)) or _is_numbering(walk.header, own):
        return True
    key = parse_key(first.text)
    names = [column.number for column in walk.header.of("level3")]
    is_before_names = not names or first.cell.column < names[0]
    return (
        key is not None
        and key.field in {"about", "person", "achieved", "total_score"}
        and is_before_names
        and not any(parse_labels(piece.text) for piece in own)
    )


def _enter_project(walk: Walk, row: int, own: Sequence[Piece]) -> bool:
    """Open the project that a row of a list belongs to; return whether the row may hold an indicator."""
    sheet, header = walk.sheet, walk.header
    texts = {name: text_of(sheet, row, header.of(name)) for name in _PROJECT_FIELDS if header.of(name)}
    telling = texts.get("project_name")
    key = tuple(squeeze(text.text) if text else "" for name in _TELLING if (text := texts.get(name)) or True)
    indicator_columns = {column.number for column in header.columns if column.field not in _PROJECT_FIELDS
                         and column.field not in {"ordinal", "blank", "unknown", "project_type", "project_code"}}  # fmt: skip
    has_indicator = any(sheet.at(row, number) for number in indicator_columns)
    if telling is None:
        if has_indicator:
            _go_on_with_goal(walk, row)
        else:
            walk.table.set_aside.append(("subtotal of a unit", tuple(own)))
        return has_indicator
    if _continues_name(walk, texts, row):
        head = _project(walk).head
        assert head is not None, "a name goes on only below one"
        _project(walk).head = replace(head, project_name=(*head.project_name, *telling.pieces))
        _project(walk).doubts.append(
            ReadingDoubt("R11", "项目名称在换页处断开，按前后相连读取，建议核对原文", tuple(telling.pieces))
        )
        walk.held = key
        _go_on_with_goal(walk, row)
        return has_indicator
    if key != walk.held and (walk.held is None or telling.pieces[0].cell.row == row or key[0] != walk.held[0]):
        walk.held = key
        walk.levels = [Levels() for _ in walk.groups]
        first = walk.table.projects[0] if len(walk.table.projects) == 1 else None
        if first is not None and first.head is None and not first.rows:
            first.head = _list_head(texts)  # so far it holds what stood between header and rows
        else:
            walk.table.projects.append(ProjectReading(head=_list_head(texts)))
    else:
        _go_on_with_goal(walk, row)
    return has_indicator


def _continues_name(walk: Walk, texts: Mapping[str, Text | None], row: int) -> bool:
    """Whether a name at the top of a page is the rest of the one above: it has no amount, and that one has."""
    telling, head = texts.get("project_name"), walk.table.projects[-1].head if walk.table.projects else None
    if head is None or telling is None or telling.pieces[0].cell.row != row:
        return False
    pages = {piece.cell.page for piece in (*head.project_name[-1:], *telling.pieces)}
    is_new_page = len(pages) > 1 and None not in pages
    amount = texts.get("amount")
    has_none = amount is None or amount.pieces[0] in head.amount  # one merged cell that the break did not part
    return is_new_page and "amount" in texts and has_none and bool(head.amount)


def _go_on_with_goal(walk: Walk, row: int) -> None:
    """Add to the goal of a project what stands below it in a cell of its own: a page break parted the two."""
    text, head = text_of(walk.sheet, row, walk.header.of("goal")), _project(walk).head
    if text is None or head is None or text.pieces[0].cell.row != row or text.pieces[0] in head.goal:
        return
    if squeeze(text.text) != squeeze("".join(piece.text for piece in head.goal)):
        _project(walk).head = replace(head, goal=(*head.goal, *text.pieces))


def _list_head(texts: Mapping[str, Text | None]) -> Head:
    found = {name: text.pieces for name, text in texts.items() if text is not None}
    amount = found.pop("amount", None) or found.pop("budget", ())
    code, unit, name, goal = (found.pop(field, ()) for field in ("unit_code", "unit_name", "project_name", "goal"))
    return Head(code, unit, name, amount, goal, (), found)


def _is_slipped(sheet: Sheet, row: int, header: Header) -> bool:
    """Whether a row shows that its columns have slipped: a label where names or targets stand, words where labels do."""
    level1, level2, name, value = (text_of(sheet, row, header.of(field)) for field in (*LEVELS, "value"))
    stray_label = any(
        text and parse_labels(text.text) and squeeze(text.text).endswith("指标") for text in (name, value)
    )
    unknown = any(text and not parse_labels(text.text) and text is not name for text in (level1, level2))
    # 成本指标 is a label of either level; without a second one in its row it may stand one column off.
    either = level1 is not None and level2 is None and len({label.level for label in parse_labels(level1.text)}) > 1
    is_figure = name is not None and value is None and is_target(name.text)
    is_nameless = name is None and value is not None
    return stray_label or is_figure or is_nameless or either or (unknown and (name is None or value is None))


def _is_misfit(walk: Walk) -> bool:
    """Whether the columns do not hold what the header says; a table that the best path cannot read is kept all the same."""
    count = sum(len(project.rows) for project in walk.table.projects)
    if count == 0:
        return not any(project.head for project in walk.table.projects)
    is_plain = walk.table.layout == "list" and not set(walk.table.fields) & set(BESIDE)
    is_unmerged = not walk.sheet.merged
    return is_plain and walk.misfits > (0 if is_unmerged else _MOST_MISFITS * count)


def _account(walk: Walk, project: ProjectReading, own: Sequence[Piece], used: set[int], *, has_rows: bool) -> None:
    """Give every piece of a row that is no field of an indicator its place: a label, or a reason."""
    columns: dict[int, Column] = {column.number: column for column in walk.header.columns}
    for piece in own:
        if id(piece) in used:
            continue
        name = columns[piece.cell.column].field if piece.cell.column in columns else "unknown"
        if name in {"level1", "level2"}:
            project.labels.append(piece) if has_rows else walk.table.set_aside.append(
                ("label without indicator", (piece,))
            )
        elif name in _PROJECT_FIELDS:
            continue
        elif name in {"ordinal", "nature", "core", "coefficient", "review_score", "group", "project_type", "project_code",
                      "rate", "adjusted"} or (has_rows and name == "unknown"):  # fmt: skip
            walk.table.set_aside.append(("columns that are kept in no table", (piece,)))
        elif has_rows:
            continue
        else:
            project.strays.append(piece)


def _is_side_label(column: Column) -> bool:
    """Whether a column is only the word at the left side of a form: 绩效指标 beside 一级指标."""
    word = parse_header(column.header.text) if column.header else None
    return column.header is None or (column.number == 1 and word is not None and word.field == "group")


def _doubt_columns(walk: Walk) -> None:
    """Doubt the columns whose header word is not known, once for the table."""
    found = [column for column in walk.header.columns if column.field == "unknown" and not _is_side_label(column)]
    words = dict.fromkeys(squeeze(column.header.text) for column in found if column.header)
    pieces = tuple(dict.fromkeys(column.header for column in found if column.header))
    if words and walk.table.projects:
        message = f"表头“{'、'.join(words)}”的含义不明，该列未载入"
        walk.table.projects[0].doubts.append(ReadingDoubt("R12", message, pieces))
