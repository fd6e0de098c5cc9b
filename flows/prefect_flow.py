"""The line as a Prefect flow: the same stages as `flows.line`, with retries, a log and a summary page around them.

In: paths, and the store's file where it is not the usual one. Out: the outcome of the run, in memory only. The run
is Failed when the run itself broke; documents that were set aside are told in its message and on its summary page.
Import it only after `flows.server.enter_environment`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.states import Completed
from prefect.utilities.annotations import quote

from extract.errors import JixiaoError
from flows import line
from flows.outcome import Entry, Outcome, Run
from flows.server import end_with_service
from flows.settings import read_settings

FLOW_NAME = "ingest-disclosures"
SUMMARY_KEY = "ingest-summary"
BATCH_DOCUMENTS = 50
SUMMARY_ROWS = 200
DRAIN_SECONDS = 5
T = TypeVar("T")
_ORDER = ("failed", "set_aside", "loaded", "unchanged")


def run_ingest(paths: list[str], warehouse: str | None = None, reread: bool = False) -> Outcome:
    """Run the flow in this process and return its outcome; raises what the line raised."""
    try:
        return cast(Outcome, ingest_flow(paths, warehouse, reread, return_state=True).result())
    finally:
        # Left to the end of the process, a server that is already stopped would be tried for minutes.
        APILogWorker.drain_all(timeout=DRAIN_SECONDS)
        EventsWorker.drain_all(timeout=DRAIN_SECONDS)


def _run_name() -> str:
    return f"ingest {datetime.now().astimezone():%Y-%m-%d %H:%M:%S}"


@flow(name=FLOW_NAME, flow_run_name=_run_name, persist_result=False, validate_parameters=False)
def ingest_flow(paths: list[str], warehouse: str | None = None, reread: bool = False) -> State[Outcome]:
    """Read the documents under `paths` in batches, check them, publish the store, write the summary."""
    end_with_service()
    settings = read_settings(warehouse=Path(warehouse) if warehouse else None)
    run = line.start_run("flow")
    sources = line.find_documents([Path(path) for path in paths])
    readings = _read_all(sources, line.known_documents(settings, reread=reread), settings.reading)
    outcome = publish_batch(_unwalked(readings), settings, run)
    create_markdown_artifact(outcome_to_markdown(outcome), key=SUMMARY_KEY, description=outcome_to_message(outcome))
    get_run_logger().info("%s; the store is %s", outcome_to_message(outcome), outcome.warehouse)
    return Completed(message=outcome_to_message(outcome), data=outcome)


def _read_all(sources: Sequence[Any], known: Any, limits: Any) -> list[Any]:
    starts = range(0, len(sources), BATCH_DOCUMENTS)
    batches = [sources[start : start + BATCH_DOCUMENTS] for start in starts]
    return [
        reading
        for number, batch in enumerate(batches, 1)
        for reading in read_documents(_unwalked(batch), _unwalked(known), limits, number, len(batches))
    ]


def _unwalked(value: T) -> T:
    """Keep Prefect from walking through all of an argument in search of other tasks' results; it unwraps it itself."""
    return cast(T, quote(value))


@task(
    name="read documents",
    task_run_name="read documents, batch {number} of {batches}",
    retries=2,
    retry_delay_seconds=5,
    persist_result=False,
    cache_policy=NO_CACHE,
)
def read_documents(sources: Sequence[Any], known: Any, limits: Any, number: int, batches: int) -> list[Any]:
    """Return the readings of one batch, which worker processes read side by side."""
    readings: list[Any] = line.read_batch(sources, known, limits)
    get_run_logger().info("batch %d of %d: %d documents read", number, batches, len(readings))
    return readings


def _is_worth_retrying(_task: Any, _run: Any, state: State[Any]) -> bool:
    """Our own errors come again however often one tries; a full disk or a held file may pass."""
    error = state.result(raise_on_failure=False)
    return not isinstance(error, JixiaoError)


@task(
    name="check and publish",
    task_run_name="check and publish",
    retries=2,
    retry_delay_seconds=10,
    retry_condition_fn=_is_worth_retrying,
    persist_result=False,
    cache_policy=NO_CACHE,
)
def publish_batch(readings: list[Any], settings: Any, run: Run) -> Outcome:
    """Check and publish what was read, whole or not at all."""
    return line.publish_readings(readings, settings, run)


def outcome_to_message(outcome: Outcome) -> str:
    """Say in one line how many documents ended how: `1 set aside, 5 loaded`."""
    counts = Counter(entry.status for entry in outcome.entries)
    said = [f"{counts[status]} {_status_words(status)}" for status in _ORDER if counts[status]]
    return ", ".join(said) or "no documents"


def outcome_to_markdown(outcome: Outcome) -> str:
    """Write the summary page of a run: what needs a look comes first, and long nights are cut."""
    return "\n\n".join(
        (
            f"# {outcome_to_message(outcome).capitalize()}",
            _places_to_markdown(outcome),
            _table(("counted", "number"), sorted(outcome.counts.items())),
            _entries_to_markdown(outcome.entries),
        )
    )


def _places_to_markdown(outcome: Outcome) -> str:
    report = f"`{outcome.report}`" if outcome.report else "none was written"
    run = outcome.run
    started = f"{run.started_at.astimezone():%Y-%m-%d %H:%M:%S %Z}"
    return f"- store: `{outcome.warehouse}`\n- report: {report}\n- run `{run.run_id}`, {started}, version {run.version}"


def _entries_to_markdown(entries: Sequence[Entry]) -> str:
    ordered = sorted(entries, key=lambda entry: (_ORDER.index(entry.status), entry.path))
    head = ("document", "status", "message", "rows in", "rows out", "set aside", "seconds")
    table = _table(head, [_entry_to_row(entry) for entry in ordered[:SUMMARY_ROWS]])
    left = len(ordered) - SUMMARY_ROWS
    return f"{table}\n\n… and {left} more, all of them in the report." if left > 0 else table


def _entry_to_row(entry: Entry) -> tuple[object, ...]:
    rows = (entry.rows_in, entry.rows_out, entry.rows_set_aside)
    return (entry.path, f"**{_status_words(entry.status)}**", entry.message, *rows, f"{entry.seconds:.2f}")


def _status_words(status: str) -> str:
    return status.replace("_", " ")


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(value) for value in cells)} |" for cells in lines)


def _cell(value: object) -> str:
    # A bar or a line end inside a message would break the table.
    return " ".join(str(value).replace("|", "\\|").split())
