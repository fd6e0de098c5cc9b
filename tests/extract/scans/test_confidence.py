"""What readings are worth: evidence for them raises the confidence, evidence against them lowers it."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from bench.reliability import Bin, bins_of, draw_reliability
from extract.scan.confidence import WEIGHTS, Evidence, confidence_of

_GOOD = Evidence(least=0.999, second=0.999, readings=2, agreeing=2, sign=0.99, fits=2, has_figure=True, length=5)


def test_every_feature_has_its_weight() -> None:
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        assert [row["feature"] for row in csv.DictReader(file)] == list(_GOOD.features())


@pytest.mark.parametrize(
    "worse",
    [
        pytest.param(replace(_GOOD, least=0.6), id="the-first-is-unsure"),
        pytest.param(replace(_GOOD, second=0.6), id="the-second-is-unsure"),
        pytest.param(replace(_GOOD, readings=4, agreeing=2), id="readers-differ"),
        pytest.param(replace(_GOOD, sign=0.6), id="the-sign-is-unsure"),
    ],
)
def test_evidence_against_a_reading_lowers_its_confidence(worse: Evidence) -> None:
    assert confidence_of(worse) < confidence_of(_GOOD)


def test_united_and_sure_readers_are_not_flagged_and_divided_ones_are() -> None:
    assert confidence_of(_GOOD) >= 0.95
    assert confidence_of(replace(_GOOD, readings=4, agreeing=2)) < 0.95


def test_the_plot_has_a_circle_for_every_bin() -> None:
    bins = bins_of([(0.3, False), (0.999, True), (0.9995, True)])
    assert bins[0] == Bin(0.2, 0.5, 1, 0, 0.3)
    assert draw_reliability(bins).count("<circle") == len(bins) == 2
