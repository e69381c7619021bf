"""Explanations and assessments as plain data for JSON: every field by name, fractions and verdicts as texts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import attrs

from antq_rules.engine.explanation import Explanation
from antq_rules.ruleset import Assessment
from antq_rules.types import Verdict

VERSION: Final = 1


def explanation_data(explanation: Explanation) -> dict[str, Any]:
    """One criterion's explanation."""
    data: dict[str, Any] = _plain(explanation)
    return data


def assessment_data(assessment: Assessment) -> dict[str, Any]:
    """A whole assessment, with what it was made of: it can be made again from this and the rules of that hash."""
    raw = assessment.raw
    return {
        "format": VERSION,
        "library": assessment.version,
        "rules": {"code": assessment.program.code, "hash": assessment.rules_hash},
        "unit": {"code": assessment.unit_code, "name": assessment.unit_name, "type": raw.unit_type},
        "year": assessment.year,
        "cutoff": None if assessment.cutoff is None else assessment.cutoff.isoformat(),
        "readings": assessment.readings,
        "facts": {
            str(year): {name: _plain(value) for name, value in facts.items()} for year, facts in raw.facts.items()
        },
        "same_period": {name: _plain(value) for name, value in raw.same_period.items()},
        "existed_before": raw.existed_before,
        "verdict": assessment.verdict.value,
        "conclusions": {title: verdict.value for title, verdict in assessment.conclusions.items()},
        "criteria": [explanation_data(explanation) for explanation in assessment.explain_all()],
        "items": {name: verdict.value for name, verdict in assessment.items.items()},
        "obligations": {name: verdict.value for name, verdict in assessment.obligations.items()},
        "errors": [error.as_data() for error in assessment.errors],
        "summary": _plain(assessment.summary()),
    }


def _plain(value: object) -> Any:
    if isinstance(value, Verdict):
        return value.value
    if isinstance(value, Fraction):
        return str(value)
    kind = type(value)
    if attrs.has(kind):
        return {field.name: _plain(getattr(value, field.name)) for field in attrs.fields(kind)}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)
