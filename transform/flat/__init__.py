"""Flattened tables with columns beyond name and value to readings. The door is `read_flat`."""

from transform.flat.reader import is_separated, read_flat
from transform.flat.slipped import has_slipped

__all__ = ["has_slipped", "is_separated", "read_flat"]
