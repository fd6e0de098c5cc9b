"""The flow against a server: how a run ends, and what its summary page says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Service

RUN = """
import sys
from pathlib import Path
from extract.errors import JixiaoError
from flows import server, settings
try:
    outcome = server.run_flow([Path(sys.argv[2])], settings.read_settings(), port=int(sys.argv[1]))
    print(outcome.exit_status, outcome.run.way, *(entry.status for entry in outcome.entries))
except JixiaoError as error:
    print(type(error).__name__, error)
"""


def _folder(home: Path, *names: str) -> str:
    folder = home / "-".join(names)
    folder.mkdir()
    for name in names:
        (folder / name).touch()
    return str(folder)


def _last_run(service: Service, folder: str) -> dict[str, str]:
    runs = service.ask("flow_runs/filter")
    (run,) = [run for run in runs if run["parameters"]["paths"] == [folder]]
    return {"id": run["id"], "state": run["state_name"], "message": run["state"]["message"], "name": run["name"]}


def test_set_aside_document_leaves_the_run_completed(service: Service) -> None:
    folder = _folder(service.home, "bad.txt", "good.txt")
    said = service.python(RUN, str(service.port), folder).stdout
    run = _last_run(service, folder)
    assert said == "2 flow set_aside loaded\n"
    assert (run["state"], run["message"]) == ("Completed", "1 set aside, 1 loaded")
    assert run["name"].startswith("ingest 20")
    assert not (service.home / "data" / "prefect" / "storage").exists()
    artifacts = service.ask("artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}})
    (page,) = [artifact["data"] for artifact in artifacts if artifact["key"] == "ingest-summary"]
    assert page.startswith("# 1 set aside, 1 loaded\n")
    assert f"- store: `{service.home}/data/warehouse/jixiao.duckdb`\n" in page
    assert f"- report: `{service.home}/data/reports/report.html`\n" in page
    assert "| projects | 1 |" in page
    assert f"| {folder}/bad.txt | **set aside** | no table \\| found | 3 | 0 | 3 | 0.25 |" in page


def test_broken_run_is_failed(service: Service) -> None:
    folder = _folder(service.home, "break.txt")
    said = service.python(RUN, str(service.port), folder).stdout
    run = _last_run(service, folder)
    assert said == "JixiaoError the store is full; make room\n"
    assert run["state"] == "Failed"
    assert "the store is full" in run["message"]
