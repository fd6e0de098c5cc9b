"""Prefect's own server: the environment it runs in, whether it answers, and one that lives as long as it is needed.

In: settings and a port. Out: the address of a server on this machine that answers, or one line that says why none
does. Everything Prefect keeps stands in `data/prefect/`; nothing is read from or written to `~/.prefect`, and nothing
is sent anywhere. This module does not import Prefect: Prefect reads its environment once, when it is first imported.
"""

from __future__ import annotations

import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO, TYPE_CHECKING

from extract.errors import JixiaoError
from flows.settings import Settings, read_settings

if TYPE_CHECKING:
    from flows.outcome import Outcome

HOST = "127.0.0.1"
DEFAULT_PORT = 4200
START_SECONDS = 120.0
STOP_SECONDS = 15.0
ORPHAN_SECONDS = 5.0
SERVICE_PID = "JIXIAO_SERVICE_PID"
HEARTBEAT_SECONDS = 30  # the least that Prefect accepts


class PrefectServerError(JixiaoError):
    """There is no Prefect server to work with."""


class ForeignPortError(PrefectServerError):
    """Something that is no Prefect server listens where Prefect's should."""

    def __init__(self, port: int) -> None:
        self.port = port
        what = f"port {port} of this machine is taken by something that is no Prefect server"
        super().__init__(f"{what}; stop it, or name another port")


class ServerStartError(PrefectServerError):
    """The server was started, and ended or stayed silent."""

    def __init__(self, what: str, log: Path) -> None:
        self.log = log
        super().__init__(f"Prefect's server {what}; the end of {log} says why")


class NoServerError(PrefectServerError):
    """No server answers, and none was to be started."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(f"no Prefect server answers at {url}; start the nightly service, or run without Prefect")


def api_url(port: int = DEFAULT_PORT) -> str:
    """Return where the server's interface for programs stands."""
    return f"http://{HOST}:{port}/api"


def prefect_environment(settings: Settings, port: int = DEFAULT_PORT) -> dict[str, str]:
    """Return the variables that keep Prefect inside the project and off the network."""
    home = settings.prefect_home
    return _places(home) | _addresses(port) | _SILENCE | _HABITS | {"JIXIAO_HOME": str(settings.home)}


def enter_environment(settings: Settings, port: int = DEFAULT_PORT) -> None:
    """Put Prefect's variables into this process; after Prefect was imported they would change nothing."""
    wanted = prefect_environment(settings, port)
    Path(wanted["TMPDIR"]).mkdir(parents=True, exist_ok=True)
    if any(os.environ.get(name) != value for name, value in wanted.items()):
        assert "prefect" not in sys.modules, "prefect was imported before its environment was set"
    os.environ.update(wanted)
    # The runs of a service are processes of their own, which read their settings anew.
    os.environ.update(
        JIXIAO_TIME_LIMIT=f"{settings.reading.seconds:g}", JIXIAO_MEMORY_LIMIT=str(settings.reading.megabytes)
    )


def server_answers(url: str, timeout: float = 0.5) -> bool:
    """Return whether a Prefect server is well at `url` (as `api_url` gives it)."""
    return _read_json(f"{url}/health", timeout) is True


@contextmanager
def running_server(settings: Settings, port: int = DEFAULT_PORT) -> Iterator[str]:
    """Yield the address of the server that answers; without one, of one that is stopped again at the end.

    Raises `ForeignPortError` and `ServerStartError`.
    """
    url = api_url(port)
    if _is_taken(port):
        # A busy server may take seconds; half a second would call it foreign.
        if not server_answers(url, timeout=10):
            raise ForeignPortError(port)
        yield url
        return
    with _exit_on_sigterm(), _own_server(settings, port):
        yield url


def run_flow(
    paths: Sequence[Path],
    settings: Settings,
    *,
    port: int = DEFAULT_PORT,
    start_server: bool = False,
    reread: bool = False,
) -> Outcome:
    """Run the line over `paths` as a Prefect flow and return its outcome.

    The run goes to the server that answers; with `start_server` one is started for it where none does.
    Raises `NoServerError`, and what the line raises when the run itself broke.
    """
    url = api_url(port)
    if not start_server and not server_answers(url, timeout=2):
        raise NoServerError(url)
    enter_environment(settings, port)
    with running_server(settings, port):
        from flows.prefect_flow import run_ingest

        return run_ingest([str(path.resolve()) for path in paths], own_warehouse(settings), reread)


def end_with_service() -> None:
    """In a run that the nightly service started, end soon after the service, even where that was killed."""
    parent = os.getppid()
    if os.environ.get(SERVICE_PID) == str(parent):
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def own_warehouse(settings: Settings) -> str | None:
    """Return the store's file where it is not the usual one of this home, as the flow's parameter wants it."""
    usual = read_settings({"JIXIAO_HOME": str(settings.home)})
    return None if settings.warehouse == usual.warehouse else str(settings.warehouse)


def _places(home: Path) -> dict[str, str]:
    return {
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        # A PREFECT_PROFILE or a database of the user's shell would otherwise win over PREFECT_HOME.
        "PREFECT_PROFILE": "local",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home / 'prefect.db'}",
        "PREFECT_LOCAL_STORAGE_PATH": str(home / "storage"),
        "PREFECT_SERVER_MEMO_STORE_PATH": str(home / "memo_store.toml"),
        # Prefect's runner keeps a folder for each start in the temporary folder, and leaves it there.
        "TMPDIR": str(home / "tmp"),
    }


def _addresses(port: int) -> dict[str, str]:
    return {
        "PREFECT_API_URL": api_url(port),
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_UI_URL": f"http://{HOST}:{port}",
        # The user's shell may name a proxy, which cannot reach this machine's own loopback.
        "NO_PROXY": f"{HOST},localhost",
        "no_proxy": f"{HOST},localhost",
    }


_SILENCE: dict[str, str] = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
}

_HABITS: dict[str, str] = {
    # A folder named `flows` where the command is called would otherwise be imported in place of ours.
    "PYTHONSAFEPATH": "1",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_CLI_COLORS": "false",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS),
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(int(START_SECONDS)),
    # In memory, the slot that a killed service held would be forgotten and stay taken.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
}


def _read_json(url: str, timeout: float) -> object:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=timeout) as answer:
            return json.load(answer)
    except (OSError, ValueError):  # ValueError: whatever listens there does not speak JSON, or no HTTP
        return None


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((HOST, port)) == 0


@contextmanager
def _own_server(settings: Settings, port: int) -> Iterator[None]:
    settings.prefect_home.mkdir(parents=True, exist_ok=True)
    log = settings.prefect_home / "server.log"
    with log.open("wb") as output:
        server = _start(settings, port, output)
        try:
            _wait_until_healthy(server, port, log)
            yield
        finally:
            _stop(server)


def _start(settings: Settings, port: int, output: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "flows.server", str(port)],
        env={**os.environ, **prefect_environment(settings, port)},
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT,
        # Ctrl-C reaches a whole group: the server would be gone before the run could tell it how it ended.
        start_new_session=True,
    )


def _wait_until_healthy(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not server_answers(api_url(port)):
        if server.poll() is not None:
            raise ServerStartError(f"ended at once with status {server.returncode}", log)
        if time.monotonic() > deadline:
            raise ServerStartError(f"did not answer within {START_SECONDS:.0f} seconds", log)
        time.sleep(0.2)


def _stop(server: subprocess.Popen[bytes]) -> None:
    assert server.stdin is not None
    server.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        server.wait(STOP_SECONDS)
    # Whatever is left of its group goes too; macOS answers EPERM where nothing is.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()


@contextmanager
def _exit_on_sigterm() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _exit)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _exit(number: int, _: FrameType | None) -> None:
    sys.exit(128 + number)


def _end_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)  # lets the run close its worker processes
    time.sleep(ORPHAN_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)  # it would still try to tell the server, which is gone too


def _serve_until_parent_ends(port: int) -> None:
    """Be Prefect's server until standard input closes, which it does however the parent ends."""
    threading.Thread(target=_stop_at_end_of_input, daemon=True).start()
    sys.argv = ["prefect", "server", "start", "--host", HOST, "--port", str(port)]
    runpy.run_module("prefect", run_name="__main__")


def _stop_at_end_of_input() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    _serve_until_parent_ends(int(sys.argv[1]))
