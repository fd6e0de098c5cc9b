"""Pages read in processes of their own: in order, within their bounds, and none left behind.

The processes obey the first pixel of a picture in place of reading it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("cv2")

import numpy as np

from extract.pdf.frame import Frame
from extract.pdf.pages import PageTables
from extract.scan.bounds import ScanBounds
from extract.scan.crew import Crew
from extract.scan.picture import Picture
from extract.scan.seats import take_seat

_FINE, _HANGS, _DIES, _SWELLS, _BREAKS = range(5)
_OBEY = """
import os, signal, extract.scan.emptiness

def obey(pixels):
    order = int(pixels.flat[0])
    while order == 1:
        pass
    if order == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    if order == 3:
        held = bytearray(b"x") * (900 * 1024**2)
        while True:
            pass
    if order == 4:
        raise ValueError("broken")
    return True

extract.scan.emptiness.has_nothing = obey
"""
_LONELY = """
import sys, time, numpy
from extract.scan.bounds import ScanBounds
from extract.scan.crew import Crew
from extract.scan.picture import Picture

if __name__ == "__main__":
    crew = Crew(ScanBounds(processes=1))
    crew.submit(Picture(1, 1, numpy.ones((20, 20), numpy.uint8), (1.0, 1.0)))
    print(*[process.process.pid for process in crew._busy.values()], flush=True)
    time.sleep(60)
"""


@pytest.fixture
def obedient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sitecustomize.py").write_text(_OBEY, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def picture(number: int, order: int) -> Picture:
    return Picture(number, 9, np.full((20, 20), order, np.uint8), (100.0, 200.0))


def test_pages_come_in_order_and_a_bad_one_harms_no_other(obedient: Path) -> None:
    orders = [_FINE, _HANGS, _FINE, _DIES, _BREAKS, _SWELLS, _FINE]
    told: list[tuple[int, int]] = []
    bounds = ScanBounds(seconds=2.5, megabytes=700, processes=2, tell=lambda *said: told.append(said))
    crew = Crew(bounds)
    given = PageTables(8, Frame(0, 0, 0, 0, 0), Frame(0, 0, 0, 0, 0), "scan")
    try:
        found = list(crew.read([*(picture(number, order) for number, order in enumerate(orders, 1)), given]))
    finally:
        crew.close()
    assert [(page.number, [notice.code for notice in page.notices]) for page in found] == [
        (1, ["blank_page"]),
        (2, ["page_too_slow"]),
        (3, ["blank_page"]),
        (4, ["page_not_read"]),
        (5, ["page_not_read"]),
        (6, ["page_too_large"]),
        (7, ["blank_page"]),
        (8, []),
    ]
    assert list(dict.fromkeys(told)) == [(number, 9) for number in range(1, 8)]


def test_a_document_whose_pages_keep_killing_is_given_up(obedient: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.scan.crew._MOST_DEATHS", 1)
    crew = Crew(ScanBounds(processes=1))
    try:
        found = list(crew.read(picture(number, _DIES) for number in (1, 2, 3)))
    finally:
        crew.close()
    assert [notice.code for page in found for notice in page.notices] == [
        "page_not_read",
        "pages_given_up",
        "pages_given_up",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel is asked to end it")
def test_no_process_is_left_when_its_parent_is_killed(obedient: Path) -> None:
    path = os.pathsep.join([str(obedient), str(Path.cwd())])
    command = subprocess.Popen(
        [sys.executable, "-c", _LONELY], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}, text=True
    )
    assert command.stdout is not None
    pid = int(command.stdout.readline())
    command.send_signal(signal.SIGKILL)
    command.wait()
    until = time.monotonic() + 20
    while Path(f"/proc/{pid}/stat").exists() and time.monotonic() < until:
        if Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z":
            break
        time.sleep(0.05)
    else:
        assert not Path(f"/proc/{pid}/stat").exists()


def test_there_are_no_more_seats_than_were_said_and_one_falls_free_when_it_is_left(tmp_path: Path) -> None:
    seats = [take_seat(tmp_path / "seats", 2) for _ in range(3)]
    assert [seat is not None for seat in seats] == [True, True, False]
    assert seats[0] is not None
    seats[0].leave()
    assert take_seat(tmp_path / "seats", 2) is not None
