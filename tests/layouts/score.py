"""Holds the frames that a reading gave against the truth of an invented document.

In: `Tables` (or None where the document was refused) and a `Truth`. Out: `Score`: rows exact, missing, extra and wrong,
the wrong ones flagged or silent, and the fields of the projects. White space and width do not count.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from typing import Any

from tests.layouts.truth import IndicatorTruth, Truth
from transform import Tables

_NULLS = {"", "/", "-", "—", "–", "无"}
_TEXTS = (
    "name",
    "value_text",
    "level1",
    "level2",
    "actual_text",
    "reason",
    "direction",
    "place_text",
    "period_text",
    "unit",
)
_FIGURES = ("number", "weight", "score")
_FIELDS = (*_TEXTS, "operator", *_FIGURES)
PROJECT_FIELDS = ("project_name", "amount_yuan", "goal_text", "initial_budget_yuan", "executed_yuan")
_BARRED_PROJECT_FIELDS = PROJECT_FIELDS[:3]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was printed."""

    kind: str  # wrong, missing, extra, project
    where: str
    field: str
    expected: object
    actual: object
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the rows and the project fields of some documents."""

    documents: int = 0
    refused: int = 0
    rows: int = 0
    exact: int = 0
    missing: int = 0
    extra: int = 0
    flagged: int = 0
    silent: int = 0
    exact_flagged: int = 0
    project_fields: int = 0
    project_exact: int = 0
    project_silent: int = 0
    seconds: float = 0.0
    differences: tuple[Difference, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Score)))


def squeeze(text: object) -> str:
    """Return a text without white space, in one width; a mark that says nothing is nothing."""
    plain = "" if text is None or text != text else "".join(unicodedata.normalize("NFKC", str(text)).split())  # noqa: PLR0124
    return "" if plain in _NULLS else plain


def score(truth: Truth, tables: Tables | None, seconds: float = 0.0) -> Score:
    """Return the score of one reading."""
    if tables is None:
        total = _field_count(truth)
        return Score(1, 1, len(truth.indicators), missing=len(truth.indicators), project_fields=total, seconds=seconds)
    # A doubt about one row says nothing of the others in its project.
    doubtful = {
        doubt.indicator_id or (doubt.project_id if doubt.is_extraction_suspect else None) for doubt in tables.doubts
    }
    whole_document = any(doubt.indicator_id is None and doubt.project_id is None for doubt in tables.doubts)
    flags = (doubtful - {None}, whole_document)
    ordinals = {row["project_id"]: row["ordinal"] for row in tables.projects.to_dict("records")}
    read: list[dict[Any, Any]] = [
        row | {"project": ordinals.get(row["project_id"])} for row in tables.indicators.to_dict("records")
    ]
    result = _score_rows(truth.indicators, read, flags)
    return result + _score_projects(truth, tables, flags[0]) + Score(documents=1, seconds=seconds)


def _score_rows(
    expected: Sequence[IndicatorTruth],
    read: Sequence[Mapping[Any, Any]],
    flags: tuple[set[Any], bool],
) -> Score:
    counts = dict.fromkeys(("exact", "missing", "extra", "flagged", "silent", "exact_flagged"), 0)
    differences = []
    for truth, row in _pair(expected, read):
        where = _where(truth, row)
        if row is None:
            counts["missing"] += 1
            differences.append(Difference("missing", where, "", truth, None, flags[1]))
            continue
        flagged = is_flagged(row, flags[0])
        if truth is None:
            counts["extra"] += 1
            counts["flagged" if flagged else "silent"] += 1
            differences.append(Difference("extra", where, "", None, _brief(row), flagged))
            continue
        wrong = list(_wrong_fields(truth, row))
        if not wrong:
            counts["exact"] += 1
            counts["exact_flagged"] += flagged
            continue
        counts["flagged" if flagged else "silent"] += 1
        differences += [Difference("wrong", where, field, want, got, flagged) for field, want, got in wrong]
    return Score(rows=len(expected), differences=tuple(differences), **counts)


def _pair(
    expected: Sequence[IndicatorTruth], read: Sequence[Mapping[Any, Any]]
) -> Iterator[tuple[IndicatorTruth | None, Mapping[Any, Any] | None]]:
    """Pair rows of one project, name, place and period first, then of one name, then what is left between them."""
    rest = list(read)
    for keys in (("project", "name", "place_text", "period_text"), ("name", "value_text"), ("name",)):
        waiting: dict[tuple[str, ...], list[Mapping[Any, Any]]] = {}
        for row in rest:
            waiting.setdefault(_key(row, keys), []).append(row)
        left = []
        for truth in expected:
            found = waiting.get(_key(truth, keys))
            if found:
                yield truth, found.pop(0)
            else:
                left.append(truth)
        expected, rest = left, [row for row in rest if any(row is each for each in waiting[_key(row, keys)])]
    yield from zip_longest(expected, rest)


def _key(row: IndicatorTruth | Mapping[Any, Any], keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(squeeze(getattr(row, key) if isinstance(row, IndicatorTruth) else row.get(key)) for key in keys)


def _wrong_fields(truth: IndicatorTruth, row: Mapping[Any, Any]) -> Iterator[tuple[str, object, object]]:
    if row["project"] != truth.project:
        yield "project", truth.project, row["project"]
    for field in _FIELDS:
        if field in truth.open_fields:
            continue
        want, got = getattr(truth, field), row.get("unit_text" if field == "unit" else field)
        if not _agrees(field, want, got, row):
            yield field, want, got


def _agrees(field: str, want: Any, got: Any, row: Mapping[Any, Any]) -> bool:
    if field in _FIGURES:
        return to_figure(want) == to_figure(got)
    want, got = squeeze(want), squeeze(got)
    if want == got:
        return True
    if field in {"level1", "level2"}:
        # What is not printed may be inferred, if the reading says so.
        return not want and row.get("level_source") == "inferred"
    if field == "unit":  # 元/亩 may be kept as 元 with 亩 in `per`
        return bool(got) and got == want.partition("/")[0] and squeeze(row.get("per")) != ""
    return field == "direction" and got.removesuffix("指标") == want


def to_figure(value: object) -> Decimal | None:
    """Return a value as a figure, or None where it is none."""
    if value is None or value != value:  # noqa: PLR0124
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def is_flagged(row: Mapping[Any, Any], doubtful: set[Any]) -> bool:
    """Whether a reading says of a row that it may be wrong."""
    return (
        bool(row["is_suspect"]) or (to_figure(row["confidence"]) or 0) < Decimal("0.8")
        or row["indicator_id"] in doubtful or row["project_id"] in doubtful
    )  # fmt: skip


def _score_projects(truth: Truth, tables: Tables, doubtful: set[Any]) -> Score:
    read = {row["ordinal"]: row for row in tables.projects.to_dict("records")}
    differences, right, silent = [], 0, 0
    for project in truth.projects:
        row = read.get(project.ordinal, {})
        flagged = not row or row["project_id"] in doubtful
        for field in PROJECT_FIELDS:
            want, got = getattr(project, field), row.get(field)
            same = field in project.open_fields or _same_in_project(field, want, got)
            right += same and field in _BARRED_PROJECT_FIELDS
            if not same:
                differences.append(Difference("project", f"project {project.ordinal}", field, want, got, flagged))
                # What is not there is lacking, not wrong.
                silent += not flagged and not _is_blank(got) and field in _BARRED_PROJECT_FIELDS
    return Score(
        project_fields=_field_count(truth), project_exact=right, project_silent=silent, differences=tuple(differences)
    )


def _same_in_project(field: str, want: object, got: object) -> bool:
    if field.endswith("_yuan"):
        return to_figure(want) == to_figure(got)
    return squeeze(want).rstrip("。") == squeeze(got).rstrip("。")


def _is_blank(value: object) -> bool:
    return value is None or squeeze(value) == ""


def _field_count(truth: Truth) -> int:
    return len(truth.projects) * len(_BARRED_PROJECT_FIELDS)


def _where(truth: IndicatorTruth | None, row: Mapping[Any, Any] | None) -> str:
    project = truth.project if truth else row["project_id"] if row else ""
    return f"project {project}, {truth.name if truth else row['name'] if row else ''}".replace("\n", "⏎")


def _brief(row: Mapping[Any, Any]) -> str:
    return " | ".join(squeeze(row[field]) for field in ("level1", "level2", "name", "value_text"))
