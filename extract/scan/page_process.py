"""The process in which pictures of pages are read, one after the other, so that a page that hangs can be killed alone.

In: pictures on standard input. Out: `PageTables` on standard output. It ends when its input does, with the process that
started it, and when nothing has come for a while: the weights that it keeps take half a gigabyte.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from multiprocessing.connection import Connection
from typing import Final

from extract.pdf.frame import Frame
from extract.pdf.notices import page_notice
from extract.pdf.pages import PageTables
from extract.scan.picture import Picture, receive

_IDLE_SECONDS: Final = 60.0
_PR_SET_PDEATHSIG: Final = 1


def main() -> None:
    """Read pictures until there are no more."""
    _end_with_parent(int(sys.argv[1]))
    # The bound of a process that reads documents is not meant for it: what it holds is watched by its parent.
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))
    pictures = Connection(os.dup(0), writable=False)
    tables = Connection(os.dup(1), readable=False)
    os.dup2(2, 1)  # a library that prints would write into the tables
    try:
        while pictures.poll(_IDLE_SECONDS):
            tables.send(read_picture(receive(pictures)))
    except (EOFError, BrokenPipeError):
        return


def read_picture(picture: Picture) -> PageTables:
    """Return what stands in a picture; what breaks on it is a notice."""
    try:
        import cv2

        cv2.setNumThreads(1)  # as many processes as processors
        from extract.scan.emptiness import has_nothing, is_photograph, without_invention

        if has_nothing(picture.pixels):
            return unread_page(picture, "blank_page")
        if is_photograph(picture.pixels):
            return unread_page(picture, "page_without_text")
        from extract.scan.reader import read_page_picture

        found = read_page_picture(picture.pixels, picture.number, picture.size)
        return without_invention(found, picture.pixels)
    except MemoryError:
        return unread_page(picture, "page_too_large")
    except Exception as error:  # noqa: BLE001 - the boundary of a page: what one picture breaks, it breaks alone
        sys.stderr.write(f"page {picture.number}: {type(error).__name__}: {error}\n")
        return unread_page(picture, "page_not_read")


def unread_page(picture: Picture, code: str) -> PageTables:
    """Return a page of which nothing was read."""
    shown = Frame(0, 0, *picture.size, 0)
    return PageTables(picture.number, shown, shown, "scan", notices=(page_notice(code, picture.number),))


def _end_with_parent(parent: int) -> None:
    """Let the kernel end this process with its parent (Linux); elsewhere it ends with its input."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the parent is gone")


if __name__ == "__main__":
    main()
