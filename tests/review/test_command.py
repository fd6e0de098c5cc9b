"""`jixiao review` in the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from extract import JixiaoError
from flows.cli import app
from flows.settings import Settings
from review import read_corrections
from tests.review.doubtful import ingest


def jixiao(settings: Settings, *words: str | Path) -> Result:
    environment = {"JIXIAO_REVIEWER": "王五", "COLUMNS": "200"}
    return CliRunner().invoke(
        app, ["review", "--warehouse", str(settings.warehouse), *map(str, words)], env=environment
    )


def queue(settings: Settings, *words: str) -> Any:
    asked = jixiao(settings, "--json", *words)
    assert asked.exit_code == 0, asked.output
    return json.loads(asked.stdout)


def test_the_list_says_what_is_doubtful_and_how_many_are_left(settings: Settings) -> None:
    listed = jixiao(settings, "--limit", "2").stdout
    assert ["≥4000册" in listed, "≥400册  |  24000册" in listed, "0.50" in listed, "群众满意度" in listed] == [
        True,
        True,
        True,
        False,
    ]
    assert "3 doubtful readings, 2 shown" in listed


def test_json_has_everything_a_program_needs(settings: Settings, page: Path) -> None:
    found = queue(settings)
    assert (found["left"], len(found["items"]), found["waiting"], found["stale"]) == (3, 3, [], [])
    assert found["items"][0] == {
        "id": f"{found['items'][0]['document_id']}:0:4:4",
        "document_id": found["items"][0]["document_id"],
        "file_name": "page.html", "page": None, "row": 4, "column": 4, "box": None, "text": "≥4000册",
        "alternatives": ["≥400册", "24000册"], "confidence": 0.5, "reasons": [], "source": str(page), "picture": None,
    }  # fmt: skip


def test_accept_correct_and_undo_are_kept_with_who_and_why(settings: Settings) -> None:
    first, second, third = (item["id"] for item in queue(settings)["items"])
    said = jixiao(settings, "correct", first, "≥400册", "--by", "张三", "--note", "看原件")
    assert (said.exit_code, "'≥4000册' corrected to '≥400册'" in said.stdout) == (0, True)
    assert jixiao(settings, "accept", second).exit_code == 0
    assert jixiao(settings, "accept", f"{third}:1-5").exit_code == 0  # a cell_id of the store
    assert jixiao(settings, "undo", third).exit_code == 0
    kept = [(one.action, one.new_text, one.by, one.note) for one in read_corrections(settings.corrections)]
    assert kept == [
        ("correct", "≥400册", "张三", "看原件"),
        ("accept", "≥95%", "王五", ""),
        ("accept", "群众满意度", "王五", ""),
        ("undo", "群众满意度", "王五", ""),
    ]
    listed = jixiao(settings).stdout
    assert "1 doubtful reading\n" in listed
    assert "2 corrections to be applied by the next `jixiao ingest` of: page.html" in listed


def test_the_status_counts_what_waits_for_a_person(settings: Settings) -> None:
    jixiao(settings, "accept", queue(settings)["items"][0]["id"])
    words = ["status", "--warehouse", str(settings.warehouse)]
    assert json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)["review"] == {
        "left": 2, "waiting": 1, "stale": 0,
    }  # fmt: skip
    assert (
        "for `jixiao review`: doubtful readings 2, corrections to apply 1, stale 0"
        in CliRunner().invoke(app, words).stdout
    )


def test_what_waits_waits_no_more_after_the_ingest(settings: Settings, page: Path) -> None:
    jixiao(settings, "accept", queue(settings)["items"][0]["id"])
    assert len(queue(settings)["waiting"]) == 1
    ingest(page, settings)
    assert (queue(settings)["waiting"], queue(settings)["left"]) == ([], 2)


def test_a_document_can_be_chosen(settings: Settings) -> None:
    assert queue(settings, "--document", "nothing")["left"] == 0
    assert "nothing doubtful is left" in jixiao(settings, "--document", "nothing").stdout


def test_pictures_are_written_or_the_reason_why_not_is_said(settings: Settings, tmp_path: Path) -> None:
    found = queue(settings, "--pictures", str(tmp_path / "out"))
    assert [item["picture"] for item in found["items"]] == ["此类文件没有页面图像，请看上下文"] * 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(["accept", "5"], "is no id of a cell", id="no-id"),
        pytest.param(["correct", "0123456789abcdef:0:1:1", "x"], "is in no document of the store", id="unknown"),
        pytest.param(["undo", "0123456789abcdef:0:1:1"], "has no correction", id="nothing-said"),
    ],
)
def test_what_names_no_cell_is_one_line(settings: Settings, words: list[str], says: str) -> None:
    failed = jixiao(settings, *words)
    assert isinstance(failed.exception, JixiaoError)
    assert says in str(failed.exception)
    assert not settings.corrections.exists()


def test_help_has_an_example_for_every_word() -> None:
    for words in ([], ["accept"], ["correct"], ["undo"], ["serve"]):
        shown = CliRunner().invoke(app, ["review", *words, "--help"]).stdout
        assert "Example" in shown
        assert "jixiao review" in shown
