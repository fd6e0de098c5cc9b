"""Where a run reads and writes, and how much a document may cost it. Nothing here creates a folder.

Everything stands below one home: `JIXIAO_HOME` where it is set, else the checkout that this file belongs to,
else the folder the command was called in. `JIXIAO_TIME_LIMIT` (seconds), `JIXIAO_MEMORY_LIMIT` (MB), `JIXIAO_WORKERS`
and `JIXIAO_PAGE_LIMIT` (seconds of a processor for a page that is a picture) set the limits of reading.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extract.errors import JixiaoError
from extract.scan.bounds import PAGE_SECONDS, count_cores

TIME_LIMIT: Final = 120.0
MEMORY_LIMIT: Final = 1024
LEAST_SECONDS: Final = 1.0
LEAST_MEGABYTES: Final = 256  # half of it is Python and its libraries
_MOST_WORKERS: Final = 8


class SettingError(JixiaoError):
    """A variable of the environment is no figure, or too small."""

    def __init__(self, name: str, text: str, least: float) -> None:
        super().__init__(f"{name} is {text!r}; give a number of at least {least:g}, or unset it")


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What one document may cost: seconds and megabytes of its process; how many are read side by side, where
    LibreOffice may keep its profile, and where the corrections stand. A page that is a picture has processor seconds of
    its own, and a document the time of its pages."""  # fmt: skip

    seconds: float
    megabytes: int
    workers: int
    scratch: Path
    page_seconds: float = PAGE_SECONDS
    corrections: Path | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The folders of one run, and its limits."""

    home: Path
    warehouse: Path
    reports: Path
    inbox: Path
    corrections: Path
    prefect_home: Path
    reading: ReadingLimits


def read_settings(
    environ: Mapping[str, str] = os.environ,
    *,
    warehouse: Path | None = None,
    time_limit: float | None = None,
    memory_limit: int | None = None,
) -> Settings:
    """Return the settings; `warehouse` replaces the store's file; the report and the corrections then stand beside it.

    The limits of reading, in seconds and MB, go before those of the environment. Raises `SettingError`.
    """
    home = _home(environ)
    data = home / "data"
    corrections = warehouse.resolve().with_suffix(".corrections.jsonl") if warehouse else data / "corrections.jsonl"
    return Settings(
        home=home,
        warehouse=warehouse.resolve() if warehouse else data / "warehouse" / "jixiao.duckdb",
        reports=warehouse.resolve().with_suffix(".reports") if warehouse else data / "reports",
        inbox=data / "inbox",
        corrections=corrections,
        prefect_home=data / "prefect",
        reading=ReadingLimits(
            seconds=time_limit or _read_number(environ, "JIXIAO_TIME_LIMIT", TIME_LIMIT, LEAST_SECONDS),
            megabytes=memory_limit or int(_read_number(environ, "JIXIAO_MEMORY_LIMIT", MEMORY_LIMIT, LEAST_MEGABYTES)),
            workers=int(_read_number(environ, "JIXIAO_WORKERS", min(count_cores(), _MOST_WORKERS), 1)),
            scratch=data / "office",
            page_seconds=_read_number(environ, "JIXIAO_PAGE_LIMIT", PAGE_SECONDS, LEAST_SECONDS),
            corrections=corrections,
        ),
    )


def _home(environ: Mapping[str, str]) -> Path:
    if environ.get("JIXIAO_HOME"):
        return Path(environ["JIXIAO_HOME"]).resolve()
    checkout = Path(__file__).resolve().parent.parent
    return checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()


def _read_number(environ: Mapping[str, str], name: str, default: float, least: float) -> float:
    text = environ.get(name, "")
    if not text:
        return default
    try:
        number = float(text)
    except ValueError as error:
        raise SettingError(name, text, least) from error
    if not least <= number < float("inf"):
        raise SettingError(name, text, least)
    return number
