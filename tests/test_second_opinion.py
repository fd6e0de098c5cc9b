"""The second opinion: asked where a sum fails or a sign looks like another, and only there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from extract import Document, Notice, read_document, read_grids
from flows import second_opinion
from flows.second_opinion import with_second_opinion
from tests.truth import SAMPLE
from transform import Tables, grids_to_tables


@pytest.fixture(scope="module")
def tables() -> Tables:
    document = read_document(SAMPLE)
    return grids_to_tables(document, read_grids(document))


def _asked(monkeypatch: pytest.MonkeyPatch, notices: tuple[Notice, ...] = ()) -> list[list[int]]:
    asked: list[list[int]] = []

    def compare(_: Document, pages: Iterable[int]) -> tuple[Notice, ...]:
        asked.append(list(pages))
        return notices

    monkeypatch.setattr(second_opinion, "compare_readers", compare)
    return asked


def _on_pages(tables: Tables, sign: str | None) -> Tables:
    """Return the tables as if each cell stood on the page of its project, and every sign were `sign`."""
    pages = tables.cells.assign(page=[1 + row // 40 for row in range(len(tables.cells))])
    return replace(tables, cells=pages, indicators=tables.indicators.assign(operator_text=sign))


_PDF = Document(Path("a.pdf"), "0" * 64, "application/pdf", b"")


def test_differing_readings_become_doubts_with_both(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _asked(monkeypatch, (Notice("readers_differ", "两种读取器读数不同：“≥3”与“23”", 2),))
    doubts = with_second_opinion(_PDF, _on_pages(tables, "≦")).doubts[len(tables.doubts) :]
    assert asked == [[1, 2, 3, 4, 5, 6, 7, 8]]
    assert ("R11", "第 2 页：两种读取器读数不同：“≥3”与“23”") in [(doubt.rule_id, doubt.message) for doubt in doubts]


def test_only_so_many_pages_are_read_again_and_the_rest_is_said(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    _asked(monkeypatch)
    monkeypatch.setattr(second_opinion, "_MOST_PAGES", 2)
    doubts = with_second_opinion(_PDF, _on_pages(tables, "≦")).doubts[len(tables.doubts) :]
    assert [doubt.actual for doubt in doubts] == ["not_compared"]


def test_other_formats_have_one_reader(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _asked(monkeypatch)
    assert with_second_opinion(read_document(SAMPLE), tables) is tables
    assert asked == []


def test_a_second_reader_that_breaks_costs_no_document(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Document, pages: Iterable[int]) -> tuple[Notice, ...]:
        raise KeyError("FontBBox")

    monkeypatch.setattr(second_opinion, "compare_readers", broken)
    read = with_second_opinion(_PDF, _on_pages(tables, "≦"))
    assert [doubt.actual for doubt in read.doubts[len(tables.doubts) :]][:1] == ["second_reader_broke"]
