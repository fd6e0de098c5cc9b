"""Text without separators, and prose, to tables: `read_fused`, `read_prose`."""

from transform.fused.prose import read_prose
from transform.fused.reader import read_fused

__all__ = ["read_fused", "read_prose"]
