"""The picture of a page on its way to the process that reads it.

In: pixels. Out: the same pixels in another process, sent as they lie in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.connection import Connection

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Picture:
    """The page `number` of `count`: its pixels (grey, or blue, green, red), and its size in points."""

    number: int
    count: int
    pixels: npt.NDArray[np.uint8]
    size: tuple[float, float]


def send(connection: Connection, picture: Picture) -> None:
    """Write a picture into a pipe."""
    pixels = np.ascontiguousarray(picture.pixels)
    connection.send((picture.number, picture.count, picture.size, pixels.shape))
    connection.send_bytes(pixels.reshape(-1).data)


def receive(connection: Connection) -> Picture:
    """Read a picture from a pipe."""
    number, count, size, shape = connection.recv()
    pixels = np.frombuffer(bytearray(connection.recv_bytes()), np.uint8).reshape(shape)
    return Picture(number, count, pixels, size)
