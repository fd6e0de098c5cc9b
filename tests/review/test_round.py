"""Once round: doubtful, looked at, ingested again; and what happens when the reading or the file has changed since."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from expectations.catalogue import rules
from expectations.judgements import judge
from flows.batch import to_batch
from flows.line import start_run
from flows.settings import Settings
from load import publish, query
from review import latest_of, read_corrections, write_correction
from review.deciding import say, take_back
from review.queue import Queue, UnknownItemError, _alternatives, find_item, read_queue
from tests.review import doubtful
from tests.review.doubtful import VALUES, ingest, write_page

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def queue_of(settings: Settings, document: str | None = None) -> Queue:
    return read_queue(settings.warehouse, read_corrections(settings.corrections), document)


def say_of(settings: Settings, old: str, new: str, minute: int = 0) -> None:
    (item,) = (item for item in queue_of(settings).items if item.text == old)
    write_correction(settings.corrections, say(item, new, by="张三", at=NOW.replace(minute=minute)))


def stored(settings: Settings) -> dict[str, list[object]]:
    sql = """SELECT name, cells.text, reader, cells.confidence, is_suspect, read_text, number
             FROM indicators JOIN cells ON cell_id = value_cell_id"""
    return {str(name): rest for name, *rest in query(settings.warehouse, sql).rows}


def test_the_queue_holds_what_was_read_with_doubt_in_the_order_of_the_page(settings: Settings) -> None:
    found = [
        (item.row, item.column, item.text, item.confidence, item.alternatives) for item in queue_of(settings).items
    ]
    assert found == [
        (4, 4, "≥4000册", 0.5, ("≥400册", "24000册")),
        (6, 4, "≥95%", 0.7, ()),
        (7, 3, "群众满意度", 0.9, ("群众满意庋",)),
    ]


def test_what_people_said_is_in_the_store_after_the_next_ingest(settings: Settings, page: Path) -> None:
    assert ingest(page, settings).entry.status == "unchanged"
    say_of(settings, "≥4000册", "≥400册")
    say_of(settings, "≥95%", "≥95%")
    queue = queue_of(settings)
    assert ([item.text for item in queue.items], len(queue.waiting)) == (["群众满意度"], 2)
    reading = ingest(page, settings)  # its bytes have not changed, what was said of it has
    assert (reading.entry.status, reading.entry.corrections, reading.entry.stale_corrections) == ("loaded", 2, 0)
    assert stored(settings)["印发宣传手册"] == ["≥400册", "review", 1.0, False, "≥4000册", 400]
    assert stored(settings)["资金支出率"] == ["≥95%", "review", 1.0, False, "≥95%", 95]
    queue = queue_of(settings)
    assert ([item.text for item in queue.items], queue.waiting, queue.stale) == (["群众满意度"], (), ())
    assert ingest(page, settings).entry.status == "unchanged"


def test_the_log_of_the_run_says_how_many_were_applied(settings: Settings, page: Path) -> None:
    say_of(settings, "≥4000册", "≥400册")
    ingest(page, settings)
    (message,) = query(settings.warehouse, "SELECT message FROM ingest_log ORDER BY run_id DESC, message LIMIT 1").rows[
        0
    ]
    assert message.startswith("1 correction applied; ")


def test_a_second_correction_replaces_the_first_and_undo_brings_the_reading_back(
    settings: Settings, page: Path
) -> None:
    say_of(settings, "≥4000册", "≥40册")
    ingest(page, settings)
    item = find_item(settings.warehouse, next(one.item_id for one in read_corrections(settings.corrections)))
    assert item.text == "≥4000册"  # what was read, not what was said of it
    write_correction(settings.corrections, say(item, "≥400册", by="李四", at=NOW.replace(minute=5)))
    ingest(page, settings)
    assert stored(settings)["印发宣传手册"][0] == "≥400册"
    (holds,) = latest_of(read_corrections(settings.corrections)).values()
    write_correction(settings.corrections, take_back(holds, by="李四", at=NOW.replace(minute=6)))
    assert ingest(page, settings).entry.status == "loaded"
    assert stored(settings)["印发宣传手册"] == ["≥4000册", "lxml", 0.5, True, None, 4000]
    assert "≥4000册" in [item.text for item in queue_of(settings).items]


def test_a_cell_that_no_longer_reads_as_it_did_is_reported_and_not_corrected(settings: Settings, page: Path) -> None:
    say_of(settings, "≥95%", "≥85%")
    (said,) = read_corrections(settings.corrections)
    settings.corrections.write_text(
        settings.corrections.read_text(encoding="utf-8").replace("≥95%", "≥96%"), encoding="utf-8"
    )
    reading = ingest(page, settings)
    assert (reading.entry.corrections, reading.entry.stale_corrections) == (0, 1)
    assert stored(settings)["资金支出率"][:2] == ["≥95%", "lxml"]
    assert reading.tables is not None
    (doubt,) = (doubt for doubt in reading.tables.doubts if doubt.rule_id == "C01")
    assert doubt.message == "第 6 行第 4 列：张三 的更正“≥96%”→“≥85%”未采用，该格现读作“≥95%”"
    assert doubt.cell_ids == (f"{said.item_id}:1-4",)
    # It is open again, and what is said of it now replaces what does not fit.
    assert "≥95%" in [item.text for item in queue_of(settings).items]
    say_of(settings, "≥95%", "≥95%", minute=1)
    reading = ingest(page, settings)
    assert (reading.entry.corrections, reading.entry.stale_corrections) == (1, 0)


def test_corrections_of_a_file_that_has_other_content_by_now_are_left_behind_and_said(
    settings: Settings, tmp_path: Path
) -> None:
    path = write_page(tmp_path / "again.html", VALUES | {"开展培训": "≥13次"})
    ingest(path, settings)
    (item, *_) = queue_of(settings, "again").items
    write_correction(settings.corrections, say(item, "≥400册", by="张三", at=NOW))
    write_page(path, VALUES | {"开展培训": "≥14次"})
    reading = ingest(path, settings)
    assert (reading.entry.corrections, reading.entry.stale_corrections) == (0, 1)
    assert reading.tables is not None
    assert [doubt.message for doubt in reading.tables.doubts if doubt.rule_id == "C01"] == [
        f"文件内容已更换（此前编号 {item.document_id}），针对此前内容的 1 条更正未采用"
    ]
    assert queue_of(settings).stale == (f"again.html：库中已没有编号 {item.document_id} 的文件，1 条更正无从采用",)


def test_a_stale_correction_is_a_finding_and_stands_in_the_list(settings: Settings, page: Path) -> None:
    say_of(settings, "≥95%", "≥85%")
    settings.corrections.write_text(
        settings.corrections.read_text(encoding="utf-8").replace("≥95%", "≥96%"), encoding="utf-8"
    )
    tables = doubtful.read(page, settings).tables
    assert tables is not None
    (judgement,) = (one for one in judge(tables)["C01"] if one.outcome == "fail")
    assert (rules()["C01"].severity, judgement.is_suspect, judgement.actual) == ("medium", True, "≥95%")
    _add_findings(settings, page, [("F1", "C01", "张三 的更正未采用", list(judgement.cell_ids))])
    assert queue_of(settings).stale == ("page.html：张三 的更正未采用",)


def test_documents_are_chosen_by_name_or_id(settings: Settings) -> None:
    (item, *_) = queue_of(settings).items
    assert len(queue_of(settings, "page").items) == 3
    assert len(queue_of(settings, item.document_id[:8]).items) == 3
    assert queue_of(settings, "other").items == ()


def test_any_cited_cell_can_be_named_and_what_is_none_is_said(settings: Settings) -> None:
    (item, *_) = queue_of(settings).items
    assert find_item(settings.warehouse, f"{item.document_id[:6]}:0:5:4").text == "≥12次"
    assert find_item(settings.warehouse, f"{item.item_id}:1-6") == item
    for wrong in ("", "5", f"{item.document_id}:0:99:1", "x' OR 1=1 --:0:1:1", f"{item.document_id}:0:4"):
        with pytest.raises(UnknownItemError):
            find_item(settings.warehouse, wrong)


def test_a_finding_that_suspects_a_row_asks_about_the_cell_that_was_read_with_doubt(
    settings: Settings, page: Path
) -> None:
    (doubted, *_) = queue_of(settings).items
    name_id, value_id = query(
        settings.warehouse, "SELECT name_cell_id, value_cell_id FROM indicators WHERE name = '印发宣传手册'"
    ).rows[0]
    sure_id = query(settings.warehouse, "SELECT value_cell_id FROM indicators WHERE name = '开展培训'").rows[0][0]
    _add_findings(
        settings, page, [("F1", "A01", "金额不符", [name_id, value_id]), ("F2", "R13", "读法不一", [sure_id])]
    )
    reasons = {item.text: item.reasons for item in queue_of(settings).items}
    assert reasons[doubted.text] == ("金额不符",)
    assert reasons["≥12次"] == ("读法不一",)
    assert "印发宣传手册" not in reasons


def _add_findings(settings: Settings, page: Path, findings: list[tuple[str, str, str, list[str]]]) -> None:
    reading = doubtful.read(page, settings)
    assert reading.tables is not None
    batch = to_batch(start_run("direct"), [reading.entry], reading.tables, None)
    document_id = reading.entry.document_id
    rows = [
        {"finding_id": finding_id, "rule_id": rule_id, "document_id": document_id, "severity": "medium", "basis": "house",
         "message": message, "evidence_cell_ids": cells, "is_extraction_suspect": True, "status": "open",
         "run_id": batch.run["run_id"]}
        for finding_id, rule_id, message, cells in findings
    ]  # fmt: skip
    batch.rows["findings"] = rows  # type: ignore[index]
    publish(batch, settings.warehouse)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('["≥400册", "二\\n行"]', ("≥400册", "二\n行")),
        ("≥400册\n24000册", ("≥400册", "24000册")),
        ("5", ("5",)),  # a reading that is JSON too
        ("", ()),
    ],
)
def test_other_readings_stand_in_an_array_or_on_lines(text: str, expected: tuple[str, ...]) -> None:
    assert _alternatives(text) == expected
