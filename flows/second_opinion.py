"""A second opinion on what looks odd: the pages of doubtful projects are read by the other reader as well.

In: a document and its tables. Out: the tables, with a doubt for every cell that the two read differently. Nothing is
corrected: which reading is right is for a person to say. Only a few pages are read again, for it takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from expectations import projects_to_reread
from extract import Document, Notice, compare_readers
from transform import Doubt, Tables

_MOST_PAGES: Final = 8
_RULE: Final = "R11"


def with_second_opinion(document: Document, tables: Tables) -> Tables:
    """Return the tables with what the second reader read differently on the pages of doubtful projects."""
    if document.media_type != "application/pdf":
        return tables
    pages = _pages(tables)
    if not pages:
        return tables
    doubts = [
        Doubt(_RULE, document.document_id, f"第 {notice.page} 页：{notice.message}", actual=notice.code)
        for notice in _compare(document, pages[:_MOST_PAGES])
    ]
    if len(pages) > _MOST_PAGES:
        message = f"另有 {len(pages) - _MOST_PAGES} 页的合计不符或符号可疑，未用第二读取器核对，建议核对原文"
        doubts.append(Doubt(_RULE, document.document_id, message, actual="not_compared"))
    return replace(tables, doubts=(*tables.doubts, *doubts))


def _compare(document: Document, pages: Sequence[int]) -> tuple[Notice, ...]:
    try:
        return compare_readers(document, pages)
    except Exception as error:  # noqa: BLE001 - the first reading stands, whatever breaks the second
        message = f"第二读取器无法读取（{type(error).__name__}），未能核对合计不符或符号可疑之处"
        return (Notice("second_reader_broke", message, pages[0]),)


def _pages(tables: Tables) -> list[int]:
    """Return the pages on which the values of doubtful projects stand."""
    doubtful = projects_to_reread(tables)
    pages = dict(zip(tables.cells["cell_id"], tables.cells["page"], strict=True))
    rows = tables.indicators[tables.indicators["project_id"].isin(doubtful)]
    cited = (pages.get(cell_id) for column in ("name_cell_id", "value_cell_id") for cell_id in rows[column])
    return sorted({page for page in cited if page is not None})
