"""Tables to findings and outcomes, judged by Great Expectations.

In: the frames of a batch. Out: `Checked`. Each declared table and each rule that had something to judge is a suite;
what the suites failed become findings. A check that could not be carried out, or an empty table, raises: it is an
error of the run and never a pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import pandas as pd

from expectations.catalogue import Rule, rules
from expectations.finding import Finding, cap_severity
from expectations.judgements import FAIL, INSUFFICIENT, PASS, Judgement, judge
from expectations.suites import Asset, BrokenCheckError, Failure, Validated, rule_asset, table_asset, validate
from transform import Tables
from transform.tables import CELLS, DOCUMENTS, INDICATORS, PROJECTS

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DECLARED: Final = ((DOCUMENTS, "documents"), (PROJECTS, "projects"), (INDICATORS, "indicators"), (CELLS, "cells"))
_CONTRACT_RULE: Final = "H01"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule came to on one document."""

    rule_id: str
    document_id: str
    outcome: str
    judged: int
    failed: int


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings and outcomes of one batch, and what Great Expectations answered."""

    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    validated: Validated


def check(tables: Tables, *, run_id: str = "check", run_time: datetime = EPOCH) -> Checked:
    """Return the findings and the outcome of every rule on every document of `tables`.

    Raises `EmptyFrameError` where a table has no rows and `BrokenCheckError` where a check could not be carried out.
    """
    judged = judge(tables)
    names = _names(tables)
    places = _places(tables)
    table_assets = [table_asset(table, getattr(tables, name)) for table, name in _DECLARED]
    rule_assets = [
        _to_asset(rules()[rule_id], judgements, names, places) for rule_id, judgements in judged.items() if judgements
    ]
    validated = validate([*table_assets, *rule_assets], run_name=run_id, run_time=run_time)
    _require_agreement(judged, validated)
    contract = [judgement for failure in validated.failures for judgement in _contract_judgements(failure, tables)]
    judged[_CONTRACT_RULE] = contract
    documents = tables.documents["document_id"].tolist()
    findings = [
        _to_finding(rules()[rule_id], judgement)
        for rule_id in rules()
        for judgement in judged.get(rule_id, ())
        if judgement.outcome == FAIL
    ]
    outcomes = [
        _to_outcome(rule_id, document, judged.get(rule_id, ())) for document in documents for rule_id in rules()
    ]
    return Checked(tuple(findings), tuple(outcomes), validated)


def _names(tables: Tables) -> dict[str, str]:
    """Return the printed names of projects and indicators, and the documents' file names, by their ids."""
    found = dict(zip(tables.documents["document_id"], tables.documents["file_name"], strict=True))
    found |= dict(zip(tables.projects["project_id"], tables.projects["project_name"], strict=True))
    found |= dict(zip(tables.indicators["indicator_id"], tables.indicators["name"], strict=True))
    return found


def _places(tables: Tables) -> dict[str, str]:
    """Return the page and line of each cited cell, as a person would say it."""
    cells = tables.cells
    return {
        cell_id: f"第 {page} 页第 {row} 行" if page is not None else f"第 {row} 行"
        for cell_id, page, row in zip(cells["cell_id"], cells["page"], cells["row_number"], strict=True)
    }


def _to_asset(
    rule: Rule, judgements: Sequence[Judgement], names: Mapping[str, str], places: Mapping[str, str]
) -> Asset:
    frame = pd.DataFrame(
        {
            "document_id": [judgement.document_id for judgement in judgements],
            "project_id": [judgement.project_id for judgement in judgements],
            "indicator_id": [judgement.indicator_id for judgement in judgements],
            "file_name": [names.get(judgement.document_id) for judgement in judgements],
            "place": [places.get(next(iter(judgement.cell_ids), "")) for judgement in judgements],
            "project_name": [names.get(judgement.project_id or "") for judgement in judgements],
            "name": [names.get(judgement.indicator_id or "") for judgement in judgements],
            "outcome": [judgement.outcome for judgement in judgements],
            "expected": [judgement.expected for judgement in judgements],
            "actual": [judgement.actual for judgement in judgements],
            "message": [_worded(rule, judgement) if judgement.message else None for judgement in judgements],
        },
        dtype=object,
    )
    unjudged = sum(judgement.outcome == INSUFFICIENT for judgement in judgements)
    title = f"{rule.title}（{unjudged} 项数据不足，未能判断）" if unjudged else rule.title
    statement = f"{rule.statement}。一般严重程度 {rule.severity}，依据（{rule.basis}）：{rule.source}"
    return rule_asset(rule.rule_id, title, statement, frame)


def _worded(rule: Rule, judgement: Judgement) -> str:
    """Return a judgement's message in the words that its basis allows."""
    return f"{judgement.message}；{rule.wording}"


def _require_agreement(judged: Mapping[str, Sequence[Judgement]], validated: Validated) -> None:
    """Raise where Great Expectations counted other failing rows than the rule did."""
    seen = {failure.asset: len(failure.rows) for failure in validated.failures}
    for rule_id, judgements in judged.items():
        failed = sum(judgement.outcome == FAIL for judgement in judgements)
        if seen.get(rule_id, 0) != failed:
            raise BrokenCheckError(
                rule_id, "outcome is never fail", f"{seen.get(rule_id, 0)} rows seen, {failed} judged"
            )


def _contract_judgements(failure: Failure, tables: Tables) -> list[Judgement]:
    """Return H01 for each row that does not keep its table's declaration."""
    declared = {table.name: getattr(tables, name) for table, name in _DECLARED}
    if failure.asset not in declared:
        return []
    first = tables.documents["document_id"].iloc[0]
    message = f"数据表 {failure.asset} 的列 {failure.column or '（整表）'} 不符合声明（{failure.expectation_type}）"
    rows = failure.rows or [{}]
    found = []
    for row in rows:
        owner = _owner(declared[failure.asset], row)
        found.append(
            Judgement(owner.get("document_id", first), FAIL, owner.get("project_id"), owner.get("indicator_id"), message,
                      None, failure.observed, (), True)
        )  # fmt: skip
    return found


def _owner(frame: pd.DataFrame, row: Mapping[str, object]) -> dict[str, str]:
    """Return the ids of the record that a failing row belongs to."""
    for column, value in row.items():
        if column.endswith("_id") and column in frame:
            same = frame.loc[frame[column] == value]
            if len(same):
                return {
                    name: same.iloc[0][name] for name in ("document_id", "project_id", "indicator_id") if name in frame
                }
    return {}


def _to_finding(rule: Rule, judgement: Judgement) -> Finding:
    return Finding(
        rule.rule_id,
        judgement.document_id,
        judgement.project_id,
        judgement.indicator_id,
        cap_severity(judgement.severity or rule.severity, is_extraction_suspect=judgement.is_suspect),
        rule.basis,
        _worded(rule, judgement),
        judgement.expected,
        judgement.actual,
        judgement.cell_ids,
        judgement.is_suspect,
    )


def _to_outcome(rule_id: str, document_id: str, judgements: Sequence[Judgement]) -> Outcome:
    outcomes = [judgement.outcome for judgement in judgements if judgement.document_id == document_id]
    failed = outcomes.count(FAIL)
    if rule_id == _CONTRACT_RULE and not outcomes:
        return Outcome(rule_id, document_id, PASS, 1, 0)
    overall = FAIL if failed else INSUFFICIENT if INSUFFICIENT in outcomes else PASS if outcomes else "not_applicable"
    return Outcome(rule_id, document_id, overall, len(outcomes), failed)
