"""What can be wrong with a store, each said in one line: what, where, what to do."""

from __future__ import annotations

from pathlib import Path

from extract import JixiaoError


class StoreError(JixiaoError):
    """The store cannot be used as it is; it was left untouched."""

    def __init__(self, warehouse: Path, what: str, todo: str) -> None:
        self.warehouse = warehouse
        super().__init__(f"{warehouse}: {what}; {todo}")


class MissingStoreError(StoreError):
    """No store stands there yet."""

    def __init__(self, warehouse: Path) -> None:
        super().__init__(
            warehouse, "there is no store yet", "run `jixiao ingest PATH` first, or name another --warehouse"
        )


class ForeignStoreError(StoreError):
    """The file is no store of ours."""

    def __init__(self, warehouse: Path, what: str = "the file is not a jixiao store") -> None:
        super().__init__(warehouse, what, "name another --warehouse, or move the file away")


class StoreVersionError(StoreError):
    """The store was built with another schema."""

    def __init__(self, warehouse: Path, found: int, expected: int) -> None:
        super().__init__(
            warehouse,
            f"the store has schema version {found}, this jixiao writes version {expected}",
            "move the file away and ingest the documents again",
        )


class LockedStoreError(StoreError):
    """Another program holds the store open for writing, or another run is publishing."""

    def __init__(self, warehouse: Path, who: str) -> None:
        super().__init__(warehouse, f"the store is locked: {who}", "close that program or wait for it, and run again")


class UnwritableStoreError(StoreError):
    """The folder of the store cannot be written to."""

    def __init__(self, warehouse: Path, reason: str) -> None:
        super().__init__(warehouse, f"the store cannot be written ({reason})", "free the disk or mend the permissions")


class QueryError(JixiaoError):
    """DuckDB refused a query; the message is its own first line."""
