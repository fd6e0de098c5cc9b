"""The store: whole or as it was, the same after the same, and answers with evidence."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extract import JixiaoError
from extract.scan.installed import is_available
from flows.line import find_documents, known_documents, publish_readings, read_batch, start_run, walk_line
from flows.settings import Settings, read_settings
from load import StoreError, query
from tests.truth import SAMPLE, expected_records, store_record
from transform.tables import TABLES

STABLE = [table.name for table in TABLES if table.name not in {"runs", "ingest_log"}]
TRUTH_SQL = """
    SELECT projects.ordinal AS project_ordinal, projects.unit_code, projects.project_name, projects.amount_yuan, indicators.*
    FROM indicators JOIN projects USING (project_id) ORDER BY projects.ordinal, indicators.ordinal"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = read_settings(warehouse=tmp_path_factory.mktemp("store") / "jixiao.duckdb")
    outcome = walk_line([SAMPLE], settings, start_run("direct"))
    assert (outcome.exit_status, outcome.counts["indicators"]) == (0, 174)
    return settings


@pytest.fixture
def settings(loaded: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of the loaded store, and a line that skips the checks: how the store is kept does not hang on them."""
    monkeypatch.setattr("flows.line.check", lambda *_, **__: None)
    shutil.copy(loaded.warehouse, tmp_path / "jixiao.duckdb")
    return read_settings(warehouse=tmp_path / "jixiao.duckdb")


def rows(warehouse: Path, sql: str) -> list[dict[str, Any]]:
    answer = query(warehouse, sql)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def contents(warehouse: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {name: sorted(query(warehouse, f"SELECT * FROM {name}").rows, key=repr) for name in STABLE}


def test_every_field_of_every_indicator_comes_out_of_the_store(loaded: Settings) -> None:
    assert [store_record(row) for row in rows(loaded.warehouse, TRUTH_SQL)] == expected_records()


def test_a_value_leads_to_the_characters_it_was_printed_in(loaded: Settings) -> None:
    sql = """SELECT text, row_number, first_character, last_character FROM indicators
             JOIN cells ON cell_id = value_cell_id WHERE name = '办公耗材'"""
    (cell,) = rows(loaded.warehouse, sql)
    line = SAMPLE.read_text(encoding="utf-8").split("\n")[cell["row_number"] - 1]
    assert line[cell["first_character"] - 1 : cell["last_character"]] == cell["text"] == "≦0.5万元"


def test_every_table_and_column_has_its_comment_and_type(loaded: Settings) -> None:
    found = {(row["table_name"], row["column_name"]): (row["data_type"].replace(" ", ""), row["comment"])
             for row in rows(loaded.warehouse, "SELECT * FROM duckdb_columns() WHERE NOT internal")}  # fmt: skip
    declared = {(table.name, column.name): (column.type.replace(" ", ""), column.about)
                for table in TABLES for column in table.columns}  # fmt: skip
    assert found == declared
    tables = {row["table_name"]: row["comment"] for row in rows(loaded.warehouse, "SELECT * FROM duckdb_tables()")}
    assert tables == {table.name: table.about for table in TABLES}


def test_running_twice_changes_nothing(settings: Settings) -> None:
    before = contents(settings.warehouse)
    outcome = walk_line([SAMPLE], settings, start_run("direct"))
    assert [entry.status for entry in outcome.entries] == ["unchanged"]
    assert contents(settings.warehouse) == before
    assert query(settings.warehouse, "SELECT status FROM ingest_log ORDER BY run_id").rows == (
        ("loaded",),
        ("unchanged",),
    )


def test_a_changed_file_replaces_its_rows(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "disclosure.txt"
    path.write_text(SAMPLE.read_text(encoding="utf-8").replace("≦0.5万元", "≦0.6万元"), encoding="utf-8")
    walk_line([path], settings, start_run("direct"))
    path.write_text(SAMPLE.read_text(encoding="utf-8").replace("≦0.5万元", "≦0.7万元"), encoding="utf-8")
    walk_line([path], settings, start_run("direct"))
    sql = "SELECT value_text FROM indicators WHERE name = '办公耗材' ORDER BY 1"
    assert query(settings.warehouse, sql).rows == (("≦0.5万元",), ("≦0.7万元",))
    assert query(settings.warehouse, "SELECT count(*) FROM indicators").rows == ((348,),)
    assert query(settings.warehouse, "SELECT count(DISTINCT document_id) FROM cells").rows == ((2,),)


def test_a_copy_of_a_document_is_loaded_once_and_stays_when_the_first_goes(settings: Settings, tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    text = SAMPLE.read_text(encoding="utf-8").replace("阿柔", "某某")
    first.write_text(text, encoding="utf-8")
    second.write_text(text, encoding="utf-8")
    outcome = walk_line([first, second], settings, start_run("direct"))
    assert [entry.status for entry in outcome.entries] == ["loaded", "unchanged"]
    first.write_text(text.replace("≦0.5万元", "≦0.8万元"), encoding="utf-8")
    walk_line([first, second], settings, start_run("direct"))
    sql = "SELECT value_text FROM indicators WHERE name = '办公耗材' ORDER BY 1"
    assert query(settings.warehouse, sql).rows == (("≦0.5万元",), ("≦0.5万元",), ("≦0.8万元",))


def test_a_run_of_bad_documents_leaves_the_good_ones_and_says_why(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "prose.txt").write_text("今天开会。", encoding="utf-8")
    (folder / "torn.txt").write_bytes("绩效".encode() + b"\xff\xff" + b"a" * 20)
    (folder / "good.txt").write_text(SAMPLE.read_text(encoding="utf-8").replace("阿柔", "某某"), encoding="utf-8")
    outcome = walk_line([folder, tmp_path / "nowhere"], settings, start_run("direct"))
    assert outcome.exit_status == 2
    assert {Path(entry.path).name: (entry.status, entry.code) for entry in outcome.entries} == {
        "empty.txt": ("set_aside", "empty_file"),
        "picture.txt": ("set_aside", "corrupt_file" if is_available() else "scanned_image"),
        "prose.txt": ("set_aside", "no_table"),
        "torn.txt": ("set_aside", "undecodable"),
        "good.txt": ("loaded", ""),
        "nowhere": ("failed", "missing_path"),
    }
    assert query(settings.warehouse, "SELECT count(*) FROM documents").rows == ((2,),)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"not a database", "not a jixiao store", id="text"),
        pytest.param(b"", "not a jixiao store", id="empty"),
        pytest.param(None, "not a jixiao store", id="other-database"),
    ],
)
def test_a_file_that_is_not_ours_is_left_alone(content: bytes | None, says: str, tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    if content is None:
        duckdb.connect(str(path)).execute("CREATE TABLE mine (a INTEGER)").close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=says):
        walk_line([SAMPLE], read_settings(warehouse=path), start_run("direct"))
    assert path.read_bytes() == before


def test_a_store_that_another_program_writes_is_locked(settings: Settings) -> None:
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(settings.warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match="the store is locked"):
            walk_line([SAMPLE], settings, start_run("direct"), reread=True)
    finally:
        holder.communicate()


def test_readers_keep_their_version_and_the_next_sees_the_new_one(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "more.txt"
    path.write_text(SAMPLE.read_text(encoding="utf-8").replace("阿柔", "某某"), encoding="utf-8")
    count = "import duckdb, sys; print(duckdb.connect(sys.argv[1], read_only=True).sql('SELECT count(*) FROM projects').fetchall())"
    with duckdb.connect(str(settings.warehouse), read_only=True) as reader:
        walk_line([path], settings, start_run("direct"))
        assert reader.sql("SELECT count(*) FROM projects").fetchall() == [(16,)]
    seen = subprocess.run(
        [sys.executable, "-c", count, str(settings.warehouse)], capture_output=True, text=True, check=True
    )
    assert seen.stdout == "[(32,)]\n"


def test_a_run_that_is_killed_leaves_the_old_store_and_the_next_one_goes_on(settings: Settings) -> None:
    before = settings.warehouse.read_bytes()
    leftover = settings.warehouse.with_name(f".{settings.warehouse.name}.next")
    leftover.write_bytes(b"half a store")
    kill = (
        "import os, signal, sys; from pathlib import Path; import load.store as store\n"
        "store._swap = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "import flows.line as line; from flows.settings import read_settings\n"
        "line.check = lambda *_, **__: None\n"
        "line.walk_line([Path(sys.argv[1])], read_settings(warehouse=Path(sys.argv[2])), line.start_run('direct'), reread=True)"
    )
    command = [sys.executable, "-c", kill, str(SAMPLE), str(settings.warehouse)]
    assert subprocess.run(command, cwd=Path(__file__).parents[2], check=False).returncode == -9
    assert settings.warehouse.read_bytes() == before
    walk_line([SAMPLE], settings, start_run("direct"), reread=True)
    assert not leftover.exists()
    assert query(settings.warehouse, "SELECT count(*) FROM indicators").rows == ((174,),)


def test_an_unchanged_document_that_has_left_meanwhile_takes_nothing_with_it(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "raced.txt"
    text = SAMPLE.read_text(encoding="utf-8")
    path.write_text(text.replace("阿柔", "某某"), encoding="utf-8")
    walk_line([path], settings, start_run("direct"))
    slow = read_batch(find_documents([path]), known_documents(settings), settings.reading)
    path.write_text(text.replace("阿柔", "某甲"), encoding="utf-8")
    walk_line([path], settings, start_run("direct"))
    publish_readings(slow, settings, start_run("direct"))
    sql = "SELECT publisher FROM documents JOIN sources USING (document_id) WHERE source_path = '" + str(path) + "'"
    assert query(settings.warehouse, sql).rows == (("祁连县某甲乡人民政府",),)
    assert query(settings.warehouse, "SELECT count(*) FROM indicators").rows == ((348,),)


def test_a_report_that_cannot_be_written_leaves_the_store_as_it_was(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    before = settings.warehouse.read_bytes()
    settings.reports.write_text("in the way", encoding="utf-8")
    with pytest.raises(JixiaoError, match="the report cannot be written"):
        walk_line([SAMPLE], settings, start_run("direct"), reread=True)
    assert settings.warehouse.read_bytes() == before


def test_the_store_keeps_its_permissions(settings: Settings) -> None:
    settings.warehouse.chmod(0o600)
    walk_line([SAMPLE], settings, start_run("direct"))
    assert settings.warehouse.stat().st_mode & 0o777 == 0o600


def test_a_question_writes_no_file(loaded: Settings, tmp_path: Path) -> None:
    with pytest.raises(JixiaoError, match="disabled"):
        query(loaded.warehouse, f"COPY findings TO '{tmp_path / 'out.csv'}'")
    assert list(tmp_path.iterdir()) == []


def test_why_rows_were_set_aside_stands_in_the_log(loaded: Settings) -> None:
    ((rows_in, rows_out, aside, message),) = query(
        loaded.warehouse, "SELECT rows_in, rows_out, rows_set_aside, message FROM ingest_log"
    ).rows
    assert (rows_in, rows_out, aside) == (237, 186, 51)
    assert message == (
        "18 rows set aside: header; 16 rows set aside: notes and lines below the table; 1 rows set aside: text of no field; "
        "16 rows set aside: title and lines above the table"
    )


def test_the_members_of_an_archive_are_documents_of_their_own(settings: Settings, tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "disclosures.zip", "w") as archive:
        archive.writestr("a.txt", text.replace("阿柔", "某甲"))
        archive.writestr("b/empty.txt", "")
        archive.writestr("b/c.txt", text.replace("阿柔", "某乙"))
    outcome = walk_line([tmp_path / "disclosures.zip"], settings, start_run("direct"))
    assert [(entry.path.rsplit("/", 1)[-1], entry.status) for entry in outcome.entries] == [
        ("disclosures.zip!a.txt", "loaded"),
        ("empty.txt", "set_aside"),
        ("c.txt", "loaded"),
    ]
    sql = "SELECT publisher FROM documents ORDER BY 1"
    assert query(settings.warehouse, sql).rows == (
        ("祁连县某乙乡人民政府",),
        ("祁连县某甲乡人民政府",),
        ("祁连县阿柔乡人民政府",),
    )
