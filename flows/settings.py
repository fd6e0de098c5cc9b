"""Where a run reads and writes. Nothing here creates a folder.

Everything stands below one home: `JIXIAO_HOME` where it is set, else the checkout that this file belongs to,
else the folder the command was called in.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """The folders of one run."""

    home: Path
    warehouse: Path
    reports: Path
    inbox: Path
    prefect_home: Path


def read_settings(environ: Mapping[str, str] = os.environ, *, warehouse: Path | None = None) -> Settings:
    """Return the folders; `warehouse` replaces the store's file, and the report then stands beside it."""
    home = _home(environ)
    data = home / "data"
    return Settings(
        home=home,
        warehouse=warehouse.resolve() if warehouse else data / "warehouse" / "jixiao.duckdb",
        reports=warehouse.resolve().with_suffix(".reports") if warehouse else data / "reports",
        inbox=data / "inbox",
        prefect_home=data / "prefect",
    )


def _home(environ: Mapping[str, str]) -> Path:
    if environ.get("JIXIAO_HOME"):
        return Path(environ["JIXIAO_HOME"]).resolve()
    checkout = Path(__file__).resolve().parent.parent
    return checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()
