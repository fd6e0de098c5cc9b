"""Documents that hang, swell, crash or lie are set aside under a code each, the others are read, and no process stays."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from extract import JixiaoError
from flows.line import find_documents, read_batch
from flows.outcome import Reading
from flows.settings import ReadingLimits, read_settings
from load import Known
from tests.hostile import OLE, docx, small_documents
from tests.truth import SAMPLE

REPOSITORY = Path(__file__).resolve().parents[2]
STAND_IN = Path(__file__).resolve().parent / "reader_stand_in"
OLD_WORD = OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le")
LIMITS = replace(read_settings({}).reading, workers=2)


def read(paths: Sequence[Path], limits: ReadingLimits = LIMITS, tell: Callable[[str], None] = lambda _: None) -> list[Reading]:  # fmt: skip
    return read_batch(find_documents(paths), Known({}, {}), limits, tell=tell)


def codes(readings: Sequence[Reading]) -> list[tuple[str, str]]:
    return [(reading.entry.path.rpartition("/")[2], reading.entry.code) for reading in readings]


@pytest.fixture
def by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers do what a text says."""
    monkeypatch.syspath_prepend(str(STAND_IN))


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_what_kills_its_process_is_set_aside_and_the_others_are_read(by_word: None, tmp_path: Path) -> None:
    write(tmp_path, a="fine", b="hang", c="crash", d="swell", e="leap", f="print", g="fine")
    told: list[str] = []
    readings = read([tmp_path], replace(LIMITS, seconds=1.0, megabytes=400), told.append)
    assert codes(readings) == [
        ("a.txt", "no_table"),
        ("b.txt", "too_slow"),
        ("c.txt", "reader_crashed"),
        ("d.txt", "too_much_memory"),
        ("e.txt", "too_much_memory"),
        ("f.txt", "no_table"),
        ("g.txt", "no_table"),
    ]
    assert [Path(path).name for path in told] == [f"{letter}.txt" for letter in "abcdefg"]
    by_code = {reading.entry.code: reading.entry for reading in readings}
    assert by_code["too_slow"].message.startswith("reading it took longer than 1 s; ")
    assert "--time-limit" in by_code["too_slow"].message
    assert "--memory-limit" in by_code["too_much_memory"].message
    assert "SIGSEGV" in by_code["reader_crashed"].message
    assert len(by_code["reader_crashed"].document_id or "") == 16


def test_a_member_that_kills_does_not_take_its_archive_with_it_until_too_many_do(
    by_word: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("flows.workers.MOST_DEATHS", 2)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for number, word in enumerate(("fine", "crash", "fine 2", "crash", "fine 3")):
            archive.writestr(f"{number}.txt", word)
    readings = read([tmp_path / "all.zip"])
    assert codes(readings) == [
        ("all.zip!0.txt", "no_table"),
        ("all.zip!1.txt", "reader_crashed"),
        ("all.zip!2.txt", "no_table"),
        ("all.zip!3.txt", "reader_crashed"),
        ("all.zip", "reader_crashed"),
    ]
    assert "the members after the last of them are not read" in readings[-1].entry.message


def test_readings_come_in_the_order_of_the_documents_and_frames_survive_the_way(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    write(tmp_path, a=text, b="开会", c=text.replace("阿柔", "某某"))
    readings = read([tmp_path / "c.txt", tmp_path / "nowhere", tmp_path / "b.txt", tmp_path / "a.txt"])
    assert codes(readings) == [("c.txt", ""), ("nowhere", "missing_path"), ("b.txt", "no_table"), ("a.txt", "")]
    assert [len(reading.tables.indicators) for reading in readings if reading.tables] == [174, 174]


def test_no_process_is_started_where_there_is_nothing_to_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("subprocess.Popen", None)
    assert codes(read([tmp_path / "nowhere"])) == [("nowhere", "missing_path")]


def test_a_worker_that_cannot_start_ends_the_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(JixiaoError, match="ended at once with status 1"):
        read([SAMPLE])


def test_every_hostile_document_is_named_with_its_own_code(tmp_path: Path) -> None:
    cases = [case for case in small_documents() if not case.is_costly]
    for case in cases:
        (tmp_path / case.name).write_bytes(case.content)
    (tmp_path / "good.txt").write_bytes(SAMPLE.read_bytes())
    found = {name.partition("!")[0]: code for name, code in codes(read([tmp_path], replace(LIMITS, seconds=20.0)))}
    wrong = {case.name: found.get(case.name) for case in cases if found.get(case.name) not in case.codes}
    assert (wrong, found["good.txt"]) == ({}, "")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found through /proc")
def test_no_process_is_left_when_the_command_is_ended_nor_libreoffice(tmp_path: Path) -> None:
    cases = [(signal.SIGINT, "doc"), (signal.SIGTERM, "doc"), (signal.SIGKILL, "doc"), (signal.SIGKILL, "txt")]
    folders = [tmp_path / f"{number}-{kind}" for number, kind in cases]
    commands = [run_until_killed(folder) for folder in folders]
    busy = [int(wait_for((folder / "pid").read_text, 60)) for folder in folders]
    assert [is_alive(pid) for pid in busy] == [True] * len(cases)
    for command, (number, _) in zip(commands, cases, strict=True):
        command.send_signal(number)
    assert [command.wait(30) for command in commands] == [1, -15, -9, -9]
    for pid, folder in zip(busy, folders, strict=True):
        wait_for(lambda pid=pid: not is_alive(pid))
        wait_for(lambda folder=folder: not (folder / "home" / "data" / "office").exists())


def run_until_killed(folder: Path) -> subprocess.Popen[bytes]:
    """Start the command on a document whose reader, or whose LibreOffice, leaves its process id and sleeps."""
    folder.mkdir()
    mark = folder / "pid"
    mark.touch()
    path = folder / f"slow.{folder.name[-3:]}"
    path.write_bytes(OLD_WORD if path.suffix == ".doc" else f"sleep {mark}".encode())
    office = stand_in(folder / "bin", f"sleep 60 & echo $! > {mark}.next; mv {mark}.next {mark}; wait")
    return subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "ingest", str(path)],
        env={**os.environ, "JIXIAO_HOME": str(folder / "home"), "PYTHONPATH": f"{STAND_IN}:{REPOSITORY}",
             "PATH": f"{office}:{os.environ['PATH']}"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def test_old_documents_are_converted_in_one_call_and_unchanged_ones_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "made.docx").write_bytes(docx("<w:p><w:r><w:t>开会</w:t></w:r></w:p>"))
    calls = tmp_path / "calls"
    script = (
        f'echo call >> {calls}; while [ "$1" != --outdir ]; do shift; done; out=$2; shift 2; mkdir -p $out\n'
        f'for f in "$@"; do b=$(basename $f); cp {tmp_path}/made.docx $out/${{b%.*}}.docx; done'
    )
    monkeypatch.setenv("PATH", str(stand_in(tmp_path / "bin", script)), prepend=os.pathsep)
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.doc").write_bytes(OLE + b"\0" * (600 + number) + "WordDocument".encode("utf-16-le"))
    (folder / "0.rtf").write_bytes(b"{\\rtf1 a}")
    limits = replace(LIMITS, scratch=tmp_path / "office")
    assert codes(read([folder], limits)) == [(name, "no_table") for name in ("0.doc", "0.rtf", "1.doc", "2.doc")]
    assert calls.read_text() == "call\n"
    assert not limits.scratch.exists()


def stand_in(folder: Path, script: str) -> Path:
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


def wait_for(read: Callable[[], str | bool], seconds: float = 30) -> str:
    deadline = time.monotonic() + seconds
    while not (found := read()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return str(found)


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and waits for init to take note does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_second_signal_does_not_cut_short_the_tidying_after_the_first() -> None:
    script = (
        "import os, signal\nfrom flows.worker import _exit_on_signals\n"
        "with _exit_on_signals():\n"
        "    try:\n        os.kill(os.getpid(), signal.SIGTERM)\n"
        "    finally:\n        os.kill(os.getpid(), signal.SIGTERM)\n        print('tidied')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("tidied\n", 128 + signal.SIGTERM)
