"""Frames into the DuckDB store, and questions to it. The room's doors: `publish`, `read_known`, `query`."""

from load.errors import StoreError
from load.query import Answer, query
from load.store import Batch, Known, publish, read_known

__all__ = ["Answer", "Batch", "Known", "StoreError", "publish", "query", "read_known"]
