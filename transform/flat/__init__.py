"""Flattened tables with columns beyond name and value to readings. The doors: `read_flat`, which lays cells out as a sheet for
`transform.tabular`, and `has_slipped`, which says whether an aligned grid is to be read so."""

from transform.flat.reader import is_separated, read_flat
from transform.flat.slipped import has_slipped

__all__ = ["has_slipped", "is_separated", "read_flat"]
