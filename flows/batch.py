"""What a run came to, as rows of the declared tables.

In: the run, what became of each document, the frames, the findings. Out: a `Batch` for `load`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from expectations import Checked
from expectations.catalogue import rules
from flows.outcome import Entry, Run
from load import Batch
from transform import Tables
from transform.reference import read_reference
from transform.tables import CELLS, DOCUMENTS, FINDINGS, INDICATORS, PROJECTS, RULE_OUTCOMES, RULES, UNITS


def to_batch(run: Run, entries: Sequence[Entry], tables: Tables, checked: Checked | None) -> Batch:
    """Return the rows that a run adds to the store."""
    stamp = {"run_id": run.run_id}
    return Batch(
        run={
            "run_id": run.run_id,
            "started_at": run.started_at.replace(tzinfo=None),
            "way": run.way,
            "version": run.version,
            "documents": len(entries),
            "loaded": sum(entry.status == "loaded" for entry in entries),
        },
        log=[_log_row(run, entry) for entry in entries],
        sources={entry.path: entry.document_id for entry in entries
                 if entry.document_id and entry.status in {"loaded", "unchanged"}},
        rows={
            DOCUMENTS.name: tables.documents.assign(run_id=run.run_id),
            PROJECTS.name: tables.projects,
            INDICATORS.name: tables.indicators,
            CELLS.name: tables.cells,
            FINDINGS.name: [_finding_row(finding) | stamp for finding in checked.findings] if checked else [],
            RULE_OUTCOMES.name: [_outcome_row(outcome) | stamp for outcome in checked.outcomes] if checked else [],
        },
        vocabularies={RULES.name: [_rule_row(rule) for rule in rules().values()], UNITS.name: read_reference("units.csv")},
    )  # fmt: skip


def _log_row(run: Run, entry: Entry) -> dict[str, object]:
    return {
        "run_id": run.run_id,
        "document_id": entry.document_id,
        "file_name": Path(entry.path).name,
        "source_path": entry.path,
        "status": entry.status,
        "code": entry.code or None,
        "message": "; ".join(filter(None, (corrections_in(entry), entry.message))) or None,
        "seconds": round(entry.seconds, 4),
        "rows_in": entry.rows_in,
        "rows_out": entry.rows_out,
        "rows_set_aside": entry.rows_set_aside,
    }


def corrections_in(entry: Entry) -> str:
    """Say what became of people's corrections in one document; nothing where there are none."""
    counts = (
        (entry.corrections, "correction", "applied"),
        (entry.stale_corrections, "stale correction", "not applied"),
    )
    return ", ".join(f"{count} {what}{'s' * (count > 1)} {done}" for count, what, done in counts if count)


def _finding_row(finding: object) -> dict[str, object]:
    return {name: getattr(finding, name, None) for name in FINDINGS.names} | {"status": "open"}


def _outcome_row(outcome: object) -> dict[str, object]:
    return {name: getattr(outcome, name, None) for name in RULE_OUTCOMES.names}


def _rule_row(rule: object) -> dict[str, object]:
    return {name: getattr(rule, name) for name in RULES.names}
