"""Which reader reads a grid: by its columns where these can be trusted, by the best path over its pieces where not.

In: a grid and its pieces. Out: the readings of its tables. A reader that finds that a grid is not its kind gives nothing,
and the next one is asked.
"""

from __future__ import annotations

from extract import Grid
from transform.fused import read_fused, read_prose
from transform.path import read_body
from transform.pieces import Stream
from transform.readings import TableReading, total_amounts
from transform.sections import Section, stream_to_sections
from transform.tabular import read_aligned
from transform.vocabulary import is_total


def read_tables(grid: Grid, stream: Stream) -> list[TableReading]:
    """Return the tables of indicators in a grid; none where it holds none."""
    tables = read_aligned(grid) if grid.is_aligned else []
    if not grid.is_aligned and not tables:
        tables = read_fused(grid) or read_prose(grid)
    return tables or [_read_section(section, stream) for section in stream_to_sections(stream)]


def _read_section(section: Section, stream: Stream) -> TableReading:
    """Read one table by the best path over its pieces."""
    projects = read_body(section.body, section.fields, line_is_row=stream.line_is_row)
    between = [piece for piece in section.between if is_total(piece.text)]
    figures = [piece for piece in section.between if not is_total(piece.text)]
    totals = total_amounts(figures) if between else []
    if projects:
        projects[0].totals[:0] = [*between, *totals]
        projects[0].strays[:0] = [piece for piece in figures if piece not in totals]
    return TableReading(
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
