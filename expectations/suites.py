"""Frames in, judged suites out: what Great Expectations is asked, and what it answered, as plain data.

In: a declared table with its frame, or a rule with one row per thing it judged. Out: `Validated`, which names
every failing row and holds what `data_docs` renders. A check that raised is a broken check and raises here; it
is never counted as bad data. Nothing is read from or written to the disk.
"""

from __future__ import annotations

import html
import logging
import math
import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from typing import Any

import pandas

from extract.errors import JixiaoError
from transform.tables import TEXTS, Column, Table

RULE_INDEX_COLUMNS = ("file_name", "place", "project_name", "name", "expected", "actual", "message")


class EmptyFrameError(JixiaoError):
    """A frame without rows was to be judged: every expectation but a row-count floor would pass on it."""

    def __init__(self, asset: str) -> None:
        self.asset = asset
        super().__init__(f"{asset}: no rows to judge; leave the suite out, or find out why the table is empty")


class BrokenCheckError(JixiaoError):
    """A check could not be carried out, so that nothing is known about the data."""

    def __init__(self, asset: str, expectation: str, reason: str) -> None:
        self.asset, self.expectation, self.reason = asset, expectation, reason
        super().__init__(f"{asset}: {expectation} could not be checked: {reason}; correct the frame or the declaration")


@dataclass(frozen=True)
class Asset:
    """One frame and what is expected of it; `index_columns` name a failing row to its reader."""

    name: str
    title: str
    frame: pandas.DataFrame
    expectations: tuple[Any, ...]
    index_columns: tuple[str, ...]


@dataclass(frozen=True)
class Failure:
    """One expectation that was not met; each of `rows` holds the failing value and the index columns."""

    asset: str
    expectation_type: str
    column: str
    observed: str
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Verdict:
    """What one asset's suite came to."""

    asset: str
    title: str
    success: bool
    failures: tuple[Failure, ...]


@dataclass(frozen=True)
class Validated:
    """One run over all assets; `context` is Great Expectations' own, in memory, for the Data Docs."""

    run_name: str
    verdicts: tuple[Verdict, ...]
    context: Any = field(repr=False)

    @property
    def success(self) -> bool:
        """Whether every suite was met."""
        return all(verdict.success for verdict in self.verdicts)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """All failures in the order of the assets."""
        return tuple(failure for verdict in self.verdicts for failure in verdict.failures)


def import_gx() -> Any:
    """Return the package `great_expectations`, silenced; its first import costs three seconds."""
    # Read while the package is imported: set any later, a run reports itself to the vendor.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    return great_expectations


@contextmanager
def importing_gx() -> Iterator[None]:
    """Import `great_expectations` beside what is done here, which waits for other processes; at the end it is there."""
    importing = Thread(target=import_gx)
    importing.start()
    try:
        yield
    finally:
        importing.join()


def table_asset(table: Table, frame: pandas.DataFrame) -> Asset:
    """Return the suite that the declaration of `table` stands for; `frame` is left as it is.

    Of a list column only `required` is checked. A `pattern` is searched, not matched in full.
    """
    expect = import_gx().expectations
    expectations = [*_shape_expectations(expect, table)]
    for column in table.columns:
        expectations += _column_expectations(expect, column)
    return Asset(table.name, table.about, _checkable(table, frame), tuple(expectations), table.key)


def rule_asset(rule_id: str, title: str, statement: str, judged: pandas.DataFrame) -> Asset:
    """Return the suite of one audit rule: no row of `judged`, one per thing the rule judged, has failed."""
    never_fails = import_gx().expectations.ExpectColumnValuesToNotBeInSet(
        column="outcome",
        value_set=["fail"],
        description=_safe(f"规则 {rule_id}《{title}》：{statement}"),
    )
    return Asset(rule_id, title, judged, (never_fails,), RULE_INDEX_COLUMNS)


def validate(assets: Iterable[Asset], *, run_name: str, run_time: datetime) -> Validated:
    """Judge every asset once; `run_time` is aware.

    Raises `EmptyFrameError` for a frame without rows and `BrokenCheckError` for a check that could not be
    carried out, a missing column among them.
    """
    gx = import_gx()
    context = _context(gx)
    source = context.data_sources.add_pandas("jixiao")
    run_id = gx.core.run_identifier.RunIdentifier(run_name=run_name, run_time=run_time)
    verdicts = []
    for asset in assets:
        _require_rows(asset)
        _require_columns(asset)
        verdicts.append(_verdict(asset, _result(gx, context, source, asset, run_id)))
    return Validated(run_name, tuple(verdicts), context)


def _shape_expectations(expect: Any, table: Table) -> Iterator[Any]:
    """Yield what holds for the table as a whole: its columns, a floor of one row, its key."""
    yield expect.ExpectTableColumnsToMatchOrderedList(
        column_list=list(table.names), description=_safe(f"列与声明一致，顺序相同：{'、'.join(table.names)}")
    )
    yield expect.ExpectTableRowCountToBeBetween(min_value=1, description="至少一行")
    if len(table.key) > 1:
        yield expect.ExpectCompoundColumnsToBeUnique(
            column_list=list(table.key), description=_safe(f"主键不得重复：{'、'.join(table.key)}")
        )
    elif table.key:
        yield expect.ExpectColumnValuesToBeUnique(
            column=table.key[0], description=_about(table.column(table.key[0]), "主键，不得重复")
        )


def _column_expectations(expect: Any, column: Column) -> Iterator[Any]:
    """Yield what the declaration of one column asks of its values."""
    if column.required:
        yield expect.ExpectColumnValuesToNotBeNull(column=column.name, description=_about(column, "不得为空"))
    if column.type == TEXTS:
        return
    if column.choices:
        yield expect.ExpectColumnValuesToBeInSet(
            column=column.name,
            value_set=list(column.choices),
            description=_about(column, f"只能是 {'、'.join(column.choices)}"),
        )
    if column.pattern:
        yield expect.ExpectColumnValuesToMatchRegex(
            column=column.name, regex=column.pattern, description=_about(column, f"须符合 {column.pattern}")
        )
    if column.lowest is not None or column.highest is not None:
        yield expect.ExpectColumnValuesToBeBetween(
            column=column.name,
            min_value=column.lowest,
            max_value=column.highest,
            description=_about(column, _range_text(column)),
        )


def _range_text(column: Column) -> str:
    """Say in Chinese between which values a column's figures lie."""
    bounds = ((column.lowest, "不小于"), (column.highest, "不大于"))
    return "，".join(f"{word} {bound:g}" for bound, word in bounds if bound is not None)


def _about(column: Column, demand: str) -> str:
    return _safe(f"{column.name}（{column.about}）{demand}")


def _safe(text: str) -> str:
    """Return `text` for a description: Data Docs write it into the page as markup, so `<90` would vanish."""
    return html.escape(text, quote=False)


def _checkable(table: Table, frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return a copy that Great Expectations can compare and hash: decimals as floats, lists as text."""
    copy = frame.copy(deep=False)
    for column in table.columns:
        if column.name in copy and column.type.startswith("DECIMAL"):
            copy[column.name] = pandas.to_numeric(copy[column.name]).astype(float)
        if column.name in copy and column.type == TEXTS:
            copy[column.name] = pandas.Series(map(_joined, copy[column.name]), index=copy.index, dtype=object)
    return copy


def _joined(cell: Any) -> str | None:
    """Return a list cell as one text, and a missing one (None, NaN or NA) as None."""
    if pandas.api.types.is_list_like(cell):
        return "、".join(map(str, cell))
    return None


def _require_rows(asset: Asset) -> None:
    if asset.frame.empty:
        raise EmptyFrameError(asset.name)


def _require_columns(asset: Asset) -> None:
    """Raise `BrokenCheckError` where a column is missing; left alone, some checks would only say "failed"."""
    for expectation in asset.expectations:
        single = getattr(expectation, "column", None)
        named = [single] if single else list(getattr(expectation, "column_list", ()))
        for column in (*named, *asset.index_columns):
            if column not in asset.frame:
                raise BrokenCheckError(asset.name, expectation.expectation_type, f"the frame has no column {column!r}")


def _context(gx: Any) -> Any:
    """Return a context that lives in memory only and has no site of its own in the temporary folder."""
    types = gx.data_context.types.base
    config = types.DataContextConfig(
        store_backend_defaults=types.InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=types.ProgressBarsConfig(globally=False, metric_calculations=False),
        analytics_enabled=False,
    )
    return gx.get_context(mode="ephemeral", project_config=config)


def _result(gx: Any, context: Any, source: Any, asset: Asset, run_id: Any) -> dict[str, Any]:
    """Validate one asset and return Great Expectations' answer as plain data."""
    # Copies: a suite writes ids into the expectations it is given, and a second run would refuse them.
    expectations = [expectation.copy(deep=True) for expectation in asset.expectations]
    suite = gx.ExpectationSuite(name=asset.name, expectations=expectations, notes=_safe(asset.title))
    batch = source.add_dataframe_asset(asset.name).add_batch_definition_whole_dataframe("all")
    definition = gx.ValidationDefinition(name=asset.name, data=batch, suite=context.suites.add(suite))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = context.validation_definitions.add(definition).run(
            batch_parameters={"dataframe": asset.frame}, result_format=_result_format(asset), run_id=run_id
        )
        plain: dict[str, Any] = result.to_json_dict()
    return plain


def _result_format(asset: Asset) -> dict[str, Any]:
    """Ask for every failing row, named by the index columns."""
    if not asset.index_columns:
        return {"result_format": "COMPLETE"}
    return {"result_format": "COMPLETE", "unexpected_index_column_names": list(asset.index_columns)}


def _verdict(asset: Asset, result: dict[str, Any]) -> Verdict:
    """Turn the answer about one asset into plain data; raises `BrokenCheckError` where a check raised."""
    for check in result["results"]:
        for reason in _raised(check.get("exception_info") or {}):
            raise BrokenCheckError(asset.name, check["expectation_config"]["type"], reason)
    failures = tuple(_failure(asset, check) for check in result["results"] if not check["success"])
    return Verdict(asset.name, asset.title, bool(result["success"]), failures)


def _raised(info: dict[str, Any]) -> Iterator[str]:
    """Yield the last line of every exception; they stand in `info` itself or one level down, per metric."""
    if info.get("raised_exception"):
        text = info.get("exception_traceback") or info.get("exception_message") or "no reason was given"
        yield str(text).strip().splitlines()[-1]
    for nested in info.values():
        if isinstance(nested, dict):
            yield from _raised(nested)


def _failure(asset: Asset, check: dict[str, Any]) -> Failure:
    config, result = check["expectation_config"], check["result"]
    columns = [config["kwargs"]["column"]] if "column" in config["kwargs"] else config["kwargs"].get("column_list", [])
    rows = [_named_row(row) for row in result.get("unexpected_index_list") or ()]
    return Failure(asset.name, config["type"], ", ".join(columns), _observed(result), rows)


def _named_row(row: Any) -> dict[str, Any]:
    """Return a failing row with its gaps as None; without index columns it is named by its position."""
    if not isinstance(row, dict):
        return {"row": row}
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    """Return a cell without NumPy's types, which survive Great Expectations' own `to_json_dict`."""
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and math.isnan(value) else value


def _observed(result: dict[str, Any]) -> str:
    """Return what was seen: the observed value, or how many rows of how many were not as expected."""
    if "unexpected_count" in result:
        return f"{result['unexpected_count']} / {result['element_count']}"
    return _listed(result.get("observed_value"))


def _listed(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return str(value)
