"""The command, as a person calls it: words out, errors in one line, exit status, time, nothing left behind."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.truth import SAMPLE

JIXIAO = Path(sys.executable).with_name("jixiao")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def jixiao(home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "JIXIAO_HOME": str(home), "HOME": str(home / "user"), "NO_COLOR": "1"}
    return subprocess.run(
        [str(JIXIAO), *map(str, words)], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture(scope="module")
def ingested(home: Path) -> subprocess.CompletedProcess[str]:
    (home / "user").mkdir()
    return jixiao(home, "ingest", SAMPLE)


def test_ingest_says_what_was_loaded_and_where(ingested: subprocess.CompletedProcess[str], home: Path) -> None:
    assert (ingested.returncode, ingested.stderr) == (0, "")
    assert "directly, as no Prefect server answers" in ingested.stdout
    assert "1 loaded, 0 unchanged, 0 set aside, 0 failed; 16 projects, 174 indicators, 36 findings" in ingested.stdout
    assert f"store  {home}/data/warehouse/jixiao.duckdb" in ingested.stdout
    assert f"report {home}/data/reports/index.html" in ingested.stdout


def test_nothing_is_written_outside_the_home(ingested: subprocess.CompletedProcess[str], home: Path) -> None:
    assert sorted(path.name for path in (home / "data").iterdir()) == ["reports", "warehouse"]
    assert list((home / "user").rglob("*")) == []


def test_the_sample_takes_less_than_ten_seconds(home: Path, ingested: object) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert jixiao(home, "ingest", "--reread", SAMPLE).returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Of the processor, not of the clock: other jobs on the machine are not the command's doing.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 10


def test_query_answers_as_a_table_and_as_json(home: Path, ingested: object) -> None:
    sql = "SELECT project_name, amount_yuan FROM projects ORDER BY amount_yuan DESC LIMIT 1"
    assert "602000" in jixiao(home, "query", sql).stdout
    assert json.loads(jixiao(home, "query", "--json", sql).stdout) == [
        {"project_name": "村干部报酬", "amount_yuan": 602000}
    ]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["-- how many\nSELECT count(*) AS n FROM projects", "--json"], id="comment"),
        pytest.param(["--json", "--how=many ?\nSELECT count(*) AS n FROM projects"], id="comment-without-a-blank"),
        pytest.param(["--json", "--", "-- how many\nSELECT count(*) AS n FROM projects"], id="behind-two-dashes"),
    ],
)
def test_query_may_open_with_a_comment(words: list[str], home: Path, ingested: object) -> None:
    bare = jixiao(home, "query", "--json", "SELECT count(*) AS n FROM projects").stdout
    assert json.loads(bare)[0]["n"] > 0
    assert jixiao(home, "query", *words).stdout == bare


def test_a_misspelt_option_of_query_is_no_sql(home: Path) -> None:
    assert "No such option" in jixiao(home, "query", "--jsn", "SELECT 1").stderr


def test_query_does_not_change_the_store(home: Path, ingested: object) -> None:
    asked = jixiao(home, "query", "DELETE FROM projects")
    assert (asked.returncode, asked.stdout) == (1, "")
    assert "read-only" in asked.stderr
    assert jixiao(home, "query", "--json", "SELECT count(*) AS n FROM projects").stdout.split() == [
        "[",
        "{",
        '"n":',
        "16",
        "}",
        "]",
    ]


def test_status_counts_and_names_what_went_wrong(home: Path, ingested: object) -> None:
    bad = home / "empty.txt"
    bad.touch()
    assert jixiao(home, "ingest", bad).returncode == 2
    status = json.loads(jixiao(home, "status", "--json").stdout)
    assert status["tables"]["indicators"] == 174
    assert status["trouble"] == [[str(bad), "set_aside", "the file is empty; fetch it again from its source"]]


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        pytest.param(["query", "SELEC 1"], 1, "Parser Error", id="bad-sql"),
        pytest.param(
            ["query", "SELECT 1", "--warehouse", "/nowhere/x.duckdb"], 1, "there is no store yet", id="no-store"
        ),
        pytest.param(["query", ""], 1, "the query is empty", id="empty-sql"),
        pytest.param(["serve", "--port", "99999"], 1, "--port", id="port-out-of-range"),
        pytest.param(["ingst"], 1, "Did you mean 'ingest'?", id="misspelt"),
        pytest.param(["ingest"], 1, "Missing argument", id="no-path"),
        pytest.param(["serve", "--cron", "every night"], 1, "write e.g. '0 2 * * *'", id="bad-schedule"),
    ],
)
def test_errors_are_one_line(words: list[str], status: int, says: str, home: Path, ingested: object) -> None:
    refused = jixiao(home, *words)
    assert refused.returncode == status
    assert len(refused.stderr.strip().splitlines()) == 1
    assert refused.stderr.startswith("jixiao: ")
    assert says in refused.stderr


def test_a_pipe_is_no_document(home: Path, ingested: object) -> None:
    os.mkfifo(home / "pipe")
    assert (
        "[cannot_open] the file cannot be opened (it is neither a file nor a folder)"
        in jixiao(home, "ingest", home / "pipe").stdout
    )


def test_a_table_that_is_piped_is_not_cut_off(home: Path, ingested: object) -> None:
    sql = "SELECT goal_text FROM projects WHERE ordinal = 13"
    assert "目标七：组织召开专委会。" in jixiao(home, "query", sql).stdout


def test_a_missing_path_is_named_and_the_others_load(home: Path, ingested: object) -> None:
    outcome = jixiao(home, "ingest", SAMPLE, "/nowhere/file.txt")
    assert outcome.returncode == 2
    assert "unchanged" in outcome.stdout
    assert "[missing_path] no such file or folder; check the spelling of the path" in outcome.stdout


@pytest.mark.parametrize("command", ["ingest", "serve", "status", "query"])
def test_every_command_has_help_with_an_example(command: str, home: Path) -> None:
    shown = jixiao(home, command, "--help")
    assert shown.returncode == 0
    assert f"Example: jixiao {command}" in " ".join(shown.stdout.split())
