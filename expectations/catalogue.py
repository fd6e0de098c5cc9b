"""The catalogue of rules, from `data/reference/rules.csv`: the one source of what each rule says and rests on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from transform.reference import read_reference


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `basis` says whom it binds, `wording` how a finding may put it."""

    rule_id: str
    title: str
    statement: str
    severity: str
    basis: str
    source: str
    wording: str


@cache
def rules() -> dict[str, Rule]:
    """Return the rules by their id, in the order of the file."""
    return {row["rule_id"]: Rule(**row) for row in read_reference("rules.csv", ("rule_id",))}
