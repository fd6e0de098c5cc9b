"""Flattened tables with columns beyond name and value to readings. The door is `read_flat`."""

from transform.flat.reader import read_flat

__all__ = ["read_flat"]
