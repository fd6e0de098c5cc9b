"""Which reader reads a grid: by its columns where these can be trusted, by laying its cells out where it was flattened.

In: a grid and its pieces. Out: the readings of its tables. Asked in turn: `tabular` (columns), `told` (sentences in
columns), `fused` (no separators), `flat` (cells laid out as a sheet), prose, a table without header whose cells tell
what its columns are, and the best path over the pieces of a plain list. A reader that finds that a grid is not its kind
gives nothing, and the next one is asked. How a layout is taught by words: docs/layouts.md.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from extract import Grid
from transform.flat import doubt_no_header, has_slipped, is_separated, read_flat, read_headless
from transform.fused import read_fused, read_prose
from transform.mistaken import doubt_mistaken
from transform.path import read_body
from transform.pieces import Stream
from transform.plain_lists import better_of, is_plain, oddness
from transform.readings import ReadingDoubt, Row, TableReading, total_amounts
from transform.sections import Section, stream_to_sections
from transform.tabular import Aligned, read_aligned
from transform.told import read_told
from transform.told_forms import read_told_form
from transform.vocabulary import is_total

_TEXT_READERS: Final = frozenset({"text", "csv"})


class LayoutReader:
    """Reads the grids of one document in their order; it remembers what a page leaves to the next one."""

    def __init__(self) -> None:
        self._before = Aligned()

    def read_tables(self, grid: Grid, stream: Stream) -> list[TableReading] | None:
        """Return the tables of indicators that begin in a grid; None where it holds nothing of any.

        A table goes on to grow while later grids are read, where these go on with it.
        """
        is_plain_misfit = False
        if grid.is_aligned and not (_was_text(grid) and has_slipped(grid, stream)):
            found = read_aligned(grid, stream, self._before)
            is_open = not (found.tables or found.goes_on or found.is_misfit)
            # What looks like the head of the next page's table may tell its indicators itself, in sentences.
            told = read_told_form(grid, stream, self._before.carried) if is_open else None
            if told is None and (found.tables or found.goes_on or found.carried):
                self._before = found
                return list(found.tables)
            is_plain_misfit = found.is_misfit
            told = told or (None if found.is_misfit else read_told(grid, stream))
            if told is not None:
                self._before = Aligned()
                return [told]
        tables = _read_unaligned(grid, stream, is_plain_misfit=is_plain_misfit)
        for table in tables:
            doubt_mistaken(table)
        if grid.is_aligned:
            tables = [table for table in tables if _tells_performance(table)]
        # A page of notes between a head and its table does not part them.
        self._before = Aligned() if tables else self._before
        return tables or None


def _was_text(grid: Grid) -> bool:
    """Whether a grid was lines of text: its columns are counted by separators, and may have slipped for all that."""
    return bool(grid.cells) and grid.cells[0].reader in _TEXT_READERS


def _tells_performance(table: TableReading) -> bool:
    """Whether something says that a table is of performance: its title, a label, a project with its name."""
    return (
        table.title is not None
        or any(row.level1 or row.level2 for project in table.projects for row in project.rows)
        or any(project.head and project.head.project_name and project.labels for project in table.projects)
    )


def _read_unaligned(grid: Grid, stream: Stream, *, is_plain_misfit: bool) -> list[TableReading]:
    """Return the tables of a grid whose columns mean nothing, from the reader that knows its kind of text."""
    if not grid.is_aligned and not is_separated(grid, stream) and (fused := read_fused(grid)):
        return fused
    # Where a plain list of names and values has slipped, the best path over its pieces is the surer reader.
    if not is_plain_misfit and (flat := read_flat(grid, stream)):
        return _better_of_plain(flat, stream) if is_plain(flat) else flat
    if not grid.is_aligned and (prose := read_prose(grid)):
        return prose
    return read_headless(grid, stream) or _read_sections(stream)


def _better_of_plain(flat: list[TableReading], stream: Stream) -> list[TableReading]:
    """Return the better reading of a plain list; where nothing is odd about the first, the second is not asked for."""
    return flat if oddness(flat) == 0 else better_of(flat, _read_sections(stream))


def _read_sections(stream: Stream) -> list[TableReading]:
    return [_read_section(section, stream) for section in stream_to_sections(stream)]


def _read_section(section: Section, stream: Stream) -> TableReading:
    """Read one table by the best path over its pieces."""
    projects = read_body(section.body, section.fields, line_is_row=stream.line_is_row)
    between = [piece for piece in section.between if is_total(piece.text)]
    figures = [piece for piece in section.between if not is_total(piece.text)]
    totals = total_amounts(figures) if between else []
    if projects:
        projects[0].totals[:0] = [*between, *totals]
        projects[0].strays[:0] = [piece for piece in figures if piece not in totals]
    table = TableReading(
        title=section.title,
        heading=None,
        layout="list" if section.header else "unheaded",
        fields=section.fields,
        money_unit=section.money_unit,
        projects=projects,
        set_aside=[
            ("header", tuple(piece for piece, _ in section.header)),
            ("title and lines above the table", section.before),
            ("notes and lines below the table", section.notes),
        ],
    )
    if not section.header:
        doubt_no_header(table)
        _doubt_rows(table)
    return table


def _doubt_rows(table: TableReading) -> None:
    """Doubt every row of a table without a header where one is odd: there may be columns that nobody knows of."""
    is_odd = any(project.strays or any(map(_is_odd, project.rows)) for project in table.projects)
    for project in table.projects if is_odd else ():
        for number, row in enumerate(project.rows):
            said = f"“{row.name.text}”一行没有表头可依，名称与指标值按先后次序判定"
            project.doubts.append(ReadingDoubt("R12", said, row.name.pieces, row=number))
            project.rows[number] = replace(row, pair=replace(row.pair, oddities=(*row.pair.oddities, "two_readings")))


def _is_odd(row: Row) -> bool:
    return row.value is None or bool(row.pair.oddities)
