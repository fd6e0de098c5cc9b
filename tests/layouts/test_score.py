"""The score itself: a reading that says what the truth says is exact, and each kind of fault is counted once."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from tests.layouts.families import draw_document
from tests.layouts.score import Score, score
from tests.layouts.truth import Truth
from transform import RowCount, Tables
from transform.contracts import rows_to_frame
from transform.tables import CELLS, DOCUMENTS, INDICATORS, PROJECTS

TRUTH = replace(draw_document("C1", 0).truth)


def read_as(truth: Truth, *, confidence: float = 1.0) -> Tables:
    """Return the frames of a reading that says just that."""
    projects = [asdict(each) | {"project_id": f"p{each.ordinal}"} for each in truth.projects]
    indicators = [
        asdict(each) | {"indicator_id": f"i{number}", "project_id": f"p{each.project}", "unit_text": each.unit,
                        "confidence": confidence, "is_suspect": False}
        for number, each in enumerate(truth.indicators)
    ]  # fmt: skip
    frames = (rows_to_frame(DOCUMENTS, []), rows_to_frame(PROJECTS, projects), rows_to_frame(INDICATORS, indicators))
    return Tables(*frames, rows_to_frame(CELLS, []), (), RowCount(0, 0, {}))


def counts(result: Score) -> tuple[int, ...]:
    return result.rows, result.exact, result.missing, result.extra, result.flagged, result.silent


def test_the_truth_read_is_exact() -> None:
    count = len(TRUTH.indicators)
    result = score(TRUTH, read_as(TRUTH))
    assert counts(result) == (count, count, 0, 0, 0, 0)
    assert result.project_exact == result.project_fields


@pytest.mark.parametrize(
    ("confidence", "flagged"), [pytest.param(1.0, 0, id="silent"), pytest.param(0.5, 1, id="flagged")]
)
def test_a_wrong_value_is_silent_unless_the_reading_doubts_it(confidence: float, flagged: int) -> None:
    first, *rest = TRUTH.indicators
    wrong = replace(TRUTH, indicators=(replace(first, value_text="≥7777件"), *rest))
    count = len(TRUTH.indicators)
    assert counts(score(TRUTH, read_as(wrong, confidence=confidence))) == (count, count - 1, 0, 0, flagged, 1 - flagged)


def test_a_lost_row_and_an_invented_one_are_told_apart() -> None:
    first, *rest = TRUTH.indicators
    count = len(TRUTH.indicators)
    assert counts(score(TRUTH, read_as(replace(TRUTH, indicators=tuple(rest))))) == (count, count - 1, 1, 0, 0, 0)
    more = replace(TRUTH, indicators=(*TRUTH.indicators, replace(first, name="总分")))
    assert counts(score(TRUTH, read_as(more))) == (count, count, 0, 1, 0, 1)


def test_a_refused_document_has_no_silent_rows() -> None:
    assert counts(score(TRUTH, None)) == (len(TRUTH.indicators), 0, len(TRUTH.indicators), 0, 0, 0)
