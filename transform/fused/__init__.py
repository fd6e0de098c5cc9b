"""Text without separators, and prose, to tables: `read_fused`, `read_prose`; cells of prose: `read_told_cells`."""

from transform.fused.prose import read_prose, read_told_cells
from transform.fused.reader import read_fused

__all__ = ["read_fused", "read_prose", "read_told_cells"]
