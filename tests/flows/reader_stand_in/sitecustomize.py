"""Give every process that has this folder on its path a reader of text that does what the text says."""

from __future__ import annotations

import ctypes
import os
import re
import time
from pathlib import Path

import extract
from extract.contracts import Cell, Grid


def read(document):
    word, _, argument = document.content.decode().strip().partition(" ")
    if word == "hang":  # in a call that never gives the interpreter back
        re.match(r"(a+)+$", "a" * 60 + "b")
    elif word == "sleep":
        Path(argument).write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(60)
    elif word == "swell":
        held = []
        while True:
            held.append(b"a" * 1_000_000)
    elif word == "leap":
        bytearray(64 * 1024**3)
    elif word == "crash":
        ctypes.string_at(0)
    elif word == "print":
        os.write(1, b"noise\n")
    yield Grid((Cell(f"{word} {argument}", 1, 1),), is_aligned=False)


extract.READERS["text/plain"] = read
