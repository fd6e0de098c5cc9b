"""What is said of a server, without starting one."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.server import (
    ForeignPortError,
    NoServerError,
    api_url,
    own_warehouse,
    prefect_environment,
    run_flow,
    running_server,
    server_answers,
)
from flows.settings import Settings, read_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"JIXIAO_HOME": str(tmp_path)})


@pytest.fixture
def foreign_port() -> Iterator[int]:
    """Yield a port where something answers 404 to everything."""
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_everything_of_prefect_stands_inside_the_home(settings: Settings) -> None:
    environment = prefect_environment(settings, 4711)
    places = {name for name, value in environment.items() if str(settings.prefect_home) in value}
    assert places == {
        "PREFECT_HOME",
        "PREFECT_PROFILES_PATH",
        "PREFECT_LOCAL_STORAGE_PATH",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL",
        "PREFECT_SERVER_MEMO_STORE_PATH",
        "TMPDIR",
    }
    assert environment["PREFECT_API_URL"] == "http://127.0.0.1:4711/api"
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environment["DO_NOT_TRACK"] == "1"


def test_own_warehouse_is_named_only_where_it_is_unusual(settings: Settings, tmp_path: Path) -> None:
    other = read_settings({"JIXIAO_HOME": str(tmp_path)}, warehouse=tmp_path / "other.duckdb")
    assert own_warehouse(settings) is None
    assert own_warehouse(other) == str(tmp_path / "other.duckdb")


def test_what_is_no_prefect_server_is_named(settings: Settings, foreign_port: int) -> None:
    assert not server_answers(api_url(foreign_port))
    with pytest.raises(ForeignPortError) as caught, running_server(settings, foreign_port):
        pass
    assert str(caught.value) == (
        f"port {foreign_port} of this machine is taken by something that is no Prefect server; "
        "stop it, or name another port"
    )
    assert list(settings.home.iterdir()) == []


def test_no_server_is_started_unasked(settings: Settings) -> None:
    with pytest.raises(NoServerError, match="no Prefect server answers at http://127.0.0.1:9/api"):
        run_flow([], settings, port=9)
