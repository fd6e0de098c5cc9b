"""The nightly service: Prefect's server, one deployment over the inbox, and its schedule.

In: settings and a cron line. Out: nothing; `serve` returns when it is told to stop, and leaves no process behind.
One run at a time: a run that comes too early waits. A run whose process is killed is marked Crashed and the next one
goes, whether the run, the service or the machine was killed.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from extract.errors import JixiaoError
from flows.server import DEFAULT_PORT, HEARTBEAT_SECONDS, SERVICE_PID, enter_environment, own_warehouse, running_server
from flows.settings import Settings

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas.objects import FlowRun, StateType
    from prefect.deployments.runner import RunnerDeployment
    from prefect.events.schemas.automations import AutomationCore
    from prefect.runner import Runner
    from prefect.schedules import Schedule

DEPLOYMENT = "nightly"
AUTOMATION = "jixiao: mark runs without a heartbeat as crashed"
TIMEZONE = "Asia/Shanghai"
SILENT_SECONDS = 4 * HEARTBEAT_SECONDS


class ScheduleError(JixiaoError):
    """The cron line or the time zone means nothing."""

    def __init__(self, cron: str, timezone: str) -> None:
        self.cron, self.timezone = cron, timezone
        super().__init__(f"{cron!r} in {timezone!r} is no schedule; write e.g. '0 2 * * *' and 'Asia/Shanghai'")


class AlreadyServedError(JixiaoError):
    """Another nightly service of this home runs."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(f"a nightly service already runs for {settings.home}; stop it first")


def serve(settings: Settings, cron: str, *, timezone: str = TIMEZONE, port: int = DEFAULT_PORT) -> None:
    """Run the inbox through the line at the times of `cron` until SIGTERM or Ctrl-C.

    Raises `ScheduleError`, `AlreadyServedError`, and what `running_server` raises.
    """
    enter_environment(settings, port)
    os.environ[SERVICE_PID] = str(os.getpid())
    schedule = parse_schedule(cron, timezone)
    settings.inbox.mkdir(parents=True, exist_ok=True)
    with _only_service(settings), running_server(settings, port), suppress(KeyboardInterrupt):
        asyncio.run(_serve(settings, schedule))


def parse_schedule(cron: str, timezone: str) -> Schedule:
    """Return the schedule that `cron` says in `timezone`; raises `ScheduleError`."""
    from prefect.client.schemas.schedules import CronSchedule
    from prefect.schedules import Cron

    try:
        CronSchedule(cron=cron, timezone=timezone)  # `Cron` alone takes any words
    except ValueError as error:
        raise ScheduleError(cron, timezone) from error
    return Cron(cron, timezone=timezone)


@contextmanager
def _only_service(settings: Settings) -> Iterator[None]:
    settings.prefect_home.mkdir(parents=True, exist_ok=True)
    # Two services would each take the other's run for one that a killed service left.
    lock = FileLock(settings.prefect_home / "nightly.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise AlreadyServedError(settings) from error
    try:
        yield
    finally:
        lock.release()


async def _serve(settings: Settings, schedule: Schedule) -> None:
    from prefect.client.orchestration import get_client
    from prefect.runner import Runner

    async with get_client() as client:
        await free_left_runs(client)
        await drop_overdue_runs(client)
        await publish_automation(client)
    runner = Runner(name=DEPLOYMENT, pause_on_shutdown=False)
    await runner.aadd_deployment(await _deployment(settings, schedule))
    await _run_until_stopped(runner)
    async with get_client() as client:
        await free_left_runs(client)


async def _run_until_stopped(runner: Runner) -> None:
    running = asyncio.create_task(runner.start())
    # Prefect's own SIGTERM handler never awaits its clean-up; ours comes second and replaces it.
    await asyncio.sleep(0)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    with suppress(asyncio.CancelledError):
        await running


async def _deployment(settings: Settings, schedule: Schedule) -> RunnerDeployment:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.types.entrypoint import EntrypointType

    from flows.prefect_flow import ingest_flow

    return await ingest_flow.ato_deployment(
        DEPLOYMENT,
        schedule=schedule,
        paused=False,
        parameters={"paths": [str(settings.inbox)], "warehouse": own_warehouse(settings)},
        description="Reads what lies in the inbox into the store.",
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


async def free_left_runs(client: PrefectClient) -> int:
    """Mark as Crashed what a killed service left running, which frees its place; return how many."""
    from prefect.client.schemas.objects import State, StateType
    from prefect.states import Crashed

    left = await _runs_in(client, StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
    state: State[None] = Crashed(message="The service was stopped while this run was going on.")
    for run in left:
        await client.set_flow_run_state(run.id, state, force=True)
    return len(left)


async def drop_overdue_runs(client: PrefectClient) -> int:
    """Cancel the runs that came due while the service was off, but for the latest; return how many."""
    from prefect.client.schemas.objects import State, StateType
    from prefect.states import Cancelled

    now = datetime.now(UTC)
    due = [run for run in await _runs_in(client, StateType.SCHEDULED) if _due(run) < now]
    overdue = sorted(due, key=_due)[:-1]
    state: State[None] = Cancelled(message="The service was off at this hour; a later run reads the same inbox.")
    for run in overdue:
        await client.set_flow_run_state(run.id, state, force=True)
    return len(overdue)


async def _runs_in(client: PrefectClient, *types: StateType) -> list[FlowRun]:
    from prefect.client.schemas.filters import (
        DeploymentFilter,
        DeploymentFilterName,
        FlowFilter,
        FlowFilterName,
        FlowRunFilter,
        FlowRunFilterState,
        FlowRunFilterStateType,
    )

    from flows.prefect_flow import FLOW_NAME

    return await client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=[FLOW_NAME])),
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[DEPLOYMENT])),
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types)))),
    )


def _due(run: FlowRun) -> datetime:
    return run.expected_start_time or datetime.max.replace(tzinfo=UTC)


async def publish_automation(client: PrefectClient) -> None:
    """Leave exactly one automation of our name, as this version writes it."""
    automation = silent_run_automation()
    old = await client.read_automations_by_name(AUTOMATION)
    for surplus in old[1:]:
        await client.delete_automation(surplus.id)
    if old:
        await client.update_automation(old[0].id, automation)
    else:
        await client.create_automation(automation)


def silent_run_automation() -> AutomationCore:
    """Return the rule: a run of this flow that was heard of and then is silent is Crashed.

    Prefect's manual, "How to detect and respond to zombie flows".
    """
    from prefect.client.schemas.objects import StateType
    from prefect.events.actions import ChangeFlowRunState
    from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
    from prefect.events.schemas.events import ResourceSpecification

    from flows.prefect_flow import FLOW_NAME

    heartbeat = "prefect.flow-run.heartbeat"
    ends = {f"prefect.flow-run.{name}" for name in ("Completed", "Failed", "Cancelled", "Crashed")}
    return AutomationCore(
        name=AUTOMATION,
        trigger=EventTrigger(
            after={heartbeat},
            expect={heartbeat, *ends},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            # Where the server is shared, other people's flows are none of our business.
            match_related=ResourceSpecification({"prefect.resource.role": "flow", "prefect.resource.name": FLOW_NAME}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=timedelta(seconds=SILENT_SECONDS),
        ),
        actions=[
            ChangeFlowRunState(
                name="Crashed",
                state=StateType.CRASHED,
                force=False,
                message=f"No heartbeat for {SILENT_SECONDS} seconds: the process of this run is gone.",
            )
        ],
    )
