"""Which projects may have been read wrongly: what fails in them could be a misread figure as well as a wrong one.

In: the tables of one document. Out: ids of projects. It does not know how a table is read again.
"""

from __future__ import annotations

from typing import Final

from expectations.judgements import judge
from transform import Tables

# A sum that does not come out, a value that cannot be understood.
_TELLING_RULES: Final = ("A01", "A03", "V01")
# Signs that one font or another damages or loses.
_LOOK_ALIKE: Final = frozenset("≒≅≈≦≧")


def projects_to_reread(tables: Tables) -> frozenset[str]:
    """Return the projects in which a sum fails, a value is not understood, or a sign looks like another."""
    judged = judge(tables)
    failed = {
        judgement.project_id
        for rule_id in _TELLING_RULES
        for judgement in judged[rule_id]
        if judgement.outcome == "fail" and judgement.project_id
    }
    signs = zip(tables.indicators["project_id"], tables.indicators["operator_text"], strict=True)
    return frozenset(failed | {project for project, sign in signs if sign and _LOOK_ALIKE & set(sign)})
