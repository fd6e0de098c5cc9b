"""What is in a store and what went wrong, for `jixiao status`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from load import query
from review import read_corrections
from review.queue import read_queue

_TABLES: Final = ("documents", "projects", "indicators", "cells", "findings", "runs")
_FINDINGS: Final = """
    SELECT rule_id, rules.title, count(*) AS findings FROM findings JOIN rules USING (rule_id)
    GROUP BY ALL ORDER BY findings DESC, rule_id"""
_RUNS: Final = """
    SELECT run_id, started_at, way, documents, loaded,
           (SELECT count(*) FROM ingest_log AS log WHERE log.run_id = runs.run_id AND status IN ('set_aside', 'failed'))
    FROM runs ORDER BY started_at DESC LIMIT 5"""
_TROUBLE: Final = """
    SELECT source_path, status, message FROM ingest_log JOIN runs USING (run_id)
    QUALIFY row_number() OVER (PARTITION BY source_path ORDER BY started_at DESC) = 1 AND status IN ('set_aside', 'failed')
    ORDER BY source_path"""


def read_status(warehouse: Path, corrections: Path) -> dict[str, Any]:
    """Return counts, findings by rule, what waits for review, the last runs, and the documents that are not in the store."""
    queue = read_queue(warehouse, read_corrections(corrections))
    counts = query(warehouse, "SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in _TABLES)).rows[0]
    return {
        "warehouse": str(warehouse),
        "tables": dict(zip(_TABLES, counts, strict=True)),
        "findings": [list(row) for row in query(warehouse, _FINDINGS).rows],
        "review": {"left": len(queue.items), "waiting": len(queue.waiting), "stale": len(queue.stale)},
        "runs": [list(row) for row in query(warehouse, _RUNS).rows],
        "trouble": [list(row) for row in query(warehouse, _TROUBLE).rows],
    }
