"""The file of corrections: added to, read back, and what is broken in it is named with its line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from review import Correction, CorrectionsError, digests_of, latest_of, read_corrections, write_correction
from review.corrections import UnwritableTextError

ONE = Correction(
    "0123456789abcdef", "表.jpg", 1, 0, 5, 4, (1.5, 2.0, 30.0, 40.25), "≥9\n5%", "≥95%", "correct", "张三",
    "2026-11-24T08:00:00.000+00:00", "看原件",
)  # fmt: skip


def test_what_is_written_is_read_back_one_line_each_for_people(tmp_path: Path) -> None:
    path = tmp_path / "data" / "corrections.jsonl"
    second = replace(ONE, row=6, box=None, page=None, old_text="", new_text="", action="accept")
    for correction in (ONE, second):
        write_correction(path, correction)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert (len(lines), "张三" in lines[0], '"≥9\\n5%"' in lines[0]) == (2, True, True)
    assert read_corrections(path) == (ONE, second)


def test_a_file_that_was_edited_by_hand_and_left_open_at_its_end_goes_on_with_a_new_line(tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    write_correction(path, ONE)
    path.write_text("\ufeff" + path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    write_correction(path, replace(ONE, row=7))
    assert [one.row for one in read_corrections(path)] == [5, 7]


def test_the_latest_holds_whatever_order_a_merge_left_and_undo_takes_it_back(tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    later = replace(ONE, new_text="≥96%", at="2026-11-24T17:00:00+08:00")  # an hour later, in another zone
    for correction in (later, ONE):
        write_correction(path, correction)
    assert [one.new_text for one in latest_of(read_corrections(path)).values()] == ["≥96%"]
    write_correction(path, replace(later, action="undo", new_text=later.old_text, at="2026-11-24T10:00:00+00:00"))
    assert latest_of(read_corrections(path)) == {}


def test_a_digest_changes_with_what_is_said_and_not_with_who_says_it() -> None:
    same = replace(ONE, by="李四", note="", at="2026-11-25T08:00:00+00:00")
    other = replace(ONE, new_text="≥96%")
    assert digests_of([ONE]) == digests_of([ONE, same])
    assert digests_of([ONE]) != digests_of([other])
    assert digests_of([ONE, replace(ONE, action="undo", at="2026-11-25T08:00:00+00:00")]) == {}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"row": None}, "row is no whole number", id="no-row"),
        pytest.param({"at": "yesterday"}, "yesterday", id="no-time"),
        pytest.param({"at": "2026-11-24T08:00:00"}, "no zone", id="time-without-zone"),
        pytest.param({"action": "agree"}, "'agree' is none of", id="unknown-action"),
        pytest.param({"action": "accept"}, "has another new text", id="acceptance-of-another-text"),
        pytest.param({"box": [1, 2]}, "four numbers", id="short-box"),
        pytest.param({"new_text": "a\x00b"}, "U+0000", id="control-character"),
        pytest.param({"old_text": 5}, "old_text is no text", id="number-for-text"),
    ],
)
def test_a_line_that_cannot_be_read_stops_with_its_number(tmp_path: Path, change: dict[str, object], says: str) -> None:
    path = tmp_path / "corrections.jsonl"
    write_correction(path, ONE)
    record = json.loads(path.read_text(encoding="utf-8")) | change
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{json.dumps(record)}\n")
    with pytest.raises(CorrectionsError, match=r"line 3") as caught:
        read_corrections(path)
    assert says in str(caught.value)


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", "[]", '"x"', "{", '{"document_id": "0"}', "\\xff"])
def test_what_is_no_correction_is_named_and_not_skipped(tmp_path: Path, line: str) -> None:
    path = tmp_path / "corrections.jsonl"
    path.write_bytes(line.encode().replace(b"\\xff", b"\xff"))
    with pytest.raises(CorrectionsError, match="mend it by hand"):
        read_corrections(path)


def test_a_text_that_no_cell_prints_is_not_written(tmp_path: Path) -> None:
    for text in ("\x1b[31m", "\udcff"):
        with pytest.raises(UnwritableTextError):
            write_correction(tmp_path / "corrections.jsonl", replace(ONE, new_text=text))
    assert list(tmp_path.iterdir()) == []
