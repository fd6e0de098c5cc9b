"""Tables of many rows: the time and the memory of the best path grow with the rows and no faster."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from tests.transform.test_path import HEAD, read

_PROJECT = (
    "60{0:04}\t项目{0}\t{0}.00\t保障第{0}项工作。\t产出指标\t数量指标\t巡查{0}\t{0}次\n\t质量指标\t合格率\t≥95%\n"
    "\t种植面积（亩）\t120\n效益指标\t社会效益指标\t治理能力\t稳步提升\n满意度指标\t服务对象满意度\t群众满意度\t≥9{0}%\n"
)
_ROWS = 5  # of a project
_FLATTENINGS = {"tabs": ("\t", "\n"), "cell-a-line": ("\n", "\n"), "blanks": (" ", "\n"), "one-line": (" ", " ")}


def table(flattening: str, projects: int) -> str:
    cell, line = _FLATTENINGS[flattening]
    title, header = HEAD.split("\n", 1)
    body = "".join(_PROJECT.format(number) for number in range(projects))
    return f"{title}\n" + (header + body).replace("\n\t", "\n").replace("\n", "\r").replace("\t", cell).replace(
        "\r", line
    )


@pytest.mark.parametrize("flattening", _FLATTENINGS)
def test_a_thousand_rows_are_read_in_seconds(flattening: str, tmp_path: Path) -> None:
    text = table(flattening, 200)
    began = time.process_time()
    found = read(text, tmp_path).indicators
    assert time.process_time() - began < 6
    assert found["name"].str.startswith("巡查").sum() == 200
    assert len(found) >= 200 * _ROWS


def test_the_paths_that_lost_are_not_kept(tmp_path: Path) -> None:
    text = table("tabs", 60)
    read(text, tmp_path)  # what is kept for good is read first
    tracemalloc.start()
    try:
        read(text, tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak / (60 * _ROWS) < 30_000  # bytes a row
