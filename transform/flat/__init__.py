"""Flattened tables with columns beyond name and value to readings. The doors: `read_flat`, which lays cells out as a sheet for
`transform.tabular`, `read_headless` for a table without header words (`doubt_no_header` says that it has none), and
`has_slipped`, which says whether an aligned grid is to be read so."""

from transform.flat.headless import doubt_no_header, read_headless
from transform.flat.reader import is_separated, read_flat
from transform.flat.slipped import has_slipped

__all__ = ["doubt_no_header", "has_slipped", "is_separated", "read_flat", "read_headless"]
