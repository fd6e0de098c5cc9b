"""The nightly service as it runs: its schedule, killed runs, a killed service. The fixture tells how it ends."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from flows.nightly import AUTOMATION

if TYPE_CHECKING:
    from conftest import Service

SECOND_SERVICE = """
from extract.errors import JixiaoError
from flows import nightly, settings
for cron, zone in (("0 2 * * *", "Asia/Atlantis"), ("at two", "Asia/Shanghai"), ("0 2 * * *", "Asia/Shanghai")):
    try:
        nightly.serve(settings.read_settings(), cron, timezone=zone)
    except JixiaoError as error:
        print(type(error).__name__, error)
"""


def test_schedule_yields_runs(service: Service) -> None:
    """With SQLAlchemy 2.1 Prefect says nothing and schedules nothing."""
    scheduled = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    runs = service.wait_for(lambda: service.ask("flow_runs/filter", scheduled))
    assert {run["expected_start_time"][11:19] for run in runs} == {"18:00:00"}  # 02:00 in Shanghai
    assert {run["auto_scheduled"] for run in runs} == {True}


def test_deployment_takes_one_run_at_a_time(service: Service) -> None:
    (deployment,) = service.ask("deployments/filter")
    assert deployment["name"] == "nightly"
    assert deployment["parameters"] == {"paths": [str(service.inbox)], "warehouse": None}
    assert deployment["global_concurrency_limit"]["limit"] == 1
    assert deployment["concurrency_options"]["collision_strategy"] == "ENQUEUE"


def test_second_service_and_bad_schedules_are_refused(service: Service) -> None:
    said = service.python(SECOND_SERVICE).stdout.splitlines()
    assert said == [
        "ScheduleError '0 2 * * *' in 'Asia/Atlantis' is no schedule; write e.g. '0 2 * * *' and 'Asia/Shanghai'",
        "ScheduleError 'at two' in 'Asia/Shanghai' is no schedule; write e.g. '0 2 * * *' and 'Asia/Shanghai'",
        f"AlreadyServedError a nightly service already runs for {service.home}; stop it first",
    ]


def test_killed_run_is_crashed_and_the_next_one_goes(service: Service) -> None:
    slow = service.inbox / "sleep-100.txt"
    slow.touch()
    killed = service.run()
    service.wait_until(killed, "Running")
    waiting = service.run()
    assert service.wait_until(waiting, "AwaitingConcurrencySlot")
    slow.unlink()
    (service.inbox / "good.txt").touch()
    (process,) = service.pids("prefect.engine")
    os.kill(process, signal.SIGKILL)
    assert "status code: -9" in service.wait_until(killed, "Crashed")[1]
    assert service.wait_until(service.run(), "Completed")[1] == "1 loaded"
    # Left to wait, it would begin in the middle of the next test.
    assert service.wait_until(waiting, "Completed")[0] == "Completed"


def test_killed_service_leaves_no_process_and_starts_again(service: Service) -> None:
    slow = service.inbox / "sleep-100.txt"
    slow.touch()
    left = service.run()
    service.wait_until(left, "Running")
    service.stop(signal.SIGKILL)
    service.wait_for(lambda: not service.pids())
    slow.unlink()
    service.start()
    state = service.wait_until(left, "Crashed")
    assert state == ("Crashed", "The service was stopped while this run was going on.")
    assert service.wait_until(service.run(), "Completed")[1] == "1 loaded"
    assert [found["name"] for found in service.ask("deployments/filter")] == ["nightly"]
    assert [found["name"] for found in service.ask("automations/filter")] == [AUTOMATION]
