"""One nightly service for all tests of `flows/` that need Prefect, in a home and on a port of its own.

The tests' own process never imports Prefect: it speaks to the server over HTTP and runs flows in processes that have
`stand_in/` on their path, so that no document has to be read and no environment leaks into other tests.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
STAND_IN = Path(__file__).resolve().parent / "stand_in"
PATIENCE_SECONDS = 120  # a busy machine of two cores starts Prefect ten times slower than an idle one
SERVE = """
import sys
from flows import nightly, settings
nightly.serve(settings.read_settings(), sys.argv[2], port=int(sys.argv[1]))
"""


@dataclass
class Service:
    """A nightly service in a process of its own, and what its server says."""

    home: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.home / "serve.log"
        self.inbox = self.home / "data" / "inbox"

    def start(self) -> None:
        """Start it, and wait until it looks for runs."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", SERVE, str(self.port), "0 2 * * *"],
                env=self.environment(),
                cwd=self.home,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.wait_for(lambda: [found["status"] for found in self.ask("deployments/filter")] == ["READY"])

    def environment(self) -> dict[str, str]:
        """Return what a process of this service sees; polls are short so that tests are."""
        return {
            **os.environ,
            "HOME": str(self.home / "user"),
            "JIXIAO_HOME": str(self.home),
            "PYTHONPATH": f"{STAND_IN}:{REPOSITORY}",
            "PREFECT_RUNNER_POLL_FREQUENCY": "1",
            # A run that waits for the one before it looks again only after so long; the usual 30 outlast a test.
            "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "2",
        }

    def python(self, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `code` beside the service."""
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.run(
            command, env=self.environment(), cwd=self.home, capture_output=True, text=True, timeout=PATIENCE_SECONDS
        )

    def ask(self, what: str, body: object = None) -> Any:
        """Return the server's answer to a POST, or nothing while no server listens."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/{what}",
            json.dumps(body or {}).encode(),
            {"content-type": "application/json"},
        )
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(request, timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            assert error.code == 503, error.read()  # what Prefect answers while SQLite is busy
            time.sleep(0.5)
            return self.ask(what, body)
        except OSError:
            return []

    def wait_for(self, read: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
        """Return the first true answer of `read`."""
        deadline = time.monotonic() + seconds
        while not (answer := read()):
            assert time.monotonic() < deadline, f"{answer!r} after {seconds} seconds\n{self.log.read_text()[-4000:]}"
            time.sleep(0.2)
        return answer

    def run(self) -> str:
        """Ask for a run of the deployment now and return its id."""
        deployment = self.ask("deployments/filter")[0]["id"]
        return str(self.ask(f"deployments/{deployment}/create_flow_run", {"state": {"type": "SCHEDULED"}})["id"])

    def state(self, run: str) -> tuple[str, str]:
        """Return the name and the message of a run's state."""
        found = self.ask("flow_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})[0]["state"]
        return found["name"], found["message"] or ""

    def wait_until(self, run: str, *names: str) -> tuple[str, str]:
        self.wait_for(lambda: self.state(run)[0] in names)
        return self.state(run)

    def pids(self, *words: str) -> list[int]:
        """Return the processes of this home whose command line has a word of `words`; none: all of them."""
        return [pid for pid in _all_pids() if _is_of(pid, f"JIXIAO_HOME={self.home}\0", words)]

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send the signal to the service and return the status it ended with."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


def _all_pids() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def _is_of(pid: int, mark: str, words: tuple[str, ...]) -> bool:
    try:
        environment = Path(f"/proc/{pid}/environ").read_text(errors="replace")
        command = Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return False
    return mark in environment and (not words or any(word in command for word in words))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    if not Path("/proc/self/environ").exists():
        pytest.skip("processes are found through /proc")
    service = Service(tmp_path_factory.mktemp("nightly"), _free_port())
    service.inbox.mkdir(parents=True)
    (service.home / "user").mkdir()
    service.start()
    yield service
    status = service.stop()
    assert (status, service.pids()) == (0, [])
    assert list((service.home / "user").iterdir()) == []
